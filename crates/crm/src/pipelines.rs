//! Pipelines: ordered stages that deals move through.

use std::collections::HashSet;

use mycrm_store::{Id, Tx};
use sqlx::SqliteConnection;
use sqlx::types::Json;

use crate::field::named;
use crate::store::{list, pipelines as store, settings, small};
use crate::{Error, Field, ListQuery, Page, Result, StageKind, message, rank};

pub use crate::store::pipelines::Stage;

record!(
    /// A pipeline with its stages in order.
    Pipeline, PipelineDraft {
        required { name: String, is_default: bool }
        optional {}
        shown { stages: Json<Vec<Stage>>, opportunity_count: i64 }
        apart { stages: Vec<StageDraft> }
    }
);

/// A stage as it shall be; `id` names one that exists, and one that is not named any more is removed.
#[derive(Debug, Clone)]
pub struct StageDraft {
    pub id: Option<Id>,
    pub name: String,
    /// Made from the name when absent; kept by a stage that exists.
    pub slug: Option<String>,
    pub kind: StageKind,
    /// 0 to 100.
    pub probability: i64,
    pub stalled_after_days: Option<i64>,
}

impl StageDraft {
    pub fn new(name: &str, kind: StageKind, probability: i64) -> Self {
        let stalled_after_days = (kind == StageKind::Open).then_some(DEFAULT_STALLED_AFTER);
        Self { id: None, name: name.to_owned(), slug: None, kind, probability, stalled_after_days }
    }
}

const DEFAULT_STALLED_AFTER: i64 = 30;

/// Makes a pipeline; the first one becomes the default.
///
/// # Errors
/// [`Error::Invalid`] without a name or an open stage.
pub async fn create(tx: &mut Tx<'_>, draft: PipelineDraft) -> Result<Id> {
    create_with(tx, draft, &mut Id::new).await
}

/// As [`create`], with the ids that `ids` gives: first that of the pipeline, then those of its stages in order.
pub(crate) async fn create_with(
    tx: &mut Tx<'_>,
    mut draft: PipelineDraft,
    ids: &mut (dyn FnMut() -> Id + Send),
) -> Result<Id> {
    draft.name = named("name", draft.name)?;
    if draft.name.is_unset() {
        return Err(Error::invalid("name", message!("may not be empty")));
    }
    let Field::Set(stages) = std::mem::take(&mut draft.stages) else {
        return Err(Error::invalid("stages", message!("a pipeline needs at least one open stage")));
    };
    let id = ids();
    // The first one is the default from its first moment on: the same on every profile that begins.
    let is_first = store::default(tx.conn()).await?.is_none();
    let is_default = is_first || draft.is_default.clone().set().unwrap_or(false);
    draft.is_default = Field::Set(is_first);
    let mut fields = draft.assignments()?;
    let last = store::last_position(tx.conn()).await?;
    fields.push(("position", rank::between(last.as_deref(), None).into()));
    tx.insert("pipelines", &id, fields).await?;
    apply_stages(tx, &id, stages, ids).await?;
    if is_default && !is_first {
        make_default(tx, &id).await?;
    }
    Ok(id)
}

/// # Errors
/// [`Error::Invalid`], [`Error::NotFound`]; [`Error::Conflict`] when a stage that holds deals would go.
pub async fn update(tx: &mut Tx<'_>, id: &Id, mut draft: PipelineDraft) -> Result<()> {
    draft.name = named("name", draft.name)?;
    let stages = std::mem::take(&mut draft.stages);
    let is_default = std::mem::take(&mut draft.is_default);
    small::update(tx, "pipelines", "pipeline", id, draft.assignments()?).await?;
    if let Field::Set(stages) = stages {
        apply_stages(tx, id, stages, &mut Id::new).await?;
    }
    match is_default {
        Field::Set(true) => make_default(tx, id).await,
        _ => Ok(()),
    }
}

/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] while it holds deals or is the only one.
pub async fn delete(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    let pipeline = get(tx.conn(), id).await?.ok_or_else(|| Error::not_found("pipeline", id))?;
    if pipeline.opportunity_count > 0 {
        return Err(Error::Conflict(format!(
            "{} deals are in this pipeline; move or delete them first",
            pipeline.opportunity_count
        )));
    }
    let Some(other) = store::another(tx.conn(), id).await? else {
        return Err(Error::Conflict("this is the only pipeline; make another one first".into()));
    };
    if pipeline.is_default {
        make_default(tx, &other).await?;
    }
    small::delete(tx, "pipelines", "pipeline", id).await
}

/// # Errors
/// When the database cannot be written.
pub async fn make_default(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    for other in store::defaults(tx.conn()).await? {
        if other != *id {
            tx.update("pipelines", &other, vec![("is_default", false.into())]).await?;
        }
    }
    tx.update("pipelines", id, vec![("is_default", true.into())]).await?;
    Ok(())
}

async fn apply_stages(
    tx: &mut Tx<'_>,
    pipeline: &Id,
    wanted: Vec<StageDraft>,
    ids: &mut (dyn FnMut() -> Id + Send),
) -> Result<()> {
    if !wanted.iter().any(|stage| stage.kind == StageKind::Open) {
        return Err(Error::invalid("stages", message!("a pipeline needs at least one open stage")));
    }
    let has = store::stages(tx.conn(), pipeline).await?;
    for stage in has.iter().filter(|stage| !wanted.iter().any(|w| w.id.as_ref() == Some(&stage.id))) {
        let deals = store::deals_in(tx.conn(), &stage.id).await?;
        if deals > 0 {
            return Err(Error::Conflict(format!(
                "{deals} deals are in the stage {}; move them first",
                stage.name
            )));
        }
        tx.delete("stages", &stage.id).await?;
    }
    // Scripts know stages by their slugs: those that exist keep theirs, whatever is put before them.
    let stays = |stage: &&Stage| wanted.iter().any(|w| w.id.as_ref() == Some(&stage.id));
    let mut slugs: HashSet<String> = has.iter().filter(stays).map(|stage| stage.slug.clone()).collect();
    for (n, stage) in (0..).zip(wanted) {
        let name = named("stages", Field::Set(stage.name))?.set().unwrap_or_default();
        if !(0..=100).contains(&stage.probability) {
            return Err(Error::invalid(
                "stages",
                message!("the probability of {name} is a percentage from 0 to 100", name),
            ));
        }
        if stage.stalled_after_days.is_some_and(|days| days < 1) {
            return Err(Error::invalid("stages", message!("{name} is stalled after at least one day", name)));
        }
        let old = stage.id.as_ref().and_then(|id| has.iter().find(|h| h.id == *id));
        let own = match old {
            Some(old) => old.slug.clone(),
            None => {
                let wish = slug(stage.slug.as_deref().unwrap_or(&name));
                let numbered = (2..).map(|n| format!("{wish}_{n}"));
                let free = std::iter::once(wish.clone()).chain(numbered).find(|own| !slugs.contains(own));
                free.unwrap_or(wish)
            }
        };
        slugs.insert(own.clone());
        let fields = vec![
            ("pipeline_id", pipeline.clone().into()),
            ("slug", own.into()),
            ("name", name.into()),
            ("kind", stage.kind.into()),
            ("probability", stage.probability.into()),
            ("stalled_after_days", stage.stalled_after_days.into()),
            ("position", rank::nth(n).into()),
        ];
        match (stage.id, old) {
            (Some(id), Some(old)) => {
                tx.update("stages", &id, fields).await?;
                if old.kind == StageKind::Open && stage.kind != StageKind::Open {
                    date_deals(tx, &id).await?;
                }
            }
            (Some(id), None) => {
                return Err(Error::invalid("stages", message!("{id} is no stage of this pipeline", id)));
            }
            (None, _) => tx.insert("stages", &ids(), fields).await?,
        }
    }
    Ok(())
}

/// Gives the deals of a stage that is no longer open the day they were closed on: that on which they came into it.
async fn date_deals(tx: &mut Tx<'_>, stage: &Id) -> Result<()> {
    let zone = settings::zone(tx.conn()).await?;
    for (deal, entered) in store::undated_in(tx.conn(), stage).await? {
        tx.make_room(1).await?;
        tx.update("opportunities", &deal, vec![("actual_close_date", entered.date_in(&zone).into())]).await?;
    }
    Ok(())
}

/// A name as scripts write it: lower case, words joined by underscores.
pub(crate) fn slug(name: &str) -> String {
    let slug: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if slug.is_empty() { "stage".into() } else { slug.join("_") }
}

/// # Errors
/// When the database cannot be read.
pub async fn get(connection: &mut SqliteConnection, id: &Id) -> Result<Option<Pipeline>> {
    list::one(&store::PIPELINES, connection, id).await
}

/// # Errors
/// [`Error::BadQuery`].
pub async fn list(connection: &mut SqliteConnection, query: &ListQuery) -> Result<Page<Pipeline>> {
    store::PIPELINES.page(connection, query).await
}

/// The pipeline new deals go to.
///
/// # Errors
/// When the database cannot be read.
pub async fn default(connection: &mut SqliteConnection) -> Result<Option<Id>> {
    store::default(connection).await
}

/// The stage of that id or slug in a pipeline.
pub(crate) async fn find_stage(
    connection: &mut SqliteConnection,
    pipeline: &Id,
    stage: &str,
) -> Result<Stage> {
    let stages = store::stages(connection, pipeline).await?;
    let known = stages.iter().map(|s| s.slug.as_str()).collect::<Vec<_>>().join(", ");
    stages.into_iter().find(|s| s.id.as_str() == stage || s.slug == stage).ok_or_else(|| {
        Error::invalid("stage", message!("is {stage}, but can be one of {known}", stage, known))
    })
}
