//! The real window on a virtual screen, used with a real mouse.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it finds something wrong")]

mod frame;
mod looks;
mod pipeline;
mod starts;
mod sync;
