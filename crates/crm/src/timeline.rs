//! The timeline of a record: what happened with it and what changed in it, newest first.

use mycrm_store::{Change, ChangeKind, Id, Timestamp, registry};
use sqlx::SqliteConnection;

use crate::activities::Activity;
use crate::store::timeline as store;
use crate::{Error, Result, titles};

/// One entry.
#[derive(Debug, Clone)]
pub struct Entry {
    pub id: String,
    /// Since when it holds: for an imported deal the day it entered the stage, not the day of the import.
    pub at: Timestamp,
    pub actor: String,
    pub what: What,
}

#[derive(Debug, Clone)]
pub enum What {
    Activity(Box<Activity>),
    Created {
        change_set: Id,
        label: String,
    },
    Changed {
        change_set: Id,
        label: String,
        fields: Vec<FieldChange>,
    },
    Deleted {
        change_set: Id,
        label: String,
    },
    /// A deal went from one stage to another; names, not ids.
    Stage {
        from: Option<String>,
        to: Option<String>,
    },
}

/// A field as a reader sees it: names instead of ids.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    pub field: String,
    pub old: serde_json::Value,
    pub new: serde_json::Value,
}

/// A page of entries and where the next begins.
#[derive(Debug, Clone)]
pub struct Timeline {
    pub entries: Vec<Entry>,
    pub next: Option<String>,
}

/// Fields that say nothing to a reader, or are told as an entry of their own.
const SILENT: &[&str] = &[
    "updated_at",
    "created_at",
    "created_by",
    "rank",
    "stage_id",
    "stage_entered_at",
    "phone_key",
    "mobile_key",
    "last_activity_at",
    "last_contact_at",
    "position",
];

/// Entries of a record before a cursor.
///
/// # Errors
/// [`Error::BadQuery`] for a record kind without a timeline.
pub async fn timeline(
    connection: &mut SqliteConnection,
    record: &str,
    id: &Id,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Timeline> {
    let link = match record {
        "company" => "company_id",
        "contact" => "contact_id",
        "lead" => "lead_id",
        "opportunity" => "opportunity_id",
        "task" => "",
        other => return Err(Error::BadQuery(format!("made: there is no timeline of {other:?}"))),
    };
    let limit = limit.clamp(1, crate::list::MAX_PAGE) as usize;
    // Each source is asked for one page before the cursor; the newest of all of them are the page.
    let before = Place::parse(cursor)?;
    let mut entries = changes(connection, id, &before, limit).await?;
    if !link.is_empty() {
        for activity in store::activities(connection, link, id, (before.at, &before.id), limit).await? {
            // The row itself says "me" of whoever wrote it, on whatever device.
            let writer = titles::writer(connection, &activity.id).await?;
            entries.push(Entry {
                id: activity.id.to_string(),
                at: activity.occurred_at,
                actor: writer.or_else(|| activity.created_by.clone()).unwrap_or_default(),
                what: What::Activity(Box::new(activity)),
            });
        }
    }
    if record == "opportunity" {
        entries.extend(store::stages(connection, id, (before.at, &before.id), limit).await?);
    }
    entries.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|last| format!("{}~{}", last.at.millis(), last.id));
    Ok(Timeline { entries, next })
}

struct Place {
    at: Timestamp,
    id: String,
}

impl Place {
    fn parse(cursor: Option<&str>) -> Result<Self> {
        let Some(cursor) = cursor else {
            return Ok(Self { at: Timestamp::MAX, id: String::new() });
        };
        let place = cursor.split_once('~').and_then(|(at, id)| Some((at.parse().ok()?, id)));
        let (at, id) = place
            .ok_or_else(|| Error::BadQuery("continued: the cursor was not given out by this list".into()))?;
        Ok(Self { at: Timestamp::from_millis(at), id: id.to_owned() })
    }
}

async fn changes(
    connection: &mut SqliteConnection,
    id: &Id,
    before: &Place,
    limit: usize,
) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut from = (before.at, i64::MAX);
    // What is not before the cursor was shown already, and changes without a word for the reader do not count: read on
    // until the page is full and one more tells that there is another.
    while entries.len() <= limit {
        let page = mycrm_store::changes_of_row(connection, id, from, limit as i64 + 1).await?;
        let Some(last) = page.last() else { break };
        from = (last.recorded_at, last.seq);
        for change in page {
            let entry = entry(connection, change).await?;
            entries.extend(entry.filter(|e| (e.at, e.id.as_str()) < (before.at, before.id.as_str())));
        }
    }
    Ok(entries)
}

async fn entry(connection: &mut SqliteConnection, change: Change) -> Result<Option<Entry>> {
    let Change { seq, table, kind, mut fields, recorded_at, actor, change_set, label, .. } = change;
    let deleted = fields.remove("deleted_at");
    let what = match (kind, deleted) {
        (ChangeKind::Insert, _) => What::Created { change_set, label },
        (ChangeKind::Update, Some((_, new))) if !new.is_null() => What::Deleted { change_set, label },
        (ChangeKind::Update, _) => {
            let mut readable = Vec::new();
            for (field, (old, new)) in fields {
                if SILENT.contains(&field.as_str()) {
                    continue;
                }
                let link = registry::table(&table)
                    .and_then(|t| t.links.iter().find(|l| l.field == field && l.table != registry::ANY));
                let (old, new) = match link {
                    Some(link) => (
                        store::name_of(connection, link.table, old).await?,
                        store::name_of(connection, link.table, new).await?,
                    ),
                    None => (old, new),
                };
                // The same to a reader, as when the user of this profile became the member of the same name.
                if link.is_some() && old == new {
                    continue;
                }
                readable.push(FieldChange {
                    field: field.trim_end_matches("_id").trim_end_matches("_minor").to_owned(),
                    old,
                    new,
                });
            }
            if readable.is_empty() {
                return Ok(None);
            }
            What::Changed { change_set, label, fields: readable }
        }
    };
    Ok(Some(Entry { id: format!("change-{seq:012}"), at: recorded_at, actor, what }))
}
