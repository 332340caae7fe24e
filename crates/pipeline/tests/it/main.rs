//! The promises of the crate, checked through its public functions.
