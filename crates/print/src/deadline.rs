//! Work with a deadline, on a thread of its own.
//!
//! A thread cannot be stopped from outside. Work that misses its deadline is left to end by itself and its result is
//! thrown away; while too much of that is around, nothing new is begun.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use crate::PrintError;

/// So many given-up documents may be under way at once.
const MOST_LEFT_BEHIND: usize = 2;
/// Setting goes as deep as a template nests.
const STACK: usize = 8 << 20;

/// Documents that were given up and are still being worked on.
static LEFT_BEHIND: AtomicUsize = AtomicUsize::new(0);

// Where one piece of work stands. Whichever comes second, the deadline or the end, takes it off the count.
const WORKING: u8 = 0;
const LATE: u8 = 1;
const ENDED: u8 = 2;

/// Held by the thread, so that the work has ended also when it panicked.
struct Working(Arc<AtomicU8>);

impl Drop for Working {
    fn drop(&mut self) {
        if self.0.swap(ENDED, Ordering::SeqCst) == LATE {
            LEFT_BEHIND.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

pub(crate) fn within<T: Send + 'static>(
    deadline: Duration,
    work: impl FnOnce() -> Result<T, PrintError> + Send + 'static,
) -> Result<T, PrintError> {
    if LEFT_BEHIND.load(Ordering::SeqCst) >= MOST_LEFT_BEHIND {
        return Err(PrintError::Busy);
    }
    let state = Arc::new(AtomicU8::new(WORKING));
    let working = Working(Arc::clone(&state));
    let (sender, receiver) = mpsc::sync_channel(1);
    std::thread::Builder::new().name("print".to_owned()).stack_size(STACK).spawn(move || {
        let _working = working;
        // Nobody listens any more once the deadline has passed.
        let _ = sender.send(work());
    })?;
    match receiver.recv_timeout(deadline) {
        Ok(result) => result,
        Err(RecvTimeoutError::Disconnected) => Err(PrintError::Broke),
        Err(RecvTimeoutError::Timeout) => {
            LEFT_BEHIND.fetch_add(1, Ordering::SeqCst);
            if state.swap(LATE, Ordering::SeqCst) == ENDED {
                LEFT_BEHIND.fetch_sub(1, Ordering::SeqCst);
            }
            Err(PrintError::Deadline(deadline))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One test for all, because what is left behind is counted for the whole process.
    #[test]
    fn late_work_is_given_up_and_too_much_of_it_stops_new_work_until_it_ends() {
        let long = Duration::from_secs(60);
        assert_eq!(within(long, || Ok(7)).unwrap(), 7);
        assert!(matches!(within::<()>(long, || panic!("on purpose")), Err(PrintError::Broke)));

        let mut gates = Vec::new();
        for _ in 0..MOST_LEFT_BEHIND {
            let (open, gate) = mpsc::channel::<()>();
            gates.push(open);
            let late = within(Duration::from_millis(1), move || {
                let _ = gate.recv();
                Ok(())
            });
            assert!(matches!(late, Err(PrintError::Deadline(_))));
        }
        assert!(matches!(within(long, || Ok(())), Err(PrintError::Busy)));

        drop(gates);
        let again = (0..6_000).any(|_| {
            std::thread::sleep(Duration::from_millis(10));
            within(long, || Ok(())).is_ok()
        });
        assert!(again, "nothing is begun although the late work has ended");
    }
}
