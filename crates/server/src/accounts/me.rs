//! What people change about their own account: password and second factor.

mod store;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use mycrm_sync::Millis;
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use super::audit::{self, Action, Entry};
use super::password::{self, Password};
use super::request::Body;
use super::sign_in::{account_key, not_checked, wrong_credentials};
use super::totp::{BadSecret, Factor, SECRET_BYTES};
use super::users::{self, User};
use super::{members, session, token};
use crate::app::App;
use crate::{ApiError, Id, Member};

fn internal(error: BadSecret) -> ApiError {
    ApiError::Internal(error.to_string())
}

async fn user(app: &App, member: &Member) -> Result<User, ApiError> {
    let mut connection = app.database().readers().acquire().await?;
    let id = store::user_of(&mut connection, member).await?.ok_or(ApiError::SignedOut)?;
    users::by_id(&mut connection, id).await?.ok_or(ApiError::SignedOut)
}

/// Whoever holds an unlocked device does not know the password yet, and gets as few tries as anybody else.
pub(super) async fn confirm_password(
    app: &App,
    member: &Member,
    password: &Password,
) -> Result<User, ApiError> {
    let user = user(app, member).await?;
    app.accounts().rates.sign_in_account.check(&account_key(user.email.as_str()))?;
    if app.accounts().verify(password, &user.password).await? {
        return Ok(user);
    }
    app.metrics().sign_in_refused();
    Err(wrong_credentials())
}

/// Writes what somebody did with their account into the audit log of each workspace that they are in, and returns those: whoever
/// looks after one has to know, wherever it was done from.
async fn note(to: &mut AnyConnection, user: &User, action: Action, now: Millis) -> sqlx::Result<Vec<Id>> {
    let places = members::store::of_account(to, user.id).await?;
    for (workspace, member) in &places {
        audit::write(to, &Entry::new(*workspace, Some(*member), action), now).await?;
    }
    Ok(places.into_iter().map(|(workspace, _)| workspace).collect())
}

#[derive(Serialize)]
pub(super) struct NewFactor {
    secret: String,
    otpauth_url: String,
}

fn conflict(code: &'static str, message: &str) -> ApiError {
    ApiError::Other { status: StatusCode::CONFLICT, code, message: message.to_owned() }
}

/// Gives out a secret for an authenticator app. It counts once a code confirms that the app has it. Whoever got hold of an
/// unlocked device must not keep its owner off all others.
pub(super) async fn new_factor(
    State(app): State<App>,
    member: Member,
    Body(Confirmed { password }): Body<Confirmed>,
) -> Result<Json<NewFactor>, ApiError> {
    let user = confirm_password(&app, &member, &password).await?;
    if user.has_factor() {
        return Err(conflict("totp_enabled", "There is a second factor already; remove it first."));
    }
    let seal = &app.accounts().seal;
    if !seal.has_key() {
        tracing::error!(
            "a second factor was not set up: this server has no key for them; see docs/deploy.md"
        );
        return Err(conflict(
            "totp_unavailable",
            "This server cannot keep second factors: it has no key to seal them with. Ask whoever runs it.",
        ));
    }
    let secret = token::random::<SECRET_BYTES>().map_err(|error| ApiError::Internal(error.to_string()))?;
    let factor = Factor::new(&secret, &user.email).map_err(internal)?;
    let sealed = seal.seal(user.id, &secret).map_err(|error| ApiError::Internal(error.to_string()))?;
    let mut tx = app.database().write().await?;
    users::keep_pending_factor(&mut tx, user.id, &sealed).await?;
    tx.commit().await?;
    Ok(Json(NewFactor { secret: factor.secret(), otpauth_url: factor.url().map_err(internal)? }))
}

#[derive(Deserialize)]
pub(super) struct Code {
    code: String,
}

pub(super) async fn confirm_factor(
    State(app): State<App>,
    member: Member,
    Body(Code { code }): Body<Code>,
) -> Result<StatusCode, ApiError> {
    let user = user(&app, &member).await?;
    app.accounts().rates.sign_in_account.check(&account_key(user.email.as_str()))?;
    let pending = user.pending_factor(&app.accounts().seal).map_err(|error| not_checked(&user, error))?;
    let Some(factor) = pending else {
        return Err(conflict("no_totp", "There is no second factor to confirm; ask for a new secret first."));
    };
    let now = app.clock().now();
    let step = factor.check(&code, now.0, None).ok_or_else(|| {
        ApiError::Unprocessable(
            "This code is not the one that your app should show; try the next one.".to_owned(),
        )
    })?;
    let mut tx = app.database().write().await?;
    let kept = user.pending_factor.as_deref().unwrap_or_default();
    if !users::confirm_factor(&mut tx, user.id, kept, step).await? {
        return Err(conflict("no_totp", "Another secret was given out meanwhile; confirm that one."));
    }
    note(&mut tx, &user, Action::SecondFactorAdded, now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub(super) struct Confirmed {
    password: Password,
}

pub(super) async fn remove_factor(
    State(app): State<App>,
    member: Member,
    Body(Confirmed { password }): Body<Confirmed>,
) -> Result<StatusCode, ApiError> {
    let user = confirm_password(&app, &member, &password).await?;
    let mut tx = app.database().write().await?;
    users::remove_factor(&mut tx, user.id).await?;
    note(&mut tx, &user, Action::SecondFactorRemoved, app.clock().now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub(super) struct NewPassword {
    old: Password,
    new: Password,
}

/// Changes the password and signs all other devices out.
pub(super) async fn change_password(
    State(app): State<App>,
    member: Member,
    Body(NewPassword { old, new }): Body<NewPassword>,
) -> Result<StatusCode, ApiError> {
    let user = confirm_password(&app, &member, &old).await?;
    password::check(&new, &user.email).map_err(|weak| ApiError::Unprocessable(weak.to_string()))?;
    let hashed = app.accounts().hash(&new).await?;
    let now = app.clock().now();
    let mut tx = app.database().write().await?;
    if !users::keep_password(&mut tx, user.id, &user.password, &hashed).await? {
        return Err(wrong_credentials());
    }
    session::end_all_of_user(&mut tx, user.id, Some(member.session), now).await?;
    let places = note(&mut tx, &user, Action::PasswordChanged, now).await?;
    tx.commit().await?;
    for workspace in places {
        app.wake().check(workspace);
    }
    Ok(StatusCode::NO_CONTENT)
}
