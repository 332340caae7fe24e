//! Checking and running an import as a job, and taking up what a crash or a shutdown cut off.

use mycrm_crm::import::{self as records, Import, Progress as Rows, Status, Watch};
use mycrm_store::{Ctx, Id, Origin, Store, private};

use crate::app::Parts;
use crate::error::{ApiError, Result, sentence};
use crate::events::Events;
use crate::jobs::{Ending, Job, JobKind, JobStatus, Jobs, Progress};
use crate::labels::{Label, Verb};

/// Who the change log names for an import that goes on by itself after a restart.
const ACTOR: &str = "me";

/// Where the UI shows an import: also how its job is found.
fn link(id: &Id) -> String {
    format!("/import/{id}")
}

/// The latest job of an import.
pub(super) fn latest(jobs: &Jobs, id: &Id) -> Option<Job> {
    let link = link(id);
    jobs.all().into_iter().find(|job| job.link.as_deref() == Some(link.as_str()))
}

/// The job that works on an import now.
pub(super) fn running(jobs: &Jobs, id: &Id) -> Option<Job> {
    latest(jobs, id).filter(|job| job.status == JobStatus::Running)
}

/// One import, one job at a time. A job whose import has its end already is only putting its tools away.
pub(super) async fn refuse_second(store: &Store, jobs: &Jobs, id: &Id) -> Result<()> {
    let Some(job) = running(jobs, id) else { return Ok(()) };
    let status = records::get(store, id).await?.status;
    if matches!(status, Status::Checking | Status::Running) {
        return Err(ApiError::Conflict(format!(
            "{} is under way; wait for it or cancel it first.",
            job.label
        )));
    }
    Ok(())
}

/// Tells that an import looks different now.
pub(super) fn tell(events: &Events, id: &Id) {
    events.touched(vec!["imports".to_owned(), format!("imports:{id}")]);
}

/// Starts a dry run of an import that was marked as being checked.
pub(super) fn check(parts: &Parts, import: &Import) {
    let (store, events, id) = (parts.store.clone(), parts.events.clone(), import.id.clone());
    tell(&events, &id);
    parts.jobs.start(
        JobKind::ImportCheck,
        import.file_name.clone(),
        Some(link(&id)),
        |progress| async move {
            let report = reporter(&progress);
            let watch = Watch { on_progress: &report, cancel: progress.cancelled() };
            close_to_others(&store, &id).await;
            let ended = records::check(&store, &id, &watch).await;
            tell(&events, &id);
            ending(ended, Status::Checked)
        },
    );
}

/// Starts an import that was marked as running.
pub(super) fn run(parts: &Parts, import: &Import, actor: String) {
    let (store, events, id) = (parts.store.clone(), parts.events.clone(), import.id.clone());
    let staging = parts.staging.clone();
    let label = Label::new(Verb::Imported).named(&import.file_name);
    let ctx = Ctx::new(actor, Origin::Import, label);
    tell(&events, &id);
    parts.jobs.start(JobKind::Import, import.file_name.clone(), Some(link(&id)), |progress| async move {
        let report = reporter(&progress);
        let watch = Watch { on_progress: &report, cancel: progress.cancelled() };
        close_to_others(&store, &id).await;
        let ended = records::run(&store, &id, ctx, &watch).await;
        if let Ok(import) = &ended
            && import.status == Status::Done
            && import.summary.as_ref().is_some_and(|summary| summary.errors == 0)
        {
            // Everything in it is in the database now. With errors it may be corrected and run again.
            staging.discard_upload(&import.path).await;
        }
        tell(&events, &id);
        ending(ended, Status::Done)
    });
}

/// Makes the folder for the rows that are left out, so that nobody else can read what is written in it.
async fn close_to_others(store: &Store, id: &Id) {
    let file = records::error_file_of(store, id);
    let made = tokio::task::spawn_blocking(move || file.parent().map_or(Ok(()), private::folder)).await;
    // Where it cannot be made, the first row that is left out says so.
    if let Ok(Err(error)) = made {
        tracing::warn!(%error, "the folder for rows that are left out was not made");
    }
}

fn reporter(progress: &Progress) -> impl Fn(Rows) + Send + Sync + use<> {
    let progress = progress.clone();
    move |rows: Rows| progress.at(rows.done, Some(rows.total))
}

fn ending(ended: mycrm_crm::Result<Import>, wished: Status) -> Ending {
    match ended {
        Ok(import) if import.status == wished => Ending::Done(None),
        Ok(import) => Ending::Cancelled(import.message),
        Err(error) => Ending::Failed(sentence(&error)),
    }
}

/// Goes on with the imports that ended with the program and not by themselves.
pub(crate) async fn resume(parts: &Parts) {
    match cut_off(&parts.store).await {
        Ok(imports) => {
            for import in imports {
                match import.status {
                    Status::Checking => check(parts, &import),
                    _ => run(parts, &import, ACTOR.to_owned()),
                }
            }
        }
        Err(error) => tracing::error!(?error, "imports that were cut off were not found"),
    }
}

async fn cut_off(store: &Store) -> Result<Vec<Import>> {
    Ok(records::cut_off(store).await?)
}
