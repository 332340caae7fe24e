//! What becomes of second factors when a server starts: it finds its key, and seals what is still in clear.

use super::key::{self, TotpKeyError};
use super::seal::{BadSecret, Seal, is_clear};
use crate::accounts::users;
use crate::{Config, Database, DatabaseError, Id};

/// Finds the key, or makes one, and seals the secrets that versions before this one left in clear.
///
/// With PostgreSQL none is made: several processes would each have one of their own, and a container loses it. Nor is one made where
/// something is sealed already: that needs the key that was there.
///
/// # Errors
/// [`TotpKeyError`].
pub(crate) async fn prepare(config: &Config, database: &Database) -> Result<Seal, TotpKeyError> {
    let kept = users::factors(database).await?;
    let has_sealed = kept.iter().any(|(_, secret)| !is_clear(secret));
    let key = match key::find(config)? {
        None if config.database_url.is_none() && !has_sealed => Some(key::make(&config.data)?),
        found => found,
    };
    let seal = Seal::with(key);
    if seal.has_key() {
        seal_clear(&seal, database, &kept).await?;
    }
    report(&seal, &kept);
    Ok(seal)
}

/// Factors by account, as they are kept.
type Kept = [(Id, Vec<u8>)];

async fn seal_clear(seal: &Seal, database: &Database, kept: &Kept) -> Result<(), DatabaseError> {
    let clear: Vec<&(Id, Vec<u8>)> = kept.iter().filter(|(_, secret)| is_clear(secret)).collect();
    if clear.is_empty() {
        return Ok(());
    }
    let mut tx = database.write().await?;
    for (account, secret) in &clear {
        let sealed = seal
            .seal(*account, secret)
            .map_err(|error| DatabaseError::Unreadable(format!("a second factor: {error}")))?;
        users::reseal_factor(&mut tx, *account, secret, &sealed).await?;
    }
    tx.commit().await?;
    tracing::info!(count = clear.len(), "second factors that were kept in clear are sealed now");
    Ok(())
}

/// Says what does not work and what to do about it.
fn report(seal: &Seal, kept: &Kept) {
    let is_closed = |(account, secret): &&(Id, Vec<u8>)| {
        matches!(seal.open(*account, secret), Err(BadSecret::NoKey | BadSecret::OtherKey))
    };
    let closed = kept.iter().filter(is_closed).count();
    if closed > 0 {
        tracing::error!(
            accounts = closed,
            "these accounts cannot sign in: the key that their second factors are sealed with is not here; put \
             totp.key back into the data folder or set MYCRM_SERVER_TOTP_KEY, or else take them off with \
             `mycrm-server user reset-second-factor`"
        );
    } else if !seal.has_key() {
        tracing::warn!(
            "second factors cannot be set up, and those there are stay in clear: set MYCRM_SERVER_TOTP_KEY to the same \
             64 hexadecimal digits for all processes on this database"
        );
    }
}
