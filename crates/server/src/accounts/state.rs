//! What accounts keep in memory: who asked how often, how many passwords are being hashed, and the key of second factors.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use super::password::{Hashed, Password};
use super::rate::{Limits, Rates};
use super::totp::Seal;
use crate::ApiError;

/// How long a sign-in waits for its turn to hash, which happens under an attack only.
const TURN_WITHIN: Duration = Duration::from_secs(10);
/// Seconds after which to try again then.
const BUSY: u64 = 5;

#[derive(Debug)]
pub(crate) struct Accounts {
    pub(crate) rates: Rates,
    pub(crate) seal: Seal,
    /// Each hash takes a core for tens of milliseconds and 19 MiB: as many at once as there are cores.
    hashing: Arc<Semaphore>,
}

impl Accounts {
    pub(crate) fn new(limits: &Limits, seal: Seal) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { rates: Rates::new(limits), seal, hashing: Arc::new(Semaphore::new(cores)) }
    }

    /// Whether the password is the one that was hashed.
    pub(crate) async fn verify(&self, password: &Password, hashed: &Hashed) -> Result<bool, ApiError> {
        let (password, hashed) = (password.clone(), hashed.clone());
        self.in_turn(move || hashed.matches(&password)).await
    }

    pub(crate) async fn hash(&self, password: &Password) -> Result<Hashed, ApiError> {
        let password = password.clone();
        let hashed = self.in_turn(move || Hashed::of(&password)).await?;
        hashed.map_err(|error| ApiError::Internal(error.to_string()))
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let turn = tokio::time::timeout(TURN_WITHIN, Arc::clone(&self.hashing).acquire_owned());
        let Ok(Ok(turn)) = turn.await else {
            return Err(ApiError::TooManyRequests { retry_after: BUSY });
        };
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(|error| ApiError::Internal(error.to_string()))
    }
}
