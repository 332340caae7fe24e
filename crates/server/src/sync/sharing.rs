//! What the rows of a document say about who may see it.
//!
//! A document is the row of `documents` whose scope is itself: `access_level`, and `owner_id` or `uploaded_by` where it is not the
//! author's. Rows of `document_people` in its scope name members: `member_id`, `can_write`, and `relation` = `linked`
//! for those who are there because of the record that the document is linked to.

use std::collections::BTreeMap;

use mycrm_sync::merge::Row;
use mycrm_sync::{Level, MemberId, Relation, Rights, Role, RowId, Value, access};
use uuid::Uuid;

pub(crate) const DOCUMENTS: &str = "documents";
pub(crate) const PEOPLE: &str = "document_people";

/// For whom a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sharing {
    pub(crate) level: Level,
    pub(crate) owner: MemberId,
    /// By the row that says so.
    pub(crate) people: BTreeMap<RowId, (MemberId, Relation)>,
}

impl Sharing {
    /// A document as its author made it, before its row says anything: for nobody else.
    pub(crate) fn of_author(owner: MemberId) -> Self {
        Self { level: Level::Restricted, owner, people: BTreeMap::new() }
    }

    pub(crate) fn rights(&self, member: MemberId, role: Option<Role>) -> Rights {
        let Some(role) = role else { return Rights::None };
        let named = self.people.values().filter(|(named, _)| *named == member).map(|(_, relation)| *relation);
        let owner = (self.owner == member).then_some(Relation::Owner);
        access::rights(self.level, role, named.chain(owner).max().unwrap_or_default())
    }

    /// Takes over what the row of the document says. What it does not say stays.
    pub(crate) fn read_document(&mut self, row: &Row) {
        if let Some(Value::Text(level)) = value(row, "access_level") {
            self.level = Level::named(level);
        }
        if let Some(owner) = member(row, "owner_id").or_else(|| member(row, "uploaded_by")) {
            self.owner = owner;
        }
    }

    /// Takes over what a row of the people says. One that is deleted or names nobody gives nothing.
    pub(crate) fn read_person(&mut self, id: RowId, row: &Row) {
        match member(row, "member_id").filter(|_| row.is_live()) {
            Some(member) => self.people.insert(id, (member, relation(row))),
            None => self.people.remove(&id),
        };
    }
}

fn relation(row: &Row) -> Relation {
    let is_linked = matches!(value(row, "relation"), Some(Value::Text(name)) if name == "linked");
    let can_write = matches!(value(row, "can_write"), Some(Value::Int(flag)) if *flag != 0);
    match (is_linked, can_write) {
        (true, _) => Relation::Linked,
        (false, true) => Relation::Writer,
        (false, false) => Relation::Reader,
    }
}

fn value<'a>(row: &'a Row, field: &str) -> Option<&'a Value> {
    row.fields.get(field).map(|register| &register.value)
}

fn member(row: &Row, field: &str) -> Option<MemberId> {
    match value(row, field)? {
        Value::Text(text) => Uuid::parse_str(text).ok().map(MemberId),
        _ => None,
    }
}

/// All relations, from the farthest to the closest.
pub(crate) const RELATIONS: [Relation; 5] =
    [Relation::Nothing, Relation::Linked, Relation::Reader, Relation::Writer, Relation::Owner];

/// Names of relations as the database has them.
pub(crate) const fn name_of(relation: Relation) -> &'static str {
    match relation {
        Relation::Nothing => "nothing",
        Relation::Linked => "linked",
        Relation::Reader => "reader",
        Relation::Writer => "writer",
        Relation::Owner => "owner",
    }
}

/// The relation of this name; an unknown one gives nothing.
pub(crate) fn relation_named(name: &str) -> Relation {
    RELATIONS.into_iter().find(|relation| name_of(*relation) == name).unwrap_or_default()
}
