//! Running the server: counters for Prometheus, health, and what every answer and every line of the log has.

mod address;
mod logging;
mod metrics;
mod observe;
mod probes;
mod store;

use std::time::Duration;

use axum::Router;
use axum::routing::get;

pub use address::Proxies;
pub use logging::{LogFormat, start as start_logging};
pub use metrics::{Connected, Metrics, Pool};
pub(crate) use observe::observe;
pub(crate) use probes::is_ready;

use crate::app::App;

/// What machines ask.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(probes::healthz))
        .route("/readyz", get(probes::readyz))
        .route("/metrics", get(probes::metrics))
}

/// How often what nobody needs any more is forgotten.
const UPKEEP_EVERY: Duration = Duration::from_secs(60);

/// Keeps the memory of the process bounded until the server ends.
pub(crate) async fn upkeep(app: App) {
    let mut due = tokio::time::interval(UPKEEP_EVERY);
    loop {
        tokio::select! {
            () = app.end().cancelled() => return,
            _ = due.tick() => app.accounts().rates.forget_idle(),
        }
    }
}
