//! Opportunities on the wire.

mod line;
mod shown;
mod stage;

use mycrm_crm::Field;

pub(crate) use self::line::{Line, LineDraft};
pub(crate) use self::shown::Opportunity;
pub(crate) use self::stage::{__path_update_stage, update_stage};
use super::amount::{Amount, currency_of, minor_of};
use super::choices::ForecastCategory;
use super::given::draft;
use super::links::Link;
use super::moments::Day;

draft!(OpportunityDraft {
    name: String,
    description: String,
    company: Link,
    /// Without `company`: the company of that name, made when there is none.
    company_name: String,
    contact: Link,
    /// Further contacts.
    contacts: Vec<String>,
    lead: Link,
    /// The default pipeline when not given.
    pipeline: Link,
    /// Slug or id of a stage of the pipeline; its first open one when not given.
    stage: String,
    amount: Amount,
    currency: String,
    /// Set by hand, and then kept; the stage's when null.
    probability: i64,
    expected_close_date: Day,
    actual_close_date: Day,
    forecast_category: ForecastCategory,
    loss_reason: String,
    next_step: String,
    source: String,
    owner: Link,
    assigned_to: Link,
    /// With lines, the amount is their sum.
    products: Vec<LineDraft>,
    notes: String,
    tags: Vec<String>,
    external_id: String,
});

collection!(
    opportunities, "opportunity", |row| row.name.clone(), Opportunity, OpportunityDraft,
    "/api/opportunities/", "/api/opportunities/{id}/",
    filters {
        "pipeline" "stage" "stage_id" "stage_kind" "company" "contact" "lead" "owner" "assigned_to" "currency"
        "forecast_category" "product" "tags"
    },
    list_opportunities create_opportunity get_opportunity replace_opportunity update_opportunity delete_opportunity
);

bulk!(
    "opportunity", OpportunityDraft, OpportunityBulkCreation, OpportunityBulkChange,
    "/api/opportunities/bulk_create/" "/api/opportunities/bulk_update/" "/api/opportunities/bulk_delete/",
    bulk_create_opportunities bulk_update_opportunities bulk_delete_opportunities
);

impl OpportunityDraft {
    fn called(&self) -> Option<String> {
        self.name.0.clone().set()
    }

    fn resolve(
        self,
        given: &Surroundings,
        old: Option<&records::Opportunity>,
    ) -> Result<records::OpportunityDraft> {
        let Self {
            name,
            description,
            company,
            company_name,
            contact,
            contacts,
            lead,
            pipeline,
            stage,
            amount,
            currency,
            probability,
            expected_close_date,
            actual_close_date,
            forecast_category,
            loss_reason,
            next_step,
            source,
            owner,
            assigned_to,
            products,
            notes,
            tags,
            external_id,
        } = self;
        let before = old.map(|old| (old.amount_minor, currency_of(&old.currency, given.currency)));
        let in_currency = match currency.0.as_ref().set() {
            Some(code) => currency_of(code, given.currency),
            None => before.map_or(given.currency, |(_, currency)| currency),
        };
        // The stage's own probability, sent back as it was shown, was not set by hand.
        let probability = match (probability.0, old) {
            (Field::Set(percent), Some(old))
                if old.probability.is_none() && percent == old.effective_probability() =>
            {
                Field::Unset
            }
            (probability, _) => probability,
        };
        let ids = |ids: Vec<String>| {
            ids.iter()
                .map(|id| id.parse::<Id>())
                .collect::<std::result::Result<_, _>>()
                .map_err(|error| ApiError::field("contacts", error.to_string()))
        };
        let lines = |lines: Vec<LineDraft>| {
            lines
                .into_iter()
                .map(|line| line.resolve(in_currency))
                .collect::<Result<Vec<_>>>()
                .map_err(line::in_products)
        };
        let lines = match (products.try_map(lines)?, old, before) {
            (Field::Unset, Some(old), Some((_, was))) if was != in_currency && !old.lines.0.is_empty() => {
                Field::Set(line::in_other_currency(&old.lines.0, was, in_currency)?)
            }
            (lines, _, _) => lines,
        };
        let amount_minor = match (&lines, amount.0.is_unset()) {
            // Their sum is the amount.
            (Field::Set(lines), true) if !lines.is_empty() => Field::Unset,
            _ => minor_of("amount", amount, before, in_currency)?,
        };
        Ok(records::OpportunityDraft {
            name: name.0,
            currency: currency.0,
            description: description.0,
            company_id: company.id(),
            contact_id: contact.id(),
            lead_id: lead.id(),
            amount_minor,
            probability,
            expected_close_date: expected_close_date.map(|day| day.0),
            actual_close_date: actual_close_date.map(|day| day.0),
            forecast_category: forecast_category.map(|choice| choice.0),
            loss_reason: loss_reason.0,
            next_step: next_step.0,
            source: source.0,
            owner_id: owner.id(),
            assigned_to_id: assigned_to.id(),
            notes: notes.0,
            external_id: external_id.0,
            pipeline_id: pipeline.id(),
            stage: stage.0,
            company_name: company_name.0,
            contact_ids: contacts.try_map(ids)?,
            lines,
            tags: tags.0,
        })
    }
}
