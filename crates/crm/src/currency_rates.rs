//! Rates of foreign currencies, kept by the user and dated, by which amounts are brought to the base currency.

use mycrm_store::{Date, Id, Tx};
use sqlx::SqliteConnection;

use crate::field::currency;
use crate::store::{list, settings, small};
use crate::{Error, Field, ListQuery, Page, Result, message};

record!(
    /// What one unit of a currency is worth in `base` from a day on.
    CurrencyRate, CurrencyRateDraft {
        required { currency: String, base: String, day: Date, rate_nano: i64 }
        optional {}
        shown {}
        apart {}
    }
);

/// `base` is the base currency where it is not given.
///
/// # Errors
/// [`Error::Invalid`] for what is missing, an unknown currency, one against itself, or a rate that is not above zero.
pub async fn create(tx: &mut Tx<'_>, mut draft: CurrencyRateDraft) -> Result<Id> {
    if draft.base.is_unset() {
        draft.base = Field::Set(settings::base_currency(tx.conn()).await?.to_string());
    }
    let missing = [
        ("currency", draft.currency.is_unset()),
        ("day", draft.day.is_unset()),
        ("rate", draft.rate_nano.is_unset()),
    ];
    if let Some((name, _)) = missing.into_iter().find(|(_, missing)| *missing) {
        return Err(Error::invalid(name, message!("may not be empty")));
    }
    check(&mut draft, None)?;
    let id = Id::new();
    tx.insert("currency_rates", &id, draft.assignments()?).await?;
    Ok(id)
}

/// # Errors
/// As [`create`], and [`Error::NotFound`].
pub async fn update(tx: &mut Tx<'_>, id: &Id, mut draft: CurrencyRateDraft) -> Result<()> {
    let old = get(tx.conn(), id).await?.ok_or_else(|| Error::not_found("currency_rate", id))?;
    check(&mut draft, Some(&old))?;
    small::update(tx, "currency_rates", "currency_rate", id, draft.assignments()?).await
}

fn check(draft: &mut CurrencyRateDraft, old: Option<&CurrencyRate>) -> Result<()> {
    for (name, field) in [("currency", &mut draft.currency), ("base", &mut draft.base)] {
        *field = currency(name, std::mem::take(field))?;
    }
    if matches!(draft.rate_nano, Field::Set(rate) if rate <= 0) {
        return Err(Error::invalid("rate", message!("has to be above zero")));
    }
    let after = |field: &Field<String>, old: Option<&String>| field.clone().over(old.cloned());
    let currency = after(&draft.currency, old.map(|old| &old.currency));
    if currency.is_some() && currency == after(&draft.base, old.map(|old| &old.base)) {
        return Err(Error::invalid("currency", message!("is the base currency itself, which needs no rate")));
    }
    Ok(())
}

/// # Errors
/// [`Error::NotFound`].
pub async fn delete(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    small::delete(tx, "currency_rates", "currency_rate", id).await
}

/// # Errors
/// When the database cannot be read.
pub async fn get(connection: &mut SqliteConnection, id: &Id) -> Result<Option<CurrencyRate>> {
    list::one(&small::CURRENCY_RATES, connection, id).await
}

/// # Errors
/// [`Error::BadQuery`].
pub async fn list(connection: &mut SqliteConnection, query: &ListQuery) -> Result<Page<CurrencyRate>> {
    small::CURRENCY_RATES.page(connection, query).await
}
