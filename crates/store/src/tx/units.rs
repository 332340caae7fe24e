//! Units: what a user action is cut into, because a push to a server holds no more and never a part of one.

use super::Tx;
use crate::open::SCHEMA_VERSION;
use crate::{Error, Id, Result, Timestamp};

/// Ops of one unit.
const MAX_OPS: i64 = 500;
/// Bytes of the ops of one unit: a push of 1 MiB less its own fields and the name of its action.
const MAX_BYTES: i64 = (1 << 20) - (2 << 10);
/// Bytes of an op beside its fields, at most: names, numbers and hashes.
const BESIDE: i64 = 640;

/// An op of a unit that is too large.
#[derive(sqlx::FromRow)]
struct Logged {
    device_seq: i64,
    table_name: String,
    weight: i64,
}

impl Tx<'_> {
    /// Writes the transaction row of the next ops and points the context at it.
    pub(super) async fn open_unit(&mut self) -> Result<()> {
        let now = Timestamp::from_millis(self.now.millis().saturating_add(self.clock_offset));
        self.last_hlc = self.last_hlc.tick(now);
        let tx: i64 = sqlx::query_scalar(
            "INSERT INTO transactions (tx_id, change_set_id, device, hlc, recorded_at, actor, origin, schema_version)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
        )
        .bind(Id::new())
        .bind(&self.change_set)
        .bind(self.device)
        .bind(self.last_hlc.raw())
        .bind(self.now)
        .bind(&self.ctx.actor)
        .bind(self.ctx.origin.as_str())
        .bind(SCHEMA_VERSION)
        .fetch_one(&mut *self.inner)
        .await?;
        sqlx::query(
            "INSERT INTO write_context (id, tx, device, device_seq, effective_at) VALUES (1, ?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET tx = ?1",
        )
        .bind(tx)
        .bind(self.device)
        .bind(self.last_seq)
        .bind(self.now)
        .execute(&mut *self.inner)
        .await?;
        self.unit_from = self.last_op().await?;
        self.weighed_to = self.unit_from;
        self.weight = 0;
        self.current = tx;
        Ok(())
    }

    /// Begins a new unit when `next` more ops may not fit into this one: bulk writers call it before each row. Half of
    /// the room is left to them.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn make_room(&mut self, next: i64) -> Result<()> {
        self.weigh().await?;
        let used = self.weighed_to - self.unit_from;
        let is_full = used > 0 && (used + next > MAX_OPS || self.weight > MAX_BYTES / 2);
        if is_full { self.open_unit().await } else { Ok(()) }
    }

    /// Weighs what was logged since the last time.
    async fn weigh(&mut self) -> Result<()> {
        let (last, fields): (i64, i64) = sqlx::query_as(
            "SELECT w.device_seq, (SELECT coalesce(sum(octet_length(c.fields)), 0) FROM changes c
               WHERE c.device = w.device AND c.device_seq > ?1) FROM write_context w",
        )
        .bind(self.weighed_to)
        .fetch_one(&mut *self.inner)
        .await?;
        self.weight += fields + BESIDE * (last - self.weighed_to);
        self.weighed_to = last;
        Ok(())
    }

    /// The number of the last op of this device: what changed nothing leaves it as it was.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn last_op(&mut self) -> Result<i64> {
        Ok(sqlx::query_scalar("SELECT device_seq FROM write_context").fetch_one(&mut *self.inner).await?)
    }

    /// Cuts units that became too large all the same: one statement may change any number of rows, and how large an op
    /// is depends on what was there before.
    pub(super) async fn cut_units(&mut self) -> Result<()> {
        let large: Vec<i64> = sqlx::query_scalar(
            "SELECT tx FROM changes WHERE tx >= ?1 AND device_seq > ?2 GROUP BY tx
             HAVING count(*) > ?3 OR sum(octet_length(fields)) + ?4 * count(*) > ?5",
        )
        .bind(self.first)
        .bind(self.last_seq)
        .bind(MAX_OPS)
        .bind(BESIDE)
        .bind(MAX_BYTES)
        .fetch_all(&mut *self.inner)
        .await?;
        for unit in large {
            self.cut(unit).await?;
        }
        Ok(())
    }

    async fn cut(&mut self, unit: i64) -> Result<()> {
        let ops: Vec<Logged> = sqlx::query_as(
            "SELECT device_seq, table_name, octet_length(fields) + ?2 AS weight FROM changes WHERE tx = ?1
             ORDER BY device_seq",
        )
        .bind(unit)
        .bind(BESIDE)
        .fetch_all(&mut *self.inner)
        .await?;
        let (mut ops_here, mut weight) = (0, 0);
        for Logged { device_seq, table_name, weight: more } in ops {
            if more > MAX_BYTES {
                let field = format!("all that changes at once in one row of {table_name}");
                return Err(Error::TooLong { field, limit: usize::try_from(MAX_BYTES).unwrap_or_default() });
            }
            if ops_here == MAX_OPS || weight + more > MAX_BYTES {
                self.cut_before(unit, device_seq).await?;
                (ops_here, weight) = (0, 0);
            }
            ops_here += 1;
            weight += more;
        }
        Ok(())
    }

    /// Moves the ops from one on into a unit of their own. It has the same stamp: the numbers of its ops order them.
    async fn cut_before(&mut self, unit: i64, device_seq: i64) -> Result<()> {
        let rest: i64 = sqlx::query_scalar(
            "INSERT INTO transactions (tx_id, change_set_id, device, hlc, recorded_at, actor, origin, schema_version)
             SELECT ?1, change_set_id, device, hlc, recorded_at, actor, origin, schema_version FROM transactions
             WHERE id = ?2 RETURNING id",
        )
        .bind(Id::new())
        .bind(unit)
        .fetch_one(&mut *self.inner)
        .await?;
        // Those that follow are still together, in this unit or in the one that was cut off before.
        sqlx::query(
            "UPDATE changes SET tx = ?1 WHERE device = ?2 AND device_seq >= ?3
               AND tx = (SELECT tx FROM changes WHERE device = ?2 AND device_seq = ?3)",
        )
        .bind(rest)
        .bind(self.device)
        .bind(device_seq)
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }
}
