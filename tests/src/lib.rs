//! Starts whole programs and looks at them as a user does: their window, their output, their exit code.
//!
//! Everything a test starts is its own: screen, session bus, driver, settings and data folder.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "this crate holds nothing but tests")]

mod clock;
mod companion;
mod desk;
mod element;
mod pointer;
mod postgres;
mod process;
mod profile;
mod server;
mod tools;
mod wait;
mod webdriver;
mod window;

pub use clock::Clock;
pub use companion::{Companion, PASSWORD};
pub use desk::Desk;
pub use element::Element;
pub use pointer::Pointer;
pub use postgres::Postgres;
pub use process::{Program, Running};
pub use profile::Profile;
pub use server::Server;
pub use tools::Tools;
pub use wait::{PATIENCE, until};
pub use webdriver::{DriverError, WebDriver};
pub use window::Window;
