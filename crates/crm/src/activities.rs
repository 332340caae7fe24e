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
    if !matches!(draft.kind, Field::Set(_)) {
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
    if !matches!(draft.occurred_at, Field::Set(_)) {
        draft.occurred_at = Field::Set(tx.now());
    }
    let id = Id::new();
    let fields = checked(tx, draft, None).await?;
    tx.insert("activities", &id, fields).await?;
    touch(tx, None, &id).await?;
    tx.event("activity.created", "activity", &id, serde_json::json!({})).await?;
    Ok(id)
}

/// # Errors
/// [`Error::Invalid`], [`Error::NotFound`].
pub async fn update(tx: &mut Tx<'_>, id: &Id, draft: ActivityDraft) -> Result<()> {
    let before = get(tx.conn(), id).await?;
    let fields = checked(tx, draft, Some(id)).await?;
    small::update(tx, "activities", "activity", id, fields).await?;
    touch(tx, before.as_ref(), id).await
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

/// Where an activity counts as the last one.
struct Counted {
    table: &'static str,
    column: &'static str,
    /// The column of activities that names the record.
    link: &'static str,
    /// A note is no contact with anybody.
    contacts_only: bool,
}

const COUNTED: [Counted; 3] = [
    Counted {
        table: "opportunities",
        column: "last_activity_at",
        link: "opportunity_id",
        contacts_only: false,
    },
    Counted { table: "contacts", column: "last_contact_at", link: "contact_id", contacts_only: true },
    Counted { table: "leads", column: "last_contact_at", link: "lead_id", contacts_only: true },
];

impl Counted {
    /// The record an activity counts for, and when.
    fn of<'a>(&self, activity: &'a Activity) -> Option<(&'a Id, Timestamp)> {
        let is_contact =
            matches!(activity.kind, ActivityKind::Call | ActivityKind::Email | ActivityKind::Meeting);
        let record = match self.table {
            "opportunities" => &activity.opportunity_id,
            "contacts" => &activity.contact_id,
            _ => &activity.lead_id,
        };
        let record = record.as_ref().filter(|_| is_contact || !self.contacts_only)?;
        Some((record, activity.occurred_at))
    }
}

/// Lets a deal's last activity and a person's last contact follow an activity that was `before` and is now. What did not
/// come from it, such as a day that was entered by hand, does not go back in time.
async fn touch(tx: &mut Tx<'_>, before: Option<&Activity>, id: &Id) -> Result<()> {
    let now = get(tx.conn(), id).await?;
    for counted in &COUNTED {
        let was = before.and_then(|activity| counted.of(activity));
        let is = now.as_ref().and_then(|activity| counted.of(activity));
        if let Some((record, at)) = was.filter(|_| was != is) {
            take_back(tx, counted, record, at).await?;
        }
        if let Some((record, at)) = is
            && store::last(tx.conn(), counted.table, counted.column, record)
                .await?
                .is_none_or(|last| last < at)
        {
            tx.update(counted.table, record, vec![(counted.column, at.into())]).await?;
        }
    }
    Ok(())
}

/// Where the last time of a record was that of an activity which is gone from there, it is that of the last one left.
async fn take_back(tx: &mut Tx<'_>, counted: &Counted, record: &Id, at: Timestamp) -> Result<()> {
    if store::last(tx.conn(), counted.table, counted.column, record).await? == Some(at) {
        let left = store::latest(tx.conn(), counted.link, record, counted.contacts_only).await?;
        tx.update(counted.table, record, vec![(counted.column, left.into())]).await?;
    }
    Ok(())
}

/// # Errors
/// [`Error::NotFound`].
pub async fn delete(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    let before = get(tx.conn(), id).await?;
    small::delete(tx, "activities", "activity", id).await?;
    touch(tx, before.as_ref(), id).await
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
