//! Brings the records of other programs in: reads their files as they are, finds out which column is what, says what an
//! import would do, and does it so that it can be stopped, taken up again and undone.
//!
//! `source` reads files, `values` reads cells, `mapping` knows fields, `rows` makes drafts and `plan` decides; none of them
//! touches the database. `run` takes a file through all of them, and `steps` is what a user does.

pub mod detect;
mod detected;
mod error;
pub mod mapping;
mod options;
mod plan;
mod record;
pub mod rows;
mod run;
pub mod source;
mod steps;
mod store;
mod summary;
pub mod values;

pub use detect::{Inspection, Overrides};
pub use detected::{Detected, DetectedColumn, KindSuggestion};
pub use error::ImportError;
pub use mapping::{Kind, Mapping};
pub use options::Options;
pub use record::{Import, Status, Step};
pub use run::{Progress, Watch};
pub use steps::{
    Choices, begin_check, begin_run, check, choose, create, cut_off, error_file_of, get, recent, run,
};
pub use summary::{Summary, Tally};

#[cfg(test)]
mod tests;
