//! Measures the promised numbers in release, each beside a peer in the same run.
