//! The handle that work reports its progress with, and hears through that it should stop.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use mycrm_store::Id;
use tokio_util::sync::CancellationToken;

use super::Jobs;
use crate::history::UndoResult;

/// Listeners are told no more often than this.
const PAUSE: Duration = Duration::from_millis(200);

/// Cheap to clone into whatever does the work.
#[derive(Debug, Clone)]
pub(crate) struct Progress {
    jobs: Jobs,
    id: Id,
    cancel: CancellationToken,
    started: Instant,
    told: Arc<Mutex<Instant>>,
}

impl Progress {
    pub(super) fn new(jobs: Jobs, id: Id, cancel: CancellationToken) -> Self {
        let now = Instant::now();
        Self { jobs, id, cancel, started: now, told: Arc::new(Mutex::new(now)) }
    }

    /// Whether and when the work should stop.
    pub(crate) fn cancelled(&self) -> &CancellationToken {
        &self.cancel
    }

    /// `done` steps are behind us, of `total` where that is known.
    pub(crate) fn at(&self, done: u64, total: Option<u64>) {
        let elapsed = self.started.elapsed();
        self.jobs.change(&self.id, self.is_time(), |job| {
            job.done = done;
            job.total = total;
            job.eta_seconds = total.and_then(|total| eta(elapsed, done, total));
        });
    }

    /// Keeps what an undo did for whoever asks after its end.
    pub(crate) fn undone(&self, result: UndoResult) {
        self.jobs.change(&self.id, false, |job| job.undone = Some(Box::new(result)));
    }

    fn is_time(&self) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let due = now.duration_since(*told) >= PAUSE;
        if due {
            *told = now;
        }
        due
    }
}

/// Seconds left at the speed so far; nothing is said of the first two seconds, which tell little.
fn eta(elapsed: Duration, done: u64, total: u64) -> Option<u64> {
    if elapsed < Duration::from_secs(2) || done == 0 {
        return None;
    }
    let left = u128::from(total.saturating_sub(done));
    u64::try_from(elapsed.as_millis() * left / u128::from(done) / 1000).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_the_speed_so_far() {
        assert_eq!(eta(Duration::from_secs(10), 100, 400), Some(30));
        assert_eq!(eta(Duration::from_secs(1), 100, 400), None);
        assert_eq!(eta(Duration::from_secs(10), 0, 400), None);
        assert_eq!(eta(Duration::from_secs(10), 500, 400), Some(0));
    }
}
