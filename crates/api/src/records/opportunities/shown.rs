//! A deal as it is sent out.

use mycrm_crm::opportunities as records;
use mycrm_store::{Currency, Id};
use serde::Serialize;
use utoipa::ToSchema;

use super::Line;
use super::line::shown;
use crate::records::amount::{currency_of, decimal};
use crate::records::choices::{ForecastCategory, StageKind};

/// A deal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Opportunity {
    id: String,
    name: String,
    description: Option<String>,
    company: Option<String>,
    company_name: Option<String>,
    contact: Option<String>,
    contact_name: Option<String>,
    /// Further contacts.
    contacts: Vec<String>,
    lead: Option<String>,
    pipeline: String,
    /// Slug.
    stage: String,
    stage_id: String,
    stage_name: String,
    stage_kind: StageKind,
    #[schema(format = DateTime)]
    stage_entered_at: String,
    /// Left alone for longer than its stage allows, with no task ahead.
    is_stalled: bool,
    /// Its place in the column.
    rank: String,
    /// A decimal in `currency`.
    amount: Option<String>,
    currency: String,
    /// In percent: set by hand, or the stage's.
    probability: i64,
    probability_is_manual: bool,
    /// Amount times probability.
    weighted_amount: Option<String>,
    #[schema(format = Date)]
    expected_close_date: Option<String>,
    #[schema(format = Date)]
    actual_close_date: Option<String>,
    forecast_category: Option<ForecastCategory>,
    loss_reason: Option<String>,
    next_step: Option<String>,
    source: Option<String>,
    owner: Option<String>,
    owner_name: Option<String>,
    assigned_to: Option<String>,
    assigned_to_name: Option<String>,
    #[schema(format = DateTime)]
    last_activity_date: Option<String>,
    products: Vec<Line>,
    notes: Option<String>,
    tags: Vec<String>,
    /// The id in the system it was imported from.
    external_id: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    created_by: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
}

impl From<records::Opportunity> for Opportunity {
    fn from(row: records::Opportunity) -> Self {
        let (effective, weighted_minor) = (row.effective_probability(), row.weighted_minor());
        let records::Opportunity {
            id,
            name,
            currency,
            description,
            company_id,
            contact_id,
            lead_id,
            amount_minor,
            probability,
            expected_close_date,
            actual_close_date,
            forecast_category,
            loss_reason,
            next_step,
            source,
            owner_id,
            assigned_to_id,
            notes,
            external_id,
            pipeline_id,
            stage_id,
            stage_slug,
            stage_name,
            stage_kind,
            stage_probability: _,
            stage_entered_at,
            rank,
            is_stalled,
            last_activity_at,
            company_name,
            contact_name,
            owner_name,
            assigned_to_name,
            lines,
            contact_ids,
            tags,
            created_at,
            created_by,
            updated_at,
        } = row;
        let text = |id: Option<Id>| id.map(|id| id.to_string());
        let in_currency = currency_of(&currency, Currency::EUR);
        Self {
            id: id.to_string(),
            name,
            description,
            company: text(company_id),
            company_name,
            contact: text(contact_id),
            contact_name,
            contacts: contact_ids.0.iter().map(Id::to_string).collect(),
            lead: text(lead_id),
            pipeline: pipeline_id.to_string(),
            stage: stage_slug,
            stage_id: stage_id.to_string(),
            stage_name,
            stage_kind: StageKind(stage_kind),
            stage_entered_at: stage_entered_at.to_string(),
            is_stalled,
            rank,
            amount: amount_minor.map(|minor| decimal(minor, in_currency)),
            currency,
            probability: effective,
            probability_is_manual: probability.is_some(),
            weighted_amount: weighted_minor.map(|minor| decimal(minor, in_currency)),
            expected_close_date: expected_close_date.map(|day| day.to_string()),
            actual_close_date: actual_close_date.map(|day| day.to_string()),
            forecast_category: forecast_category.map(ForecastCategory),
            loss_reason,
            next_step,
            source,
            owner: text(owner_id),
            owner_name,
            assigned_to: text(assigned_to_id),
            assigned_to_name,
            last_activity_date: last_activity_at.map(|at| at.to_string()),
            products: lines.0.into_iter().map(|line| shown(line, in_currency)).collect(),
            notes,
            tags: tags.0,
            external_id,
            created_at: created_at.to_string(),
            created_by,
            updated_at: updated_at.to_string(),
        }
    }
}
