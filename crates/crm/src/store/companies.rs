//! Reading companies.

use mycrm_store::Id;
use sqlx::SqliteConnection;

use super::list::{Kind, Listing, TAG, field, sorted};
use crate::Result;

pub(crate) static COMPANIES: Listing = Listing {
    table: "companies",
    select: concat!(
        "t.id, t.name, t.domain, t.industry, t.size, t.website, t.phone, t.address_line_1, t.address_line_2, t.city,
         t.state, t.postal_code, t.country, t.parent_id, t.owner_id, t.notes, t.external_id, t.created_at, t.created_by,
         t.updated_at, parent.name AS parent_name, owner.name AS owner_name,
         (SELECT count(*) FROM contacts x WHERE x.company_id = t.id AND x.deleted_at IS NULL) AS contact_count,
         (SELECT count(*) FROM opportunities o JOIN stages s ON s.id = o.stage_id AND s.kind = 'open'
           WHERE o.company_id = t.id AND o.deleted_at IS NULL) AS open_deal_count, ",
        tags_sql!(),
        " FROM companies t LEFT JOIN companies parent ON parent.id = t.parent_id AND parent.deleted_at IS NULL
          LEFT JOIN people owner ON owner.id = t.owner_id AND owner.deleted_at IS NULL"
    ),
    fields: &[
        sorted("name", "t.name", Kind::Text),
        sorted("domain", "t.domain", Kind::Text),
        sorted("industry", "t.industry", Kind::Text),
        sorted("city", "t.city", Kind::Text),
        sorted("country", "t.country", Kind::Text),
        field("size", "t.size", Kind::Text),
        field("website", "t.website", Kind::Text),
        field("phone", "t.phone", Kind::Text),
        field("state", "t.state", Kind::Text),
        field("postal_code", "t.postal_code", Kind::Text),
        field("notes", "t.notes", Kind::Text),
        field("parent", "t.parent_id", Kind::Exact),
        field("owner", "t.owner_id", Kind::Exact),
        field("external_id", "t.external_id", Kind::Exact),
        sorted("created_at", "t.created_at", Kind::Instant),
        sorted("updated_at", "t.updated_at", Kind::Instant),
        TAG,
    ],
    default_ordering: "name",
    text: "t.name",
};

/// Whether `company` is `top` or belongs to it through parents.
pub(crate) async fn is_at_or_below(
    connection: &mut SqliteConnection,
    company: &Id,
    top: &Id,
) -> Result<bool> {
    // UNION stops at a company seen before, so a circle that two devices closed together ends too.
    Ok(sqlx::query_scalar(
        "WITH RECURSIVE up (id) AS (
           SELECT ?1 UNION SELECT c.parent_id FROM companies c JOIN up ON c.id = up.id WHERE c.parent_id IS NOT NULL)
         SELECT EXISTS (SELECT 1 FROM up WHERE id = ?2)",
    )
    .bind(company)
    .bind(top)
    .fetch_one(connection)
    .await?)
}
