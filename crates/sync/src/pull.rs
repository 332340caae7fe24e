//! Pulling: pages of the log, cut to what a member may see at the moment of the answer.

use serde::{Deserialize, Serialize};

use crate::merge::Row;
use crate::op::{MAX_BYTES, MAX_OPS};
use crate::{
    Access, Action, Cursor, DeviceId, DeviceSeq, Epoch, Hlc, MemberId, Op, RowId, RowKey, SchemaVersion,
    Scope, Stamp, TxId,
};

/// An op in the server's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logged {
    pub seq: Cursor,
    /// Who pushed it.
    pub member: MemberId,
    /// The stamp that counts.
    pub admitted: Hlc,
    pub op: Op,
}

impl Logged {
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        Stamp::new(self.admitted, self.op.op_id)
    }
}

/// What the log holds, in the order in which it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    Op(Box<Logged>),
    /// A member came to see a row that had been there: one entry for each row of the document, so that a large one is
    /// paged like everything else. What is delivered is the row as it is then.
    Backfill {
        seq: Cursor,
        to: MemberId,
        key: RowKey,
        scope: Scope,
    },
    /// A member may no longer see a document.
    Purge {
        seq: Cursor,
        from: MemberId,
        document: RowId,
    },
}

impl Entry {
    #[must_use]
    pub fn seq(&self) -> Cursor {
        match self {
            Self::Op(logged) => logged.seq,
            Self::Backfill { seq, .. } | Self::Purge { seq, .. } => *seq,
        }
    }

    fn tx(&self) -> Option<TxId> {
        match self {
            Self::Op(logged) => Some(logged.op.tx_id),
            Self::Backfill { .. } | Self::Purge { .. } => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pull {
    pub epoch: Epoch,
    pub schema: SchemaVersion,
    pub device: DeviceId,
    /// Where the page before ended.
    pub from: Cursor,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    Op(Box<Logged>),
    Row { key: RowKey, row: Row },
    Purge(RowId),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    pub epoch: Epoch,
    /// What was asked for: a page that comes late fits nowhere any more.
    pub from: Cursor,
    /// Scanned up to here, whether or not something was for this member.
    pub next: Cursor,
    pub head: Cursor,
    /// Ops of the asking device that are decided.
    pub acked: DeviceSeq,
    /// A cursor before this one has to bootstrap.
    pub min_retained: Cursor,
    /// Acknowledged ops after this may be missing in a backup: their device keeps them.
    pub keep_after: Cursor,
    pub deliveries: Vec<Delivery>,
    /// What the change sets of the delivered ops are called, as far as it is known; the server adds them to the page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
}

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoPage {
    OtherEpoch {
        epoch: Epoch,
    },
    Outdated {
        minimum: SchemaVersion,
    },
    /// 410: the log no longer goes back that far.
    Gone {
        min_retained: Cursor,
    },
}

/// What the server reads in one snapshot of its database.
#[derive(Debug, Clone)]
pub struct LogState {
    pub epoch: Epoch,
    pub minimum: SchemaVersion,
    pub head: Cursor,
    pub min_retained: Cursor,
    pub keep_after: Cursor,
    pub member: MemberId,
    /// Decided ops of the asking device.
    pub acked: DeviceSeq,
    pub access: Access,
}

/// How much one page holds; the transaction that reaches a limit is delivered whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub deliveries: usize,
    pub bytes: usize,
    /// Entries looked at: a page may hold little because little is for this member.
    pub scanned: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { deliveries: 2_000, bytes: 4 << 20, scanned: 20_000 }
    }
}

/// Checks what was asked, before anything is read.
///
/// # Errors
/// Why there is no page.
pub fn admit(pull: &Pull, state: &LogState) -> Result<(), NoPage> {
    if pull.schema < state.minimum {
        return Err(NoPage::Outdated { minimum: state.minimum });
    }
    if pull.epoch != state.epoch {
        return Err(NoPage::OtherEpoch { epoch: state.epoch });
    }
    if pull.from < state.min_retained || pull.from > state.head {
        return Err(NoPage::Gone { min_retained: state.min_retained });
    }
    Ok(())
}

/// Makes the page after `pull.from` of `entries`, which follow it in order; `row` reads a row as it is now. Both come
/// from the same snapshot as `state`. A server that leaves forbidden entries out beforehand gets the same page.
///
/// # Errors
/// As [`admit`].
pub fn page<'a>(
    pull: &Pull,
    state: &LogState,
    limits: Limits,
    entries: impl IntoIterator<Item = &'a Entry>,
    row: impl Fn(&RowKey) -> Option<Row>,
) -> Result<Page, NoPage> {
    admit(pull, state)?;
    let mut deliveries = Vec::new();
    let mut cut = Cut::new(limits);
    let mut next = state.head;
    for entry in entries {
        let delivery = deliver(entry, state, &row);
        if !cut.take(entry.seq(), entry.tx(), delivery.as_ref().map(|(_, size)| *size)) {
            next = cut.last().unwrap_or(pull.from);
            break;
        }
        deliveries.extend(delivery.map(|(delivery, _)| delivery));
    }
    Ok(Page {
        epoch: state.epoch,
        from: pull.from,
        next,
        head: state.head,
        acked: state.acked,
        min_retained: state.min_retained,
        keep_after: state.keep_after,
        deliveries,
        actions: Vec::new(),
    })
}

/// Decides where a page ends, entry by entry: also for a server that looks at what entries are before it reads them.
#[derive(Debug, Clone)]
pub struct Cut {
    limits: Limits,
    deliveries: usize,
    bytes: usize,
    scanned: usize,
    before: Option<(Cursor, Option<TxId>)>,
    /// Entries and bytes of the transaction that goes on.
    run: (usize, usize),
}

impl Cut {
    #[must_use]
    pub const fn new(limits: Limits) -> Self {
        Self { limits, deliveries: 0, bytes: 0, scanned: 0, before: None, run: (0, 0) }
    }

    /// Whether the next entry of the log is still on the page; `size` is that of what is delivered of it, in bytes.
    /// Once it is not, the page ended at [`Cut::last`].
    pub fn take(&mut self, seq: Cursor, tx: Option<TxId>, size: Option<usize>) -> bool {
        let is_full = self.deliveries >= self.limits.deliveries
            || self.bytes >= self.limits.bytes
            || self.scanned >= self.limits.scanned;
        // Nobody is shown half a transaction. But what is longer than one can be is not one: whoever gives many the same
        // name would make a page without end.
        let is_same = self.before.is_some_and(|(_, before)| before.is_some() && before == tx);
        let goes_on = is_same && self.run.0 < MAX_OPS && self.run.1 < 2 * MAX_BYTES;
        if is_full && self.before.is_some() && !goes_on {
            return false;
        }
        self.scanned += 1;
        self.deliveries += usize::from(size.is_some());
        self.bytes += size.unwrap_or_default();
        let run = if is_same { self.run } else { (0, 0) };
        self.run = (run.0 + 1, run.1 + size.unwrap_or_default());
        self.before = Some((seq, tx));
        true
    }

    /// The last entry on the page.
    #[must_use]
    pub fn last(&self) -> Option<Cursor> {
        self.before.map(|(seq, _)| seq)
    }
}

/// What a row takes beside its values, roughly: the limit in bytes is no promise.
const ROW_SIZE: usize = 256;

/// Rights count as they are now, not as they were when the entry was written.
fn deliver(
    entry: &Entry,
    state: &LogState,
    row: impl Fn(&RowKey) -> Option<Row>,
) -> Option<(Delivery, usize)> {
    match entry {
        Entry::Op(logged) if state.access.may_read(logged.op.scope) => {
            Some((Delivery::Op(logged.clone()), logged.op.size()))
        }
        Entry::Backfill { to, key, scope, .. } if *to == state.member && state.access.may_read(*scope) => {
            let row = Row { as_of: state.head, ..row(key)? };
            let size = ROW_SIZE * (1 + row.fields.len());
            Some((Delivery::Row { key: key.clone(), row }, size))
        }
        Entry::Purge { from, document, .. } if *from == state.member => {
            Some((Delivery::Purge(*document), 64))
        }
        Entry::Op(_) | Entry::Backfill { .. } | Entry::Purge { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    /// How many of many entries with the same transaction are on a page.
    fn taken(size: usize) -> usize {
        let mut cut = Cut::new(Limits::default());
        let tx = Some(TxId(Uuid::from_u128(1)));
        (1..100_000).take_while(|seq| cut.take(Cursor(*seq), tx, Some(size))).count()
    }

    #[test]
    fn no_transaction_makes_a_page_without_end() {
        let limits = Limits::default();
        assert!(taken(100) <= limits.deliveries.max(MAX_OPS), "by number");
        assert!(taken(1 << 20) << 20 <= limits.bytes + 2 * MAX_BYTES, "by bytes");
    }

    #[test]
    fn a_transaction_is_not_cut() {
        let limits = Limits::default();
        let mut cut = Cut::new(limits);
        let tx = |n: u128| Some(TxId(Uuid::from_u128(n)));
        let before = limits.deliveries - 1;
        for seq in 1..=before as u64 {
            assert!(cut.take(Cursor(seq), tx(u128::from(seq)), Some(10)));
        }
        for seq in 0..MAX_OPS as u64 {
            assert!(cut.take(Cursor(before as u64 + 1 + seq), tx(u128::MAX), Some(10)), "{seq}");
        }
        assert!(!cut.take(Cursor(1_000_000), tx(1), Some(10)));
    }
}
