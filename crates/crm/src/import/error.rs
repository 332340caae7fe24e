//! Why an import cannot go on; what is wrong with single rows is in [`super::rows::RowError`].

use super::mapping::MappingError;
use super::source::SourceError;

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Mapping(#[from] MappingError),
}
