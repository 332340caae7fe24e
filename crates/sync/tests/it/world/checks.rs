//! What must hold: some of it at every message, all of it once everything is quiet.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use mycrm_sync::client::{Answer, Answered, Kept};
use mycrm_sync::{Kind, Logged, MemberId, Op, RowKey, Scope, Stamp, Value};

use super::{Sabotage, World, mark};

/// A promise of sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Invariant {
    /// Every replica equals the model for what its member may see.
    Equal,
    /// Nothing that was written is gone, least of all when it was acknowledged.
    Kept,
    /// Every edit takes effect once.
    Once,
    /// Nobody is sent what he may not see, or keeps it.
    Secret,
    /// Nothing waits for ever.
    Moving,
    /// A local edit is never shown older than it is.
    Fresh,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) invariant: Invariant,
    pub(crate) what: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.invariant, self.what)
    }
}

pub(crate) type Checked = Result<(), Broken>;

fn broken(invariant: Invariant, what: impl Into<String>) -> Checked {
    Err(Broken { invariant, what: what.into() })
}

type Shown = BTreeMap<RowKey, BTreeMap<String, Value>>;

impl World {
    /// At the moment a server sends an answer: its bytes hold nothing that the member may not see.
    pub(crate) fn check_bytes(&self, member: MemberId, answered: &Answered) -> Checked {
        let bytes = match &answered.answer {
            Answer::Chunk(Ok(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            Answer::Pull(Ok(page)) if page.deliveries.is_empty() => return Ok(()),
            Answer::Pull(_) | Answer::Push(_) => serde_json::to_string(&answered.answer).expect("JSON"),
            Answer::Snapshot(_) | Answer::Chunk(Err(_)) => return Ok(()),
        };
        let access = self.server.disk.access(member);
        for document in self.server.documents() {
            let scope = Scope::Document(document);
            if !access.may_read(scope) && bytes.contains(&mark(scope)) {
                return broken(Invariant::Secret, format!("{document} was sent to {member}"));
            }
        }
        Ok(())
    }

    /// Once everything is quiet.
    pub(crate) fn check_all(&self) -> Checked {
        self.check_once_and_kept()?;
        self.check_purged()?;
        for (index, node) in self.nodes.iter().enumerate() {
            let expected = self.expected(index);
            let shown = node.shown(self.sabotage == Sabotage::LastPushWins);
            if expected != shown {
                let keys: BTreeSet<&RowKey> = expected.keys().chain(shown.keys()).collect();
                let wrong = keys.into_iter().find(|key| expected.get(*key) != shown.get(*key));
                let what =
                    wrong.map(|key| format!("{key:?}\n  {:?}\n  {:?}", expected.get(key), shown.get(key)));
                return broken(
                    Invariant::Equal,
                    format!("device {index} shows {}", what.unwrap_or_default()),
                );
            }
        }
        Ok(())
    }

    /// What a device has to show: the model knows the log and the rights, and none of the code under test.
    fn expected(&self, index: usize) -> Shown {
        let node = &self.nodes[index];
        let schema = node.replica.base().schema();
        let access = self.server.disk.access(node.member);
        let mut ops: Vec<(&Logged, Stamp)> =
            self.server.disk.archive.iter().map(|logged| (logged, logged.stamp())).collect();
        ops.sort_by_key(|(_, stamp)| (stamp.hlc, stamp.device, stamp.seq));
        let mut rows = Shown::new();
        let mut inserted = BTreeSet::new();
        for (Logged { op, .. }, _) in ops {
            let Some(fields) = schema.tables.get(&op.table).filter(|_| access.may_read(op.scope)) else {
                continue;
            };
            let row = rows.entry(op.key()).or_default();
            for (field, change) in op.fields.iter().filter(|(field, _)| fields.contains(*field)) {
                row.insert(field.clone(), change.1.clone());
            }
            if op.kind == Kind::Insert {
                inserted.insert(op.key());
            }
        }
        rows.retain(|key, _| inserted.contains(key));
        rows
    }

    fn check_once_and_kept(&self) -> Checked {
        let mut effects: BTreeMap<&str, usize> = BTreeMap::new();
        for token in self.server.disk.archive.iter().flat_map(|logged| tokens(&logged.op)) {
            *effects.entry(token).or_default() += 1;
        }
        if let Some((token, times)) = effects.iter().find(|(_, times)| **times > 1) {
            return broken(Invariant::Once, format!("{token} took effect {times} times"));
        }
        let parked: BTreeSet<&str> = self
            .nodes
            .iter()
            .flat_map(|node| node.replica.outbox().parked())
            .flat_map(|(op, _)| tokens(op))
            .collect();
        for (token, written) in &self.written {
            let token = token.as_str();
            let is_excused = parked.contains(token)
                && (!self.acknowledged.contains(token) || written.scope != Scope::Workspace);
            if !effects.contains_key(token) && !is_excused {
                let known = if self.acknowledged.contains(token) { "acknowledged" } else { "written" };
                return broken(Invariant::Kept, format!("{token} was {known} and is gone"));
            }
        }
        Ok(())
    }

    /// Notes what devices were told is safe: it must be there for ever.
    pub(crate) fn note_acknowledged(&mut self, node: usize) {
        let kept = self.nodes[node].replica.outbox().kept();
        for kept in kept {
            if let Kept::Applied { op, .. } = kept {
                self.acknowledged.extend(tokens(op).map(str::to_owned));
            }
        }
    }

    fn check_purged(&self) -> Checked {
        for (index, node) in self.nodes.iter().enumerate() {
            let access = self.server.disk.access(node.member);
            let base = node.replica.base();
            let texts = [serde_json::to_string(base.rows()), serde_json::to_string(base.aside())];
            let conflicts = node.replica.conflicts().map(serde_json::to_string);
            let text: String = texts.into_iter().chain(conflicts).map(|text| text.expect("JSON")).collect();
            for document in self.server.documents() {
                let scope = Scope::Document(document);
                if !access.may_read(scope) && text.contains(&mark(scope)) {
                    return broken(Invariant::Secret, format!("device {index} keeps {document}"));
                }
            }
        }
        Ok(())
    }
}

fn tokens(op: &Op) -> impl Iterator<Item = &str> {
    op.fields.values().filter_map(|change| match &change.1 {
        Value::Text(token) => Some(token.as_str()),
        Value::Null | Value::Int(_) | Value::Real(_) => None,
    })
}

pub(crate) fn stuck(what: impl Into<String>) -> Checked {
    broken(Invariant::Moving, what)
}

pub(crate) fn shown_older(node: usize) -> Checked {
    broken(Invariant::Fresh, format!("device {node} hides what was just written on it"))
}
