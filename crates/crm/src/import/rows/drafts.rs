//! What a row asks for, one type per kind. `None` means the file says nothing: an update leaves such a field alone.

use crate::{Message, message};
use mycrm_store::{Currency, Date};

use super::cells::Cells;
use crate::import::values::{choices, contact_points, names};

#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "a file holds one kind, so the drafts of a batch are all of one size"
)]
pub enum Draft {
    Opportunity(OpportunityDraft),
    Contact(ContactDraft),
    Lead(LeadDraft),
    Company(CompanyDraft),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpportunityDraft {
    pub external_id: Option<String>,
    pub name: String,
    /// The stage as the file calls it.
    pub stage: Option<String>,
    /// open, won or lost, where the file says so apart from the stage.
    pub outcome: Option<&'static str>,
    pub pipeline: Option<String>,
    pub amount_minor: Option<i64>,
    /// The currency the row names; `None` is the import's.
    pub currency: Option<Currency>,
    pub probability: Option<i64>,
    pub engage_date: Option<Date>,
    /// The expected one of an open deal, the actual one of a closed deal.
    pub close_date: Option<Date>,
    pub expected_close_date: Option<Date>,
    pub company_name: Option<String>,
    pub contact_name: Option<String>,
    pub contact_email: Option<String>,
    pub owner: Option<String>,
    pub product: Option<String>,
    pub next_step: Option<String>,
    pub loss_reason: Option<String>,
    pub forecast_category: Option<&'static str>,
    pub description: Option<String>,
    pub notes: Option<String>,
    pub tags: Vec<String>,
}

/// The name of a contact or lead; at least one part is there, or the row has an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonDraft {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
}

impl PersonDraft {
    #[must_use]
    pub fn full_name(&self) -> String {
        let parts = [self.first_name.as_deref(), self.last_name.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub line_1: Option<String>,
    pub line_2: Option<String>,
    pub city: Option<String>,
    pub state: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactDraft {
    pub external_id: Option<String>,
    pub salutation: Option<&'static str>,
    pub person: PersonDraft,
    /// The first one is the primary one.
    pub emails: Vec<String>,
    pub phone: Option<String>,
    pub mobile: Option<String>,
    pub company_name: Option<String>,
    pub company_domain: Option<String>,
    pub job_title: Option<String>,
    pub department: Option<String>,
    pub address: Address,
    pub contact_type: Option<&'static str>,
    pub lifecycle_stage: Option<String>,
    pub source: Option<String>,
    pub status: Option<String>,
    pub owner: Option<String>,
    pub website: Option<String>,
    pub linkedin: Option<String>,
    pub twitter: Option<String>,
    pub notes: Option<String>,
    pub tags: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeadDraft {
    pub external_id: Option<String>,
    pub person: PersonDraft,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub company_name: Option<String>,
    pub job_title: Option<String>,
    pub lead_source: Option<&'static str>,
    pub status: Option<&'static str>,
    pub priority: Option<&'static str>,
    pub estimated_value_minor: Option<i64>,
    pub currency: Option<Currency>,
    pub last_contact_date: Option<Date>,
    pub next_follow_up: Option<Date>,
    pub owner: Option<String>,
    pub notes: Option<String>,
    pub tags: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompanyDraft {
    pub external_id: Option<String>,
    /// As the row has it, or else its domain.
    pub name: String,
    /// The row has a name.
    pub is_named: bool,
    pub domain: Option<String>,
    pub website: Option<String>,
    pub industry: Option<String>,
    pub size: Option<String>,
    pub phone: Option<String>,
    pub address: Address,
    pub parent_name: Option<String>,
    pub notes: Option<String>,
    pub tags: Vec<String>,
}

/// The error is the whole row's: it has no name.
type Drafted<T> = Result<T, Message>;

pub(super) fn opportunity(cells: &mut Cells<'_>) -> Drafted<OpportunityDraft> {
    let (product, company_name) = (cells.text("product"), cells.text("company_name"));
    let name = cells.text("name").or_else(|| match (&product, &company_name) {
        (Some(product), Some(company)) => Some(format!("{product} – {company}")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    });
    let (amount_minor, currency) = cells.money("amount", "currency");
    let draft = OpportunityDraft {
        external_id: cells.text("external_id"),
        name: String::new(),
        stage: cells.text("stage"),
        outcome: cells.choice("status", choices::OUTCOMES, None),
        pipeline: cells.text("pipeline"),
        amount_minor,
        currency,
        probability: cells.percent("probability"),
        engage_date: cells.date("engage_date"),
        close_date: cells.date("close_date"),
        expected_close_date: cells.date("expected_close_date"),
        company_name,
        contact_name: cells.text("contact_name"),
        contact_email: cells.emails("contact_email").into_iter().next(),
        owner: cells.text("owner"),
        product,
        next_step: cells.text("next_step"),
        loss_reason: cells.text("loss_reason"),
        forecast_category: cells.choice("forecast_category", choices::FORECAST_CATEGORIES, None),
        description: cells.prose("description"),
        notes: cells.prose("notes"),
        tags: cells.tags("tags"),
    };
    match name {
        Some(name) => Ok(OpportunityDraft { name, ..draft }),
        None => Err(message!("The row has neither a name nor a product nor a company to call the deal by")),
    }
}

pub(super) fn contact(cells: &mut Cells<'_>) -> Drafted<ContactDraft> {
    let (person, in_name) = person(cells);
    let mut emails = cells.emails("email");
    for email in cells.emails("additional_emails") {
        if !emails.contains(&email) {
            emails.push(email);
        }
    }
    if person == PersonDraft::default() && emails.is_empty() {
        return Err(message!("The row has neither a name nor an email address"));
    }
    Ok(ContactDraft {
        external_id: cells.text("external_id"),
        salutation: cells.choice_if_known("salutation", choices::SALUTATIONS).or(in_name),
        person,
        emails,
        phone: cells.phone("phone"),
        mobile: cells.phone("mobile"),
        company_name: cells.text("company_name"),
        company_domain: cells.domain("company_domain"),
        job_title: cells.text("job_title"),
        department: cells.text("department"),
        address: address(cells),
        contact_type: cells.choice("contact_type", choices::CONTACT_TYPES, None),
        lifecycle_stage: cells.text("lifecycle_stage"),
        source: cells.text("source"),
        status: cells.text("status"),
        owner: cells.text("owner"),
        website: cells.website("website"),
        linkedin: cells.text("linkedin"),
        twitter: cells.text("twitter"),
        notes: cells.prose("notes"),
        tags: cells.tags("tags"),
    })
}

pub(super) fn lead(cells: &mut Cells<'_>) -> Drafted<LeadDraft> {
    let (person, _) = person(cells);
    let email = cells.emails("email").into_iter().next();
    let company_name = cells.text("company_name");
    if person == PersonDraft::default() && email.is_none() && company_name.is_none() {
        return Err(message!("The row has neither a name nor an email address nor a company"));
    }
    let (estimated_value_minor, currency) = cells.money("estimated_value", "currency");
    Ok(LeadDraft {
        external_id: cells.text("external_id"),
        person,
        email,
        phone: cells.phone("phone"),
        company_name,
        job_title: cells.text("job_title"),
        lead_source: cells.choice("lead_source", choices::LEAD_SOURCES, Some("other")),
        status: cells.choice("status", choices::LEAD_STATUSES, None),
        priority: cells.choice("priority", choices::PRIORITIES, None),
        estimated_value_minor,
        currency,
        last_contact_date: cells.date("last_contact_date"),
        next_follow_up: cells.date("next_follow_up"),
        owner: cells.text("owner"),
        notes: cells.prose("notes"),
        tags: cells.tags("tags"),
    })
}

pub(super) fn company(cells: &mut Cells<'_>) -> Drafted<CompanyDraft> {
    let website = cells.website("website");
    let domain = cells.domain("domain").or_else(|| website.as_deref().and_then(contact_points::domain));
    let given = cells.text("name");
    let is_named = given.is_some();
    let Some(name) = given.or_else(|| domain.clone()) else {
        return Err(message!("The row has neither a name nor a domain"));
    };
    Ok(CompanyDraft {
        external_id: cells.text("external_id"),
        name,
        is_named,
        domain,
        website,
        industry: cells.text("industry"),
        size: cells.text("size"),
        phone: cells.phone("phone"),
        address: address(cells),
        parent_name: cells.text("parent_name"),
        notes: cells.prose("notes"),
        tags: cells.tags("tags"),
    })
}

/// The name in its two columns, or taken apart from one; and a salutation that stood in it.
fn person(cells: &mut Cells<'_>) -> (PersonDraft, Option<&'static str>) {
    let (first_name, last_name) = (cells.text("first_name"), cells.text("last_name"));
    if first_name.is_some() || last_name.is_some() {
        return (PersonDraft { first_name, last_name }, None);
    }
    let Some(whole) = cells.text("name") else { return (PersonDraft::default(), None) };
    let name = names::split(&whole);
    let part = |text: String| (!text.is_empty()).then_some(text);
    (PersonDraft { first_name: part(name.first), last_name: part(name.last) }, name.salutation)
}

fn address(cells: &mut Cells<'_>) -> Address {
    Address {
        line_1: cells.text("address_line_1"),
        line_2: cells.text("address_line_2"),
        city: cells.text("city"),
        state: cells.text("state"),
        postal_code: cells.text("postal_code"),
        country: cells.text("country"),
    }
}
