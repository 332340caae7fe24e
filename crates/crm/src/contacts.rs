//! Contacts: people at companies, with their addresses and numbers.

use mycrm_store::{Id, Timestamp, Tx};
use sqlx::SqliteConnection;
use sqlx::types::Json;

use crate::field::{Assignments, assign, check_parts};
use crate::store::{contacts as store, list, lookup, settings, small};
use crate::{ContactType, Error, Field, ListQuery, Page, Result, Salutation, companies, message, tags};

pub use crate::store::contacts::{Point, PointKind};

record!(
    /// A person somebody sells to, buys from or works with.
    Contact, ContactDraft {
        required { contact_type: ContactType, status: String }
        optional {
            salutation: Salutation, first_name: String, last_name: String, email: String, phone: String,
            mobile: String, company_id: Id, job_title: String, department: String, address_line_1: String,
            address_line_2: String, city: String, state: String, postal_code: String, country: String,
            lifecycle_stage: String, source: String, keep_in_touch_days: i64, last_contact_at: Timestamp,
            owner_id: Id, assigned_to_id: Id, website: String, linkedin: String, twitter: String, notes: String,
            external_id: String,
        }
        shown {
            name: String, company_name: Option<String>, owner_name: Option<String>, assigned_to_name: Option<String>,
            points: Json<Vec<Point>>, tags: Json<Vec<String>>,
        }
        apart { company_name: String, points: Vec<Point>, tags: Vec<String> }
    }
);

/// # Errors
/// [`Error::Invalid`] with neither a name nor an address, with an impossible address, or with a link to nothing.
pub async fn create(tx: &mut Tx<'_>, mut draft: ContactDraft) -> Result<Id> {
    let blank = |field: &Field<String>| field.as_ref().set().is_none_or(|text| text.trim().is_empty());
    if blank(&draft.first_name) && blank(&draft.last_name) && blank(&draft.email) {
        return Err(Error::invalid("last_name", message!("a contact needs a name or an email address")));
    }
    if draft.owner_id.is_unset() {
        draft.owner_id = settings::me(tx.conn()).await?.into();
    }
    draft.status = Field::Set(draft.status.set().unwrap_or_else(|| "active".to_owned()));
    draft.contact_type = Field::Set(draft.contact_type.set().unwrap_or(ContactType::Prospect));
    let id = Id::new();
    let (points, tags) = (std::mem::take(&mut draft.points), std::mem::take(&mut draft.tags));
    let mut fields = checked(tx, draft, None).await?;
    // Named here although the column has a default, because the log must hold what the row holds.
    fields.push(("email_consent", "unknown".into()));
    tx.insert("contacts", &id, fields).await?;
    apply_points(tx, &id, points).await?;
    tags::apply(tx, "contact", &id, tags).await?;
    tx.event("contact.created", "contact", &id, serde_json::json!({})).await?;
    Ok(id)
}

/// # Errors
/// As [`create`], and [`Error::NotFound`].
pub async fn update(tx: &mut Tx<'_>, id: &Id, mut draft: ContactDraft) -> Result<()> {
    let before_op = tx.last_op().await?;
    let (points, tags) = (std::mem::take(&mut draft.points), std::mem::take(&mut draft.tags));
    let fields = checked(tx, draft, Some(id)).await?;
    small::update(tx, "contacts", "contact", id, fields).await?;
    apply_points(tx, id, points).await?;
    tags::apply(tx, "contact", id, tags).await?;
    small::updated(tx, before_op, "contact.updated", "contact", id).await
}

async fn checked(tx: &mut Tx<'_>, mut draft: ContactDraft, own: Option<&Id>) -> Result<Assignments> {
    if let Field::Set(name) = std::mem::take(&mut draft.company_name)
        && !matches!(draft.company_id, Field::Set(_))
        && !name.trim().is_empty()
    {
        draft.company_id = Field::Set(companies::find_or_create(tx, &name).await?);
    }
    draft.email = email("email", draft.email)?;
    let links = [
        ("company", "companies", &draft.company_id),
        ("owner", "people", &draft.owner_id),
        ("assigned_to", "people", &draft.assigned_to_id),
    ];
    small::check_links(tx.conn(), own.map(|own| ("contacts", own)), &links).await?;
    let phone_key = draft.phone.as_ref().map(|phone| lookup::phone_key(phone));
    let mobile_key = draft.mobile.as_ref().map(|mobile| lookup::phone_key(mobile));
    let mut fields = draft.assignments()?;
    assign(&mut fields, "phone_key", phone_key);
    assign(&mut fields, "mobile_key", mobile_key);
    Ok(fields)
}

/// An address trimmed, or nothing when blank.
pub(crate) fn email(column: &'static str, field: Field<String>) -> Result<Field<String>> {
    match field {
        Field::Set(text) if text.trim().is_empty() => Ok(Field::Null),
        Field::Set(text) if lookup::is_email(text.trim()) => Ok(Field::Set(text.trim().to_owned())),
        Field::Set(text) => Err(Error::invalid(
            column,
            message!("{text} is not an email address, such as ada@example.com", text),
        )),
        other => Ok(other),
    }
}

/// Gives a contact exactly these further addresses and numbers.
async fn apply_points(tx: &mut Tx<'_>, contact: &Id, points: Field<Vec<Point>>) -> Result<()> {
    let wanted = match points {
        Field::Unset => return Ok(()),
        Field::Null => Vec::new(),
        Field::Set(points) => points,
    };
    let has = store::points_of(tx.conn(), contact).await?;
    for (field, kind) in [("emails", PointKind::Email), ("phones", PointKind::Phone)] {
        let number = |points: &mut dyn Iterator<Item = &Point>| points.filter(|p| p.kind == kind).count();
        check_parts(field, number(&mut wanted.iter()), number(&mut has.iter().map(|(_, point)| point)))?;
    }
    let mut gone: Vec<_> = has.iter().filter(|(_, point)| !wanted.contains(point)).collect();
    for point in wanted.iter().filter(|point| !has.iter().any(|(_, h)| h == *point)) {
        let fields = vec![
            ("label", point.label.clone().into()),
            ("value", point.value.trim().into()),
            ("value_key", point.key()?.into()),
        ];
        tx.make_room(1).await?;
        // What is new takes the place of what went, so that one that was edited stays where it stood.
        match gone.iter().position(|(_, old)| old.kind == point.kind) {
            Some(at) => {
                let (id, _) = gone.remove(at);
                tx.update("contact_points", id, fields).await?;
            }
            None => {
                let own = [("contact_id", contact.clone().into()), ("kind", point.kind.as_str().into())];
                tx.insert("contact_points", &Id::new(), own.into_iter().chain(fields).collect()).await?;
            }
        }
    }
    for (id, _) in gone {
        tx.make_room(1).await?;
        tx.delete("contact_points", id).await?;
    }
    Ok(())
}

/// # Errors
/// [`Error::NotFound`].
pub async fn delete(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    small::delete(tx, "contacts", "contact", id).await?;
    Ok(tx.event("contact.deleted", "contact", id, serde_json::json!({})).await?)
}

/// # Errors
/// When the database cannot be read.
pub async fn get(connection: &mut SqliteConnection, id: &Id) -> Result<Option<Contact>> {
    list::one(&store::CONTACTS, connection, id).await
}

/// # Errors
/// [`Error::BadQuery`].
pub async fn list(connection: &mut SqliteConnection, query: &ListQuery) -> Result<Page<Contact>> {
    store::CONTACTS.page(connection, query).await
}
