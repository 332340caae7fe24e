//! The table `users`.

use mycrm_sync::Millis;
use sqlx::AnyConnection;

use super::User;
use crate::accounts::password::Hashed;
use crate::accounts::text::{Email, Name};
use crate::{Database, DatabaseError, Id};

type Columns = (Id, String, String, Option<Vec<u8>>, Option<Vec<u8>>, Option<i64>);

fn user(columns: Columns) -> Result<User, DatabaseError> {
    let (id, email, password, factor, pending_factor, last_step) = columns;
    let email =
        email.parse().map_err(|_| DatabaseError::Unreadable("the e-mail address of a user".to_owned()))?;
    Ok(User { id, email, password: Hashed::from_kept(password), factor, pending_factor, last_step })
}

pub(crate) async fn by_email(from: &mut AnyConnection, email: &Email) -> Result<Option<User>, DatabaseError> {
    let found: Option<Columns> = sqlx::query_as(
        "SELECT id, email, password_hash, totp_secret, totp_pending, totp_last_step FROM users WHERE email = $1",
    )
    .bind(email.as_str())
    .fetch_optional(from)
    .await?;
    found.map(user).transpose()
}

pub(crate) async fn by_id(from: &mut AnyConnection, id: Id) -> Result<Option<User>, DatabaseError> {
    let found: Option<Columns> = sqlx::query_as(
        "SELECT id, email, password_hash, totp_secret, totp_pending, totp_last_step FROM users WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(from)
    .await?;
    found.map(user).transpose()
}

/// Returns whether the address was free.
pub(crate) async fn insert(
    to: &mut AnyConnection,
    id: Id,
    email: &Email,
    name: &Name,
    password: &Hashed,
    now: Millis,
) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "INSERT INTO users (id, email, name, password_hash, created_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (email) DO NOTHING",
    )
    .bind(id)
    .bind(email.as_str())
    .bind(name.as_str())
    .bind(password.as_str())
    .bind(now.0)
    .execute(to)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces the password if it is still `old`: what was checked is what is replaced. Returns whether it was.
pub(crate) async fn keep_password(
    to: &mut AnyConnection,
    id: Id,
    old: &Hashed,
    new: &Hashed,
) -> sqlx::Result<bool> {
    let done = sqlx::query("UPDATE users SET password_hash = $1 WHERE id = $2 AND password_hash = $3")
        .bind(new.as_str())
        .bind(id)
        .bind(old.as_str())
        .execute(to)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces the password, whatever it was.
pub(crate) async fn set_password(to: &mut AnyConnection, id: Id, new: &Hashed) -> sqlx::Result<()> {
    sqlx::query("UPDATE users SET password_hash = $1 WHERE id = $2")
        .bind(new.as_str())
        .bind(id)
        .execute(to)
        .await?;
    Ok(())
}

/// Whether password and second factor are still those that were checked; they stay so until the transaction ends.
pub(crate) async fn is_unchanged(to: &mut AnyConnection, user: &User) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "UPDATE users SET password_hash = password_hash WHERE id = $1 AND password_hash = $2 \
         AND totp_secret IS NOT DISTINCT FROM $3",
    )
    .bind(user.id)
    .bind(user.password.as_str())
    .bind(user.factor.as_deref())
    .execute(to)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that the code of this step was used. Returns whether it was the first of it or a later one.
pub(crate) async fn use_code(to: &mut AnyConnection, id: Id, step: i64) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "UPDATE users SET totp_last_step = $1 WHERE id = $2 AND (totp_last_step IS NULL OR totp_last_step < $1)",
    )
    .bind(step)
    .bind(id)
    .execute(to)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn keep_pending_factor(to: &mut AnyConnection, id: Id, secret: &[u8]) -> sqlx::Result<()> {
    sqlx::query("UPDATE users SET totp_pending = $1 WHERE id = $2").bind(secret).bind(id).execute(to).await?;
    Ok(())
}

/// From here on the pending factor counts if it is still the one that was checked; the code that confirmed it was of this
/// step. Returns whether it was.
pub(crate) async fn confirm_factor(
    to: &mut AnyConnection,
    id: Id,
    secret: &[u8],
    step: i64,
) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "UPDATE users SET totp_secret = totp_pending, totp_pending = NULL, totp_last_step = $1 \
         WHERE id = $2 AND totp_pending = $3",
    )
    .bind(step)
    .bind(id)
    .bind(secret)
    .execute(to)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What is kept of all confirmed second factors, by account.
pub(crate) async fn factors(database: &Database) -> Result<Vec<(Id, Vec<u8>)>, DatabaseError> {
    let text = "SELECT id, totp_secret FROM users WHERE totp_secret IS NOT NULL";
    Ok(sqlx::query_as(text).fetch_all(database.readers()).await?)
}

/// Keeps a second factor sealed that is kept as `old` now. What took its place meanwhile stays.
pub(crate) async fn reseal_factor(
    to: &mut AnyConnection,
    id: Id,
    old: &[u8],
    sealed: &[u8],
) -> sqlx::Result<()> {
    sqlx::query("UPDATE users SET totp_secret = $3 WHERE id = $1 AND totp_secret = $2")
        .bind(id)
        .bind(old)
        .bind(sealed)
        .execute(to)
        .await?;
    Ok(())
}

pub(crate) async fn remove_factor(to: &mut AnyConnection, id: Id) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE users SET totp_secret = NULL, totp_pending = NULL, totp_last_step = NULL WHERE id = $1",
    )
    .bind(id)
    .execute(to)
    .await?;
    Ok(())
}
