//! What waits, what was not accepted and what is in conflict: for the user to look at and to settle.

use std::collections::HashMap;

use mycrm_store::registry::{self, Table};
use mycrm_store::{Ctx, Id, Store, Timestamp, Tx, Value};
use mycrm_sync::merge::Conflict;
use mycrm_sync::op::is_bookkeeping;
use mycrm_sync::{DeviceId, Kind, MemberId, RowKey, Value as Held};

use crate::store::{self, ConflictRow, Counts, Cut, ParkedRow, UnfitRow, WaitingRow};
use crate::{Error, Result};

/// What the members are called, as far as it is known.
///
/// # Errors
/// When the database cannot be read.
pub async fn names(store: &Store) -> Result<HashMap<MemberId, String>> {
    Ok(mycrm_store::settings::get(store, crate::device::MEMBERS).await?.unwrap_or_default())
}

/// The ids under which this profile has written.
///
/// # Errors
/// When the database cannot be read.
pub async fn own_devices(store: &Store) -> Result<Vec<DeviceId>> {
    let lanes = store::lanes(&mut *store.readers().acquire().await?).await?;
    Ok(lanes.into_iter().map(|lane| lane.parts.device).collect())
}

/// Of the snapshot that is being fetched: chunks that are here, and all. `None` when none is.
///
/// # Errors
/// When the database cannot be read.
pub async fn progress(store: &Store) -> Result<Option<(usize, usize)>> {
    let mut reader = store.readers().acquire().await?;
    let state = store::read_state(&mut reader).await?;
    let Some(manifest) = state.and_then(|state| state.manifest) else { return Ok(None) };
    Ok(Some((store::chunks_here(&mut reader).await?.len(), manifest.chunks.len())))
}

/// When the profile became part of its workspace, and when nothing waited here or there last.
///
/// # Errors
/// When the database cannot be read.
pub async fn times(store: &Store) -> Result<Option<(Timestamp, Option<Timestamp>)>> {
    let state = store::read_state(&mut *store.readers().acquire().await?).await?;
    Ok(state.map(|state| (state.connected_at, state.synced_at)))
}

/// # Errors
/// When the database cannot be read.
pub async fn counts(store: &Store) -> Result<Counts> {
    store::counts(&mut *store.readers().acquire().await?).await
}

/// Ops that the server has not decided yet, in the order in which they were written.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(store: &Store, cut: Cut) -> Result<Vec<WaitingRow>> {
    store::waiting_rows(&mut *store.readers().acquire().await?, cut).await
}

/// Ops that the server did not accept, in the order in which they were written.
///
/// # Errors
/// When the database cannot be read.
pub async fn rejected(store: &Store, cut: Cut) -> Result<Vec<ParkedRow>> {
    store::parked_rows(&mut *store.readers().acquire().await?, cut).await
}

/// # Errors
/// When the database cannot be read.
pub async fn conflicts(store: &Store, cut: Cut) -> Result<Vec<ConflictRow>> {
    store::conflict_rows(&mut *store.readers().acquire().await?, cut).await
}

/// Rows whose merged values the tables refuse; at most 100.
///
/// # Errors
/// When the database cannot be read.
pub async fn unfit(store: &Store) -> Result<Vec<UnfitRow>> {
    store::unfit_rows(&mut *store.readers().acquire().await?).await
}

/// Leaves the value that holds, and closes the conflict.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn keep(store: &Store, no: i64) -> Result<()> {
    let closed = store::close(&mut *store.bookkeeping().acquire().await?, no).await?;
    if closed { Ok(()) } else { Err(Error::NotFound) }
}

/// The other side of a conflict, as an edit that is to be made.
#[derive(Debug, Clone)]
pub struct Choice {
    no: i64,
    key: RowKey,
    pub table: &'static str,
    pub row: Id,
    pub field: &'static str,
    pub value: Value,
    /// The row was deleted, and comes back.
    pub restores: bool,
}

/// What choosing the other side of a conflict means.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn other_side(tx: &mut Tx<'_>, no: i64) -> Result<Choice> {
    let conflict = store::conflict(tx.conn(), no).await?.ok_or(Error::NotFound)?;
    let (key, field, value) = conflict.reversal();
    let table = registry::table(&key.table).ok_or(Error::NotFound)?;
    Ok(Choice {
        no,
        table: table.name,
        row: Id::from(key.row.0),
        field: known(table, field).ok_or(Error::NotFound)?,
        value: value_of(value),
        restores: matches!(conflict, Conflict::EditOfDeleted { .. }),
        key: key.clone(),
    })
}

/// Makes the edit that a choice is, as it is: for a field from which nothing follows.
///
/// # Errors
/// When the database cannot be written.
pub async fn write(tx: &mut Tx<'_>, choice: &Choice) -> Result<()> {
    let table = registry::table(choice.table).ok_or(Error::NotFound)?;
    set(tx, table, &choice.row, vec![(choice.field, choice.value.clone())]).await
}

/// Closes the conflict in the transaction of the edit.
///
/// # Errors
/// When the database cannot be written.
pub async fn settle(tx: &mut Tx<'_>, choice: &Choice) -> Result<()> {
    if choice.restores {
        // The edit was kept with the deleted row; restoring the row shows it again.
        store::forget_of_row(tx.conn(), &choice.key).await?;
    }
    store::close(tx.conn(), choice.no).await?;
    Ok(())
}

/// The user has exported it, or does not need it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn dismiss(store: &Store, no: i64) -> Result<()> {
    let dismissed = store::dismiss(&mut *store.bookkeeping().acquire().await?, no).await?;
    if dismissed { Ok(()) } else { Err(Error::NotFound) }
}

/// Does what was not accepted once more, as a new edit: the reason may be gone.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn retry(store: &Store, no: i64, ctx: Ctx) -> Result<Id> {
    let mut tx = store.begin(ctx).await?;
    let op = store::parked_op(tx.conn(), no).await?.ok_or(Error::NotFound)?;
    let table = registry::table(&op.table).ok_or(Error::NotFound)?;
    let row = Id::from(op.row.0);
    let fields: Vec<_> = op
        .fields
        .iter()
        .filter(|(name, _)| !is_bookkeeping(name))
        .filter_map(|(name, change)| Some((known(table, name)?, value_of(&change.1))))
        .collect();
    if store::is_there(tx.conn(), table.name, &row).await? {
        set(&mut tx, table, &row, fields).await?;
    } else if op.kind == Kind::Insert {
        tx.insert(table.name, &row, fields).await?;
    } else {
        // The row has to be made again first.
        return Err(Error::NotFound);
    }
    store::dismiss(tx.conn(), no).await?;
    Ok(tx.commit().await?)
}

/// Sets fields of a row whether or not it is deleted.
async fn set(tx: &mut Tx<'_>, table: &Table, row: &Id, fields: Vec<(&'static str, Value)>) -> Result<()> {
    let now = tx.now();
    let fields = fields.into_iter().chain([("updated_at", now.into())]).collect();
    store::set_fields(tx.conn(), table.name, row, fields).await
}

fn known(table: &'static Table, field: &str) -> Option<&'static str> {
    table.fields.iter().copied().find(|name| *name == field)
}

fn value_of(held: &Held) -> Value {
    match held {
        Held::Null | Held::Real(_) => Value::Null,
        Held::Int(number) => Value::Int(*number),
        Held::Text(text) => Value::Text(text.clone()),
    }
}
