//! Why an import cannot go on; what is wrong with single rows is in [`super::rows::RowError`].

use super::mapping::MappingError;
use super::plan::survey::STAGE_LIMIT;
use super::source::SourceError;

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Mapping(#[from] MappingError),
    #[error(
        "The column mapped to the stage holds more than {STAGE_LIMIT} different values, which no pipeline has. Nothing \
         was imported; map another column to the stage"
    )]
    TooManyStages,
    #[error(
        "The error file of the import could not be written: {0}. What was imported is kept; free some space and import again"
    )]
    ErrorFile(std::io::Error),
    #[error(
        "The import stopped unexpectedly. What was imported until then is kept and can be undone; start it again to go on"
    )]
    Stopped,
}
