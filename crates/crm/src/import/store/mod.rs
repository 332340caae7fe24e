//! The SQL of imports.

pub(super) mod bulk;
pub(super) mod current;
pub(super) mod imports;
pub(super) mod world;
