//! Opportunities: deals on their way through a pipeline.

mod history;
mod parts;

use mycrm_store::money::MAX_MINOR;
use mycrm_store::{Date, Id, Timestamp, Tx, Value};
use sqlx::SqliteConnection;
use sqlx::types::Json;

use crate::field::{Assignments, currency, named};
use crate::store::opportunities as store;
use crate::store::{list, pipelines as stages, settings, small};
use crate::{
    Error, Field, ForecastCategory, ListQuery, Page, Result, StageKind, companies, message, pipelines, rank,
};

pub use crate::pipelines::Stage;
pub use crate::store::opportunities::Line;

record!(
    /// A deal.
    Opportunity, OpportunityDraft {
        required { name: String, currency: String }
        optional {
            description: String, company_id: Id, contact_id: Id, lead_id: Id, amount_minor: i64, probability: i64,
            expected_close_date: Date, actual_close_date: Date, forecast_category: ForecastCategory,
            loss_reason: String, next_step: String, source: String, owner_id: Id, assigned_to_id: Id, notes: String,
            external_id: String,
        }
        shown {
            pipeline_id: Id, stage_id: Id, stage_slug: String, stage_name: String, stage_kind: StageKind,
            stage_probability: i64, stage_entered_at: Timestamp, rank: String, is_stalled: bool,
            last_activity_at: Option<Timestamp>, company_name: Option<String>, contact_name: Option<String>,
            owner_name: Option<String>, assigned_to_name: Option<String>, lines: Json<Vec<Line>>,
            contact_ids: Json<Vec<Id>>, tags: Json<Vec<String>>,
        }
        apart {
            pipeline_id: Id, stage: String, company_name: String, contact_ids: Vec<Id>, lines: Vec<Line>,
            tags: Vec<String>,
        }
    }
);

impl Opportunity {
    /// In percent: set by hand, or the stage's.
    pub fn effective_probability(&self) -> i64 {
        self.probability.unwrap_or(self.stage_probability)
    }

    /// Amount times probability in minor units, rounded half away from zero.
    pub fn weighted_minor(&self) -> Option<i64> {
        let weighted = i128::from(self.amount_minor?) * i128::from(self.effective_probability());
        i64::try_from((weighted + if weighted < 0 { -50 } else { 50 }) / 100).ok()
    }
}

/// # Errors
/// [`Error::Invalid`] without a name, with an unknown stage or currency, or with a link to nothing.
pub async fn create(tx: &mut Tx<'_>, mut draft: OpportunityDraft) -> Result<Id> {
    if draft.name.is_unset() {
        return Err(Error::invalid("name", message!("may not be empty")));
    }
    let pipeline = match draft.pipeline_id.clone().set() {
        Some(pipeline) => pipeline,
        None => pipelines::default(tx.conn())
            .await?
            .ok_or_else(|| Error::invalid("pipeline", message!("there is no pipeline yet")))?,
    };
    small::check_link(tx.conn(), "pipeline", "pipelines", &pipeline).await?;
    let stage = match draft.stage.clone().set() {
        Some(stage) => pipelines::find_stage(tx.conn(), &pipeline, &stage).await?,
        None => first_open(tx.conn(), &pipeline).await?,
    };
    if !matches!(draft.currency, Field::Set(_)) {
        draft.currency = Field::Set(settings::base_currency(tx.conn()).await?.to_string());
    }
    if draft.owner_id.is_unset() {
        draft.owner_id = settings::me(tx.conn()).await?.into();
    }
    if stage.kind != StageKind::Open && !matches!(draft.actual_close_date, Field::Set(_)) {
        draft.actual_close_date = Field::Set(today(tx).await?);
    }
    let id = Id::new();
    let parts = parts::Parts::taken_from(&mut draft);
    let mut fields = checked(tx, draft, None).await?;
    let first = store::first_rank(tx.conn(), &stage.id).await?;
    fields.push(("pipeline_id", pipeline.into()));
    fields.push(("stage_id", stage.id.into()));
    fields.push(("stage_entered_at", tx.now().into()));
    fields.push(("rank", rank::between(None, first.as_deref()).into()));
    tx.insert("opportunities", &id, fields).await?;
    parts.apply(tx, &id).await?;
    history::remember(tx, &id, None).await?;
    tx.event("opportunity.created", "opportunity", &id, serde_json::json!({})).await?;
    if stage.kind != StageKind::Open {
        announce(tx, &id, stage.kind).await?;
    }
    Ok(id)
}

/// # Errors
/// As [`create`], and [`Error::NotFound`].
pub async fn update(tx: &mut Tx<'_>, id: &Id, mut draft: OpportunityDraft) -> Result<()> {
    let before_op = tx.last_op().await?;
    let before = store::before(tx.conn(), id).await?.ok_or_else(|| Error::not_found("opportunity", id))?;
    let pipeline = draft.pipeline_id.clone().set().unwrap_or_else(|| before.pipeline_id.clone());
    let moves = pipeline != before.pipeline_id;
    small::check_link(tx.conn(), "pipeline", "pipelines", &pipeline).await?;
    let stage = match draft.stage.clone().set() {
        Some(stage) => Some(pipelines::find_stage(tx.conn(), &pipeline, &stage).await?),
        None if moves => Some(first_open(tx.conn(), &pipeline).await?),
        None => None,
    };
    if draft.actual_close_date == Field::Null && stage.as_ref().is_none_or(|to| to.id == before.stage_id) {
        draft.actual_close_date = close_date_kept(tx, id).await?;
    }
    let parts = parts::Parts::taken_from(&mut draft);
    let closing = draft.actual_close_date.clone();
    // Lines that are given say the amount.
    let amount = if parts.has_lines() { Field::Unset } else { draft.amount_minor.clone() };
    let fields = checked(tx, draft, Some(id)).await?;
    small::update(tx, "opportunities", "opportunity", id, fields).await?;
    parts.apply(tx, id).await?;
    if !amount.is_unset() {
        parts::amount_to_line(tx, id, amount.set()).await?;
    }
    if let Some(stage) = stage
        && stage.id != before.stage_id
    {
        let first = store::first_rank(tx.conn(), &stage.id).await?;
        enter(tx, id, &pipeline, &stage, rank::between(None, first.as_deref()), closing).await?;
    }
    history::remember(tx, id, Some(&before)).await?;
    small::updated(tx, before_op, "opportunity.updated", "opportunity", id).await
}

/// What becomes of an emptied close date: a deal that is won or lost always has one.
async fn close_date_kept(tx: &mut Tx<'_>, id: &Id) -> Result<Field<Date>> {
    let Some(deal) = get(tx.conn(), id).await?.filter(|deal| deal.stage_kind != StageKind::Open) else {
        return Ok(Field::Null);
    };
    if deal.actual_close_date.is_some() {
        return Ok(Field::Unset);
    }
    let zone = settings::zone(tx.conn()).await?;
    Ok(Field::Set(deal.stage_entered_at.date_in(&zone)))
}

/// Where a deal is put: a stage, between two neighbours of its column.
#[derive(Debug, Clone, Default)]
pub struct Move {
    /// Id or slug.
    pub stage: String,
    /// The card it comes after.
    pub after: Option<Id>,
    /// The card it comes before.
    pub before: Option<Id>,
    pub loss_reason: Option<String>,
    pub actual_close_date: Option<Date>,
}

/// Moves a deal on the board; with no neighbour given it goes to the top of the column.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for a stage the pipeline does not have.
pub async fn update_stage(tx: &mut Tx<'_>, id: &Id, to: Move) -> Result<()> {
    let before = store::before(tx.conn(), id).await?.ok_or_else(|| Error::not_found("opportunity", id))?;
    let stage = pipelines::find_stage(tx.conn(), &before.pipeline_id, &to.stage).await?;
    let rank = place(tx.conn(), &stage.id, id, &to).await?;
    let pipeline = before.pipeline_id.clone();
    if stage.id == before.stage_id {
        tx.update("opportunities", id, vec![("rank", rank.into())]).await?;
    } else {
        enter(tx, id, &pipeline, &stage, rank, to.actual_close_date.map_or(Field::Unset, Field::Set)).await?;
    }
    if let Some(reason) = to.loss_reason {
        tx.update("opportunities", id, vec![("loss_reason", reason.into())]).await?;
    }
    history::remember(tx, id, Some(&before)).await
}

/// Writes one field of a deal with all that follows from it, where only the field is known: a value that somebody chose
/// among those of two devices. `false` for a deal that is deleted, of which nothing is written.
///
/// # Errors
/// [`Error::Invalid`] for a stage that is gone.
pub async fn take_value(tx: &mut Tx<'_>, id: &Id, field: &'static str, value: Value) -> Result<bool> {
    let Some(before) = store::before(tx.conn(), id).await? else { return Ok(false) };
    match (field, value) {
        ("stage_id", Value::Text(stage)) => {
            update_stage(tx, id, Move { stage, ..Move::default() }).await?;
        }
        (_, value) => {
            tx.update("opportunities", id, vec![(field, value)]).await?;
            history::remember(tx, id, Some(&before)).await?;
        }
    }
    Ok(true)
}

async fn place(connection: &mut SqliteConnection, stage: &Id, own: &Id, to: &Move) -> Result<String> {
    let mut low = None;
    let mut high = None;
    if let Some(after) = &to.after {
        low = store::rank_in(connection, stage, after).await?;
    }
    if let Some(before) = &to.before {
        high = store::rank_in(connection, stage, before).await?;
    }
    // A neighbour that has moved away meanwhile leaves the other one to go by; cards the user does not see yet may
    // lie between the two, so the gap is closed on the side that is known.
    match (&low, &high) {
        (None, None) => high = store::first_rank_but(connection, stage, own).await?,
        (Some(after), None) => high = store::next_rank(connection, stage, after, own).await?,
        (None, Some(before)) => low = store::previous_rank(connection, stage, before, own).await?,
        (Some(_), Some(_)) => {}
    }
    Ok(rank::between(low.as_deref(), high.as_deref()))
}

/// Puts a deal into a stage: time of entry, close date, rank and events follow.
async fn enter(
    tx: &mut Tx<'_>,
    id: &Id,
    pipeline: &Id,
    stage: &Stage,
    rank: String,
    closing: Field<Date>,
) -> Result<()> {
    let mut fields: Assignments = vec![
        ("pipeline_id", pipeline.clone().into()),
        ("stage_id", stage.id.clone().into()),
        ("stage_entered_at", tx.now().into()),
        ("rank", rank.into()),
    ];
    let closed = match (stage.kind, closing) {
        (StageKind::Open, _) => None,
        (_, Field::Set(day)) => Some(day),
        _ => Some(today(tx).await?),
    };
    fields.push(("actual_close_date", closed.into()));
    if stage.kind != StageKind::Lost {
        fields.push(("loss_reason", None::<String>.into()));
    }
    tx.update("opportunities", id, fields).await?;
    announce(tx, id, stage.kind).await
}

async fn announce(tx: &mut Tx<'_>, id: &Id, kind: StageKind) -> Result<()> {
    tx.event("opportunity.stage_changed", "opportunity", id, serde_json::json!({})).await?;
    match kind {
        StageKind::Open => {}
        StageKind::Won => tx.event("opportunity.won", "opportunity", id, serde_json::json!({})).await?,
        StageKind::Lost => tx.event("opportunity.lost", "opportunity", id, serde_json::json!({})).await?,
    }
    Ok(())
}

async fn first_open(connection: &mut SqliteConnection, pipeline: &Id) -> Result<Stage> {
    let all = stages::stages(connection, pipeline).await?;
    all.into_iter()
        .find(|s| s.kind == StageKind::Open)
        .ok_or_else(|| Error::invalid("stage", message!("the pipeline has no open stage")))
}

async fn today(tx: &mut Tx<'_>) -> Result<Date> {
    let zone = settings::zone(tx.conn()).await?;
    Ok(tx.now().date_in(&zone))
}

async fn checked(tx: &mut Tx<'_>, mut draft: OpportunityDraft, own: Option<&Id>) -> Result<Assignments> {
    draft.name = named("name", draft.name)?;
    draft.currency = currency("currency", draft.currency)?;
    if let Field::Set(percent) = draft.probability
        && !(0..=100).contains(&percent)
    {
        return Err(Error::invalid("probability", message!("is a percentage from 0 to 100")));
    }
    if let Field::Set(minor) = draft.amount_minor
        && !(0..=MAX_MINOR).contains(&minor)
    {
        return Err(Error::invalid("amount", message!("may not be negative, nor larger than any deal")));
    }
    if let Field::Set(name) = std::mem::take(&mut draft.company_name)
        && !matches!(draft.company_id, Field::Set(_))
        && !name.trim().is_empty()
    {
        draft.company_id = Field::Set(companies::find_or_create(tx, &name).await?);
    }
    let links = [
        ("company", "companies", &draft.company_id),
        ("contact", "contacts", &draft.contact_id),
        ("lead", "leads", &draft.lead_id),
        ("owner", "people", &draft.owner_id),
        ("assigned_to", "people", &draft.assigned_to_id),
    ];
    small::check_links(tx.conn(), own.map(|own| ("opportunities", own)), &links).await?;
    draft.assignments()
}

/// # Errors
/// [`Error::NotFound`].
pub async fn delete(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    small::delete(tx, "opportunities", "opportunity", id).await?;
    Ok(tx.event("opportunity.deleted", "opportunity", id, serde_json::json!({})).await?)
}

/// # Errors
/// When the database cannot be read.
pub async fn get(connection: &mut SqliteConnection, id: &Id) -> Result<Option<Opportunity>> {
    list::one_of(store::ONE, connection, id).await
}

/// # Errors
/// [`Error::BadQuery`].
pub async fn list(connection: &mut SqliteConnection, query: &ListQuery) -> Result<Page<Opportunity>> {
    store::OPPORTUNITIES.page(connection, query).await
}
