//! Who writes, from where, and as part of which user action.

use crate::Id;

/// Where a write came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    User,
    Import,
    Api,
    Undo,
    Sample,
    Remote,
}

impl Origin {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Import => "import",
            Self::Api => "api",
            Self::Undo => "undo",
            Self::Sample => "sample",
            Self::Remote => "remote",
        }
    }
}

/// A request that must be carried out once, whatever happens between its change and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    pub key: String,
    /// What the request asks for, to tell it from another one with the same key.
    pub fingerprint: String,
}

/// Who writes, from where, and as part of which user action.
#[derive(Debug, Clone)]
pub struct Ctx {
    pub actor: String,
    pub origin: Origin,
    /// What the undo toast and the history call this action.
    pub label: String,
    /// Joins an action that already has commits; `None` begins a new one.
    pub change_set: Option<Id>,
    /// Kept in the transaction of the change, so that a repetition of the request finds it there.
    pub request: Option<RequestKey>,
    pub(crate) undoes: Option<Id>,
    pub(crate) is_permanent: bool,
}

impl Ctx {
    pub fn new(actor: impl Into<String>, origin: Origin, label: impl Into<String>) -> Self {
        Self {
            actor: actor.into(),
            origin,
            label: label.into(),
            change_set: None,
            request: None,
            undoes: None,
            is_permanent: false,
        }
    }

    /// Not an action of the user: it is logged, but neither listed nor undone.
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.is_permanent = true;
        self
    }

    /// The change that a request with a key asks for.
    #[must_use]
    pub fn for_request(mut self, request: Option<RequestKey>) -> Self {
        self.request = request;
        self
    }

    /// The same action, continued.
    #[must_use]
    pub fn joining(mut self, change_set: Id) -> Self {
        self.change_set = Some(change_set);
        self
    }
}
