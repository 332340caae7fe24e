//! Why there is no PDF.

use std::fmt;
use std::time::Duration;

#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The document is larger than [`Limits`](crate::Limits) allow. Nothing was set.
    #[error(
        "the document has {found} {what}, and at most {limit} fit: choose a shorter period or fewer parts"
    )]
    TooLarge { what: &'static str, found: usize, limit: usize },
    #[error("row {row} of a table in \"{section}\" has {cells} cells for {columns} columns")]
    UnevenRow { section: String, row: usize, cells: usize, columns: usize },
    #[error("the picture \"{alt}\" cannot be printed: {reason}")]
    Picture { alt: String, reason: &'static str },
    #[error("the document was not finished after {} seconds: choose a shorter period or fewer parts", .0.as_secs_f32())]
    Deadline(Duration),
    /// Documents given up at their deadline are still being worked on; a further one would make it worse.
    #[error("earlier documents that took too long still keep the computer busy: try again in a minute")]
    Busy,
    /// The template or a picture could not be set.
    #[error("the document cannot be set: {}", listed(.0))]
    Template(Vec<Fault>),
    #[error("the data of the document cannot be written")]
    Data(#[from] serde_json::Error),
    #[error("no thread could be started to set the document")]
    Thread(#[from] std::io::Error),
    #[error("setting the document broke off because of a fault in the program")]
    Broke,
}

/// A fault that Typst found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The template or picture, such as `report.typ`; empty where Typst names none.
    pub file: String,
    /// Counted from 1; 0 where Typst names none.
    pub line: usize,
    pub message: String,
    pub hints: Vec<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}, line {}: ", self.file, self.line)?;
        }
        f.write_str(&self.message)?;
        self.hints.iter().try_for_each(|hint| write!(f, " (hint: {hint})"))
    }
}

fn listed(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("; ")
}
