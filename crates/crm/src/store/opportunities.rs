//! Reading deals, their lines and their place in a column.

use mycrm_store::Id;
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::list::{Kind, Listing, TAG, field, sorted};
use crate::Result;

/// A product on a deal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, sqlx::FromRow)]
pub struct Line {
    pub product_id: Option<Id>,
    pub description: Option<String>,
    /// Thousandths of a unit.
    pub quantity_milli: i64,
    /// In minor units of the deal's currency.
    pub unit_price_minor: Option<i64>,
    /// Hundredths of a percent.
    pub discount_bp: i64,
}

impl Line {
    /// Quantity times price less discount in minor units, rounded half up; `None` without a price, or beyond 64 bits,
    /// which no line that was saved is.
    pub fn total_minor(&self) -> Option<i64> {
        let exact = i128::from(self.unit_price_minor?)
            .checked_mul(i128::from(self.quantity_milli))?
            .checked_mul(i128::from(10_000 - self.discount_bp))?
            .checked_add(5_000_000)?;
        i64::try_from(exact.div_euclid(10_000_000)).ok()
    }

    /// One piece without a discount: as the only line of a deal its price is the deal's amount.
    pub(crate) fn is_plain(&self) -> bool {
        self.quantity_milli == 1000 && self.discount_bp == 0
    }
}

/// Whether a deal `t` of stage `s` was left alone for too long: nothing happened since it entered the stage for longer
/// than the stage allows, and no task lies ahead.
///
/// For many deals the tasks that lie ahead are found once; `of_one` looks at those of the deal alone.
macro_rules! stalled_sql {
    () => {
        stalled_sql!(
            "t.id NOT IN (SELECT k.opportunity_id FROM tasks k WHERE k.opportunity_id IS NOT NULL AND k.deleted_at IS NULL
               AND k.status IN ('pending', 'in_progress') AND k.due_at >= unixepoch() * 1000)"
        )
    };
    (of_one) => {
        stalled_sql!(
            "NOT EXISTS (SELECT 1 FROM tasks k WHERE k.opportunity_id = t.id AND k.deleted_at IS NULL
               AND k.status IN ('pending', 'in_progress') AND k.due_at >= unixepoch() * 1000)"
        )
    };
    ($no_task_ahead:literal) => {
        concat!(
            "(s.kind = 'open' AND s.stalled_after_days IS NOT NULL
          AND max(t.stage_entered_at, coalesce(t.last_activity_at, 0)) < unixepoch() * 1000 - s.stalled_after_days * 86400000 AND ",
            $no_task_ahead,
            ")"
        )
    };
}
pub(crate) use stalled_sql;

// A day of closing or a reason of loss beside an open stage was left by two devices that moved a deal apart: each wrote its
// own fields, and the stage says which count.
// CROSS JOIN: SQLite keeps its order. Left to choose, it begins with the few stages and then sorts every deal.
macro_rules! select_sql {
    ($stalled:expr) => {
        concat!(
        "t.id, t.name, t.currency, t.description, t.company_id, t.contact_id, t.lead_id, t.amount_minor, t.probability,
         t.expected_close_date, CASE WHEN s.kind <> 'open' THEN t.actual_close_date END AS actual_close_date,
         t.forecast_category, CASE WHEN s.kind = 'lost' THEN t.loss_reason END AS loss_reason, t.next_step, t.source, t.owner_id,
         t.assigned_to_id, t.notes, t.external_id, t.pipeline_id, t.stage_id, t.stage_entered_at, t.rank,
         t.last_activity_at, t.created_at, t.created_by, t.updated_at,
         s.slug AS stage_slug, s.name AS stage_name, s.kind AS stage_kind, s.probability AS stage_probability,
         c.name AS company_name, person.name AS contact_name, owner.name AS owner_name, assignee.name AS assigned_to_name, ",
        $stalled,
        " AS is_stalled,
         (SELECT json_group_array(json_object('product_id', l.product_id, 'description', l.description, 'quantity_milli',
            l.quantity_milli, 'unit_price_minor', l.unit_price_minor, 'discount_bp', l.discount_bp) ORDER BY l.position, l.id)
           FROM opportunity_lines l WHERE l.opportunity_id = t.id AND l.deleted_at IS NULL) AS lines,
         (SELECT json_group_array(oc.contact_id ORDER BY oc.no) FROM opportunity_contacts oc
           WHERE oc.opportunity_id = t.id AND oc.deleted_at IS NULL) AS contact_ids, ",
        tags_sql!(),
        " FROM opportunities t CROSS JOIN stages s ON s.id = t.stage_id
          LEFT JOIN companies c ON c.id = t.company_id AND c.deleted_at IS NULL
          LEFT JOIN contacts person ON person.id = t.contact_id AND person.deleted_at IS NULL
          LEFT JOIN people owner ON owner.id = t.owner_id AND owner.deleted_at IS NULL
          LEFT JOIN people assignee ON assignee.id = t.assigned_to_id AND assignee.deleted_at IS NULL"
    )
    };
}

/// The columns and joins of one deal.
pub(crate) const ONE: &str = select_sql!(stalled_sql!(of_one));

pub(crate) static OPPORTUNITIES: Listing = Listing {
    table: "opportunities",
    select: select_sql!(stalled_sql!()),
    fields: &[
        sorted("name", "t.name", Kind::Text),
        sorted("amount", "t.amount_minor", Kind::Money),
        sorted("expected_close_date", "t.expected_close_date", Kind::Exact),
        sorted("actual_close_date", "t.actual_close_date", Kind::Exact),
        sorted("rank", "t.rank", Kind::Exact),
        sorted("stage_entered_at", "t.stage_entered_at", Kind::Instant),
        sorted("last_activity_date", "t.last_activity_at", Kind::Instant),
        sorted("created_at", "t.created_at", Kind::Instant),
        sorted("updated_at", "t.updated_at", Kind::Instant),
        field(
            "stage",
            "t.stage_id IN (SELECT x.id FROM stages x WHERE x.slug = $ OR x.id = $)",
            Kind::Condition,
        ),
        field("stage_id", "t.stage_id", Kind::Exact),
        field("stage_kind", "t.stage_id IN (SELECT x.id FROM stages x WHERE x.kind = $)", Kind::Condition),
        field(
            "company_name",
            "t.company_id IN (SELECT x.id FROM companies x WHERE instr(lower(x.name), lower($)) > 0)",
            Kind::Condition,
        ),
        field(
            "product",
            "EXISTS (SELECT 1 FROM opportunity_lines l WHERE l.opportunity_id = t.id AND l.deleted_at IS NULL AND l.product_id = $)",
            Kind::Condition,
        ),
        field("pipeline", "t.pipeline_id", Kind::Exact),
        field("company", "t.company_id", Kind::Exact),
        field("contact", "t.contact_id", Kind::Exact),
        field("lead", "t.lead_id", Kind::Exact),
        field("owner", "t.owner_id", Kind::Exact),
        field("assigned_to", "t.assigned_to_id", Kind::Exact),
        field("currency", "t.currency", Kind::Exact),
        field(
            "probability",
            "coalesce(t.probability, (SELECT x.probability FROM stages x WHERE x.id = t.stage_id))",
            Kind::Integer,
        ),
        field("forecast_category", "t.forecast_category", Kind::Exact),
        field("loss_reason", "t.loss_reason", Kind::Text),
        field("next_step", "t.next_step", Kind::Text),
        field("source", "t.source", Kind::Text),
        field("external_id", "t.external_id", Kind::Exact),
        TAG,
    ],
    default_ordering: "-updated_at",
    text: "t.name",
};

/// What a change of a deal is compared with.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Before {
    pub(crate) pipeline_id: Id,
    pub(crate) stage_id: Id,
    pub(crate) amount_minor: Option<i64>,
    pub(crate) currency: String,
    pub(crate) expected_close_date: Option<String>,
    pub(crate) forecast_category: Option<String>,
}

pub(crate) async fn before(connection: &mut SqliteConnection, id: &Id) -> Result<Option<Before>> {
    Ok(sqlx::query_as(
        "SELECT pipeline_id, stage_id, amount_minor, currency, expected_close_date, forecast_category
         FROM opportunities WHERE id = ?1 AND deleted_at IS NULL",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?)
}

pub(crate) async fn first_rank(connection: &mut SqliteConnection, stage: &Id) -> Result<Option<String>> {
    Ok(sqlx::query_scalar(
        "SELECT rank FROM opportunities WHERE stage_id = ?1 AND deleted_at IS NULL ORDER BY rank LIMIT 1",
    )
    .bind(stage)
    .fetch_optional(connection)
    .await?)
}

pub(crate) async fn first_rank_but(
    connection: &mut SqliteConnection,
    stage: &Id,
    own: &Id,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar(
        "SELECT rank FROM opportunities WHERE stage_id = ?1 AND id <> ?2 AND deleted_at IS NULL ORDER BY rank LIMIT 1",
    )
    .bind(stage)
    .bind(own)
    .fetch_optional(connection)
    .await?)
}

pub(crate) async fn next_rank(
    connection: &mut SqliteConnection,
    stage: &Id,
    after: &str,
    own: &Id,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar(
        "SELECT rank FROM opportunities WHERE stage_id = ?1 AND rank > ?2 AND id <> ?3 AND deleted_at IS NULL ORDER BY rank LIMIT 1",
    )
    .bind(stage)
    .bind(after)
    .bind(own)
    .fetch_optional(connection)
    .await?)
}

pub(crate) async fn previous_rank(
    connection: &mut SqliteConnection,
    stage: &Id,
    before: &str,
    own: &Id,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar(
        "SELECT rank FROM opportunities WHERE stage_id = ?1 AND rank < ?2 AND id <> ?3 AND deleted_at IS NULL
         ORDER BY rank DESC LIMIT 1",
    )
    .bind(stage)
    .bind(before)
    .bind(own)
    .fetch_optional(connection)
    .await?)
}

/// The rank of a card, if it is in that column.
pub(crate) async fn rank_in(
    connection: &mut SqliteConnection,
    stage: &Id,
    id: &Id,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar(
        "SELECT rank FROM opportunities WHERE id = ?1 AND stage_id = ?2 AND deleted_at IS NULL",
    )
    .bind(id)
    .bind(stage)
    .fetch_optional(connection)
    .await?)
}

pub(crate) async fn contacts_of(
    connection: &mut SqliteConnection,
    opportunity: &Id,
) -> Result<Vec<(Id, Id)>> {
    Ok(sqlx::query_as("SELECT id, contact_id FROM opportunity_contacts WHERE opportunity_id = ?1 AND deleted_at IS NULL ORDER BY no")
        .bind(opportunity)
        .fetch_all(connection)
        .await?)
}

pub(crate) async fn lines_of(connection: &mut SqliteConnection, opportunity: &Id) -> Result<Vec<(Id, Line)>> {
    let ids: Vec<Id> = sqlx::query_scalar(
        "SELECT id FROM opportunity_lines WHERE opportunity_id = ?1 AND deleted_at IS NULL ORDER BY position, id",
    )
    .bind(opportunity)
    .fetch_all(&mut *connection)
    .await?;
    let lines: Vec<Line> = sqlx::query_as(
        "SELECT product_id, description, quantity_milli, unit_price_minor, discount_bp FROM opportunity_lines
         WHERE opportunity_id = ?1 AND deleted_at IS NULL ORDER BY position, id",
    )
    .bind(opportunity)
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().zip(lines).collect())
}
