//! What the server lets go of in time: old entries of the log, whose outcome the rows keep, and snapshots nobody fetched.

mod store;

use std::time::Duration;

use mycrm_sync::Millis;

use crate::app::App;
use crate::{ApiError, Id, accounts, sync};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(3_600);
const DAY: i64 = 86_400_000;

/// Lets go of what is old, now and then, until the server ends.
pub(crate) async fn keep_tidy(app: App) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            () = app.end().cancelled() => return,
            _ = ticks.tick() => if let Err(error) = tidy(&app).await {
                tracing::warn!(%error, "old entries were not removed; trying again in an hour");
            }
        }
    }
}

/// Lets go of what is old at this moment.
pub(crate) async fn tidy(app: &App) -> Result<(), ApiError> {
    let days = i64::from(app.config().retain_days);
    let before = Millis(app.clock().now().0.saturating_sub(days.saturating_mul(DAY)));
    for workspace in store::workspaces(app.database()).await? {
        prune(app, workspace, before).await?;
    }
    tidy_files(app).await
}

/// Removes the files that nothing needs any more: snapshots, and what deleted workspaces left.
pub(crate) async fn tidy_files(app: &App) -> Result<(), ApiError> {
    sync::expire(app).await?;
    accounts::forget_files(app).await
}

async fn prune(app: &App, workspace: Id, before: Millis) -> Result<(), ApiError> {
    // In steps, because whoever pushes waits meanwhile.
    while store::prune(app.database(), workspace, before).await? {}
    Ok(())
}
