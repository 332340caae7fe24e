//! What is to be sold in a month.

use mycrm_store::{Currency, Error, Id, Result, Tx};
use sqlx::SqliteConnection;

use crate::calendar::Month;

/// The quota of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    pub month: Month,
    pub minor: i64,
    pub currency: Currency,
}

/// The quotas of a pipeline from one month to another, which is among them, in order. Two devices may each have set
/// one for the same month: the later one holds.
///
/// # Errors
/// When the database cannot be read.
pub async fn quotas(
    connection: &mut SqliteConnection,
    pipeline: &Id,
    from: Month,
    until: Month,
) -> Result<Vec<Quota>> {
    let rows: Vec<(String, i64, String)> = sqlx::query_as(
        "SELECT month, amount_minor, currency FROM quotas
         WHERE pipeline_id = ?1 AND month BETWEEN ?2 AND ?3 AND deleted_at IS NULL ORDER BY month, updated_at, id",
    )
    .bind(pipeline)
    .bind(from.to_string())
    .bind(until.to_string())
    .fetch_all(connection)
    .await?;
    let mut found: Vec<Quota> = Vec::with_capacity(rows.len());
    for (month, minor, currency) in rows {
        let Some(month) = Month::parse(&month) else { continue };
        found.retain(|quota| quota.month != month);
        found.push(Quota { month, minor, currency: currency.parse()? });
    }
    Ok(found)
}

/// Sets the quota of a month, or takes it away.
///
/// # Errors
/// When the database cannot be written.
pub async fn set_quota(
    tx: &mut Tx<'_>,
    pipeline: &Id,
    month: Month,
    amount: Option<(i64, Currency)>,
) -> Result<()> {
    let there: Vec<Id> = sqlx::query_scalar(
        "SELECT id FROM quotas WHERE pipeline_id = ?1 AND month = ?2 AND deleted_at IS NULL ORDER BY updated_at DESC, id DESC",
    )
    .bind(pipeline)
    .bind(month.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Error::from)?;
    let (first, others) = there.split_first().map_or((None, &[][..]), |(first, rest)| (Some(first), rest));
    for id in others {
        tx.delete("quotas", id).await?;
    }
    match (first, amount) {
        (Some(id), None) => {
            tx.delete("quotas", id).await?;
        }
        (Some(id), Some((minor, currency))) => {
            let fields =
                vec![("amount_minor", minor.into()), ("currency", currency.code().to_owned().into())];
            tx.update("quotas", id, fields).await?;
        }
        (None, Some((minor, currency))) => {
            let fields = vec![
                ("pipeline_id", pipeline.clone().into()),
                ("month", month.to_string().into()),
                ("amount_minor", minor.into()),
                ("currency", currency.code().to_owned().into()),
            ];
            tx.insert("quotas", &Id::new(), fields).await?;
        }
        (None, None) => {}
    }
    Ok(())
}
