//! Signing in with e-mail address and password. An unknown address is answered like a wrong password, and takes as long.

mod store;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use mycrm_sync::{MemberId, Millis};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use sqlx::AnyConnection;
use uuid::Uuid;

use super::password::{Hashed, Password};
use super::request::{Body, ClientAddress};
use super::session::{self, Device, Workspace};
use super::text::Email;
use super::totp::BadSecret;
use super::users::{self, User};
use crate::app::App;
use crate::{ApiError, Id};

#[derive(Debug, Deserialize)]
pub(super) struct SignIn {
    email: String,
    password: Password,
    #[serde(default)]
    totp: Option<String>,
    #[serde(default)]
    workspace: Option<Uuid>,
    device: Device,
}

pub(super) async fn sign_in(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    Body(request): Body<SignIn>,
) -> Result<Response, ApiError> {
    app.accounts().rates.sign_in_address.check(&address.into())?;
    let (user, step) = credentials(&app, &request.email, &request.password, request.totp.as_deref()).await?;
    let memberships = store::memberships(app.database(), user.id).await?;
    let chosen = match (request.workspace, memberships.as_slice()) {
        (None, [only]) => only,
        (None, []) => return Err(ApiError::NotAMember),
        (None, _) => return Ok(which_workspace(memberships)),
        (Some(named), all) => {
            all.iter().find(|membership| membership.workspace.id == named).ok_or(ApiError::NotAMember)?
        }
    };
    let now = app.clock().now();
    let mut tx = app.database().write().await?;
    use_up(&mut tx, &user, step).await?;
    let session =
        session::begin(&app, &mut tx, Id(chosen.workspace.id), chosen.member, &request.device, now).await?;
    tx.commit().await?;
    renew_hash(&app, &user, &request.password).await;
    Ok(Json(session).into_response())
}

pub(super) struct Membership {
    workspace: Workspace,
    member: MemberId,
}

fn which_workspace(memberships: Vec<Membership>) -> Response {
    let workspaces: Vec<_> = memberships.into_iter().map(|membership| membership.workspace).collect();
    let body = serde_json::json!({
        "code": "which_workspace",
        "message": "You are in several workspaces; choose one.",
        "workspaces": workspaces,
    });
    (StatusCode::CONFLICT, Json(body)).into_response()
}

/// Whose password this is, and the step of the code, which is not used up yet.
pub(super) async fn credentials(
    app: &App,
    email: &str,
    password: &Password,
    code: Option<&str>,
) -> Result<(User, Option<i64>), ApiError> {
    app.accounts().rates.sign_in_account.check(&account_key(email))?;
    let user = match email.parse::<Email>() {
        Ok(email) => {
            let mut connection = app.database().readers().acquire().await?;
            users::by_email(&mut connection, &email).await?
        }
        Err(_) => None,
    };
    let hashed = user.as_ref().map_or_else(Hashed::of_nobody, |user| user.password.clone());
    let matches = app.accounts().verify(password, &hashed).await?;
    let Some(user) = user.filter(|_| matches) else {
        app.metrics().sign_in_refused();
        return Err(wrong_credentials());
    };
    let step = check_code(app, &user, code, app.clock().now())?;
    Ok((user, step))
}

/// Of what was typed, in the form in which accounts are told apart.
pub(super) fn account_key(email: &str) -> [u8; 32] {
    Sha256::digest(email.trim().to_lowercase()).into()
}

fn check_code(app: &App, user: &User, code: Option<&str>, now: Millis) -> Result<Option<i64>, ApiError> {
    let opened = user.factor(&app.accounts().seal).map_err(|error| not_checked(user, error))?;
    let Some(factor) = opened else {
        return Ok(None);
    };
    let Some(code) = code.filter(|code| !code.trim().is_empty()) else {
        return Err(totp_required("Enter the code that your authenticator app shows."));
    };
    app.accounts().rates.codes.check(&user.id)?;
    match factor.check(code, now.0, user.last_step) {
        Some(step) => Ok(Some(step)),
        None => {
            tracing::warn!(user = %user.id.0, "a password came with a wrong code");
            app.metrics().sign_in_refused();
            Err(totp_required(
                "This code is wrong, too old or already used; enter the next one that your app shows.",
            ))
        }
    }
}

/// Uses up what was shown, in the transaction of what it was shown for: nobody signs in with a password that was changed in
/// this moment, and of two requests with one code, one succeeds.
pub(super) async fn use_up(tx: &mut AnyConnection, user: &User, step: Option<i64>) -> Result<(), ApiError> {
    if !users::is_unchanged(tx, user).await? {
        return Err(wrong_credentials());
    }
    match step {
        Some(step) if !users::use_code(tx, user.id, step).await? => {
            Err(totp_required("This code was already used; enter the next one that your app shows."))
        }
        _ => Ok(()),
    }
}

/// Hashes the password again if that is done at another cost today. The sign-in succeeded whatever becomes of it.
pub(super) async fn renew_hash(app: &App, user: &User, password: &Password) {
    if !user.password.is_outdated() {
        return;
    }
    let renewed = async {
        let new = app.accounts().hash(password).await?;
        let mut tx = app.database().write().await?;
        users::keep_password(&mut tx, user.id, &user.password, &new).await?;
        tx.commit().await?;
        Ok::<_, ApiError>(())
    };
    if let Err(error) = renewed.await {
        tracing::warn!(%error, "a password was not hashed anew");
    }
}

pub(super) fn wrong_credentials() -> ApiError {
    ApiError::Other {
        status: StatusCode::UNAUTHORIZED,
        code: "wrong_credentials",
        message: "The e-mail address or the password is wrong.".to_owned(),
    }
}

/// A second factor that is there and cannot be checked lets nobody in. The status is none by which apps say that the server is away.
pub(super) fn not_checked(user: &User, error: BadSecret) -> ApiError {
    if error == BadSecret::Unusable {
        return ApiError::Internal(format!("the account {}: {error}", user.id.0));
    }
    tracing::error!(user = %user.id.0, %error, "a second factor cannot be checked; see docs/deploy.md");
    ApiError::Other {
        status: StatusCode::CONFLICT,
        code: "totp_unavailable",
        message: "This server cannot check your second factor: it lacks the key that it is sealed with. Ask whoever runs \
                  the server to put the key back or to reset your second factor."
            .to_owned(),
    }
}

fn totp_required(message: &str) -> ApiError {
    ApiError::Other { status: StatusCode::UNAUTHORIZED, code: "totp_required", message: message.to_owned() }
}
