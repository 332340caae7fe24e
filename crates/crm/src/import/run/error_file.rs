//! The rows that were not imported, as they stand in the file, with the reason behind: to be put right and imported.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;

use super::reading::ReadRow;
use mycrm_store::private;

use crate::import::ImportError;
use crate::import::plan::Outcome;
use crate::import::rows::RowError;

/// A CSV in UTF-8 that comes to be with its first row.
pub(super) struct ErrorFile {
    path: PathBuf,
    columns: Vec<String>,
    writer: Option<csv::Writer<BufWriter<File>>>,
}

impl ErrorFile {
    /// Takes away what an earlier pass left.
    pub(super) fn new(path: PathBuf, columns: &[String]) -> Self {
        let _ = std::fs::remove_file(&path);
        Self { path, columns: columns.to_vec(), writer: None }
    }

    pub(super) fn note(&mut self, row: &ReadRow, outcome: &Outcome) -> Result<(), ImportError> {
        let reason = match outcome {
            Outcome::Failed(errors) => errors.iter().map(sentence).collect::<Vec<_>>().join("; "),
            Outcome::Duplicate(reason) => reason.to_string(),
            Outcome::Created | Outcome::Updated | Outcome::Unchanged => return Ok(()),
        };
        self.append(row, &reason).map_err(ImportError::ErrorFile)
    }

    fn append(&mut self, row: &ReadRow, reason: &str) -> io::Result<()> {
        let width = self.columns.len();
        if self.writer.is_none() {
            if let Some(folder) = self.path.parent() {
                private::folder(folder)?;
            }
            let mut file = BufWriter::new(private::create(&self.path)?);
            // Excel takes a CSV without the mark for the computer's old encoding.
            file.write_all("\u{feff}".as_bytes())?;
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
            writer.write_record(self.columns.iter().map(String::as_str).chain(["Row", "Problem"]))?;
            self.writer = Some(writer);
        }
        let Some(writer) = &mut self.writer else { return Ok(()) };
        let number = row.place.row.to_string();
        let missing = std::iter::repeat_n("", width.saturating_sub(row.fields.len()));
        let fields = row.fields.iter().map(String::as_str).chain(missing);
        writer.write_record(fields.chain([number.as_str(), reason]))?;
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), ImportError> {
        match self.writer {
            Some(mut writer) => writer.flush().map_err(ImportError::ErrorFile),
            None => Ok(()),
        }
    }
}

fn sentence(error: &RowError) -> String {
    match (&error.column, &error.value) {
        (Some(column), Some(value)) => format!("{column}: “{value}” {}", error.message),
        _ => error.message.to_string(),
    }
}
