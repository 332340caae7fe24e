//! Contacts on the wire.

mod points;

use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use self::points::{Point, PointDraft};
use super::choices::{ContactType, Salutation};
use super::given::draft;
use super::links::Link;
use super::moments::Moment;

/// A person somebody sells to, buys from or works with.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Contact {
    id: String,
    /// First and last name.
    name: String,
    salutation: Option<Salutation>,
    first_name: Option<String>,
    last_name: Option<String>,
    /// The primary address.
    email: Option<String>,
    /// All addresses, the primary one first.
    emails: Vec<Point>,
    /// The primary number.
    phone: Option<String>,
    /// All numbers but the mobile one, the primary one first.
    phones: Vec<Point>,
    mobile: Option<String>,
    company: Option<String>,
    company_name: Option<String>,
    job_title: Option<String>,
    department: Option<String>,
    address_line_1: Option<String>,
    address_line_2: Option<String>,
    city: Option<String>,
    state: Option<String>,
    postal_code: Option<String>,
    country: Option<String>,
    contact_type: ContactType,
    lifecycle_stage: Option<String>,
    source: Option<String>,
    status: String,
    keep_in_touch_days: Option<i64>,
    #[schema(format = DateTime)]
    last_contact_date: Option<String>,
    owner: Option<String>,
    owner_name: Option<String>,
    assigned_to: Option<String>,
    assigned_to_name: Option<String>,
    website: Option<String>,
    linkedin: Option<String>,
    twitter: Option<String>,
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

draft!(ContactDraft {
    salutation: Salutation,
    first_name: String,
    last_name: String,
    /// The primary address; it wins over `emails`.
    email: String,
    emails: Vec<PointDraft>,
    /// The primary number; it wins over `phones`.
    phone: String,
    phones: Vec<PointDraft>,
    mobile: String,
    company: Link,
    /// Without `company`: the company of that name, made when there is none.
    company_name: String,
    job_title: String,
    department: String,
    address_line_1: String,
    address_line_2: String,
    city: String,
    state: String,
    postal_code: String,
    country: String,
    contact_type: ContactType,
    lifecycle_stage: String,
    source: String,
    status: String,
    keep_in_touch_days: i64,
    last_contact_date: Moment,
    owner: Link,
    assigned_to: Link,
    website: String,
    linkedin: String,
    twitter: String,
    notes: String,
    tags: Vec<String>,
    external_id: String,
});

collection!(
    contacts, "contact", |row| row.name.clone(), Contact, ContactDraft, "/api/contacts/", "/api/contacts/{id}/",
    filters { "company" "contact_type" "status" "owner" "assigned_to" "city" "country" "email" "tags" },
    list_contacts create_contact get_contact replace_contact update_contact delete_contact
);

bulk!(
    "contact", ContactDraft, ContactBulkCreation, ContactBulkChange,
    "/api/contacts/bulk_create/" "/api/contacts/bulk_update/" "/api/contacts/bulk_delete/",
    bulk_create_contacts bulk_update_contacts bulk_delete_contacts
);

impl ContactDraft {
    fn called(&self) -> Option<String> {
        let (first, last) = (self.first_name.0.clone().set(), self.last_name.0.clone().set());
        let name: Vec<String> = first.into_iter().chain(last).collect();
        if name.is_empty() { self.email.0.clone().set() } else { Some(name.join(" ")) }
    }

    fn resolve(self, given: &Surroundings, old: Option<&records::Contact>) -> Result<records::ContactDraft> {
        let Self {
            salutation,
            first_name,
            last_name,
            email,
            emails,
            phone,
            phones,
            mobile,
            company,
            company_name,
            job_title,
            department,
            address_line_1,
            address_line_2,
            city,
            state,
            postal_code,
            country,
            contact_type,
            lifecycle_stage,
            source,
            status,
            keep_in_touch_days,
            last_contact_date,
            owner,
            assigned_to,
            website,
            linkedin,
            twitter,
            notes,
            tags,
            external_id,
        } = self;
        let points::Resolved { email, phone, points } =
            points::resolve(email.0, emails.0, phone.0, phones.0, old);
        Ok(records::ContactDraft {
            contact_type: contact_type.map(|choice| choice.0),
            status: status.0,
            salutation: salutation.map(|choice| choice.0),
            first_name: first_name.0,
            last_name: last_name.0,
            email,
            phone,
            mobile: mobile.0,
            company_id: company.id(),
            job_title: job_title.0,
            department: department.0,
            address_line_1: address_line_1.0,
            address_line_2: address_line_2.0,
            city: city.0,
            state: state.0,
            postal_code: postal_code.0,
            country: country.0,
            lifecycle_stage: lifecycle_stage.0,
            source: source.0,
            keep_in_touch_days: keep_in_touch_days.0,
            last_contact_at: last_contact_date.map(|moment| moment.0.start(&given.zone)),
            owner_id: owner.id(),
            assigned_to_id: assigned_to.id(),
            website: website.0,
            linkedin: linkedin.0,
            twitter: twitter.0,
            notes: notes.0,
            external_id: external_id.0,
            company_name: company_name.0,
            points,
            tags: tags.0,
        })
    }
}

impl From<records::Contact> for Contact {
    fn from(row: records::Contact) -> Self {
        let records::Contact {
            id,
            contact_type,
            status,
            salutation,
            first_name,
            last_name,
            email,
            phone,
            mobile,
            company_id,
            job_title,
            department,
            address_line_1,
            address_line_2,
            city,
            state,
            postal_code,
            country,
            lifecycle_stage,
            source,
            keep_in_touch_days,
            last_contact_at,
            owner_id,
            assigned_to_id,
            website,
            linkedin,
            twitter,
            notes,
            external_id,
            name,
            company_name,
            owner_name,
            assigned_to_name,
            points,
            tags,
            created_at,
            created_by,
            updated_at,
        } = row;
        let (emails, phones) = points::shown(email.as_deref(), phone.as_deref(), points.0);
        Self {
            id: id.to_string(),
            name,
            salutation: salutation.map(Salutation),
            first_name,
            last_name,
            email,
            emails,
            phone,
            phones,
            mobile,
            company: company_id.map(|id| id.to_string()),
            company_name,
            job_title,
            department,
            address_line_1,
            address_line_2,
            city,
            state,
            postal_code,
            country,
            contact_type: ContactType(contact_type),
            lifecycle_stage,
            source,
            status,
            keep_in_touch_days,
            last_contact_date: last_contact_at.map(|at| at.to_string()),
            owner: owner_id.map(|id| id.to_string()),
            owner_name,
            assigned_to: assigned_to_id.map(|id| id.to_string()),
            assigned_to_name,
            website,
            linkedin,
            twitter,
            notes,
            tags: tags.0,
            external_id,
            created_at: created_at.to_string(),
            created_by,
            updated_at: updated_at.to_string(),
        }
    }
}
