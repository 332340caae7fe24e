//! One import as it is kept: what was chosen, how far it came, and what it did.

use std::path::PathBuf;

use mycrm_store::{Id, Timestamp};
use serde::{Deserialize, Serialize};

use super::detected::Detected;
use super::mapping::Mapping;
use super::options::Options;
use super::summary::Summary;

/// Where an import is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The user is choosing.
    Mapping,
    /// A dry run is under way.
    Checking,
    /// The summary says what a run would do.
    Checked,
    /// Rows are being written.
    Running,
    Done,
    /// Stopped by the user; what was written until then is kept.
    Cancelled,
    Failed,
}

/// What happens to an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The user chooses another mapping or option.
    Choose,
    Check,
    /// A dry run ended.
    Checked,
    Run,
    /// A run ended.
    Finish,
    /// The user stopped a check or a run.
    Cancel,
    Fail,
}

impl Status {
    pub const ALL: [Self; 7] = [
        Self::Mapping,
        Self::Checking,
        Self::Checked,
        Self::Running,
        Self::Done,
        Self::Cancelled,
        Self::Failed,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mapping => "mapping",
            Self::Checking => "checking",
            Self::Checked => "checked",
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Where the step leads; `None` where it cannot be taken.
    #[must_use]
    pub fn transition(self, step: Step) -> Option<Self> {
        let is_busy = matches!(self, Self::Checking | Self::Running);
        match step {
            Step::Choose if !is_busy => Some(Self::Mapping),
            // A check or a run that a crash cut off is taken up again.
            Step::Check if self != Self::Running => Some(Self::Checking),
            Step::Run if self != Self::Checking => Some(Self::Running),
            Step::Checked if self == Self::Checking => Some(Self::Checked),
            Step::Finish if self == Self::Running => Some(Self::Done),
            Step::Cancel if self == Self::Checking => Some(Self::Mapping),
            Step::Cancel if self == Self::Running => Some(Self::Cancelled),
            Step::Fail if is_busy => Some(Self::Failed),
            _ => None,
        }
    }
}

/// An import.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    pub id: Id,
    /// As the user knows it, without a folder.
    pub file_name: String,
    pub path: PathBuf,
    /// Equal for equal contents of the file.
    pub fingerprint: String,
    pub status: Status,
    pub detected: Detected,
    pub mapping: Mapping,
    pub options: Options,
    /// Of the last check or run.
    pub summary: Option<Summary>,
    /// Rows whose writes are kept: where a run goes on after a crash.
    pub rows_done: u64,
    /// What undoes the last run; `None` where it wrote nothing.
    pub change_set: Option<Id>,
    /// Why it failed or was stopped.
    pub message: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// The part of an import that is kept as JSON.
#[derive(Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) detected: Detected,
    pub(crate) mapping: Mapping,
    pub(crate) options: Options,
    pub(crate) summary: Option<Summary>,
    pub(crate) message: Option<String>,
}

impl Import {
    pub(crate) fn state(&self) -> State {
        State {
            detected: self.detected.clone(),
            mapping: self.mapping.clone(),
            options: self.options.clone(),
            summary: self.summary.clone(),
            message: self.message.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Status, Step};

    const STEPS: [Step; 7] =
        [Step::Choose, Step::Check, Step::Checked, Step::Run, Step::Finish, Step::Cancel, Step::Fail];

    #[test]
    fn every_step_that_is_not_allowed_is_refused() {
        use Status::{Cancelled, Checked, Checking, Done, Failed, Mapping, Running};
        let allowed = |status: Status| -> &'static [Step] {
            match status {
                Checking => &[Step::Check, Step::Checked, Step::Cancel, Step::Fail],
                Running => &[Step::Run, Step::Finish, Step::Cancel, Step::Fail],
                Mapping | Checked | Done | Cancelled | Failed => &[Step::Choose, Step::Check, Step::Run],
            }
        };
        for status in Status::ALL {
            for step in STEPS {
                assert_eq!(
                    status.transition(step).is_some(),
                    allowed(status).contains(&step),
                    "{status:?} {step:?}"
                );
            }
            assert_eq!(Status::parse(status.as_str()), Some(status));
        }
    }
}
