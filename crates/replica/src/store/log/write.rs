//! Writing lines into the change log, many with one statement.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use mycrm_sync::{Change, ChangeSetId, Cursor, DeviceSeq, Hlc, Kind, Millis, OpHash, RowId};
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::kind;
use crate::{Error, Result};

/// A line of the log that came from the server.
#[derive(Debug)]
pub(super) struct Line {
    /// The row in `devices`.
    pub(super) device: i64,
    pub(super) seq: DeviceSeq,
    pub(super) tx: i64,
    pub(super) table: String,
    pub(super) row: RowId,
    pub(super) kind: Kind,
    pub(super) effective_at: Millis,
    /// `{name: [old, new]}`
    pub(super) fields: String,
    pub(super) logged: Cursor,
    pub(super) scope: Option<String>,
    pub(super) origin: Option<OpHash>,
    /// Set for what holds of a write whose row came whole; else it is all of the op.
    pub(super) whole: Option<Whole>,
    /// The action whose ops are counted.
    pub(super) set: Option<ChangeSetId>,
}

#[derive(Debug)]
pub(super) struct Whole {
    /// This profile's own lane, if the write was its own.
    pub(super) lane: Option<i64>,
    pub(super) stamp: Hlc,
}

/// What the log has under the number of a line.
#[derive(Debug, sqlx::FromRow)]
struct Known {
    seq: i64,
    device: i64,
    device_seq: i64,
    tx: i64,
    table_name: String,
    row_id: String,
    kind: String,
    effective_at: i64,
    fields: String,
    log_seq: Option<i64>,
    counts: bool,
    origin: Option<Vec<u8>>,
    stamp: i64,
}

type Found = HashMap<(i64, i64), Known>;

/// Writes lines, and counts the new ops of each action. What was known before gives way: it was a part of the op, or
/// of a past of the server that is gone.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    lines: Vec<Line>,
    counts: &mut HashMap<ChangeSetId, i64>,
) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut known = known(connection, &lines).await?;
    let mut fresh: BTreeMap<(i64, DeviceSeq), Line> = BTreeMap::new();
    let mut order = Vec::with_capacity(lines.len());
    for mut line in lines {
        if is_held_by_own(&line, &known) {
            continue;
        }
        let mut is_counted = true;
        if let Some(known) = known.remove(&(line.device, line.seq.0.cast_signed())) {
            if is_there(&line, &known) {
                continue;
            }
            is_counted = known.tx != line.tx;
            merge(&mut line, &known)?;
            sqlx::query("DELETE FROM changes WHERE seq = ?1")
                .bind(known.seq)
                .execute(&mut *connection)
                .await?;
        }
        if let Some(set) = line.set.filter(|_| is_counted) {
            *counts.entry(set).or_default() += 1;
        }
        let key = (line.device, line.seq);
        match fresh.entry(key) {
            Entry::Vacant(place) => {
                place.insert(line);
                order.push(key);
            }
            // The op itself came just before.
            Entry::Occupied(_) if line.whole.is_some() => {}
            Entry::Occupied(mut place) => {
                place.insert(line);
            }
        }
    }
    let lines: Vec<Line> = order.iter().filter_map(|key| fresh.remove(key)).collect();
    let mut lines = lines.into_iter();
    while lines.len() > 0 {
        let some: Vec<Line> = lines.by_ref().take(AT_ONCE).collect();
        insert(connection, some).await?;
    }
    Ok(())
}

async fn known(connection: &mut SqliteConnection, lines: &[Line]) -> Result<Found> {
    let own = lines.iter().filter_map(|line| Some((line.whole.as_ref()?.lane?, line.seq.0)));
    let names: Vec<(i64, u64)> = lines.iter().map(|line| (line.device, line.seq.0)).chain(own).collect();
    let found: Vec<Known> = sqlx::query_as(
        "SELECT c.seq, c.device, c.device_seq, c.tx, c.table_name, c.row_id, c.kind, c.effective_at, c.fields, c.log_seq,
           c.counts, c.origin, coalesce(t.admitted, t.hlc) AS stamp
         FROM json_each(?1) k CROSS JOIN changes c ON c.device = k.value ->> 0 AND c.device_seq = k.value ->> 1
           JOIN transactions t ON t.id = c.tx",
    )
    .bind(serde_json::to_string(&names).map_err(Error::unreadable)?)
    .fetch_all(connection)
    .await?;
    Ok(found.into_iter().map(|known| ((known.device, known.device_seq), known)).collect())
}

/// The remains of an op of this profile that the log has whole.
fn is_held_by_own(line: &Line, known: &Found) -> bool {
    let lane = line.whole.as_ref().and_then(|whole| whole.lane);
    lane.and_then(|lane| known.get(&(lane, line.seq.0.cast_signed())))
        .is_some_and(|own| own.log_seq.is_some() && own.counts && says_insert(line, own))
}

/// Whether what is known says that the row was made, if the line does.
fn says_insert(line: &Line, known: &Known) -> bool {
    line.kind == Kind::Update || known.kind == kind(Kind::Insert)
}

fn is_of(line: &Line, known: &Known) -> bool {
    known.table_name == line.table && known.row_id == line.row.to_string()
}

/// Whether the line would say nothing new.
fn is_there(line: &Line, known: &Known) -> bool {
    if !known.counts || known.log_seq.is_none() || !is_of(line, known) || !says_insert(line, known) {
        return false;
    }
    match &line.whole {
        None => known.tx == line.tx && known.fields == line.fields,
        Some(whole) => known.stamp == whole.stamp.0 && known.fields == line.fields,
    }
}

/// What holds of a write, and more of the same write that was known before: the op as it was, as far as it is known.
fn merge(line: &mut Line, known: &Known) -> Result<()> {
    let is_same_write = line.whole.as_ref().is_some_and(|whole| whole.stamp.0 == known.stamp);
    if !is_same_write || !is_of(line, known) {
        return Ok(());
    }
    let read = |json: &str| serde_json::from_str::<BTreeMap<String, Change>>(json).map_err(Error::unreadable);
    let mut fields = read(&known.fields)?;
    fields.extend(read(&line.fields)?);
    line.fields = serde_json::to_string(&fields).map_err(Error::unreadable)?;
    line.tx = known.tx;
    line.effective_at = Millis(known.effective_at);
    if known.kind == kind(Kind::Insert) {
        line.kind = Kind::Insert;
    }
    line.origin = known.origin.as_deref().and_then(|hash| Some(OpHash(hash.try_into().ok()?)));
    Ok(())
}

/// Lines in one statement: more cost no less.
const AT_ONCE: usize = 64;

static ONE: LazyLock<Arc<str>> = LazyLock::new(|| statement(1));
static MANY: LazyLock<Arc<str>> = LazyLock::new(|| statement(AT_ONCE));

fn statement(lines: usize) -> Arc<str> {
    let marks = vec!["(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"; lines].join(", ");
    format!(
        "INSERT INTO changes (tx, device, device_seq, table_name, row_id, kind, effective_at, fields, log_seq, scope, origin)
         VALUES {marks}"
    )
    .into()
}

async fn insert(connection: &mut SqliteConnection, lines: Vec<Line>) -> Result<()> {
    if lines.len() == AT_ONCE {
        return execute(connection, &MANY, lines).await;
    }
    for line in lines {
        execute(connection, &ONE, [line]).await?;
    }
    Ok(())
}

async fn execute(
    connection: &mut SqliteConnection,
    sql: &Arc<str>,
    lines: impl IntoIterator<Item = Line>,
) -> Result<()> {
    let mut query = sqlx::query(AssertSqlSafe(Arc::clone(sql)));
    for line in lines {
        query = query
            .bind(line.tx)
            .bind(line.device)
            .bind(line.seq.0.cast_signed())
            .bind(line.table)
            .bind(line.row.to_string())
            .bind(kind(line.kind))
            .bind(line.effective_at.0)
            .bind(line.fields)
            .bind(line.logged.0.cast_signed())
            .bind(line.scope)
            .bind(line.origin.map(|origin| origin.0.to_vec()));
    }
    query.execute(connection).await?;
    Ok(())
}
