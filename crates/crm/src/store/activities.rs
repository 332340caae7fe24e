//! Reading activities.

use mycrm_store::{Id, Timestamp};
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::list::{Kind, Listing, field, sorted};
use crate::Result;

pub(crate) static ACTIVITIES: Listing = Listing {
    table: "activities",
    select: "t.id, t.kind, t.occurred_at, t.subject, t.body, t.outcome, t.duration_minutes, t.company_id, t.contact_id,
         t.lead_id, t.opportunity_id, t.owner_id, t.external_id, t.created_at, t.created_by, t.updated_at,
         c.name AS company_name, p.name AS contact_name, l.name AS lead_name, o.name AS opportunity_name,
         owner.name AS owner_name
         FROM activities t LEFT JOIN companies c ON c.id = t.company_id AND c.deleted_at IS NULL
         LEFT JOIN contacts p ON p.id = t.contact_id AND p.deleted_at IS NULL
         LEFT JOIN leads l ON l.id = t.lead_id AND l.deleted_at IS NULL
         LEFT JOIN opportunities o ON o.id = t.opportunity_id AND o.deleted_at IS NULL
         LEFT JOIN people owner ON owner.id = t.owner_id AND owner.deleted_at IS NULL",
    fields: &[
        sorted("occurred_at", "t.occurred_at", Kind::Instant),
        field("kind", "t.kind", Kind::Exact),
        field("subject", "t.subject", Kind::Text),
        field("body", "t.body", Kind::Text),
        field("outcome", "t.outcome", Kind::Text),
        field("owner", "t.owner_id", Kind::Exact),
        field("company", "t.company_id", Kind::Exact),
        field("contact", "t.contact_id", Kind::Exact),
        field("lead", "t.lead_id", Kind::Exact),
        field("opportunity", "t.opportunity_id", Kind::Exact),
        sorted("created_at", "t.created_at", Kind::Instant),
        sorted("updated_at", "t.updated_at", Kind::Instant),
    ],
    default_ordering: "-occurred_at",
    text: "coalesce(t.subject, '') || ' ' || coalesce(t.body, '')",
};

/// A time column of a row.
pub(crate) async fn last(
    connection: &mut SqliteConnection,
    table: &'static str,
    column: &'static str,
    id: &Id,
) -> Result<Option<Timestamp>> {
    let sql = AssertSqlSafe(format!("SELECT {column} FROM {table} WHERE id = ?1"));
    let found: Option<Option<Timestamp>> =
        sqlx::query_scalar(sql).bind(id).fetch_optional(connection).await?;
    Ok(found.flatten())
}

/// When the last activity with a record was; of contacts only where a note is none.
pub(crate) async fn latest(
    connection: &mut SqliteConnection,
    link: &'static str,
    id: &Id,
    contacts_only: bool,
) -> Result<Option<Timestamp>> {
    let of_kind = if contacts_only { "AND kind IN ('call', 'email', 'meeting')" } else { "" };
    let sql = AssertSqlSafe(format!(
        "SELECT max(occurred_at) FROM activities WHERE {link} = ?1 AND deleted_at IS NULL {of_kind}"
    ));
    Ok(sqlx::query_scalar(sql).bind(id).fetch_one(connection).await?)
}
