//! Brings the records of other programs in: reads their files as they are, finds out which column is what, and says what
//! an import would do before it does it.
//!
//! `source` reads files, `values` reads cells, `mapping` knows fields, `rows` makes drafts; none of them knows the
//! database.

pub mod detect;
mod error;
pub mod mapping;
pub mod rows;
pub mod source;
pub mod values;

pub use detect::{Inspection, Overrides};
pub use error::ImportError;

#[cfg(test)]
mod tests;
