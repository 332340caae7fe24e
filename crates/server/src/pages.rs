//! Public pages, for people without an account: unsubscribing, invitations, and whether the server works.
//!
//! They set no cookies, load nothing from elsewhere, and name nobody in their addresses.

mod events;
mod frame;
mod health;
mod join;
mod language;
mod limit;
mod links;
mod unsubscribe;
mod words;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use crate::app::App;

/// The routes of the pages.
pub(crate) fn routes(app: &App) -> Router<App> {
    Router::new()
        .route("/health", get(health::health))
        .route("/join/{token}", get(join::join))
        .route("/u/{token}", get(unsubscribe::ask).post(unsubscribe::carry_out))
        .layer(from_fn_with_state(app.clone(), limit::limit))
}
