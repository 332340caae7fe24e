//! What whoever runs the server does on its command line: the first accounts, lost passwords, and what there is.

mod store;

use mycrm_sync::{MemberId, Millis, Role};
use uuid::Uuid;

pub use store::{Account, Space, accounts, workspaces};

use super::audit::{self, Action, Entry};
use super::password::{self, HashFailed, Hashed, Password, Weak};
use super::store::insert_workspace;
use super::text::{BadText, Email, Name};
use super::token::{NoRandomness, random};
use super::{members, session, users};
use crate::{Database, DatabaseError, Id};

/// Why a command did nothing, in words for whoever typed it.
#[derive(Debug, thiserror::Error)]
pub enum AdministrationError {
    #[error(transparent)]
    Text(#[from] BadText),
    #[error(transparent)]
    Weak(#[from] Weak),
    #[error("There is no account with this e-mail address; `mycrm-server user list` shows all.")]
    NoSuchUser,
    #[error(
        "Whoever has this e-mail address is in the workspace already; a member changes roles in the app."
    )]
    AlreadyMember,
    #[error("This account has no second factor.")]
    NoSecondFactor,
    #[error("Whoever has this e-mail address has left the workspace; its owner can invite them again.")]
    Left,
    #[error("Several workspaces have this name; rename one of them first.")]
    ManyWorkspaces,
    #[error("The password could not be read: {0}")]
    Reading(#[from] std::io::Error),
    #[error(transparent)]
    Hash(#[from] HashFailed),
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<sqlx::Error> for AdministrationError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Who is to be made a member of what.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub email: String,
    /// The part of the address before the @ if there is none.
    pub name: Option<String>,
    /// The name of a workspace, which is made if there is none of this name.
    pub workspace: String,
    pub role: Role,
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    pub user: bool,
    pub workspace: bool,
}

/// Makes an account, and a workspace if need be. `password` is asked for a new account only.
///
/// # Errors
/// [`AdministrationError`].
pub async fn create(
    database: &Database,
    new: &NewAccount,
    password: impl FnOnce() -> std::io::Result<String>,
    now: Millis,
) -> Result<Made, AdministrationError> {
    let email: Email = new.email.parse()?;
    let workspace_name: Name = new.workspace.parse()?;
    let name: Name = match &new.name {
        Some(name) => name.parse()?,
        None => email.as_str().split('@').next().unwrap_or_default().parse()?,
    };
    let known = {
        let mut connection = database.readers().acquire().await?;
        users::by_email(&mut connection, &email).await?.map(|user| user.id)
    };
    // Before the transaction: somebody may take a minute to type.
    let hashed = match known {
        Some(_) => None,
        None => Some(hash(password()?, &email)?),
    };
    let mut tx = database.write().await?;
    let (user, is_new) = match (known, hashed) {
        (None, Some(hashed)) => {
            let id = Id(Uuid::now_v7());
            if !users::insert(&mut tx, id, &email, &name, &hashed, now).await? {
                return Err(AdministrationError::AlreadyMember);
            }
            (id, true)
        }
        (Some(id), _) => (id, false),
        (None, None) => return Err(AdministrationError::NoSuchUser),
    };
    let found = store::workspaces_named(&mut tx, &workspace_name).await?;
    let (workspace, makes_workspace) = match found.as_slice() {
        [] => (Id(Uuid::now_v7()), true),
        [only] => (*only, false),
        _ => return Err(AdministrationError::ManyWorkspaces),
    };
    if makes_workspace {
        insert_workspace(&mut tx, workspace, workspace_name.as_str(), &random::<32>()?, now).await?;
    }
    let member = match members::store::of_user(&mut tx, workspace, user).await? {
        Some((_, false)) => return Err(AdministrationError::AlreadyMember),
        Some((_, true)) => return Err(AdministrationError::Left),
        None => {
            let member = MemberId(Uuid::now_v7());
            members::store::insert(&mut tx, workspace, member, user, new.role, now).await?;
            member
        }
    };
    let entry = Entry::new(workspace, None, Action::Joined).on(member.0).with_role(new.role);
    audit::write(&mut tx, &entry, now).await?;
    tx.commit().await.map_err(DatabaseError::from)?;
    Ok(Made { user: is_new, workspace: makes_workspace })
}

fn hash(password: String, email: &Email) -> Result<Hashed, AdministrationError> {
    let password = Password::new(password);
    password::check(&password, email)?;
    Ok(Hashed::of(&password)?)
}

/// Gives an account another password and signs all its devices out; perhaps takes the second factor off, for whoever lost
/// the phone.
///
/// # Errors
/// [`AdministrationError`].
pub async fn reset_password(
    database: &Database,
    email: &str,
    removes_factor: bool,
    password: impl FnOnce() -> std::io::Result<String>,
    now: Millis,
) -> Result<(), AdministrationError> {
    let email: Email = email.parse()?;
    let user = {
        let mut connection = database.readers().acquire().await?;
        users::by_email(&mut connection, &email).await?.ok_or(AdministrationError::NoSuchUser)?
    };
    let hashed = hash(password()?, &email)?;
    let mut tx = database.write().await?;
    users::set_password(&mut tx, user.id, &hashed).await?;
    if removes_factor {
        users::remove_factor(&mut tx, user.id).await?;
    }
    session::end_all_of_user(&mut tx, user.id, None, now).await?;
    let removed = removes_factor.then_some(Action::SecondFactorRemoved);
    for (workspace, member) in members::store::of_account(&mut tx, user.id).await? {
        for action in [Action::PasswordChanged].into_iter().chain(removed) {
            audit::write(&mut tx, &Entry::new(workspace, None, action).on(member.0), now).await?;
        }
    }
    tx.commit().await.map_err(DatabaseError::from)?;
    Ok(())
}

/// Takes the second factor off an account, confirmed or not. Its devices stay signed in.
///
/// # Errors
/// [`AdministrationError`].
pub async fn reset_second_factor(
    database: &Database,
    email: &str,
    now: Millis,
) -> Result<(), AdministrationError> {
    let email: Email = email.parse()?;
    let mut tx = database.write().await?;
    let user = users::by_email(&mut tx, &email).await?.ok_or(AdministrationError::NoSuchUser)?;
    if !user.has_factor() {
        return Err(AdministrationError::NoSecondFactor);
    }
    users::remove_factor(&mut tx, user.id).await?;
    for (workspace, member) in members::store::of_account(&mut tx, user.id).await? {
        let entry = Entry::new(workspace, None, Action::SecondFactorRemoved).on(member.0);
        audit::write(&mut tx, &entry, now).await?;
    }
    tx.commit().await.map_err(DatabaseError::from)?;
    Ok(())
}
