//! Who may see and change what: rights as the server knows them at the moment of an answer.

use std::collections::BTreeMap;

use crate::{RowId, Scope};

/// What a member may do in a scope.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rights {
    #[default]
    None,
    Read,
    Write,
}

/// The rights of one member. They are given and taken by the server alone and never merged: a right must not depend on
/// the clock of whoever claims it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    pub workspace: Rights,
    /// Every document that a message touches and that exists, also those without rights: whether it exists is what
    /// tells a new document from a forbidden one.
    pub documents: BTreeMap<RowId, Rights>,
}

impl Access {
    #[must_use]
    pub fn rights(&self, scope: Scope) -> Rights {
        match scope {
            Scope::Workspace => self.workspace,
            // Whoever leaves the workspace leaves its documents.
            Scope::Document(_) if self.workspace == Rights::None => Rights::None,
            Scope::Document(row) => self.documents.get(&row).copied().unwrap_or_default(),
        }
    }

    #[must_use]
    pub fn may_read(&self, scope: Scope) -> bool {
        self.rights(scope) >= Rights::Read
    }

    #[must_use]
    pub fn may_write(&self, scope: Scope) -> bool {
        self.rights(scope) >= Rights::Write
    }
}

/// What changed rights mean for a member's replica.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consequence {
    Nothing,
    /// The log gets a [`crate::Entry::Backfill`] for each row of the document.
    Backfill,
    /// The log gets a [`crate::Entry::Purge`].
    Purge,
}

/// What the server writes to the log in the transaction that changes a member's rights to a document.
#[must_use]
pub fn consequence(before: Rights, after: Rights) -> Consequence {
    match (before >= Rights::Read, after >= Rights::Read) {
        (false, true) => Consequence::Backfill,
        (true, false) => Consequence::Purge,
        (true, true) | (false, false) => Consequence::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_not_given_is_not_there_and_no_document_outlives_membership() {
        let document = RowId(Uuid::from_u128(1));
        let mut access =
            Access { workspace: Rights::Read, documents: BTreeMap::from([(document, Rights::Write)]) };
        assert!(access.may_write(Scope::Document(document)) && !access.may_write(Scope::Workspace));
        assert!(!access.may_read(Scope::Document(RowId(Uuid::from_u128(2)))));
        access.workspace = Rights::None;
        assert!(!access.may_read(Scope::Document(document)));
    }

    #[test]
    fn only_gaining_and_losing_sight_reaches_the_log() {
        use Rights::{None, Read, Write};
        assert_eq!(consequence(None, Write), Consequence::Backfill);
        assert_eq!(consequence(Write, None), Consequence::Purge);
        assert_eq!(consequence(Read, Write), Consequence::Nothing);
        assert_eq!(consequence(None, None), Consequence::Nothing);
    }
}
