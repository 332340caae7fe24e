//! What a user action is called: travels beside the ops of its change set, so that every device's history can name it.

use serde::{Deserialize, Serialize};

use crate::{ChangeSetId, Millis};

/// The header of a change set. It is shown to whoever may see any op of the set, so it must not quote what only some
/// may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    pub id: ChangeSetId,
    /// What the history calls it: `Edit Acme Ltd`.
    pub label: String,
    /// Who or what wrote on the device: the user, an import, a script.
    pub actor: String,
    pub started_at: Millis,
    /// The action that this one took back; itself for what is in no history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<ChangeSetId>,
}

/// Bytes of a label; a longer one is cut, because a name is no reason to hold up ops.
const MAX_LABEL: usize = 200;
const MAX_ACTOR: usize = 60;

/// What an action takes in a push at most: each character of its texts may need an escape.
pub(crate) const MAX_ACTION: usize = 1 << 10;

impl Action {
    /// The action within its bounds.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        self.label = bounded(&self.label, MAX_LABEL);
        self.actor = bounded(&self.actor, MAX_ACTOR);
        self
    }
}

fn bounded(text: &str, most: usize) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    if text.len() <= most {
        return text.chars().map(plain).collect();
    }
    let ellipsis = '…';
    let end =
        (0..=most - ellipsis.len_utf8()).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
    text[..end].chars().map(plain).chain([ellipsis]).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    proptest! {
        #[test]
        fn an_action_fits_whatever_it_is_called(label in ".{0,400}", actor in ".{0,400}") {
            let id = ChangeSetId(Uuid::max());
            let action = Action { id, label, actor, started_at: Millis(i64::MIN), undoes: Some(id) }.bounded();
            prop_assert!(action.label.len() <= MAX_LABEL && action.actor.len() <= MAX_ACTOR);
            prop_assert!(serde_json::to_vec(&action).unwrap().len() < MAX_ACTION);
            prop_assert_eq!(action.clone().bounded(), action);
        }
    }
}
