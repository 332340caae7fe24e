//! Reading contacts and their further addresses and numbers.

use mycrm_store::Id;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::list::{Kind, Listing, TAG, field, sorted};
use super::lookup;
use crate::{Error, Result, message};

/// A further address or number of a contact, beside the primary ones. One that is the primary one again holds its label,
/// for which the contact has no column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub kind: PointKind,
    pub label: Option<String>,
    pub value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(rename_all = "lowercase")]
pub enum PointKind {
    Email,
    Phone,
}

impl PointKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    /// What matching compares; `None` for what is no address or number.
    pub fn key(self, value: &str) -> Option<String> {
        let value = value.trim();
        match self {
            Self::Email => lookup::is_email(value).then(|| value.to_lowercase()),
            Self::Phone => lookup::phone_key(value),
        }
    }

    /// Whether two values are the same address or number, however they are written.
    pub fn same(self, one: &str, other: &str) -> bool {
        match (self.key(one), self.key(other)) {
            (Some(one), Some(other)) => one == other,
            _ => one.trim() == other.trim(),
        }
    }
}

impl Point {
    /// What matching compares.
    pub(crate) fn key(&self) -> Result<String> {
        let value = self.value.trim();
        self.kind.key(value).ok_or_else(|| match self.kind {
            PointKind::Email => Error::invalid("emails", message!("{value} is not an email address", value)),
            PointKind::Phone => Error::invalid("phones", message!("{value} is not a phone number", value)),
        })
    }
}

pub(crate) static CONTACTS: Listing = Listing {
    table: "contacts",
    select: concat!(
        "t.id, t.salutation, t.first_name, t.last_name, t.name, t.email, t.phone, t.mobile, t.company_id, t.job_title,
         t.department, t.address_line_1, t.address_line_2, t.city, t.state, t.postal_code, t.country, t.contact_type,
         t.lifecycle_stage, t.source, t.status, t.keep_in_touch_days, t.last_contact_at, t.owner_id, t.assigned_to_id,
         t.website, t.linkedin, t.twitter, t.notes, t.external_id, t.created_at, t.created_by, t.updated_at,
         c.name AS company_name, owner.name AS owner_name, assignee.name AS assigned_to_name,
         (SELECT json_group_array(json_object('kind', p.kind, 'label', p.label, 'value', p.value) ORDER BY p.no)
           FROM contact_points p WHERE p.contact_id = t.id AND p.deleted_at IS NULL) AS points, ",
        tags_sql!(),
        " FROM contacts t LEFT JOIN companies c ON c.id = t.company_id AND c.deleted_at IS NULL
          LEFT JOIN people owner ON owner.id = t.owner_id AND owner.deleted_at IS NULL
          LEFT JOIN people assignee ON assignee.id = t.assigned_to_id AND assignee.deleted_at IS NULL"
    ),
    fields: &[
        sorted("name", "t.name", Kind::Text),
        sorted("email", "t.email", Kind::Text),
        field("first_name", "t.first_name", Kind::Text),
        field("last_name", "t.last_name", Kind::Text),
        field("phone", "t.phone", Kind::Text),
        field("mobile", "t.mobile", Kind::Text),
        field("job_title", "t.job_title", Kind::Text),
        field("department", "t.department", Kind::Text),
        field("city", "t.city", Kind::Text),
        field("state", "t.state", Kind::Text),
        field("postal_code", "t.postal_code", Kind::Text),
        field("country", "t.country", Kind::Text),
        field("contact_type", "t.contact_type", Kind::Exact),
        field("lifecycle_stage", "t.lifecycle_stage", Kind::Text),
        field("source", "t.source", Kind::Text),
        field("status", "t.status", Kind::Text),
        field("salutation", "t.salutation", Kind::Exact),
        field("website", "t.website", Kind::Text),
        field("notes", "t.notes", Kind::Text),
        field("company", "t.company_id", Kind::Exact),
        field("owner", "t.owner_id", Kind::Exact),
        field("assigned_to", "t.assigned_to_id", Kind::Exact),
        field("external_id", "t.external_id", Kind::Exact),
        field("last_contact_date", "t.last_contact_at", Kind::Instant),
        sorted("created_at", "t.created_at", Kind::Instant),
        sorted("updated_at", "t.updated_at", Kind::Instant),
        field("company_name", "t.company_id IN (SELECT x.id FROM companies x WHERE instr(lower(x.name), lower($)) > 0)", Kind::Condition),
        TAG,
    ],
    default_ordering: "name",
    text: "t.name",
};

pub(crate) async fn points_of(connection: &mut SqliteConnection, contact: &Id) -> Result<Vec<(Id, Point)>> {
    let rows: Vec<(Id, PointKind, Option<String>, String)> =
        sqlx::query_as("SELECT id, kind, label, value FROM contact_points WHERE contact_id = ?1 AND deleted_at IS NULL ORDER BY no")
            .bind(contact)
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|(id, kind, label, value)| (id, Point { kind, label, value })).collect())
}
