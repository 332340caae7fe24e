//! Takes a file through the planner: to say what would happen, or to make it happen.

mod error_file;
mod reading;
mod writing;

use std::collections::HashSet;
use std::path::PathBuf;

use mycrm_store::{Ctx, Id, Store, Timestamp};
use tokio_util::sync::CancellationToken;

use super::detect::Inspection;
use super::mapping::Kind;
use super::plan::pipelines::Choice;
use super::plan::survey::Survey;
use super::plan::{Ground, Outcome, Planner, RowPlan, World};
use super::record::Import;
use super::rows::{RowError, RowReader};
use super::source::SourceError;
use super::store::{current, world};
use super::summary::Summary;
use super::{ImportError, error_file_of};
use crate::Result;
use error_file::ErrorFile;
use reading::{ReadRow, Reading};
use writing::Writer;

/// How far a check or a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows behind us.
    pub done: u64,
    pub total: u64,
}

/// Who follows a check or a run, and can stop it.
pub struct Watch<'a> {
    pub on_progress: &'a (dyn Fn(Progress) + Send + Sync),
    pub cancel: &'a CancellationToken,
}

/// What came of going through a file.
pub(super) struct Passed {
    pub(super) summary: Summary,
    pub(super) cancelled: bool,
    pub(super) rows_done: u64,
    pub(super) change_set: Option<Id>,
}

impl Passed {
    /// Of a pass that was stopped before its first row.
    fn nothing(import: &Import) -> Self {
        let summary = import.summary.clone().unwrap_or_default();
        Self { summary, cancelled: true, rows_done: import.rows_done, change_set: import.change_set.clone() }
    }
}

/// Says what a run would do; writes nothing.
pub(super) async fn check(store: &Store, import: &Import, watch: &Watch<'_>) -> Result<Passed> {
    pass(store, import, None, watch).await
}

/// Writes the rows of the file from the first one that is not done.
pub(super) async fn run(store: &Store, import: &Import, ctx: Ctx, watch: &Watch<'_>) -> Result<Passed> {
    let writer = Writer::new(store, import, ctx);
    pass(store, import, Some(writer), watch).await
}

async fn pass(
    store: &Store,
    import: &Import,
    mut writer: Option<Writer<'_>>,
    watch: &Watch<'_>,
) -> Result<Passed> {
    let inspection = inspect(import).await?;
    let total = inspection.source.row_count;
    let (ground, world) = ground(store, import).await?;
    let kind = ground.kind;
    let columns = inspection.source.columns.clone();
    let reader = RowReader::new(&import.mapping, &columns, &inspection.reading.columns, ground.currency);
    let reading = Reading { source: inspection.source, reader };

    let (survey, world) = survey(&reading, world, kind, watch).await?;
    if watch.cancel.is_cancelled() {
        return Ok(Passed::nothing(import));
    }
    let mut planner = Planner::new(ground, world);
    let choice = Choice {
        pipeline: import.options.pipeline.clone(),
        name: import.options.pipeline_name.clone(),
        file_name: import.file_name.clone(),
    };
    // Rows that a run cut off wrote already are planned again, because later rows may repeat them, and not counted.
    let resumed_at = if writer.is_some() { import.rows_done } else { 0 };
    let mut summary = import.summary.clone().filter(|_| resumed_at > 0).unwrap_or_default();
    let prepared = planner.prepare(&survey, &choice);
    if let Some(writer) = &mut writer {
        writer.add(prepared.writes);
    }
    summary.created.add(&prepared.made);

    let mut errors = ErrorFile::new(error_file_of(store, &import.id), &columns);
    let mut batches = reading.start();
    let mut done = 0;
    (watch.on_progress)(Progress { done, total });
    let mut cancelled = watch.cancel.is_cancelled();
    if cancelled {
        // What was prepared is for rows, and there will be none.
        return Ok(Passed::nothing(import));
    }
    while !cancelled && let Some(batch) = batches.recv().await {
        let batch = batch.map_err(ImportError::from)?;
        let wanted: HashSet<_> = batch
            .iter()
            .filter_map(|row| row.draft.as_ref().ok())
            .flat_map(|draft| planner.possible(draft))
            .collect();
        let wanted: Vec<_> = wanted.into_iter().collect();
        let mut connection = store.readers().acquire().await?;
        let current = current::load(&mut connection, kind, &wanted).await?;
        drop(connection);
        for row in batch {
            let plan = match &row.draft {
                Ok(draft) => planner.plan(row.place, draft, &current),
                Err(errors) => RowPlan::failed(errors.clone()),
            };
            errors.note(&row, &plan.outcome)?;
            done += 1;
            if done <= resumed_at {
                continue;
            }
            if let Some(writer) = &mut writer
                && !writer.has_room(&plan.writes)
            {
                writer.write(done - 1, &summary).await?;
            }
            count(&mut summary, kind, &row, &plan);
            if let Some(writer) = &mut writer {
                writer.add(plan.writes);
            }
        }
        (watch.on_progress)(Progress { done, total: total.max(done) });
        cancelled = watch.cancel.is_cancelled();
    }
    errors.finish()?;
    let mut change_set = None;
    if let Some(mut writer) = writer {
        writer.write(done.max(resumed_at), &summary).await?;
        if kind == Kind::Opportunities && summary.created.opportunities > 0 {
            writer.make_only_pipeline_default().await?;
        }
        change_set = writer.change_set();
    }
    Ok(Passed { summary, cancelled, rows_done: done.max(resumed_at), change_set })
}

/// Looks through the file again: it is where it was, and it is the one that was mapped.
async fn inspect(import: &Import) -> Result<Inspection> {
    let (path, overrides): (PathBuf, _) = (import.path.clone(), import.options.overrides());
    let inspection = tokio::task::spawn_blocking(move || Inspection::of(&path, overrides))
        .await
        .map_err(|_| ImportError::Stopped)?
        .map_err(ImportError::from)?;
    if inspection.source.fingerprint != import.fingerprint {
        return Err(ImportError::from(SourceError::Changed(import.file_name.clone())).into());
    }
    import.mapping.check(inspection.source.columns.len()).map_err(ImportError::from)?;
    Ok(inspection)
}

async fn ground(store: &Store, import: &Import) -> Result<(Ground, World)> {
    let mut connection = store.readers().acquire().await?;
    let settings = world::settings(&mut connection).await?;
    let kind = import.mapping.kind;
    let world = world::load(&mut connection, kind).await?;
    let ground = Ground {
        kind,
        now: Timestamp::now(),
        zone: settings.zone,
        currency: import.options.currency.unwrap_or(settings.currency),
        me: settings.me,
        create_missing: import.options.create_missing,
        mapped: import.mapping.columns.iter().flatten().cloned().collect(),
    };
    Ok((ground, world))
}

/// What a file of deals names, found out before its first row is planned.
async fn survey(reading: &Reading, world: World, kind: Kind, watch: &Watch<'_>) -> Result<(Survey, World)> {
    if kind != Kind::Opportunities {
        return Ok((Survey::default(), world));
    }
    let (reading, cancel) = (reading.clone(), watch.cancel.clone());
    let surveyed =
        tokio::task::spawn_blocking(move || reading.survey(&world, &cancel).map(|survey| (survey, world)))
            .await
            .map_err(|_| ImportError::Stopped)?
            .map_err(ImportError::from)?;
    if surveyed.0.is_absurd() {
        return Err(ImportError::TooManyStages.into());
    }
    Ok(surveyed)
}

fn count(summary: &mut Summary, kind: Kind, row: &ReadRow, plan: &RowPlan) {
    summary.rows += 1;
    summary.created.add(&plan.made);
    match &plan.outcome {
        Outcome::Created => summary.created.count(kind),
        Outcome::Updated => summary.updated.count(kind),
        Outcome::Unchanged => summary.unchanged.count(kind),
        Outcome::Duplicate(message) => {
            summary.duplicates += 1;
            summary.keep_duplicate(&RowError::of_row(row.place, message.clone()));
        }
        Outcome::Failed(errors) => {
            summary.errors += 1;
            for error in errors {
                summary.keep_error(error);
            }
        }
    }
}
