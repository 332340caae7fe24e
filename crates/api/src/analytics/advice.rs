//! Recommendations on the wire: what to do, and the deals it is about.

use mycrm_pipeline::deals::uuid;
use mycrm_pipeline::recommendations::{self as core, Advice, Priority};
use mycrm_pipeline::words::Words;
use serde::Serialize;
use utoipa::ToSchema;

use super::figures::slug;
use super::scope::Scope;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AdviceType {
    Stalled,
    Stale,
    Overdue,
    PushedOften,
    NoNextStep,
    NoContact,
    NoAmount,
    Unconverted,
    Bottleneck,
    LowCoverage,
    WinRateFell,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AdvicePriority {
    Low,
    Medium,
    High,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Recommendation {
    #[serde(rename = "type")]
    kind: AdviceType,
    priority: AdvicePriority,
    /// What is the case and what to do, in the asked language.
    message: String,
    /// How many deals it is about.
    deals: u64,
    /// The largest of them, at most 100; the operation for the deals behind a figure lists all.
    record_ids: Vec<String>,
    /// Slug, where it is about one stage.
    stage: Option<String>,
}

impl Recommendation {
    pub(super) fn of(scope: &Scope, words: &Words, advice: &core::Recommendation) -> Self {
        Self {
            kind: AdviceType::of(&advice.advice),
            priority: match advice.priority {
                Priority::Low => AdvicePriority::Low,
                Priority::Medium => AdvicePriority::Medium,
                Priority::High => AdvicePriority::High,
            },
            message: words.advice(advice, &scope.stored.book.stages),
            deals: advice.deals,
            record_ids: advice.record_ids.iter().map(|&id| uuid(id)).collect(),
            stage: stage_of(&advice.advice).map(|stage| slug(&scope.stored, stage)),
        }
    }

    /// Whether it is about how deals go through the stages.
    pub(super) fn is_of_the_funnel(&self) -> bool {
        matches!(self.kind, AdviceType::Bottleneck | AdviceType::Stalled | AdviceType::Stale)
    }
}

impl AdviceType {
    pub(super) fn of(advice: &Advice) -> Self {
        match advice {
            Advice::Stalled => Self::Stalled,
            Advice::Stale { .. } => Self::Stale,
            Advice::Overdue => Self::Overdue,
            Advice::PushedOften => Self::PushedOften,
            Advice::NoNextStep => Self::NoNextStep,
            Advice::NoContact => Self::NoContact,
            Advice::NoAmount => Self::NoAmount,
            Advice::Unconverted => Self::Unconverted,
            Advice::Bottleneck { .. } => Self::Bottleneck,
            Advice::LowCoverage { .. } => Self::LowCoverage,
            Advice::WinRateFell { .. } => Self::WinRateFell,
        }
    }

    /// As it is written on the wire.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Stalled => "stalled",
            Self::Stale => "stale",
            Self::Overdue => "overdue",
            Self::PushedOften => "pushed_often",
            Self::NoNextStep => "no_next_step",
            Self::NoContact => "no_contact",
            Self::NoAmount => "no_amount",
            Self::Unconverted => "unconverted",
            Self::Bottleneck => "bottleneck",
            Self::LowCoverage => "low_coverage",
            Self::WinRateFell => "win_rate_fell",
        }
    }
}

pub(super) fn stage_of(advice: &Advice) -> Option<usize> {
    match advice {
        Advice::Bottleneck { stage, .. } => Some(*stage),
        _ => None,
    }
}
