//! Assembles the App and its workers, and declares every operation once as an HTTP handler.
