//! How likely one deal is won, and why.

use axum::Json;
use axum::extract::State;
use mycrm_pipeline::deals::{Known, uuid};
use mycrm_pipeline::forecast::{Fitted, category_of};
use mycrm_pipeline::probability::{Basis, Feature};
use mycrm_pipeline::words::Words;
use mycrm_pipeline::{Outcome, Snapshot};
use mycrm_store::{Id, Store};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Books;
use super::figures::{major, percent, round};
use super::forecast::ForecastCategoryName;
use super::scope::{Scope, ScopeParams, given};
use crate::error::{ApiError, Result};
use crate::query::Query;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WinProbabilityParams {
    /// The id of a deal.
    opportunity: String,
    /// `en` or `de`.
    language: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProbabilityBasis {
    History,
    /// Too few deals were closed: the stage's own probability.
    Stage,
    /// Set by hand.
    Hand,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProbabilityFeature {
    Stage,
    DaysInStage,
    Owner,
    Source,
    Product,
    SetByHand,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ProbabilityReason {
    feature: ProbabilityFeature,
    label: String,
    /// In log-odds, so that reasons add up: above zero speaks for the deal.
    weight: f64,
    /// Deals it rests on.
    n: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DealOutlook {
    /// Won within a year, in percent.
    win_probability: f64,
    basis: ProbabilityBasis,
    /// Strongest first.
    reasons: Vec<ProbabilityReason>,
    /// In its stage for longer than any deal that was ever closed had been in its last.
    older_than_any_closed: bool,
    category: ForecastCategoryName,
    category_by_hand: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WinProbability {
    opportunity: String,
    currency: String,
    /// Nothing for a deal that is closed.
    outlook: Option<DealOutlook>,
    /// What the forecast takes it to bring when it is won.
    value: Option<f64>,
    days_in_stage: u32,
}

impl DealOutlook {
    pub(super) fn of(fitted: &Fitted, snapshot: &Snapshot<'_>, known: &Known, words: &Words) -> Self {
        let told = fitted.win.of(snapshot, known);
        let hand = snapshot.deal(known).category;
        Self {
            win_probability: percent(told.probability),
            basis: match told.basis {
                Basis::History => ProbabilityBasis::History,
                Basis::Stage => ProbabilityBasis::Stage,
                Basis::Hand => ProbabilityBasis::Hand,
            },
            reasons: told
                .reasons
                .iter()
                .map(|reason| ProbabilityReason {
                    feature: match reason.feature {
                        Feature::Stage => ProbabilityFeature::Stage,
                        Feature::DaysInStage => ProbabilityFeature::DaysInStage,
                        Feature::Owner => ProbabilityFeature::Owner,
                        Feature::Source => ProbabilityFeature::Source,
                        Feature::Product => ProbabilityFeature::Product,
                        Feature::SetByHand => ProbabilityFeature::SetByHand,
                    },
                    label: words.reason(reason.feature).to_owned(),
                    weight: round(reason.weight, 1_000.0),
                    n: reason.n,
                })
                .collect(),
            older_than_any_closed: told.older_than_any_closed,
            category: Some(category_of(hand, told.probability)).into(),
            category_by_hand: hand.is_some(),
        }
    }
}

/// How likely an open deal is won within a year, with the reasons.
#[utoipa::path(get, path = "/api/core/analytics/win_probability/", tag = "analytics",
    params(WinProbabilityParams), responses((status = 200, body = WinProbability)))]
pub(crate) async fn get_win_probability(
    State(store): State<Store>,
    State(books): State<Books>,
    Query(params): Query<WinProbabilityParams>,
) -> Result<Json<WinProbability>> {
    let WinProbabilityParams { opportunity, language } = params;
    let missing = || {
        ApiError::NotFound(format!("There is no deal with the id {opportunity}; it may have been deleted."))
    };
    let id = given(Some(&opportunity)).and_then(|id| id.parse::<Id>().ok()).ok_or_else(missing)?;
    let deal = {
        let mut connection = store.readers().acquire().await?;
        mycrm_crm::opportunities::get(&mut connection, &id).await?.ok_or_else(missing)?
    };
    let params =
        ScopeParams { pipeline: Some(deal.pipeline_id.to_string()), language, ..ScopeParams::default() };
    let scope = Scope::of(&store, &books, &params).await?;
    let work = move || {
        let snapshot = scope.snapshot();
        let fitted = Fitted::new(&snapshot, &scope.calendar, 12);
        let known = snapshot.known.iter().find(|known| uuid(snapshot.deal(known).id) == id.as_str())?;
        let open = known.outcome == Outcome::Open;
        let expected = fitted.expectations.expected(snapshot.deal(known), known);
        Some(WinProbability {
            opportunity: id.to_string(),
            currency: scope.currency.to_string(),
            outlook: open.then(|| DealOutlook::of(&fitted, &snapshot, known, &scope.words())),
            value: open.then(|| major(expected.value, scope.currency)),
            days_in_stage: snapshot.days_in_stage(known),
        })
    };
    let told = tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?;
    told.map(Json).ok_or_else(|| {
        ApiError::Conflict("The deal is not in the pipeline's history yet; try again in a moment.".to_owned())
    })
}
