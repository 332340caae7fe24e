//! What a job is about, and what it is called.

use super::JobKind;
use crate::labels::{self, Label};

/// What a job is about.
#[derive(Debug)]
pub(crate) enum About {
    /// A file, or a pipeline.
    Named(String),
    /// An action, by the label that was kept.
    Action(String),
}

impl About {
    /// In English, by its name, and as an action in parts.
    pub(super) fn of(self, kind: JobKind) -> (String, Option<String>, Option<Label>) {
        let (said, name, action) = match self {
            Self::Named(name) => (name.clone(), Some(name), None),
            Self::Action(kept) => {
                let (said, action) = labels::read(&kept);
                (said, None, action)
            }
        };
        let label = match kind {
            JobKind::Import => format!("Import {said}"),
            JobKind::ImportCheck => format!("Check {said}"),
            JobKind::Undo => format!("Undo of “{said}”"),
            JobKind::Redo => format!("Redo of “{said}”"),
            JobKind::Accuracy => format!("Accuracy of the forecast of {said}"),
        };
        (label, name, action)
    }
}
