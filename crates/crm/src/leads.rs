//! Leads: people who may become customers, until they are converted or given up.

use mycrm_store::{Date, Id, Timestamp, Tx};
use sqlx::SqliteConnection;
use sqlx::types::Json;

use crate::companies::{self, CompanyDraft};
use crate::contacts::{self, ContactDraft};
use crate::field::{Assignments, assign, currency};
use crate::opportunities::{self, OpportunityDraft};
use crate::store::{leads as store, list, lookup, settings, small};
use crate::{Error, Field, LeadSource, LeadStatus, ListQuery, Page, Priority, Result, message, tags};

record!(
    /// A possible customer.
    Lead, LeadDraft {
        required { lead_source: LeadSource, status: LeadStatus, priority: Priority }
        optional {
            first_name: String, last_name: String, email: String, phone: String, company_name: String,
            job_title: String, owner_id: Id, assigned_to_id: Id, estimated_value_minor: i64, currency: String,
            probability: i64, last_contact_at: Timestamp, next_follow_up: Date, notes: String, external_id: String,
        }
        shown {
            name: String, owner_name: Option<String>, assigned_to_name: Option<String>,
            converted_at: Option<Timestamp>, converted_contact_id: Option<Id>, converted_company_id: Option<Id>,
            converted_opportunity_id: Option<Id>, tags: Json<Vec<String>>,
        }
        apart { tags: Vec<String> }
    }
);

/// # Errors
/// [`Error::Invalid`] with neither a name, a company nor an address, or with a link to nothing.
pub async fn create(tx: &mut Tx<'_>, mut draft: LeadDraft) -> Result<Id> {
    let blank = |field: &Field<String>| field.as_ref().set().is_none_or(|text| text.trim().is_empty());
    if [&draft.first_name, &draft.last_name, &draft.email, &draft.company_name].into_iter().all(blank) {
        return Err(Error::invalid(
            "last_name",
            message!("a lead needs a name, a company or an email address"),
        ));
    }
    if draft.owner_id.is_unset() {
        draft.owner_id = settings::me(tx.conn()).await?.into();
    }
    draft.lead_source = Field::Set(draft.lead_source.set().unwrap_or(LeadSource::Other));
    draft.status = Field::Set(draft.status.set().unwrap_or(LeadStatus::New));
    check_status(&draft, None)?;
    draft.priority = Field::Set(draft.priority.set().unwrap_or(Priority::Medium));
    let id = Id::new();
    let tags = std::mem::take(&mut draft.tags);
    let fields = checked(tx, draft, None).await?;
    tx.insert("leads", &id, fields).await?;
    tags::apply(tx, "lead", &id, tags).await?;
    tx.event("lead.created", "lead", &id, serde_json::json!({})).await?;
    Ok(id)
}

/// # Errors
/// As [`create`], and [`Error::NotFound`].
pub async fn update(tx: &mut Tx<'_>, id: &Id, mut draft: LeadDraft) -> Result<()> {
    let before_op = tx.last_op().await?;
    if matches!(draft.status, Field::Set(_)) {
        check_status(&draft, get(tx.conn(), id).await?.as_ref())?;
    }
    let tags = std::mem::take(&mut draft.tags);
    let fields = checked(tx, draft, Some(id)).await?;
    small::update(tx, "leads", "lead", id, fields).await?;
    tags::apply(tx, "lead", id, tags).await?;
    small::updated(tx, before_op, "lead.updated", "lead", id).await
}

/// Whether a lead is converted is decided by what it became, not by hand; what it says already it may say again.
fn check_status(draft: &LeadDraft, old: Option<&Lead>) -> Result<()> {
    let Field::Set(status) = draft.status else { return Ok(()) };
    let was_converted = old.is_some_and(|lead| lead.converted_at.is_some());
    let is_same = old.is_some_and(|lead| lead.status == status);
    match (status == LeadStatus::Converted, was_converted) {
        _ if is_same => Ok(()),
        (true, false) => Err(Error::invalid("status", message!("is set by converting the lead"))),
        (false, true) => Err(Error::invalid(
            "status",
            message!("stays converted; what it became can be taken back only by undo"),
        )),
        _ => Ok(()),
    }
}

async fn checked(tx: &mut Tx<'_>, mut draft: LeadDraft, own: Option<&Id>) -> Result<Assignments> {
    draft.email = contacts::email("email", draft.email)?;
    draft.currency = currency("currency", draft.currency)?;
    if let Field::Set(percent) = draft.probability
        && !(0..=100).contains(&percent)
    {
        return Err(Error::invalid("probability", message!("is a percentage from 0 to 100")));
    }
    let links = [("owner", "people", &draft.owner_id), ("assigned_to", "people", &draft.assigned_to_id)];
    small::check_links(tx.conn(), own.map(|own| ("leads", own)), &links).await?;
    let phone_key = draft.phone.as_ref().map(|phone| lookup::phone_key(phone));
    let mut fields = draft.assignments()?;
    assign(&mut fields, "phone_key", phone_key);
    Ok(fields)
}

/// # Errors
/// [`Error::NotFound`].
pub async fn delete(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    small::delete(tx, "leads", "lead", id).await?;
    Ok(tx.event("lead.deleted", "lead", id, serde_json::json!({})).await?)
}

/// # Errors
/// When the database cannot be read.
pub async fn get(connection: &mut SqliteConnection, id: &Id) -> Result<Option<Lead>> {
    list::one(&store::LEADS, connection, id).await
}

/// # Errors
/// [`Error::BadQuery`].
pub async fn list(connection: &mut SqliteConnection, query: &ListQuery) -> Result<Page<Lead>> {
    store::LEADS.page(connection, query).await
}

/// How a lead becomes contact, company and deal.
#[derive(Debug, Clone, Default)]
pub struct Conversion {
    /// An existing contact to link instead of making one.
    pub contact: Option<Id>,
    /// An existing company to link instead of finding or making the one the lead names.
    pub company: Option<Id>,
    /// The deal to open; `None` opens none.
    pub opportunity: Option<OpportunityDraft>,
}

/// What a lead became.
#[derive(Debug, Clone)]
pub struct Converted {
    pub contact: Id,
    pub company: Option<Id>,
    pub opportunity: Option<Id>,
}

/// Makes or links contact, company and deal, in the transaction given: one action, one undo.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`] when it was converted before, [`Error::Invalid`] for a wrong link.
pub async fn convert(tx: &mut Tx<'_>, id: &Id, conversion: Conversion) -> Result<Converted> {
    let mut lead = get(tx.conn(), id).await?.ok_or_else(|| Error::not_found("lead", id))?;
    if lead.converted_at.is_some() {
        return Err(Error::Conflict(
            "this lead was converted before; its contact and deal are linked on its page".into(),
        ));
    }
    // Who was deleted since cannot own anything new.
    for person in [&mut lead.owner_id, &mut lead.assigned_to_id] {
        if let Some(id) = person
            && !small::exists(tx.conn(), "people", id).await?
        {
            *person = None;
        }
    }
    let company = match (
        conversion.company,
        lead.company_name.as_deref().map(str::trim).filter(|name| !name.is_empty()),
    ) {
        (Some(company), _) => {
            small::check_link(tx.conn(), "company", "companies", &company).await?;
            Some(company)
        }
        (None, Some(name)) => Some(match lookup::company_by_name(tx.conn(), name).await? {
            Some(company) => company,
            None => {
                let draft = CompanyDraft {
                    name: Field::Set(name.to_owned()),
                    owner_id: lead.owner_id.clone().map_or(Field::Unset, Field::Set),
                    ..CompanyDraft::default()
                };
                companies::create(tx, draft).await?
            }
        }),
        (None, None) => None,
    };
    let contact = match conversion.contact {
        Some(contact) => {
            small::check_link(tx.conn(), "contact", "contacts", &contact).await?;
            contact
        }
        None => contacts::create(tx, contact_of(&lead, company.clone())).await?,
    };
    let opportunity = match conversion.opportunity {
        None => None,
        Some(mut draft) => {
            draft.company_id = company.clone().into();
            draft.contact_id = Field::Set(contact.clone());
            draft.lead_id = Field::Set(lead.id.clone());
            if draft.name.is_unset() {
                draft.name = Field::Set(lead.company_name.clone().unwrap_or_else(|| lead.name.clone()));
            }
            if draft.amount_minor.is_unset() {
                draft.amount_minor = lead.estimated_value_minor.into();
                draft.currency = lead.currency.clone().map_or(draft.currency, Field::Set);
            }
            if draft.owner_id.is_unset() {
                draft.owner_id = lead.owner_id.clone().map_or(Field::Unset, Field::Set);
            }
            draft.source = Field::Set(lead.lead_source.as_str().to_owned());
            Some(opportunities::create(tx, draft).await?)
        }
    };
    let now = tx.now();
    let fields = vec![
        ("status", LeadStatus::Converted.into()),
        ("converted_at", now.into()),
        ("converted_contact_id", contact.clone().into()),
        ("converted_company_id", company.clone().into()),
        ("converted_opportunity_id", opportunity.clone().into()),
    ];
    tx.update("leads", id, fields).await?;
    tx.event(
        "lead.converted",
        "lead",
        id,
        serde_json::json!({ "contact": contact, "company": company, "opportunity": opportunity }),
    )
    .await?;
    Ok(Converted { contact, company, opportunity })
}

fn contact_of(lead: &Lead, company: Option<Id>) -> ContactDraft {
    let lead = lead.clone();
    // A lead known only by its company still needs something to be called by.
    let last_name = lead
        .last_name
        .or_else(|| if lead.first_name.is_none() && lead.email.is_none() { lead.company_name } else { None });
    ContactDraft {
        first_name: lead.first_name.into(),
        last_name: last_name.into(),
        email: lead.email.into(),
        phone: lead.phone.into(),
        job_title: lead.job_title.into(),
        company_id: company.into(),
        owner_id: lead.owner_id.map_or(Field::Unset, Field::Set),
        assigned_to_id: lead.assigned_to_id.into(),
        source: Field::Set(lead.lead_source.as_str().to_owned()),
        notes: lead.notes.into(),
        tags: Field::Set(lead.tags.0),
        ..ContactDraft::default()
    }
}
