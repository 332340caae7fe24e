//! The board on the wire: a pipeline's stages side by side, each with exact totals and its first cards.

use axum::Json;
use axum::extract::State;
use mycrm_crm::board::{self as records, Column as ColumnRow, Total};
use mycrm_store::{Id, Store};
use serde::Serialize;
use utoipa::ToSchema;

use super::amount::decimal;
use super::listing::{Asked, ListParams};
use super::opportunities::Opportunity;
use super::pipelines::{Pipeline, Stage, stage};
use crate::error::{ApiError, Result};

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Board {
    pipeline: Pipeline,
    /// That of most deals: the totals are in it.
    currency: String,
    stages: Vec<BoardColumn>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BoardColumn {
    #[serde(flatten)]
    stage: Stage,
    /// All deals of the column, whatever their currency.
    count: i64,
    /// A decimal in `currency`.
    total_amount: String,
    /// Amount times probability.
    weighted_amount: String,
    currency: String,
    /// Deals in other currencies: never added to the total.
    other_currencies: Vec<CurrencyTotal>,
    /// The address of further cards.
    next: Option<String>,
    results: Vec<Opportunity>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CurrencyTotal {
    currency: String,
    amount: String,
    weighted_amount: String,
    count: i64,
}

/// The board of a pipeline, by default of the default one. Every parameter of the list of opportunities narrows it.
#[utoipa::path(get, path = "/api/opportunities/pipeline/", tag = "opportunity",
    params(ListParams, ("pipeline" = Option<String>, Query), ("owner" = Option<String>, Query)),
    responses((status = 200, body = Board)))]
pub(crate) async fn get_board(State(store): State<Store>, mut asked: Asked) -> Result<Json<Board>> {
    // The order of cards is their place in the column, and a column continues by its own address.
    asked.take("ordering");
    asked.take("cursor");
    let pipeline = match asked.take("pipeline") {
        Some(id) => Some(id.parse::<Id>().map_err(|_| {
            ApiError::NotFound(format!("There is no pipeline with the id {id}; it may have been deleted."))
        })?),
        None => None,
    };
    let query = asked.query(&store).await?;
    let mut connection = store.readers().acquire().await?;
    let board = records::board(&mut connection, pipeline.as_ref(), query).await?;
    let records::Board { pipeline, currency, columns } = board;
    let stages =
        columns.into_iter().enumerate().map(|(position, row)| column(&asked, position, row)).collect();
    Ok(Json(Board { pipeline: pipeline.into(), currency: currency.to_string(), stages }))
}

fn column(asked: &Asked, position: usize, row: ColumnRow) -> BoardColumn {
    let ColumnRow { stage: of, count, total, others, cards } = row;
    // The stage says the pipeline; the stage alone is what the index in the order of rank begins with.
    let further = asked.with("/api/opportunities/", &[("stage_id", of.id.as_str()), ("ordering", "rank")]);
    BoardColumn {
        stage: stage(position, of),
        count,
        total_amount: decimal(total.amount_minor, total.currency),
        weighted_amount: decimal(total.weighted_minor, total.currency),
        currency: total.currency.to_string(),
        other_currencies: others.into_iter().map(CurrencyTotal::from).collect(),
        next: cards.next.map(|cursor| further.address(&cursor)),
        results: cards.results.into_iter().map(Opportunity::from).collect(),
    }
}

impl From<Total> for CurrencyTotal {
    fn from(total: Total) -> Self {
        let Total { currency, count, amount_minor, weighted_minor } = total;
        Self {
            currency: currency.to_string(),
            amount: decimal(amount_minor, currency),
            weighted_amount: decimal(weighted_minor, currency),
            count,
        }
    }
}
