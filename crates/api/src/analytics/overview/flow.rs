//! How deals go through the stages: funnel, speed and slipping plans.

use std::collections::BTreeMap;

use mycrm_pipeline::Snapshot;
use mycrm_pipeline::analysis::Analysis;
use mycrm_pipeline::deals::uuid;
use mycrm_pipeline::store::Card;
use mycrm_pipeline::velocity::{BAR_DAYS, Extreme};
use mycrm_store::Id;
use serde::Serialize;
use utoipa::ToSchema;

use crate::analytics::advice::Recommendation;
use crate::analytics::figures::{major, percent, round, slug, stage_name};
use crate::analytics::scope::Scope;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConversionFunnel {
    funnel: Vec<FunnelStep>,
    /// Deals opened in the period.
    cohort: u64,
    /// Won of the cohort, in percent, and won of those that are closed.
    overall_conversion: Option<f64>,
    conversion_of_closed: Option<f64>,
    recommendations: Vec<Recommendation>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FunnelStep {
    /// Slug; `won` is the last step, whatever the won stages are called.
    stage: String,
    /// Nothing for the last step.
    name: Option<String>,
    /// Distinct deals that came so far or further.
    count: u64,
    /// In percent of `count`; nothing for the last step.
    conversion_rate: Option<f64>,
    drop_off_rate: Option<f64>,
    still_open: u64,
    lost: u64,
}

impl ConversionFunnel {
    pub(super) fn of(scope: &Scope, analysis: &Analysis, advice: &[Recommendation]) -> Self {
        let funnel = &analysis.funnel;
        Self {
            funnel: funnel
                .steps
                .iter()
                .map(|step| FunnelStep {
                    stage: step.stage.map_or_else(|| "won".to_owned(), |stage| slug(&scope.stored, stage)),
                    name: step.stage.map(|stage| stage_name(&scope.stored, stage)),
                    count: step.reached,
                    conversion_rate: step.conversion.map(percent),
                    drop_off_rate: step.drop_off.map(percent),
                    still_open: step.still_open,
                    lost: step.lost,
                })
                .collect(),
            cohort: funnel.cohort,
            overall_conversion: funnel.overall.map(percent),
            conversion_of_closed: funnel.of_closed.map(percent),
            recommendations: advice.iter().filter(|advice| advice.is_of_the_funnel()).cloned().collect(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DealVelocity {
    /// Days from opening to closing, of deals opened in the period and closed.
    average_days: Option<f64>,
    median_days: Option<u32>,
    /// Kaplan-Meier over closed and open deals; nothing where more than half are open at every age seen.
    censored_median_days: Option<u32>,
    won_median_days: Option<u32>,
    lost_median_days: Option<u32>,
    closed: u64,
    open: u64,
    fastest: Option<ExtremeDeal>,
    slowest: Option<ExtremeDeal>,
    /// By slug: median days of a stay.
    by_stage: BTreeMap<String, Option<u32>>,
    /// Closed deals by days.
    histogram: Vec<DaysBar>,
    /// Shares by days since opening, in percent (Aalen-Johansen).
    survival: Vec<SurvivalPoint>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExtremeDeal {
    id: String,
    /// Nothing where it was deleted meanwhile.
    name: Option<String>,
    days: u32,
    amount: Option<f64>,
    /// Slug of the stage it is in.
    stage: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DaysBar {
    from_days: u32,
    /// Not among them.
    until_days: u32,
    count: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SurvivalPoint {
    days: u32,
    open_share: f64,
    won_share: f64,
    lost_share: f64,
}

/// Points of the curve that are sent; more nobody can tell apart.
const POINTS: usize = 120;

impl DealVelocity {
    pub(super) fn of(scope: &Scope, snapshot: &Snapshot<'_>, analysis: &Analysis) -> Self {
        let velocity = &analysis.velocity;
        let extreme = |extreme: Extreme| {
            let known = &snapshot.known[extreme.place];
            ExtremeDeal {
                name: None,
                id: uuid(snapshot.deal(known).id),
                days: extreme.days,
                amount: known.amount.minor().map(|minor| major(minor as f64, scope.currency)),
                stage: slug(&scope.stored, usize::from(known.stage)),
            }
        };
        let times = &velocity.incidence.times;
        let step = times.len().div_ceil(POINTS).max(1);
        let survival = times.iter().enumerate().filter(|(at, _)| at % step == 0 || at + 1 == times.len());
        Self {
            average_days: velocity.mean_days.map(|days| round(days, 10.0)),
            median_days: velocity.median_days,
            censored_median_days: velocity.censored_median_days,
            won_median_days: velocity.won_median_days,
            lost_median_days: velocity.lost_median_days,
            closed: velocity.closed,
            open: velocity.open,
            fastest: velocity.fastest.map(extreme),
            slowest: velocity.slowest.map(extreme),
            by_stage: analysis
                .stage_times
                .iter()
                .map(|time| (slug(&scope.stored, time.stage), time.median_days))
                .collect(),
            histogram: (0..)
                .zip(&velocity.histogram)
                .map(|(bar, &count): (u32, _)| DaysBar {
                    from_days: bar * BAR_DAYS,
                    until_days: (bar + 1) * BAR_DAYS,
                    count,
                })
                .collect(),
            survival: survival
                .map(|(at, &days)| SurvivalPoint {
                    days,
                    open_share: percent(velocity.incidence.survival[at]),
                    won_share: percent(velocity.incidence.incidence[0][at]),
                    lost_share: percent(velocity.incidence.incidence[1][at]),
                })
                .collect(),
        }
    }
}

impl DealVelocity {
    /// Ids of the fastest and the slowest deal.
    pub(super) fn extremes(&self) -> Vec<Id> {
        [&self.fastest, &self.slowest].into_iter().flatten().filter_map(|deal| deal.id.parse().ok()).collect()
    }

    pub(super) fn name_extremes(&mut self, cards: &[Card]) {
        for deal in [&mut self.fastest, &mut self.slowest].into_iter().flatten() {
            deal.name = cards.iter().find(|card| card.id.as_str() == deal.id).map(|card| card.name.clone());
        }
    }
}

/// How the plans of open deals slip.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DealSlippage {
    open: u64,
    /// With an expected close date.
    dated: u64,
    /// Moved to a later day at least once.
    pushed: u64,
    pushes: u64,
    /// Per deal with a date.
    mean_pushes: Option<f64>,
    /// Pushed three times or more.
    pushed_often: u64,
    /// The expected close date is past.
    overdue: u64,
    overdue_value: f64,
    amount_changed: u64,
}

impl DealSlippage {
    pub(super) fn of(scope: &Scope, analysis: &Analysis) -> Self {
        let slip = &analysis.slippage;
        Self {
            open: slip.open,
            dated: slip.dated,
            pushed: slip.pushed,
            pushes: slip.pushes,
            mean_pushes: slip.mean_pushes.map(|pushes| round(pushes, 100.0)),
            pushed_often: slip.pushed_often.len() as u64,
            overdue: slip.overdue.len() as u64,
            overdue_value: major(slip.overdue_value, scope.currency),
            amount_changed: slip.amount_changed,
        }
    }
}
