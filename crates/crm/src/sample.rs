//! Sample data for a first look.
