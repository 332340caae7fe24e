//! The append-only history of a deal: stage, amount, close date and category, and since when each holds.

use mycrm_store::{Id, Timestamp, Tx};

use crate::store::opportunities::{self as store, Before};
use crate::{HistoryField, Result};

/// Appends to the history what differs from before.
pub(super) async fn remember(tx: &mut Tx<'_>, id: &Id, before: Option<&Before>) -> Result<()> {
    let Some(after) = store::before(tx.conn(), id).await? else { return Ok(()) };
    let at = tx.now();
    let amount = |minor: Option<i64>| minor.map(|m| m.to_string());
    let changes = [
        (HistoryField::Stage, before.map(|b| b.stage_id.to_string()), Some(after.stage_id.to_string())),
        (HistoryField::Amount, amount(before.and_then(|b| b.amount_minor)), amount(after.amount_minor)),
        (
            HistoryField::CloseDate,
            before.and_then(|b| b.expected_close_date.clone()),
            after.expected_close_date,
        ),
        (HistoryField::Category, before.and_then(|b| b.forecast_category.clone()), after.forecast_category),
    ];
    // The same number in another currency is another amount.
    let other_currency = before.is_some_and(|b| b.currency != after.currency && b.amount_minor.is_some());
    for (field, old, new) in changes {
        if old != new || (field == HistoryField::Amount && other_currency) {
            append(tx, id, field, old, new, &after.currency, at).await?;
        }
    }
    Ok(())
}

/// Appends one change of a deal that holds since `at`.
pub(super) async fn append(
    tx: &mut Tx<'_>,
    opportunity: &Id,
    field: HistoryField,
    old: Option<String>,
    new: Option<String>,
    currency: &str,
    at: Timestamp,
) -> Result<()> {
    let fields = vec![
        ("opportunity_id", opportunity.clone().into()),
        ("field", field.into()),
        ("old_value", old.into()),
        ("new_value", new.into()),
        ("currency", (field == HistoryField::Amount).then(|| currency.to_owned()).into()),
        ("effective_at", at.into()),
    ];
    Ok(tx.insert("opportunity_history", &Id::new(), fields).await?)
}
