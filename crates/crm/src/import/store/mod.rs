//! The SQL of imports.

pub(super) mod current;
pub(super) mod imports;
pub(super) mod world;
