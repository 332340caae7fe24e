//! The one write path: rows, their packed ops and domain events in one transaction, the UI told after the commit.

mod commit;
mod events;
mod quiet;
mod units;

pub use quiet::QuietTx;
use sqlx::{AssertSqlSafe, Sqlite, SqliteConnection, Transaction};

use crate::clock::Hlc;
use crate::registry::{self, Table};
use crate::{Ctx, Error, Id, Result, Store, Timestamp, Value};

/// An op holds a text's old and new value, and must fit into a unit.
const MAX_TEXT: usize = 256 << 10;

/// An open write transaction. Dropped without [`Tx::commit`], it leaves no trace.
#[derive(Debug)]
pub struct Tx<'s> {
    store: &'s Store,
    inner: Transaction<'static, Sqlite>,
    /// The row in `devices` whose ops these are.
    device: i64,
    /// How far the server's clock is ahead of this device's, in milliseconds: stamps are in its time.
    clock_offset: i64,
    ctx: Ctx,
    change_set: Id,
    now: Timestamp,
    first: i64,
    current: i64,
    /// The last op before this transaction, and the clock's last stamp: read inside the write lock, never remembered
    /// from an earlier one, whose commit may have ended without anybody waiting for it.
    last_seq: i64,
    last_hlc: Hlc,
    /// The last op before this unit.
    unit_from: i64,
    /// Up to which op the unit was weighed, and what it weighs.
    weighed_to: i64,
    weight: i64,
    keep_action: bool,
}

impl Store {
    /// Begins a write; waits for the one before it to end.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn begin(&self, ctx: Ctx) -> Result<Tx<'_>> {
        self.begin_at(ctx, Timestamp::now()).await
    }

    /// As [`Store::begin`], at a chosen moment: for tests and simulations.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn begin_at(&self, ctx: Ctx, now: Timestamp) -> Result<Tx<'_>> {
        let mut inner = self.bookkeeping().begin_with("BEGIN IMMEDIATE").await?;
        let (device, last_seq, last_hlc, clock_offset): (i64, i64, i64, i64) = sqlx::query_as(
            "SELECT id, last_seq, last_hlc, coalesce((SELECT clock_offset FROM sync_state), 0)
             FROM devices WHERE is_self = 1",
        )
        .fetch_one(&mut *inner)
        .await?;
        let change_set = match &ctx.change_set {
            Some(id) => joined(&mut inner, id).await?,
            None => new_change_set(&mut inner, &ctx, now).await?,
        };
        let mut tx = Tx {
            store: self,
            inner,
            device,
            clock_offset,
            ctx,
            change_set,
            now,
            first: 0,
            current: 0,
            last_seq,
            last_hlc: Hlc::from_raw(last_hlc),
            unit_from: 0,
            weighed_to: 0,
            weight: 0,
            keep_action: false,
        };
        tx.open_unit().await?;
        tx.first = tx.current;
        Ok(tx)
    }
}

/// An action that was taken back meanwhile is over: what joined it now could never be taken back.
async fn joined(connection: &mut SqliteConnection, id: &Id) -> Result<Id> {
    let stands: Option<bool> = sqlx::query_scalar("SELECT undone_by IS NULL FROM change_sets WHERE id = ?1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    match stands {
        Some(true) => Ok(id.clone()),
        Some(false) => Err(Error::AlreadyUndone),
        None => Err(Error::NoSuchChangeSet(id.to_string())),
    }
}

async fn new_change_set(connection: &mut SqliteConnection, ctx: &Ctx, now: Timestamp) -> Result<Id> {
    let id = Id::new();
    sqlx::query("INSERT INTO change_sets (id, label, actor, started_at, undoes) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(&id)
        .bind(&ctx.label)
        .bind(&ctx.actor)
        .bind(now)
        // What undoes itself is neither in the history nor open to undo.
        .bind(if ctx.is_permanent { Some(&id) } else { ctx.undoes.as_ref() })
        .execute(connection)
        .await?;
    Ok(id)
}

impl Tx<'_> {
    /// The connection, for reading inside the transaction and for set-based writes.
    pub fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.inner
    }

    /// The user action this belongs to: the unit of undo.
    pub fn change_set(&self) -> &Id {
        &self.change_set
    }

    pub fn actor(&self) -> &str {
        &self.ctx.actor
    }

    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// From here on, changes hold since `at` instead of now.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn set_effective_at(&mut self, at: Timestamp) -> Result<()> {
        sqlx::query("UPDATE write_context SET effective_at = ?1").bind(at).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Inserts a row; `created_*` and `updated_at` are filled in when not given.
    ///
    /// # Errors
    /// [`Error::UnknownField`] for a table or field that is not in the registry; else what SQLite refuses.
    pub async fn insert(
        &mut self,
        table: &'static str,
        id: &Id,
        fields: Vec<(&'static str, Value)>,
    ) -> Result<()> {
        let known = checked(table, &fields)?;
        let mut fields = fields;
        let defaults: [(&'static str, Value); 3] = [
            ("created_at", self.now.into()),
            ("created_by", self.ctx.actor.as_str().into()),
            ("updated_at", self.now.into()),
        ];
        for (name, value) in defaults {
            if !fields.iter().any(|(given, _)| *given == name) {
                fields.push((name, value));
            }
        }
        let names = fields.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let marks = vec!["?"; fields.len() + 1].join(", ");
        let sql = format!("INSERT INTO {} (id, {names}) VALUES ({marks})", known.name);
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(id);
        for (_, value) in fields {
            query = value.bind(query);
        }
        query.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Updates a live row and its `updated_at`; returns whether there was one.
    ///
    /// # Errors
    /// As [`Tx::insert`].
    pub async fn update(
        &mut self,
        table: &'static str,
        id: &Id,
        fields: Vec<(&'static str, Value)>,
    ) -> Result<bool> {
        let known = checked(table, &fields)?;
        if fields.is_empty() {
            return Ok(true);
        }
        let sets = fields.iter().map(|(name, _)| format!("{name} = ?")).collect::<Vec<_>>().join(", ");
        let differs =
            fields.iter().map(|(name, _)| format!("{name} IS NOT ?")).collect::<Vec<_>>().join(" OR ");
        let sql = format!(
            "UPDATE {0} SET {sets}, updated_at = CASE WHEN {differs} THEN ? ELSE updated_at END WHERE id = ? AND deleted_at IS NULL",
            known.name
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (_, value) in fields.iter().chain(fields.iter()) {
            query = value.clone().bind(query);
        }
        let done = query.bind(self.now).bind(id).execute(&mut *self.inner).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Marks a live row deleted; returns whether there was one.
    ///
    /// # Errors
    /// As [`Tx::insert`].
    pub async fn delete(&mut self, table: &'static str, id: &Id) -> Result<bool> {
        self.update(table, id, vec![("deleted_at", self.now.into())]).await
    }

    /// Keeps the action in the books even when it changed no row: an undo that found nothing left to take back.
    pub(crate) fn keep_action(&mut self) {
        self.keep_action = true;
    }
}

fn checked(table: &str, fields: &[(&'static str, Value)]) -> Result<&'static Table> {
    let known = registry::table(table).ok_or_else(|| Error::UnknownField(table.to_owned()))?;
    let too_long = |value: &Value| matches!(value, Value::Text(text) if text.len() > MAX_TEXT);
    if let Some((name, _)) = fields.iter().find(|(_, value)| too_long(value)) {
        return Err(Error::TooLong { field: (*name).to_owned(), limit: MAX_TEXT });
    }
    match fields.iter().find(|(name, _)| !known.fields.contains(name)) {
        Some((name, _)) => Err(Error::UnknownField(format!("{table}.{name}"))),
        None => Ok(known),
    }
}
