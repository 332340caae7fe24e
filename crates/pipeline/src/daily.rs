//! What is kept of a pipeline once a day: the figures as they were shown, so that later they can be held against what came.

use serde::{Deserialize, Serialize};

use crate::analysis::Analysis;
use crate::calendar::Month;
use crate::deals::Snapshot;

/// The figures of one day; amounts in minor units of the base currency of then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DaySnapshot {
    pub open: u64,
    pub health: Option<f64>,
    pub stages: Vec<DayStage>,
    pub months: Vec<DayMonth>,
}

/// A stage on that day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayStage {
    /// Its slug.
    pub stage: String,
    pub count: u64,
    pub total_value: f64,
    pub weighted_value: f64,
}

/// What was forecast that day of one month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayMonth {
    pub month: Month,
    pub expected: f64,
    pub p10: f64,
    pub p50: f64,
    pub p90: f64,
}

impl DaySnapshot {
    pub fn of(snapshot: &Snapshot<'_>, analysis: &Analysis) -> Self {
        let stages = analysis.stages.iter().map(|row| DayStage {
            stage: snapshot.book.stages[row.stage].key.clone(),
            count: row.count,
            total_value: row.total_value,
            weighted_value: row.weighted_value,
        });
        let months = analysis.forecast.months.iter().map(|month| DayMonth {
            month: month.month,
            expected: month.revenue.mean,
            p10: month.revenue.p10,
            p50: month.revenue.p50,
            p90: month.revenue.p90,
        });
        Self {
            open: analysis.forecast.open,
            health: analysis.health.overall,
            stages: stages.collect(),
            months: months.collect(),
        }
    }
}
