//! Writing rows whose log comes from elsewhere: what sync applies is in the log already, word by word.

use std::collections::BTreeSet;

use sqlx::{Sqlite, SqliteConnection, Transaction};

use crate::{Id, Notice, Origin, Result, Store, notice, registry};

/// An open write transaction whose rows are not logged by the triggers: whoever uses it keeps the log. Dropped without
/// [`QuietTx::commit`], it leaves no trace.
#[derive(Debug)]
pub struct QuietTx<'s> {
    store: &'s Store,
    inner: Transaction<'static, Sqlite>,
    touched: BTreeSet<(&'static str, String)>,
    tables: BTreeSet<&'static str>,
}

impl Store {
    /// Begins one; waits for the write before it to end.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn begin_quiet(&self) -> Result<QuietTx<'_>> {
        let mut inner = self.bookkeeping().begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query(
            "INSERT INTO write_context (id, tx, device, device_seq, effective_at, mode) VALUES (1, 0, 0, 0, 0, 1)",
        )
        .execute(&mut *inner)
        .await?;
        Ok(QuietTx { store: self, inner, touched: BTreeSet::new(), tables: BTreeSet::new() })
    }
}

impl QuietTx<'_> {
    pub fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.inner
    }

    /// From here on, rows may be removed: what a member may no longer see leaves without a trace.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn allow_removal(&mut self) -> Result<()> {
        sqlx::query("UPDATE write_context SET mode = 2").execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Notes a row that listeners are to hear of.
    pub fn touch(&mut self, table: &str, row: &str) {
        if let Some(table) = registry::table(table) {
            self.tables.insert(table.name);
            // More than these are told as "many".
            if self.touched.len() <= notice::MAX_ROWS {
                self.touched.insert((table.name, row.to_owned()));
            }
        }
    }

    /// Makes everything durable and tells the listeners.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing of this transaction is.
    pub async fn commit(mut self) -> Result<()> {
        sqlx::query("DELETE FROM write_context").execute(&mut *self.inner).await?;
        let Self { store, inner, touched, tables } = self;
        inner.commit().await?;
        if tables.is_empty() {
            return Ok(());
        }
        let touched = if touched.len() > notice::MAX_ROWS {
            tables.into_iter().map(|table| (table, None)).collect()
        } else {
            touched.into_iter().map(|(table, row)| (table, Some(row))).collect()
        };
        store.publish(Notice { change_set: Id::new(), origin: Origin::Remote, touched });
        Ok(())
    }
}
