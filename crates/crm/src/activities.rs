//! Activities: calls, emails, meetings and notes that happened with a record.

use mycrm_store::{Id, Timestamp, Tx};
use sqlx::SqliteConnection;

use crate::field::Assignments;
use crate::store::{activities as store, list, settings, small};
use crate::{ActivityKind, Error, Field, ListQuery, Page, Result, message};

record!(
    /// Something that happened.
    Activity, ActivityDraft {
        required { kind: ActivityKind, occurred_at: Timestamp }
        optional {
            subject: String, body: String, outcome: String, duration_minutes: i64, company_id: Id, contact_id: Id,
            lead_id: Id, opportunity_id: Id, owner_id: Id, external_id: String,
        }
        shown {
            company_name: Option<String>, contact_name: Option<String>, lead_name: Option<String>,
            opportunity_name: Option<String>, owner_name: Option<String>,
        }
        apart {}
    }
);

/// Logs an activity and moves the last contact of what it was with.
///
/// # Errors
/// [`Error::Invalid`] without a kind or a record, or with a link to nothing.
pub async fn create(tx: &mut Tx<'_>, mut draft: ActivityDraft) -> Result<Id> {
    if draft.kind.is_unset() {
        return Err(Error::invalid(
            "kind",
            message!("can be one of {known}", known = ActivityKind::ALL.join(", ")),
        ));
    }
    if ![&draft.company_id, &draft.contact_id, &draft.lead_id, &draft.opportunity_id]
        .iter()
        .any(|link| matches!(link, Field::Set(_)))
    {
        return Err(Error::invalid(
            "opportunity",
            message!("an activity belongs to a company, a contact, a lead or an opportunity"),
        ));
    }
    if draft.owner_id.is_unset() {
        draft.owner_id = settings::me(tx.conn()).await?.into();
    }
    if draft.occurred_at.is_unset() {
        draft.occurred_at = Field::Set(tx.now());
    }
    let id = Id::new();
    let fields = checked(tx, draft, None).await?;
    tx.insert("activities", &id, fields).await?;
    touch(tx, &id).await?;
    tx.event("activity.created", "activity", &id, serde_json::json!({})).await?;
    Ok(id)
}

/// # Errors
/// [`Error::Invalid`], [`Error::NotFound`].
pub async fn update(tx: &mut Tx<'_>, id: &Id, draft: ActivityDraft) -> Result<()> {
    let fields = checked(tx, draft, Some(id)).await?;
    small::update(tx, "activities", "activity", id, fields).await?;
    touch(tx, id).await
}

async fn checked(tx: &mut Tx<'_>, draft: ActivityDraft, own: Option<&Id>) -> Result<Assignments> {
    let links = [
        ("owner", "people", &draft.owner_id),
        ("company", "companies", &draft.company_id),
        ("contact", "contacts", &draft.contact_id),
        ("lead", "leads", &draft.lead_id),
        ("opportunity", "opportunities", &draft.opportunity_id),
    ];
    small::check_links(tx.conn(), own.map(|own| ("activities", own)), &links).await?;
    if matches!(draft.duration_minutes, Field::Set(minutes) if minutes < 0) {
        return Err(Error::invalid("duration_minutes", message!("may not be negative")));
    }
    draft.assignments()
}

/// A deal's last activity and a person's last contact never go back in time; a note is no contact.
async fn touch(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    let Some(activity) = get(tx.conn(), id).await? else { return Ok(()) };
    let at = activity.occurred_at;
    if let Some(deal) = &activity.opportunity_id
        && store::last(tx.conn(), "opportunities", "last_activity_at", deal)
            .await?
            .is_none_or(|last| last < at)
    {
        tx.update("opportunities", deal, vec![("last_activity_at", at.into())]).await?;
    }
    let is_contact =
        matches!(activity.kind, ActivityKind::Call | ActivityKind::Email | ActivityKind::Meeting);
    for (table, person) in [("contacts", &activity.contact_id), ("leads", &activity.lead_id)] {
        if let Some(person) = person.as_ref().filter(|_| is_contact)
            && store::last(tx.conn(), table, "last_contact_at", person).await?.is_none_or(|last| last < at)
        {
            tx.update(table, person, vec![("last_contact_at", at.into())]).await?;
        }
    }
    Ok(())
}

/// # Errors
/// [`Error::NotFound`].
pub async fn delete(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    small::delete(tx, "activities", "activity", id).await
}

/// # Errors
/// When the database cannot be read.
pub async fn get(connection: &mut SqliteConnection, id: &Id) -> Result<Option<Activity>> {
    list::one(&store::ACTIVITIES, connection, id).await
}

/// # Errors
/// [`Error::BadQuery`].
pub async fn list(connection: &mut SqliteConnection, query: &ListQuery) -> Result<Page<Activity>> {
    store::ACTIVITIES.page(connection, query).await
}
