//! The names of figures, as parameters spell them.

use mycrm_pipeline::Month;
use mycrm_pipeline::analysis::Analysis;
use mycrm_pipeline::behind::{Figure, FunnelPart};
use mycrm_pipeline::deals::Category;
use mycrm_pipeline::velocity::BAR_DAYS;
use mycrm_pipeline::win_rate::Group;

use super::BehindParams;
use crate::analytics::advice::{AdviceType, stage_of};
use crate::analytics::scope::{Scope, given};
use crate::error::{ApiError, Result};

/// The figure that is meant.
pub(super) fn figure(scope: &Scope, analysis: &Analysis, params: &BehindParams) -> Result<Figure> {
    let key = given(params.key.as_deref());
    let part = given(params.part.as_deref());
    let wanted = || key.ok_or_else(|| ApiError::field("key", "is needed for this figure"));
    Ok(match params.behind.as_str() {
        "open" => Figure::Open,
        "overdue" => Figure::Overdue,
        "pushed" => Figure::Pushed,
        "amount_changed" => Figure::AmountChanged,
        "stage" => Figure::Stage(stage(scope, wanted()?)?),
        "funnel" => Figure::Funnel {
            stage: match wanted()? {
                "won" => None,
                slug => Some(stage(scope, slug)?),
            },
            part: match part {
                None | Some("reached") => FunnelPart::Reached,
                Some("still_open") => FunnelPart::StillOpen,
                Some("lost") => FunnelPart::Lost,
                Some(other) => return Err(unknown("part", other)),
            },
        },
        "velocity" => {
            let days = wanted()?;
            let from_days: u32 = days.parse().map_err(|_| unknown("key", days))?;
            let until_days = match part {
                Some(days) => days.parse().map_err(|_| unknown("part", days))?,
                None => from_days.saturating_add(BAR_DAYS),
            };
            Figure::Velocity { from_days, until_days }
        }
        "win_rate" => {
            let (group, key) = group(scope, wanted()?)?;
            Figure::WinRate { group, key, won: won(part)? }
        }
        "win_month" => Figure::ClosedIn { month: month(wanted()?)?, won: won(part)? },
        "month" => Figure::Month(month(wanted()?)?),
        "category" => Figure::Category(match wanted()? {
            "closed" => None,
            "commit" => Some(Category::Commit),
            "best_case" => Some(Category::BestCase),
            "pipeline" => Some(Category::Pipeline),
            "omitted" => Some(Category::Omitted),
            other => return Err(unknown("key", other)),
        }),
        "owner" => Figure::Owner(match wanted()? {
            "none" => None,
            id => {
                let place = scope.stored.owner_ids().iter().position(|owner| owner.as_str() == id);
                Some(place.and_then(|place| u32::try_from(place).ok()).ok_or_else(|| unknown("key", id))?)
            }
        }),
        "advice" => {
            let kind = wanted()?;
            let slug = part.map(|slug| stage(scope, slug)).transpose()?;
            let place = analysis.recommendations.iter().position(|advice| {
                AdviceType::of(&advice.advice).key() == kind && stage_of(&advice.advice) == slug
            });
            // What was recommended is done by now: there are no deals behind it any more.
            Figure::Advice(place.unwrap_or(usize::MAX))
        }
        other => return Err(unknown("behind", other)),
    })
}

fn unknown(field: &'static str, text: &str) -> ApiError {
    ApiError::field(field, format!("{text} is not known here; /api/docs/ lists what is"))
}

fn stage(scope: &Scope, slug: &str) -> Result<usize> {
    let stages = &scope.stored.book.stages;
    stages.iter().position(|stage| stage.key == slug).ok_or_else(|| unknown("key", slug))
}

fn month(text: &str) -> Result<Month> {
    Month::parse(text).ok_or_else(|| unknown("key", text))
}

fn won(part: Option<&str>) -> Result<Option<bool>> {
    match part {
        None => Ok(None),
        Some("won") => Ok(Some(true)),
        Some("lost") => Ok(Some(false)),
        Some(other) => Err(unknown("part", other)),
    }
}

fn group(scope: &Scope, text: &str) -> Result<(Group, Option<usize>)> {
    let (kind, value) = text.split_once(':').ok_or_else(|| unknown("key", text))?;
    let book = &scope.stored.book;
    let (group, place) = match kind {
        "owner" => (Group::Owner, scope.stored.owner_ids().iter().position(|id| id.as_str() == value)),
        "product" => (Group::Product, scope.stored.product_ids().iter().position(|id| id.as_str() == value)),
        "source" => (Group::Source, book.sources.iter().position(|source| source == value)),
        "stage" => (Group::Stage, book.stages.iter().position(|stage| stage.key == value)),
        "size" => (Group::Size, value.parse().ok()),
        other => return Err(unknown("key", other)),
    };
    match place {
        None if !value.is_empty() => Err(unknown("key", text)),
        place => Ok((group, place)),
    }
}

/// The civil date of a day since 1970.
pub(super) fn date(day: i32) -> Option<String> {
    jiff::civil::date(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(day).ok()?)
        .ok()
        .map(|date| date.to_string())
}
