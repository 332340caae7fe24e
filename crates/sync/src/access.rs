//! Who may see and change what: rights as the server knows them at the moment of an answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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

/// What a member is in the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Viewer,
    Member,
    Admin,
    Owner,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Member, Self::Admin, Self::Owner];

    /// As databases and the API write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// The role of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// To what is not a document's.
    #[must_use]
    pub const fn in_workspace(self) -> Rights {
        match self {
            Self::Viewer => Rights::Read,
            Self::Member | Self::Admin | Self::Owner => Rights::Write,
        }
    }
}

/// For whom a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Everyone in the workspace, and whoever sees it may share it.
    Public,
    /// Everyone in the workspace.
    Internal,
    /// Its owner, admins, those linked to its record and those named on it.
    Confidential,
    /// Its owner, admins and those named on it.
    Restricted,
}

impl Level {
    pub const ALL: [Self; 4] = [Self::Public, Self::Internal, Self::Confidential, Self::Restricted];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Confidential => "confidential",
            Self::Restricted => "restricted",
        }
    }

    /// The level of this name. What is not known, such as one of a newer program, counts as the narrowest.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|level| level.as_str() == name).unwrap_or(Self::Restricted)
    }
}

/// What a member has to do with a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    #[default]
    Nothing,
    /// Owns or is assigned to a record that the document is linked to.
    Linked,
    /// Named on the document, to read it.
    Reader,
    /// Named on the document, to change it.
    Writer,
    /// Made it, or was given it.
    Owner,
}

/// Who sees and changes what: the one table for server, sync and desktop. Viewers read and never change.
#[must_use]
pub fn rights(level: Level, role: Role, relation: Relation) -> Rights {
    let whole = match (level, relation) {
        _ if role >= Role::Admin => Rights::Write,
        (_, Relation::Owner | Relation::Writer) | (Level::Public | Level::Internal, _) => Rights::Write,
        (Level::Confidential, Relation::Linked) => Rights::Write,
        (Level::Confidential | Level::Restricted, Relation::Reader) => Rights::Read,
        (Level::Restricted, Relation::Linked) => Rights::None,
        (Level::Confidential | Level::Restricted, Relation::Nothing) => Rights::None,
    };
    whole.min(role.in_workspace())
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
    fn who_sees_what_is_this_table() {
        use Level::{Confidential, Internal, Public, Restricted};
        use Relation::{Linked, Nothing, Owner, Reader, Writer};
        // For each relation: what a viewer, a member, an admin and an owner of the workspace may do.
        let table = [
            (Public, Nothing, "rwww"),
            (Public, Linked, "rwww"),
            (Public, Reader, "rwww"),
            (Public, Writer, "rwww"),
            (Public, Owner, "rwww"),
            (Internal, Nothing, "rwww"),
            (Internal, Linked, "rwww"),
            (Internal, Reader, "rwww"),
            (Internal, Writer, "rwww"),
            (Internal, Owner, "rwww"),
            (Confidential, Nothing, "--ww"),
            (Confidential, Linked, "rwww"),
            (Confidential, Reader, "rrww"),
            (Confidential, Writer, "rwww"),
            (Confidential, Owner, "rwww"),
            (Restricted, Nothing, "--ww"),
            (Restricted, Linked, "--ww"),
            (Restricted, Reader, "rrww"),
            (Restricted, Writer, "rwww"),
            (Restricted, Owner, "rwww"),
        ];
        for (level, relation, expected) in table {
            let found: String = Role::ALL
                .into_iter()
                .map(|role| match rights(level, role, relation) {
                    Rights::None => '-',
                    Rights::Read => 'r',
                    Rights::Write => 'w',
                })
                .collect();
            assert_eq!(found, expected, "{level:?} {relation:?}");
        }
    }

    #[test]
    fn a_level_of_a_newer_program_is_the_narrowest() {
        assert_eq!(Level::named("secret"), Level::Restricted);
        assert!(Level::ALL.into_iter().all(|level| Level::named(level.as_str()) == level));
        assert!(Role::ALL.into_iter().all(|role| Role::named(role.as_str()) == Some(role)));
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
