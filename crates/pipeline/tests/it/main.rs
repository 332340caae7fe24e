//! The promises of the crate, checked through its public functions.

mod calibration;
mod edges;
mod leakage;
mod maven;
mod world;
