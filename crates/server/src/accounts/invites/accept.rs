//! Accepting an invitation, with a new account or the one that is there, and signing in with it at once.

use axum::Json;
use axum::extract::State;
use mycrm_sync::{MemberId, Millis};
use serde::Deserialize;
use uuid::Uuid;

use super::{Found, NO_INVITE, already_member, find, store};
use crate::accounts::audit::{self, Action, Entry};
use crate::accounts::members;
use crate::accounts::password::{self, Hashed, Password};
use crate::accounts::request::{Body, ClientAddress, PathToken};
use crate::accounts::session::{self, Device, Session};
use crate::accounts::sign_in::{account_key, credentials, renew_hash, use_up};
use crate::accounts::text::Name;
use crate::accounts::users::{self, User};
use crate::app::App;
use crate::database::Tx;
use crate::{ApiError, Id, sync};

#[derive(Debug, Deserialize)]
pub(in crate::accounts) struct Accept {
    name: Name,
    password: Password,
    #[serde(default)]
    totp: Option<String>,
    device: Device,
}

/// Who accepts.
enum Who {
    /// Has an account, and showed its password; the step of the code is not used up yet.
    Known(Box<User>, Option<i64>),
    New(Hashed),
}

pub(in crate::accounts) async fn accept(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    PathToken(token): PathToken,
    Body(request): Body<Accept>,
) -> Result<Json<Session>, ApiError> {
    app.accounts().rates.sign_in_address.check(&address.into())?;
    let found = find(app.database(), &token, app.clock().now()).await?.ok_or(NO_INVITE)?;
    let who = identify(&app, &found, &request).await?;
    let now = app.clock().now();
    let mut tx = app.database().write().await?;
    // First of all: of two that accept at once, the second waits here and then finds it used.
    if !store::close(&mut tx, found.workspace, found.id, now).await? {
        return Err(NO_INVITE);
    }
    let user = match &who {
        Who::Known(user, step) => {
            use_up(&mut tx, user, *step).await?;
            user.id
        }
        Who::New(hashed) => {
            let id = Id(Uuid::now_v7());
            if !users::insert(&mut tx, id, &found.email, &request.name, hashed, now).await? {
                // Made by another invitation in this moment: with its password it goes on.
                return Err(ApiError::TooManyRequests { retry_after: 1 });
            }
            id
        }
    };
    let member = enter(&app, &mut tx, &found, user, now).await?;
    let entry = Entry::new(found.workspace, Some(member), Action::Joined);
    audit::write(&mut tx, &entry.on(found.id.0).with_role(found.role), now).await?;
    let session = session::begin(&app, &mut tx, found.workspace, member, &request.device, now).await?;
    tx.commit().await?;
    if let Who::Known(user, _) = &who {
        renew_hash(&app, user, &request.password).await;
    }
    Ok(Json(session))
}

async fn identify(app: &App, found: &Found, request: &Accept) -> Result<Who, ApiError> {
    let email = &found.email;
    let known = {
        let mut connection = app.database().readers().acquire().await?;
        users::by_email(&mut connection, email).await?.is_some()
    };
    if known {
        let code = request.totp.as_deref();
        let (user, step) = credentials(app, email.as_str(), &request.password, code).await?;
        return Ok(Who::Known(Box::new(user), step));
    }
    app.accounts().rates.sign_in_account.check(&account_key(email.as_str()))?;
    password::check(&request.password, email).map_err(|weak| ApiError::Unprocessable(weak.to_string()))?;
    Ok(Who::New(app.accounts().hash(&request.password).await?))
}

/// Makes the user a member. Who was one before is the same again: what they wrote names them.
async fn enter(app: &App, tx: &mut Tx, found: &Found, user: Id, now: Millis) -> Result<MemberId, ApiError> {
    members::store::lock(tx, found.workspace).await?;
    match members::store::of_user(tx, found.workspace, user).await? {
        Some((_, false)) => Err(already_member()),
        Some((member, true)) => {
            // No device of theirs is signed in yet, so there is none to wake.
            sync::set_role(tx, app, found.workspace, member, Some(found.role)).await?;
            members::store::rejoined(tx, found.workspace, member, now).await?;
            Ok(member)
        }
        None => {
            let member = MemberId(Uuid::now_v7());
            members::store::insert(tx, found.workspace, member, user, found.role, now).await?;
            Ok(member)
        }
    }
}
