//! Writes planned rows in many small transactions of one change set, each with how far it brings the import.

use std::collections::BTreeMap;

use mycrm_store::{Ctx, Id, Store, Value};

use crate::Result;
use crate::import::plan::{Fields, Write};
use crate::import::record::Import;
use crate::import::store::{bulk, imports, world};
use crate::import::summary::Summary;
use crate::pipelines;

/// What one push to a server may hold.
const OPS: usize = 500;
/// As much text as leaves room for the log's own in 1 MiB.
const BYTES: usize = 700 * 1024;

pub(super) struct Writer<'s> {
    store: &'s Store,
    import: Id,
    ctx: Ctx,
    change_set: Option<Id>,
    pending: Vec<Write>,
    ops: usize,
    bytes: usize,
}

impl<'s> Writer<'s> {
    pub(super) fn new(store: &'s Store, import: &Import, ctx: Ctx) -> Self {
        let (import, change_set) = (import.id.clone(), import.change_set.clone());
        Self { store, import, ctx, change_set, pending: Vec::new(), ops: 0, bytes: 0 }
    }

    pub(super) fn change_set(&self) -> Option<Id> {
        self.change_set.clone()
    }

    /// Whether a row's writes still fit into the transaction: a row is never torn apart.
    pub(super) fn has_room(&self, writes: &[Write]) -> bool {
        let (ops, bytes) = weight(writes);
        self.pending.is_empty() || (self.ops + ops <= OPS && self.bytes + bytes <= BYTES)
    }

    pub(super) fn add(&mut self, writes: Vec<Write>) {
        let (ops, bytes) = weight(&writes);
        self.ops += ops;
        self.bytes += bytes;
        self.pending.extend(writes);
    }

    /// Writes what was added; `rows_done` and `summary` are those of the rows it belongs to.
    pub(super) async fn write(&mut self, rows_done: u64, summary: &Summary) -> Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let mut tx = self.store.begin(self.next_ctx()).await?;
        // New rows first, table by table: an update may be of one of them, and nothing else depends on the order.
        let mut new: BTreeMap<&'static str, Vec<(Id, Fields)>> = BTreeMap::new();
        let (mut changed, mut events) = (Vec::new(), Vec::new());
        for write in self.pending.drain(..) {
            match write {
                Write::Insert { table, id, fields } => new.entry(table).or_default().push((id, fields)),
                Write::Update { table, id, fields } => changed.push((table, id, fields)),
                Write::Event { name, record, id } => events.push((name, record, id)),
            }
        }
        for (table, rows) in new {
            bulk::insert(&mut tx, table, rows).await?;
        }
        for (table, id, fields) in changed {
            tx.update(table, &id, fields).await?;
        }
        tx.events(&events).await?;
        let change_set = tx.change_set().clone();
        imports::save_progress(tx.conn(), &self.import, &change_set, rows_done, summary).await?;
        self.change_set = Some(tx.commit().await?);
        (self.ops, self.bytes) = (0, 0);
        Ok(())
    }

    /// Makes the pipeline that holds all deals the one that is shown first.
    pub(super) async fn make_only_pipeline_default(&mut self) -> Result<()> {
        let mut connection = self.store.readers().acquire().await?;
        let only = world::only_pipeline_with_deals(&mut connection).await?;
        drop(connection);
        if let Some(pipeline) = only {
            let mut tx = self.store.begin(self.next_ctx()).await?;
            pipelines::make_default(&mut tx, &pipeline).await?;
            self.change_set = Some(tx.commit().await?);
        }
        Ok(())
    }

    fn next_ctx(&self) -> Ctx {
        match &self.change_set {
            Some(change_set) => self.ctx.clone().joining(change_set.clone()),
            None => self.ctx.clone(),
        }
    }
}

/// Ops and about how many bytes of the log the writes take.
fn weight(writes: &[Write]) -> (usize, usize) {
    let of_field = |(name, value): &(&str, Value)| {
        let text = match value {
            Value::Null => 4,
            Value::Int(_) => 12,
            Value::Text(text) => text.len(),
        };
        name.len() + text + 16
    };
    writes.iter().fold((0, 0), |(ops, bytes), write| match write {
        Write::Insert { fields, .. } | Write::Update { fields, .. } => {
            (ops + 1, bytes + 200 + fields.iter().map(of_field).sum::<usize>())
        }
        Write::Event { .. } => (ops, bytes),
    })
}
