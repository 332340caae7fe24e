//! Waiting for a condition: the only place of these tests that sleeps, and only between two looks.

use std::time::{Duration, Instant};

/// How long a condition may take on a busy machine. Reached only when a test fails.
pub const PATIENCE: Duration = Duration::from_secs(60);

const BETWEEN_LOOKS: Duration = Duration::from_millis(40);

/// Looks until `look` sees something.
///
/// # Panics
/// After [`PATIENCE`], saying what was waited for.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(start.elapsed() < PATIENCE, "waited {} s in vain for {what}", PATIENCE.as_secs());
        std::thread::sleep(BETWEEN_LOOKS);
    }
}
