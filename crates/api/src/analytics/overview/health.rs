//! The health score with its parts, the stages and what holds deals up.

use std::collections::BTreeMap;

use mycrm_pipeline::analysis::Analysis;
use mycrm_pipeline::bottlenecks::Severity;
use mycrm_pipeline::health::Part;
use mycrm_pipeline::words::Words;
use mycrm_pipeline::{Snapshot, StageKind as Kind};
use serde::Serialize;
use utoipa::ToSchema;

use crate::analytics::advice::Recommendation;
use crate::analytics::figures::{Interval, major, percent, round, slug, stage_name};
use crate::analytics::scope::Scope;
use crate::records::choices::StageKind;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PipelineHealth {
    /// 0 to 100; nothing where too little is known to tell.
    overall_health_score: Option<f64>,
    parts: Vec<HealthPart>,
    stage_distribution: Vec<StageNow>,
    /// By slug: the median days of a stay, those not ended counted as not ended (Kaplan-Meier).
    velocity_metrics: BTreeMap<String, Option<u32>>,
    stage_times: Vec<StageTime>,
    bottlenecks: Vec<StageBottleneck>,
    /// Won of all closed in the period, in percent.
    win_rate: Option<f64>,
    win_rate_interval: Option<Interval>,
    /// By amount; nothing where lost deals carry none.
    win_rate_by_value: Option<f64>,
    /// Mean of the won deals with an amount.
    average_deal_size: Option<f64>,
    pipeline_value: f64,
    /// What open deals are worth, those without an amount as such deals were, over what is missing to the quotas.
    coverage: Option<f64>,
    recommendations: Vec<Recommendation>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HealthPartName {
    WinRate,
    Velocity,
    Coverage,
    Hygiene,
    Ageing,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HealthPart {
    name: HealthPartName,
    label: String,
    /// In percent of the whole.
    weight: u32,
    /// 0 to 100; nothing for insufficient data.
    score: Option<f64>,
    /// What it rests on, in the asked language.
    why: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StageNow {
    /// Slug.
    stage: String,
    stage_id: String,
    name: String,
    kind: StageKind,
    count: u64,
    total_value: f64,
    weighted_value: f64,
    /// Days in the stage; of closed stages: since closing.
    median_age_days: Option<u32>,
    /// Longer there than the stage allows.
    stalled: u64,
    without_amount: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StageTime {
    stage: String,
    name: String,
    /// Stays that began in the period.
    n: u64,
    still_there: u64,
    mean_days: Option<f64>,
    median_days: Option<u32>,
    /// Where the stays that ended went.
    onward: u64,
    back: u64,
    won: u64,
    lost: u64,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BottleneckSeverity {
    Low,
    Medium,
    High,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StageBottleneck {
    stage: String,
    name: String,
    /// Median days of the stays of the last 180 days.
    days: u32,
    /// Fewer than half have left, so it is at least `days`.
    at_least: bool,
    /// Median days of the stays before.
    before_days: u32,
    ratio: f64,
    /// Nothing where it is not slower than before.
    severity: Option<BottleneckSeverity>,
    /// Of the recent stays that ended, in percent.
    lost_share: Option<f64>,
    n: u64,
    before_n: u64,
}

impl PipelineHealth {
    pub(super) fn of(
        scope: &Scope,
        snapshot: &Snapshot<'_>,
        analysis: &Analysis,
        recommendations: Vec<Recommendation>,
        words: &Words,
    ) -> Self {
        let stored = &scope.stored;
        let amount = |minor: f64| major(minor, scope.currency);
        let rate = analysis.win_rate.by_count();
        let (mut won, mut sum) = (0_u64, 0.0);
        for minor in snapshot
            .won()
            .filter(|known| (scope.from..scope.until).contains(&known.entered))
            .filter_map(|known| known.amount.minor())
        {
            won += 1;
            sum += minor as f64;
        }
        let stages = &stored.book.stages;
        Self {
            overall_health_score: analysis.health.overall.map(|score| round(score, 10.0)),
            parts: analysis
                .health
                .parts
                .iter()
                .map(|part| HealthPart {
                    name: match part.part {
                        Part::WinRate => HealthPartName::WinRate,
                        Part::Velocity => HealthPartName::Velocity,
                        Part::Coverage => HealthPartName::Coverage,
                        Part::Hygiene => HealthPartName::Hygiene,
                        Part::Ageing => HealthPartName::Ageing,
                    },
                    label: words.part(part.part).to_owned(),
                    weight: part.weight,
                    score: part.score.map(|score| round(score, 10.0)),
                    why: words.why(part),
                })
                .collect(),
            stage_distribution: analysis
                .stages
                .iter()
                .filter(|row| !stages[row.stage].removed || row.count > 0)
                .map(|row| StageNow {
                    stage: slug(stored, row.stage),
                    stage_id: stored.stage_ids[row.stage].to_string(),
                    name: stage_name(stored, row.stage),
                    kind: StageKind(match stages[row.stage].kind {
                        Kind::Open => mycrm_crm::StageKind::Open,
                        Kind::Won => mycrm_crm::StageKind::Won,
                        Kind::Lost => mycrm_crm::StageKind::Lost,
                    }),
                    count: row.count,
                    total_value: amount(row.total_value),
                    weighted_value: amount(row.weighted_value),
                    median_age_days: row.median_age_days,
                    stalled: row.stalled,
                    without_amount: row.without_amount,
                })
                .collect(),
            velocity_metrics: analysis
                .stage_times
                .iter()
                .filter(|time| !stages[time.stage].removed)
                .map(|time| (slug(stored, time.stage), time.median_days))
                .collect(),
            stage_times: analysis
                .stage_times
                .iter()
                .filter(|time| !stages[time.stage].removed || time.n > 0)
                .map(|time| StageTime {
                    stage: slug(stored, time.stage),
                    name: stage_name(stored, time.stage),
                    n: time.n,
                    still_there: time.still_there,
                    mean_days: time.mean_days.map(|days| round(days, 10.0)),
                    median_days: time.median_days,
                    onward: time.onward,
                    back: time.back,
                    won: time.won,
                    lost: time.lost,
                })
                .collect(),
            bottlenecks: analysis
                .bottlenecks
                .iter()
                .map(|slow| StageBottleneck {
                    stage: slug(stored, slow.stage),
                    name: stage_name(stored, slow.stage),
                    days: slow.days,
                    at_least: slow.at_least,
                    before_days: slow.before_days,
                    ratio: round(slow.ratio, 100.0),
                    severity: slow.severity.map(|severity| match severity {
                        Severity::Low => BottleneckSeverity::Low,
                        Severity::Medium => BottleneckSeverity::Medium,
                        Severity::High => BottleneckSeverity::High,
                    }),
                    lost_share: slow.lost_share.map(percent),
                    n: slow.n,
                    before_n: slow.before_n,
                })
                .collect(),
            win_rate: rate.map(|share| percent(share.rate)),
            win_rate_interval: rate.map(Interval::from),
            win_rate_by_value: analysis.win_rate.by_value().map(percent),
            average_deal_size: (won > 0).then(|| amount(sum / won as f64)),
            pipeline_value: amount(
                snapshot.open().filter_map(|known| known.amount.minor()).map(|minor| minor as f64).sum(),
            ),
            coverage: analysis.health.coverage.map(|coverage| round(coverage, 100.0)),
            recommendations,
        }
    }
}
