//! Long work: started, followed, cancelled, and ended in order when the app ends.
//!
//! The list is what the activity centre shows. It lives in memory: what must survive a restart (an import) keeps its
//! own state and starts a new job.

mod about;
pub(crate) mod handlers;
mod progress;

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) use about::About;
use mycrm_store::{Id, RequestKey, Timestamp};
pub(crate) use progress::Progress;
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use utoipa::ToSchema;

use crate::events::{Event, Events};
use crate::history::UndoResult;
use crate::labels::Label;

/// Finished jobs that stay in the list.
const KEPT: usize = 50;

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    Import,
    ImportCheck,
    /// Takes an action back.
    Undo,
    /// Does an action again.
    Redo,
    /// Forecasts the past, to tell how good the forecast is.
    Accuracy,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    Running,
    Done,
    Failed,
    Cancelled,
}

/// One piece of long work.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Job {
    #[schema(value_type = String)]
    pub id: Id,
    pub kind: JobKind,
    /// In English.
    pub label: String,
    /// The file, or the pipeline.
    pub name: Option<String>,
    /// The action that it takes back or does again.
    pub action: Option<Label>,
    pub status: JobStatus,
    /// Steps behind us, in the unit of `total`.
    pub done: u64,
    pub total: Option<u64>,
    pub eta_seconds: Option<u64>,
    /// How it ended, where there is more to say than the status.
    pub message: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
    /// Where the UI shows its result.
    pub link: Option<String>,
    /// The action that it takes back.
    #[schema(value_type = Option<String>)]
    pub change_set: Option<Id>,
    /// What taking it back did; of what was kept, the first 200.
    pub undone: Option<Box<UndoResult>>,
}

/// How work ended.
#[derive(Debug)]
pub(crate) enum Ending {
    Done(Option<String>),
    Cancelled(Option<String>),
    Failed(String),
    /// The app ends: the work was dropped where it was and is taken up at the next start.
    Interrupted,
}

/// The registry of running and recent jobs. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Jobs {
    list: Arc<Mutex<VecDeque<Entry>>>,
    events: Events,
    running: TaskTracker,
    end: CancellationToken,
    turn: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug)]
struct Entry {
    job: Job,
    cancel: CancellationToken,
    request: Option<RequestKey>,
}

/// What work on an action is about.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) change_set: Id,
    /// A repetition of the request that asked for it finds the same job.
    pub(crate) request: Option<RequestKey>,
}

impl Jobs {
    pub(crate) fn new(events: Events) -> Self {
        Self {
            list: Arc::default(),
            events,
            running: TaskTracker::new(),
            end: CancellationToken::new(),
            turn: Arc::default(),
        }
    }

    /// Starts `work` on its own task and returns the job.
    pub(crate) fn start<F, W>(&self, kind: JobKind, name: String, link: Option<String>, work: F) -> Job
    where
        F: FnOnce(Progress) -> W,
        W: Future<Output = Ending> + Send + 'static,
    {
        self.start_on(kind, About::Named(name), link, None, work)
    }

    /// As [`Jobs::start`], for work on an action.
    pub(crate) fn start_on<F, W>(
        &self,
        kind: JobKind,
        about: About,
        link: Option<String>,
        asked: Option<Asked>,
        work: F,
    ) -> Job
    where
        F: FnOnce(Progress) -> W,
        W: Future<Output = Ending> + Send + 'static,
    {
        let id = Id::new();
        let (label, name, action) = about.of(kind);
        let (change_set, request) =
            asked.map_or((None, None), |asked| (Some(asked.change_set), asked.request));
        let cancel = CancellationToken::new();
        let job = Job {
            id: id.clone(),
            kind,
            label,
            name,
            action,
            status: JobStatus::Running,
            done: 0,
            total: None,
            eta_seconds: None,
            message: None,
            started_at: Timestamp::now(),
            finished_at: None,
            link,
            change_set,
            undone: None,
        };
        self.add(Entry { job: job.clone(), cancel: cancel.clone(), request });
        self.events.send(Event::Job(Box::new(job.clone())));
        let work = work(Progress::new(self.clone(), id.clone(), cancel));
        let (jobs, of) = (self.clone(), id.clone());
        self.running.spawn(async move {
            // A task of its own, so that a panic in the work ends the job and not its bookkeeping.
            let mut task = tokio::spawn(work);
            let ended = tokio::select! {
                ended = &mut task => ended,
                () = jobs.end.cancelled() => {
                    // Dropped at its next await: an open transaction leaves no trace, as if the process had died there.
                    task.abort();
                    task.await
                }
            };
            jobs.finish(&of, ended.unwrap_or_else(|error| broken_off(kind, error)));
        });
        job
    }

    /// The job that takes an action back now.
    pub(crate) fn undoing(&self, change_set: &Id) -> Option<Job> {
        self.list()
            .iter()
            .map(|entry| &entry.job)
            .find(|job| job.status == JobStatus::Running && job.change_set.as_ref() == Some(change_set))
            .cloned()
    }

    /// The job that a request started before and that still runs.
    pub(crate) fn asked_with(&self, request: &RequestKey) -> Option<Job> {
        self.list()
            .iter()
            .find(|entry| entry.job.status == JobStatus::Running && entry.request.as_ref() == Some(request))
            .map(|entry| entry.job.clone())
    }

    fn list(&self) -> MutexGuard<'_, VecDeque<Entry>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, entry: Entry) {
        let mut list = self.list();
        list.push_front(entry);
        let mut finished = 0;
        list.retain(|entry| {
            finished += usize::from(entry.job.status != JobStatus::Running);
            entry.job.status == JobStatus::Running || finished <= KEPT
        });
    }

    fn finish(&self, id: &Id, ending: Ending) {
        self.change(id, true, |job| {
            let (status, message) = match ending {
                Ending::Done(message) => (JobStatus::Done, message),
                Ending::Cancelled(message) => (JobStatus::Cancelled, message),
                Ending::Failed(message) => (JobStatus::Failed, Some(message)),
                Ending::Interrupted => (JobStatus::Cancelled, None),
            };
            job.status = status;
            job.message = message;
            job.eta_seconds = None;
            job.finished_at = Some(Timestamp::now());
        });
    }

    /// Changes a job, and tells the listeners when `tell`.
    fn change(&self, id: &Id, tell: bool, change: impl FnOnce(&mut Job)) {
        let changed = {
            let mut list = self.list();
            let Some(entry) = list.iter_mut().find(|entry| entry.job.id == *id) else { return };
            change(&mut entry.job);
            tell.then(|| entry.job.clone())
        };
        if let Some(job) = changed {
            self.events.send(Event::Job(Box::new(job)));
        }
    }

    /// Newest first.
    pub(crate) fn all(&self) -> Vec<Job> {
        self.list().iter().map(|entry| entry.job.clone()).collect()
    }

    /// Held from looking whether work is under way until its job is in the list, so that two requests that come
    /// together do not both start it.
    pub(crate) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Asks a job to stop; it ends at its next safe point. Returns the job as it is now.
    pub(crate) fn cancel(&self, id: &Id) -> Option<Job> {
        let list = self.list();
        let entry = list.iter().find(|entry| entry.job.id == *id)?;
        entry.cancel.cancel();
        Some(entry.job.clone())
    }

    /// Drops the work of every job where it is and waits until it is gone; nothing half-written stays.
    pub(crate) async fn shutdown(&self) {
        self.end.cancel();
        self.running.close();
        self.running.wait().await;
    }
}

fn broken_off(kind: JobKind, error: tokio::task::JoinError) -> Ending {
    if error.is_cancelled() {
        return Ending::Interrupted;
    }
    tracing::error!(%error, "a job ended unexpectedly");
    let kept = match kind {
        JobKind::Undo | JobKind::Redo => "Nothing was taken back; try again.",
        JobKind::Accuracy => "No data was changed; try again.",
        JobKind::Import | JobKind::ImportCheck => {
            "What it had written is kept as one change that can be undone; start it again."
        }
    };
    Ending::Failed(format!("It stopped unexpectedly. {kept}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ended(events: &mut tokio::sync::broadcast::Receiver<Event>) -> Job {
        loop {
            if let Event::Job(job) = events.recv().await.unwrap()
                && job.status != JobStatus::Running
            {
                return *job;
            }
        }
    }

    fn start<W>(jobs: &Jobs, work: impl FnOnce(Progress) -> W) -> Id
    where
        W: Future<Output = Ending> + Send + 'static,
    {
        jobs.start(JobKind::Import, "work".to_owned(), None, work).id
    }

    #[tokio::test]
    async fn a_job_that_panics_is_failed_and_not_running_forever() {
        let jobs = Jobs::new(Events::new());
        let mut events = jobs.events.subscribe();
        start(&jobs, |_| async { panic!("the work breaks") });
        assert_eq!(ended(&mut events).await.status, JobStatus::Failed);
    }

    #[tokio::test]
    async fn a_cancelled_job_hears_it() {
        let jobs = Jobs::new(Events::new());
        let mut events = jobs.events.subscribe();
        let id = start(&jobs, |progress| async move {
            progress.cancelled().cancelled().await;
            Ending::Cancelled(None)
        });
        jobs.cancel(&id).unwrap();
        assert_eq!(ended(&mut events).await.status, JobStatus::Cancelled);
    }

    #[tokio::test]
    async fn shutdown_drops_the_work_without_telling_it_that_the_user_cancelled() {
        let jobs = Jobs::new(Events::new());
        let told = Arc::new(Mutex::new(false));
        let heard = Arc::clone(&told);
        start(&jobs, |progress| async move {
            progress.cancelled().cancelled().await;
            *heard.lock().unwrap() = true;
            Ending::Cancelled(None)
        });
        jobs.shutdown().await;
        assert!(!*told.lock().unwrap(), "it would not go on at the next start");
        assert_eq!(jobs.all()[0].status, JobStatus::Cancelled);
    }

    #[tokio::test]
    async fn progress_is_told_at_most_a_few_times_a_second_but_the_list_is_exact() {
        let jobs = Jobs::new(Events::new());
        let mut events = jobs.events.subscribe();
        let id = start(&jobs, |progress| async move {
            for step in 0..10_000 {
                progress.at(step, Some(10_000));
            }
            Ending::Done(None)
        });
        jobs.running.close();
        jobs.running.wait().await;
        let mut told = 0;
        while events.try_recv().is_ok() {
            told += 1;
        }
        assert!(told < 100, "{told} messages for one short job");
        assert_eq!(jobs.all().iter().find(|job| job.id == id).unwrap().done, 9_999);
    }
}
