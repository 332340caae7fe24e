//! Leads on the wire, and what they become.

use mycrm_crm::Field;
use mycrm_crm::leads::{Conversion, Converted};
use mycrm_crm::opportunities::OpportunityDraft as DealDraft;
use serde::Serialize;
use utoipa::ToSchema;

use super::amount::{Amount, currency_of, decimal, minor_of};
use super::choices::{LeadSource, LeadStatus, Priority};
use super::companies::Company;
use super::contacts::Contact;
use super::given::{Given, draft};
use super::links::Link;
use super::moments::{Day, Moment};
use super::opportunities::Opportunity;

/// Somebody who may become a customer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Lead {
    id: String,
    /// First and last name.
    name: String,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    company_name: Option<String>,
    job_title: Option<String>,
    lead_source: LeadSource,
    status: LeadStatus,
    priority: Priority,
    owner: Option<String>,
    owner_name: Option<String>,
    assigned_to: Option<String>,
    assigned_to_name: Option<String>,
    /// A decimal in `currency`.
    estimated_value: Option<String>,
    currency: Option<String>,
    probability: Option<i64>,
    #[schema(format = DateTime)]
    last_contact_date: Option<String>,
    #[schema(format = Date)]
    next_follow_up: Option<String>,
    notes: Option<String>,
    tags: Vec<String>,
    #[schema(format = DateTime)]
    converted_at: Option<String>,
    converted_contact: Option<String>,
    converted_company: Option<String>,
    converted_opportunity: Option<String>,
    /// The id in the system it was imported from.
    external_id: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    created_by: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
}

draft!(LeadDraft {
    first_name: String,
    last_name: String,
    email: String,
    phone: String,
    company_name: String,
    job_title: String,
    lead_source: LeadSource,
    status: LeadStatus,
    priority: Priority,
    owner: Link,
    assigned_to: Link,
    estimated_value: Amount,
    currency: String,
    probability: i64,
    last_contact_date: Moment,
    next_follow_up: Day,
    notes: String,
    tags: Vec<String>,
    external_id: String,
});

collection!(
    leads, "lead", |row| if row.name.is_empty() { row.company_name.clone().unwrap_or_default() } else { row.name.clone() },
    Lead, LeadDraft, "/api/leads/", "/api/leads/{id}/",
    filters { "status" "priority" "lead_source" "owner" "assigned_to" "email" "tags" },
    list_leads create_lead get_lead replace_lead update_lead delete_lead
);

bulk!(
    "lead", LeadDraft, LeadBulkCreation, LeadBulkChange,
    "/api/leads/bulk_create/" "/api/leads/bulk_update/" "/api/leads/bulk_delete/",
    bulk_create_leads bulk_update_leads bulk_delete_leads
);

draft!(
    /// How a lead becomes contact, company and deal.
    LeadConversion {
        /// Whether to open a deal; true when not given.
        create_opportunity: bool,
        opportunity_name: String,
        amount: Amount,
        currency: String,
        /// An existing company instead of the one the lead names.
        company: Link,
        /// An existing contact instead of a new one.
        contact: Link,
    }
);

/// What a lead became.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LeadConverted {
    contact: Contact,
    company: Option<Company>,
    opportunity: Option<Opportunity>,
}

/// Makes or links contact, company and deal: one action, one undo.
#[utoipa::path(post, path = "/api/leads/{id}/convert/", tag = "lead", params(("id" = String, Path)),
    request_body = LeadConversion, responses((status = 200, body = LeadConverted)))]
pub(crate) async fn convert_lead(
    State(store): State<Store>,
    caller: Caller,
    PathId(id): PathId,
    Body(wish): Body<LeadConversion>,
) -> Result<Saved<LeadConverted>> {
    let lead = read(&store, &id).await?;
    let conversion = wish.resolve(&lead, &Surroundings::of(&store).await?)?;
    let label = Label::new(Verb::Converted).record("lead").named(name_of(&lead));
    let mut tx = store.begin(caller.ctx(label)).await?;
    let Converted { contact, company, opportunity } = records::convert(&mut tx, &id, conversion).await?;
    let gone = || ApiError::internal("what a conversion made is not there");
    let contact = mycrm_crm::contacts::get(tx.conn(), &contact).await?.ok_or_else(gone)?.into();
    let company = match company {
        Some(id) => Some(mycrm_crm::companies::get(tx.conn(), &id).await?.ok_or_else(gone)?.into()),
        None => None,
    };
    let opportunity = match opportunity {
        Some(id) => Some(mycrm_crm::opportunities::get(tx.conn(), &id).await?.ok_or_else(gone)?.into()),
        None => None,
    };
    Ok(Saved::ok(tx.commit().await?, LeadConverted { contact, company, opportunity }))
}

impl LeadConversion {
    fn resolve(self, lead: &records::Lead, given: &Surroundings) -> Result<Conversion> {
        let Self { create_opportunity, opportunity_name, amount, currency, company, contact } = self;
        let code = currency.0.clone().set().or_else(|| lead.currency.clone());
        let in_currency = code.map_or(given.currency, |code| currency_of(&code, given.currency));
        let opportunity = if create_opportunity.0.set().unwrap_or(true) {
            let named = matches!(&opportunity_name.0, Field::Set(name) if !name.trim().is_empty());
            let amount_minor = minor_of("amount", amount, None, in_currency)?;
            // Nothing typed into a field of the dialog means what the lead says.
            let typed = matches!(amount_minor, Field::Set(_));
            Some(DealDraft {
                name: if named { opportunity_name.0 } else { Field::Unset },
                amount_minor: if typed { amount_minor } else { Field::Unset },
                currency: Field::Set(in_currency.to_string()),
                ..DealDraft::default()
            })
        } else {
            None
        };
        Ok(Conversion { contact: contact.id().set(), company: company.id().set(), opportunity })
    }
}

/// The currency a draft's value is in.
fn value_currency(
    currency: &Given<String>,
    old: Option<&records::Lead>,
    given: &Surroundings,
) -> mycrm_store::Currency {
    let code = currency.0.clone().set().or_else(|| old.and_then(|old| old.currency.clone()));
    code.map_or(given.currency, |code| currency_of(&code, given.currency))
}

impl LeadDraft {
    fn called(&self) -> Option<String> {
        let (first, last) = (self.first_name.0.clone().set(), self.last_name.0.clone().set());
        let name: Vec<String> = first.into_iter().chain(last).collect();
        if name.is_empty() { self.company_name.0.clone().set() } else { Some(name.join(" ")) }
    }

    fn resolve(self, given: &Surroundings, old: Option<&records::Lead>) -> Result<records::LeadDraft> {
        let Self {
            first_name,
            last_name,
            email,
            phone,
            company_name,
            job_title,
            lead_source,
            status,
            priority,
            owner,
            assigned_to,
            estimated_value,
            currency,
            probability,
            last_contact_date,
            next_follow_up,
            notes,
            tags,
            external_id,
        } = self;
        let in_currency = value_currency(&currency, old, given);
        let before =
            old.map(|old| (old.estimated_value_minor, value_currency(&Given::default(), Some(old), given)));
        let estimated_value_minor = minor_of("estimated_value", estimated_value, before, in_currency)?;
        // A value says what it is in, whatever becomes the base currency later.
        let currency = match (&estimated_value_minor, currency.0) {
            (Field::Set(_), Field::Unset | Field::Null) => Field::Set(in_currency.to_string()),
            (_, currency) => currency,
        };
        Ok(records::LeadDraft {
            lead_source: lead_source.map(|choice| choice.0),
            status: status.map(|choice| choice.0),
            priority: priority.map(|choice| choice.0),
            first_name: first_name.0,
            last_name: last_name.0,
            email: email.0,
            phone: phone.0,
            company_name: company_name.0,
            job_title: job_title.0,
            owner_id: owner.id(),
            assigned_to_id: assigned_to.id(),
            estimated_value_minor,
            currency,
            probability: probability.0,
            last_contact_at: last_contact_date.map(|moment| moment.0.start(&given.zone)),
            next_follow_up: next_follow_up.map(|day| day.0),
            notes: notes.0,
            external_id: external_id.0,
            tags: tags.0,
        })
    }
}

impl From<records::Lead> for Lead {
    fn from(row: records::Lead) -> Self {
        let records::Lead {
            id,
            lead_source,
            status,
            priority,
            first_name,
            last_name,
            email,
            phone,
            company_name,
            job_title,
            owner_id,
            assigned_to_id,
            estimated_value_minor,
            currency,
            probability,
            last_contact_at,
            next_follow_up,
            notes,
            external_id,
            name,
            owner_name,
            assigned_to_name,
            converted_at,
            converted_contact_id,
            converted_company_id,
            converted_opportunity_id,
            tags,
            created_at,
            created_by,
            updated_at,
        } = row;
        let text = |id: Option<Id>| id.map(|id| id.to_string());
        let in_currency = currency_of(currency.as_deref().unwrap_or_default(), mycrm_store::Currency::EUR);
        Self {
            id: id.to_string(),
            name,
            first_name,
            last_name,
            email,
            phone,
            company_name,
            job_title,
            lead_source: LeadSource(lead_source),
            status: LeadStatus(status),
            priority: Priority(priority),
            owner: text(owner_id),
            owner_name,
            assigned_to: text(assigned_to_id),
            assigned_to_name,
            estimated_value: estimated_value_minor.map(|minor| decimal(minor, in_currency)),
            currency,
            probability,
            last_contact_date: last_contact_at.map(|at| at.to_string()),
            next_follow_up: next_follow_up.map(|day| day.to_string()),
            notes,
            tags: tags.0,
            converted_at: converted_at.map(|at| at.to_string()),
            converted_contact: text(converted_contact_id),
            converted_company: text(converted_company_id),
            converted_opportunity: text(converted_opportunity_id),
            external_id,
            created_at: created_at.to_string(),
            created_by,
            updated_at: updated_at.to_string(),
        }
    }
}
