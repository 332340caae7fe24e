//! Everything that can be said about a file before the user says anything: its form, its kind and where its columns go.

use std::path::Path;

use super::mapping::{self, ColumnEvidence, Kind, Mapping, Suggestion};
use super::rows::FileReading;
use super::source::{Source, SourceError};
use super::values::amounts::DecimalSign;
use super::values::dates::DateOrder;

/// A file that was looked through, with what it seems to hold.
#[derive(Clone, Debug)]
pub struct Inspection {
    pub source: Source,
    pub kind: Kind,
    /// One for each column, for [`Self::kind`].
    pub suggestions: Vec<Suggestion>,
    pub reading: FileReading,
    evidence: Vec<ColumnEvidence>,
}

/// What the user chose against what was detected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    pub has_header: Option<bool>,
    pub date_order: Option<DateOrder>,
    pub decimal: Option<DecimalSign>,
}

impl Inspection {
    /// Looks through the file at `path`.
    pub fn of(path: &Path, overrides: Overrides) -> Result<Self, SourceError> {
        Ok(Self::of_source(Source::open(path)?, overrides))
    }

    /// As [`Self::of`], for a file that was opened already.
    #[must_use]
    pub fn of_source(source: Source, overrides: Overrides) -> Self {
        let source = match overrides.has_header {
            Some(has_header) => source.with_header(has_header),
            None => source,
        };
        let evidence: Vec<ColumnEvidence> = (0..source.columns.len())
            .map(|at| {
                ColumnEvidence::of(source.samples.iter().filter_map(|row| row.get(at)).map(String::as_str))
            })
            .collect();
        let kind = mapping::detect_kind(&source.columns, &evidence, &source.name());
        let suggestions = mapping::suggest(kind, &source.columns, &evidence);
        let reading = FileReading::of(&source, overrides.date_order, overrides.decimal);
        Self { source, kind, suggestions, reading, evidence }
    }

    /// The kind of the file's rows, where the file was called `file_name` before it was put where it is.
    #[must_use]
    pub fn kind_by_name(&self, file_name: &str) -> Kind {
        mapping::detect_kind(&self.source.columns, &self.evidence, file_name)
    }

    /// The suggestions for a kind other than the one detected.
    #[must_use]
    pub fn suggest(&self, kind: Kind) -> Vec<Suggestion> {
        mapping::suggest(kind, &self.source.columns, &self.evidence)
    }

    /// The mapping as it was suggested.
    #[must_use]
    pub fn mapping(&self) -> Mapping {
        Mapping::from_suggestions(self.kind, &self.suggestions)
    }

    /// The first values of a column that hold something, for the eye.
    #[must_use]
    pub fn samples(&self, column: usize, limit: usize) -> Vec<String> {
        let mut seen = Vec::new();
        for value in self.source.samples.iter().filter_map(|row| row.get(column)) {
            let value = super::values::clean(value);
            if !value.is_empty() && !seen.contains(&value) {
                seen.push(value);
                if seen.len() == limit {
                    break;
                }
            }
        }
        seen
    }
}
