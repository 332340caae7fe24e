//! Edits and their values as a reader knows them.

use std::collections::BTreeMap;

use mycrm_crm::timeline::FieldChange;
use mycrm_crm::titles;
use mycrm_replica::WaitingRow;
use mycrm_store::registry;
use mycrm_store::{Currency, Store, Timestamp};
use mycrm_sync::op::{DELETED_AT, is_incidental};
use mycrm_sync::{Change, Value as Held};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::SqliteConnection;
use utoipa::{IntoParams, ToSchema};

use crate::error::{ApiError, Result};
use crate::labels::{self, Label};
use crate::records::amount::currency_of;
use crate::records::timeline::readable;
use crate::settings;

/// Entries of one page.
pub(super) const PAGE: i64 = 50;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EntriesQuery {
    /// From `next` of the page before.
    #[serde(default)]
    pub(super) cursor: Option<String>,
}

impl EntriesQuery {
    /// The part of the list that is asked for, and one entry more, which tells whether there is another page.
    pub(super) fn cut(&self) -> Result<mycrm_replica::Cut> {
        let after = match self.cursor.as_deref() {
            None | Some("") => 0,
            Some(text) => text
                .parse()
                .map_err(|_| ApiError::field("cursor", "is none that a page before this one gave"))?,
        };
        Ok(mycrm_replica::Cut { after, limit: PAGE + 1 })
    }
}

/// Cuts the entry off that only tells of another page; returns where that begins.
pub(super) fn next<T>(rows: &mut Vec<T>, path: &str, no: impl Fn(&T) -> i64) -> Option<String> {
    let has_more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    rows.last().filter(|_| has_more).map(|last| format!("{path}?cursor={}", no(last)))
}

/// The record that an entry is about.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SyncRecord {
    /// company, contact, lead, opportunity, task, activity, …
    record_type: String,
    record_id: String,
    /// `null` where this program does not know the record.
    title: Option<String>,
    /// Where the entry is about a part of the record, such as one of its products: what that is.
    part: Option<String>,
}

impl SyncRecord {
    pub(super) async fn find(connection: &mut SqliteConnection, table: &str, row: &str) -> Result<Self> {
        Ok(match titles::title(connection, table, row).await? {
            Some(titled) => {
                let own = registry::table(table).map(|table| table.record);
                let part = own.filter(|own| *own != titled.record).map(str::to_owned);
                Self {
                    record_type: titled.record.to_owned(),
                    record_id: titled.id,
                    title: titled.title,
                    part,
                }
            }
            None => {
                Self { record_type: table.to_owned(), record_id: row.to_owned(), title: None, part: None }
            }
        })
    }
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EditKind {
    Create,
    Change,
    Delete,
    Restore,
}

/// A field of an edit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EditedField {
    field: String,
    /// Names, not ids.
    old: Value,
    new: Value,
}

/// One edit of one record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SyncEdit {
    pub(super) id: String,
    record: SyncRecord,
    kind: EditKind,
    fields: Vec<EditedField>,
    /// Of amounts; `null` where it is the base currency.
    currency: Option<String>,
    /// What the action is called in the history, in English.
    label: String,
    action: Option<Label>,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

impl SyncEdit {
    pub(super) async fn of(
        connection: &mut SqliteConnection,
        row: &WaitingRow,
        base: Currency,
    ) -> Result<Self> {
        let WaitingRow { no, table_name, row_id, kind, fields, label, recorded_at } = row;
        let currency = titles::currency(connection, table_name, row_id).await?;
        // What was not accepted is not here: it says itself what it is in.
        let currency = currency.or_else(|| match fields.get("currency") {
            Some(Change(_, Held::Text(code))) => Some(code.clone()),
            _ => None,
        });
        let of_amounts = currency.as_deref().map_or(base, |code| currency_of(code, base));
        let (label, action) = labels::read(label);
        Ok(Self {
            id: no.to_string(),
            record: SyncRecord::find(connection, table_name, row_id).await?,
            kind: kind_of(kind, fields),
            fields: fields_of(connection, table_name, fields, of_amounts).await?,
            currency,
            label,
            action,
            at: *recorded_at,
        })
    }
}

fn kind_of(kind: &str, fields: &BTreeMap<String, Change>) -> EditKind {
    match fields.get(DELETED_AT) {
        _ if kind == "insert" => EditKind::Create,
        Some(change) if change.1.is_null() => EditKind::Restore,
        Some(_) => EditKind::Delete,
        None => EditKind::Change,
    }
}

async fn fields_of(
    connection: &mut SqliteConnection,
    table: &str,
    fields: &BTreeMap<String, Change>,
    currency: Currency,
) -> Result<Vec<EditedField>> {
    let mut shown = Vec::new();
    let edited = fields.iter().filter(|(name, _)| !is_incidental(name) && *name != DELETED_AT);
    for (name, Change(old, new)) in edited {
        let old = named(connection, table, name, old).await?;
        let new = named(connection, table, name, new).await?;
        shown.push(field_change(name, old, new));
    }
    let fields = shown.iter().map(|change| {
        let (field, old, new) = readable(change, &shown, currency);
        EditedField { field, old, new }
    });
    Ok(fields.collect())
}

/// One value of a field, and what the field is called.
pub(super) async fn value_of(
    connection: &mut SqliteConnection,
    table: &str,
    field: &str,
    value: &Held,
    currency: Currency,
) -> Result<(String, Value)> {
    let new = named(connection, table, field, value).await?;
    let change = field_change(field, Value::Null, new);
    let (field, _, value) = readable(&change, &[], currency);
    Ok((field, value))
}

fn field_change(name: &str, old: Value, new: Value) -> FieldChange {
    FieldChange { field: name.trim_end_matches("_id").trim_end_matches("_minor").to_owned(), old, new }
}

async fn named(connection: &mut SqliteConnection, table: &str, field: &str, value: &Held) -> Result<Value> {
    let value = serde_json::to_value(value).map_err(ApiError::internal)?;
    Ok(titles::linked_name(connection, table, field, value).await?)
}

/// Where an amount has no currency beside it.
pub(super) async fn base(store: &Store) -> Result<Currency> {
    settings::base_currency(store).await
}
