//! The promises of the crate, checked through its public functions.
#![allow(clippy::unwrap_used)]

mod bottlenecks;
mod by_hand;
mod calibration;
mod edges;
mod formula;
mod leakage;
mod maven;
mod stored;
mod win_rates;
mod world;
mod zones;
