//! The board: a pipeline's stages side by side, each with exact totals and its first cards.

use mycrm_store::{Currency, Id};
use sqlx::SqliteConnection;

use crate::opportunities::Opportunity;
use crate::pipelines::{self, Pipeline, Stage};
use crate::store::opportunities::OPPORTUNITIES;
use crate::store::{board as store, settings};
use crate::{Error, Filter, ListQuery, Page, Result};

/// A sum over deals of one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    pub currency: Currency,
    pub count: i64,
    /// In minor units.
    pub amount_minor: i64,
    /// Amount times probability, in minor units.
    pub weighted_minor: i64,
}

/// One column.
#[derive(Debug)]
pub struct Column {
    pub stage: Stage,
    pub count: i64,
    /// In the board's currency.
    pub total: Total,
    /// Deals in other currencies; never added to the total.
    pub others: Vec<Total>,
    pub cards: Page<Opportunity>,
}

#[derive(Debug)]
pub struct Board {
    pub pipeline: Pipeline,
    /// That of most deals, so that the totals say something.
    pub currency: Currency,
    pub columns: Vec<Column>,
}

/// The board of a pipeline, by default of the default one.
///
/// # Errors
/// [`Error::NotFound`] for a pipeline that is not there.
pub async fn board(
    connection: &mut SqliteConnection,
    pipeline: Option<&Id>,
    query: ListQuery,
) -> Result<Board> {
    let id = match pipeline {
        Some(id) => id.clone(),
        None => pipelines::default(connection)
            .await?
            .ok_or(Error::NotFound { record: "pipeline", id: "default".into() })?,
    };
    let pipeline = pipelines::get(connection, &id).await?.ok_or_else(|| Error::not_found("pipeline", &id))?;
    let totals = store::totals(connection, &query.clone().and(Filter::eq("pipeline", id.as_str()))).await?;
    let currency = most_used(&totals).unwrap_or(settings::base_currency(connection).await?);
    let mut columns = Vec::new();
    for stage in &pipeline.stages.0 {
        let (mut total, mut others) =
            (Total { currency, count: 0, amount_minor: 0, weighted_minor: 0 }, Vec::new());
        for (_, found) in totals.iter().filter(|(stage_id, _)| *stage_id == stage.id) {
            if found.currency == currency { total = found.clone() } else { others.push(found.clone()) }
        }
        let count = total.count + others.iter().map(|o| o.count).sum::<i64>();
        // The stage says the pipeline; naming both would tempt SQLite away from the index that is in the order of rank.
        let mut cards = query.clone().and(Filter::eq("stage_id", stage.id.as_str()));
        cards.ordering = Some("rank".into());
        let cards = OPPORTUNITIES.page_of(connection, &cards, count).await?;
        columns.push(Column { stage: stage.clone(), count, total, others, cards });
    }
    Ok(Board { pipeline, currency, columns })
}

fn most_used(totals: &[(Id, Total)]) -> Option<Currency> {
    let mut counts = std::collections::BTreeMap::<Currency, i64>::new();
    for (_, total) in totals {
        *counts.entry(total.currency).or_default() += total.count;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(currency, _)| currency)
}
