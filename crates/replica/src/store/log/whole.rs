//! Rows that come whole: for each write of which something holds, a line with what holds of it.

use std::collections::BTreeMap;

use mycrm_store::registry;
use mycrm_sync::merge::{Register, Row};
use mycrm_sync::{Change, Cursor, Kind, MemberId, Millis, RowKey, Stamp, Value};
use sqlx::SqliteConnection;

use super::write::{Line, Whole};
use super::{Log, twin};
use crate::store::rows::document_of;
use crate::{Error, Result};

type Fields = BTreeMap<String, Change>;

impl Log {
    /// Keeps a row that came whole, which the server has up to the number `logged`.
    pub(crate) async fn keep_row(
        &mut self,
        connection: &mut SqliteConnection,
        key: &RowKey,
        row: &Row,
        logged: Cursor,
    ) -> Result<()> {
        let is_newer = !row.fields.keys().all(|field| is_known(&key.table, field));
        let writes = writes(row);
        // That the row was made is said by one of its lines, whichever op it was; by another's if there is one.
        let is_own = |(stamp, _): &(Stamp, MemberId)| self.lanes.contains_key(&stamp.device);
        let maker = writes.keys().position(|write| !is_own(write)).unwrap_or_default();
        for (at, ((stamp, by), fields)) in writes.into_iter().enumerate() {
            let lane = self.lanes.get(&stamp.device).copied();
            // A lane holds what this profile wrote, word by word, and no remains of it.
            let name = if lane.is_some() { twin(stamp.device) } else { stamp.device.to_string() };
            let device = self.books.device(connection, &name).await?;
            let tx = self.books.whole(connection, device, stamp, by, is_newer).await?;
            self.lines.push(Line {
                device,
                seq: stamp.seq,
                tx,
                table: key.table.clone(),
                row: key.row,
                kind: if at == maker && row.is_inserted { Kind::Insert } else { Kind::Update },
                effective_at: effective(&key.table, &fields).unwrap_or_else(|| stamp.hlc.millis()),
                fields: serde_json::to_string(&fields).map_err(Error::unreadable)?,
                logged,
                scope: document_of(row.scope),
                origin: None,
                whole: Some(Whole { lane, stamp: stamp.hlc }),
                set: None,
            });
        }
        self.write_if_full(connection).await
    }
}

/// The writes of which something holds, the earliest first.
fn writes(row: &Row) -> BTreeMap<(Stamp, MemberId), Fields> {
    let mut writes: BTreeMap<(Stamp, MemberId), Fields> = BTreeMap::new();
    for (field, Register { stamp, by, old, value }) in &row.fields {
        let change = Change(old.clone(), value.clone());
        writes.entry((*stamp, *by)).or_default().insert(field.clone(), change);
    }
    writes
}

fn is_known(table: &str, field: &str) -> bool {
    registry::table(table).is_some_and(|table| table.fields.contains(&field))
}

/// Since when it holds, where the row says so itself.
fn effective(table: &str, fields: &Fields) -> Option<Millis> {
    match fields.get(registry::table(table)?.effective?)? {
        Change(_, Value::Int(at)) => Some(Millis(*at)),
        Change(..) => None,
    }
}
