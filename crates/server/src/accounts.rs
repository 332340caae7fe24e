//! Users, workspaces and who is a member of what: signing in, devices, invitations, roles, and what was done when.

pub mod administration;
mod audit;
mod devices;
mod export;
pub(crate) mod invites;
mod may;
mod me;
mod members;
mod password;
mod rate;
mod request;
mod rotation;
mod session;
mod sign_in;
mod state;
mod store;
mod text;
mod token;
mod totp;
mod users;
mod workspaces;

use axum::Router;
use axum::routing::{delete, get, patch, post};

pub use rate::{Limit, Limits};
pub use store::{create_user, create_workspace, join};
pub use totp::TotpKeyError;

pub(crate) use request::{ClientAddress, PathToken};
pub(crate) use state::Accounts;
pub(crate) use totp::{Seal, prepare as prepare_factors};
pub(crate) use workspaces::forget_files;

use crate::app::App;

/// The routes of accounts.
pub(crate) fn routes() -> Router<App> {
    const WORKSPACE: &str = "/api/v1/workspaces/{workspace}";
    let within = |rest: &str| format!("{WORKSPACE}/{rest}");
    Router::new()
        .route("/api/v1/sign_in", post(sign_in::sign_in))
        .route("/api/v1/token", post(session::renew))
        .route("/api/v1/sign_out", post(devices::sign_out))
        .route("/api/v1/invites/{token}", get(invites::show))
        .route("/api/v1/invites/{token}/accept", post(invites::accept))
        .route("/api/v1/me/password", post(me::change_password))
        .route("/api/v1/me/totp", post(me::new_factor).delete(me::remove_factor))
        .route("/api/v1/me/totp/confirm", post(me::confirm_factor))
        .route(WORKSPACE, delete(workspaces::delete))
        .route(&within("members"), get(members::list))
        .route(&within("members/{id}"), patch(members::change_role).delete(members::remove))
        .route(&within("invites"), get(invites::list).post(invites::create))
        .route(&within("invites/{id}"), delete(invites::withdraw))
        .route(&within("devices"), get(devices::list))
        .route(&within("devices/{id}"), delete(devices::remove))
        .route(&within("audit"), get(audit::list))
        .route(&within("export"), get(export::export))
}
