//! Simulated networks of devices and a server: named stories, random mixtures, and broken parts that must be found out.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "the simulator is a test, and what does not hold ends it"
)]

mod mixtures;
mod sabotage;
mod stories;
mod stories_of_rights;
mod stories_of_the_server;
mod world;
