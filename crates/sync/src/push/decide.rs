//! What the server makes of a push: a function of what it read under the lock, without a clock or chance of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::{Device, Item, Push, Reason, Receipt, Receipts, Refused, Standing, Verdict};
use crate::op::{MAX_ROW, Wrong};
use crate::{
    Access, ChangeSetId, Cursor, DeviceSeq, Hlc, Kind, Logged, Op, OpHash, Rights, RowId, RowKey, Scope,
    TxId, Value, blob,
};

/// The answer, and what to write in the same transaction before the head of the log is advanced.
#[derive(Debug, Clone)]
pub struct Decision {
    pub answer: Result<Receipts, Refused>,
    pub effects: Effects,
}

/// What a push changes. Empty for what was seen before and for what is refused.
#[derive(Debug, Clone, Default)]
pub struct Effects {
    /// The device as it is now, if that is something new.
    pub device: Option<Device>,
    pub log: Vec<Logged>,
    pub receipts: Vec<(DeviceSeq, Receipt)>,
    /// Documents that came into being: the author has all rights to them.
    pub documents: Vec<RowId>,
    /// What rows hang on that were not known before.
    pub scopes: Vec<(RowKey, Scope)>,
}

/// Decides over a push in one go. Every op up to the last one gets its verdict, or none does.
#[must_use]
pub fn decide(push: &Push, standing: &Standing) -> Decision {
    let refused = |refused| Decision { answer: Err(refused), effects: Effects::default() };
    if push.schema < standing.minimum {
        return refused(Refused::Outdated { minimum: standing.minimum });
    }
    if push.epoch != standing.epoch {
        return refused(Refused::OtherEpoch { epoch: standing.epoch });
    }
    let mut device = standing.device.clone().unwrap_or_else(|| Device::new(standing.member));
    if device.member != standing.member {
        return refused(Refused::Foreign);
    }
    let known = device.last_seq;
    device.last_seq = known.max(push.given_up);
    let expected = device.last_seq.next();
    if push.first > expected {
        return refused(Refused::Gap { expected });
    }

    let mut verdicts = Vec::with_capacity(push.items.len());
    let mut numbered = (push.first.0..).map(DeviceSeq).zip(&push.items).peekable();
    while let Some((seq, item)) = numbered.next_if(|(seq, _)| *seq <= known) {
        match (standing.receipts.get(&seq), item) {
            (Some(receipt), _) if receipt.hash == item.hash() => verdicts.push(receipt.verdict.clone()),
            // Whoever sends a void claims nothing about the number.
            (Some(receipt), Item::Void) => verdicts.push(receipt.verdict.clone()),
            (None, Item::Void) => verdicts.push(Verdict::Rejected(Reason::Void)),
            (Some(_) | None, Item::Op(_) | Item::Bad { .. }) => return cloned(push, verdicts, device, known),
        }
    }
    let mut judge = Judge::new(standing, device);
    for (seq, item) in numbered {
        verdicts.push(judge.judge(seq, item));
    }
    let answer = Receipts { device: push.device, first: push.first, verdicts };
    Decision { answer: Ok(answer), effects: judge.finish(standing) }
}

/// Another op has the number. What came before it is the same on both sides and stays acknowledged.
fn cloned(push: &Push, verdicts: Vec<Verdict>, device: Device, known: DeviceSeq) -> Decision {
    let receipts = Receipts { device: push.device, first: push.first, verdicts };
    let device = Device { is_cloned: true, last_seq: known, ..device };
    let effects = Effects { device: Some(device), ..Effects::default() };
    Decision { answer: Err(Refused::Cloned(receipts)), effects }
}

/// Goes over the new ops; each sees what the ones before it brought about.
struct Judge<'a> {
    standing: &'a Standing,
    device: Device,
    head: Cursor,
    access: Access,
    scopes: BTreeMap<RowKey, Scope>,
    sizes: BTreeMap<RowKey, usize>,
    in_effect: BTreeMap<OpHash, Verdict>,
    /// Transactions that are over: the last one of the push before, and those that another one followed in this.
    closed: BTreeSet<TxId>,
    current: Option<Unit>,
    effects: Effects,
}

/// What all ops of a transaction have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unit {
    tx: TxId,
    set: ChangeSetId,
    hlc: Hlc,
}

impl Unit {
    const fn of(op: &Op) -> Self {
        Self { tx: op.tx_id, set: op.change_set_id, hlc: op.hlc }
    }
}

impl<'a> Judge<'a> {
    fn new(standing: &'a Standing, device: Device) -> Self {
        Self {
            standing,
            head: standing.head,
            access: standing.access.clone(),
            scopes: standing.scopes.clone(),
            sizes: standing.sizes.clone(),
            in_effect: standing.in_effect.clone(),
            closed: device.last_tx.into_iter().collect(),
            current: None,
            device,
            effects: Effects::default(),
        }
    }

    fn judge(&mut self, seq: DeviceSeq, item: &Item) -> Verdict {
        let verdict = match item {
            Item::Op(op) => match (self.fault(op), self.in_effect.get(&op.identity())) {
                (_, Some(verdict)) => verdict.clone(),
                (Some(reason), None) => Verdict::Rejected(reason),
                (None, None) => self.take(op),
            },
            Item::Void => Verdict::Rejected(Reason::Void),
            Item::Bad { wrong, .. } => Verdict::Rejected(Reason::Wrong(wrong.clone())),
        };
        self.device.last_seq = seq;
        self.effects.receipts.push((seq, Receipt { hash: item.hash(), verdict: verdict.clone() }));
        verdict
    }

    fn fault(&mut self, op: &Op) -> Option<Reason> {
        let unit = Unit::of(op);
        let before = self.current.filter(|current| current.tx == unit.tx);
        if before.is_none() {
            self.closed.extend(self.current.replace(unit).map(|over| over.tx));
        }
        // Half of a transaction would have been shown to others by now.
        if self.closed.contains(&op.tx_id) {
            return Some(Reason::Wrong(Wrong::new("tx_id", "the transaction was split")));
        }
        // A device keeps these once for the whole transaction.
        if before.is_some_and(|before| before != unit) {
            return Some(Reason::Wrong(Wrong::new("hlc", "not that of its transaction")));
        }
        if self.sizes.get(&op.key()).copied().unwrap_or_default() + op.size() > MAX_ROW {
            return Some(Reason::Wrong(Wrong::new("fields", "more than a row can hold")));
        }
        let is_elsewhere = self.scopes.get(&op.key()).is_some_and(|scope| *scope != op.scope);
        if is_elsewhere || !(self.access.may_write(op.scope) || self.is_new_document(op)) {
            return Some(Reason::Forbidden);
        }
        self.missing_file(op).map(Reason::Wrong)
    }

    /// Others would be shown a file that they cannot fetch, or another one than the author's.
    fn missing_file(&self, op: &Op) -> Option<Wrong> {
        let field = format!("fields.{}", blob::FIELD);
        match &op.fields.get(blob::FIELD)?.1 {
            Value::Null => None,
            Value::Text(root) => match root.parse() {
                Ok(root) if self.standing.blobs.contains(&(op.scope, root)) => None,
                Ok(_) => Some(Wrong::new(field, "the file is not on the server, or not whole")),
                Err(wrong) => Some(Wrong::new(field, wrong)),
            },
            Value::Int(_) | Value::Real(_) => Some(Wrong::new(field, "not the name of a file")),
        }
    }

    fn is_new_document(&self, op: &Op) -> bool {
        op.kind == Kind::Insert
            && op.scope == Scope::Document(op.row)
            && self.access.may_write(Scope::Workspace)
            && !self.access.documents.contains_key(&op.row)
    }

    fn take(&mut self, op: &Op) -> Verdict {
        if self.is_new_document(op) {
            self.access.documents.insert(op.row, Rights::Write);
            self.effects.documents.push(op.row);
        }
        if self.scopes.insert(op.key(), op.scope).is_none() {
            self.effects.scopes.push((op.key(), op.scope));
        }
        *self.sizes.entry(op.key()).or_default() += op.size();
        let admitted = op.hlc.admitted(self.standing.now, self.device.last_hlc);
        self.head = self.head.next();
        self.device.last_hlc = admitted;
        let logged = Logged { seq: self.head, member: self.standing.member, admitted, op: op.clone() };
        self.effects.log.push(logged);
        let verdict = Verdict::Applied { seq: self.head, admitted };
        self.in_effect.insert(op.identity(), verdict.clone());
        verdict
    }

    fn finish(mut self, standing: &Standing) -> Effects {
        self.device.last_tx = self.current.map(|unit| unit.tx).or(self.device.last_tx);
        if standing.device.as_ref() != Some(&self.device) {
            self.effects.device = Some(self.device);
        }
        self.effects
    }
}
