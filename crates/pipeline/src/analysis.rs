//! Everything that the analytics pages show, from one snapshot and one fit.

use crate::bottlenecks::{Bottleneck, bottlenecks};
use crate::calendar::Calendar;
use crate::deals::Snapshot;
use crate::forecast::{Fitted, Forecast, Options, forecast_fitted};
use crate::funnel::{Funnel, funnel};
use crate::health::{Health, health};
use crate::recommendations::{Recommendation, recommendations};
use crate::slippage::{Slippage, slippage};
use crate::stage_times::{StageNow, StageTime, distribution, stage_times};
use crate::velocity::{Velocity, velocity};
use crate::win_rate::{WinRate, win_rate};

/// The analytics of a pipeline.
#[derive(Debug)]
pub struct Analysis {
    pub stages: Vec<StageNow>,
    pub stage_times: Vec<StageTime>,
    pub funnel: Funnel,
    pub velocity: Velocity,
    pub win_rate: WinRate,
    pub bottlenecks: Vec<Bottleneck>,
    pub slippage: Slippage,
    pub health: Health,
    pub recommendations: Vec<Recommendation>,
    pub forecast: Forecast,
    /// For the probability of single deals: [`crate::probability::WinModel::of`].
    pub fitted: Fitted,
}

/// Of the deals opened (win rate: closed) within the bounds, `from` included and `until` not; the forecast, health and
/// recommendations are of the whole snapshot.
pub fn analyse(
    snapshot: &Snapshot<'_>,
    calendar: &Calendar,
    options: Options,
    from: i64,
    until: i64,
) -> Analysis {
    let fitted = Fitted::new(snapshot, calendar, options.months);
    let forecast = forecast_fitted(snapshot, calendar, &fitted, options);
    // What is won already in the current month is no longer missing.
    let missing = options.quota.map(|quota| quota.saturating_sub(forecast.past.booked as i64));
    let open_value = forecast.open_deals.iter().filter(|deal| !deal.omitted).map(|deal| deal.value).sum();
    let health = health(snapshot, calendar, missing, open_value);
    let bottlenecks = bottlenecks(snapshot);
    let slippage = slippage(snapshot, calendar);
    let advice = recommendations(snapshot, calendar, &fitted.win, &health, &bottlenecks, &slippage);
    Analysis {
        stages: distribution(snapshot),
        stage_times: stage_times(snapshot, from, until),
        funnel: funnel(snapshot, from, until),
        velocity: velocity(snapshot, from, until),
        win_rate: win_rate(snapshot, from, until),
        bottlenecks,
        slippage,
        health,
        recommendations: advice,
        forecast,
        fitted,
    }
}
