//! Reading a push that anybody may have sent.

use serde::Deserialize;
use serde_json::Value as Json;

use super::{Item, Push};
use crate::op::{MAX_BYTES, MAX_OPS, OpHash, Wrong};
use crate::{Action, DeviceId, DeviceSeq, Epoch, Op, OpId, SchemaVersion};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    epoch: Epoch,
    schema: SchemaVersion,
    device: DeviceId,
    first: DeviceSeq,
    given_up: DeviceSeq,
    ops: Vec<Json>,
    #[serde(default)]
    actions: Vec<Json>,
}

/// Reads a push. An op that cannot be read or is out of bounds becomes [`Item::Bad`]: it is rejected under its number
/// and does not hold up the ones behind it.
///
/// # Errors
/// What is wrong with the push itself, so that no number of it can be told.
pub fn decode(bytes: &[u8]) -> Result<Push, Wrong> {
    if bytes.len() > MAX_BYTES {
        return Err(Wrong::new("", format!("{} bytes of {MAX_BYTES} at most", bytes.len())));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let envelope: Envelope =
        serde_path_to_error::deserialize(&mut json).map_err(|error| wrong("", &error))?;
    json.end().map_err(|error| Wrong::new("", error.to_string()))?;
    let Envelope { epoch, schema, device, first, given_up, ops, actions } = envelope;
    if ops.len() > MAX_OPS {
        return Err(Wrong::new("ops", format!("{} of {MAX_OPS} at most", ops.len())));
    }
    // Numbers are kept in columns of 64 bits with a sign.
    let last = first.0.checked_add(ops.len() as u64).filter(|last| i64::try_from(*last).is_ok());
    if first == DeviceSeq::ZERO || last.is_none() {
        return Err(Wrong::new("first", "counts from 1"));
    }
    if given_up >= first {
        return Err(Wrong::new("given_up", "is not before the first"));
    }
    let numbers = (first.0..).map(DeviceSeq);
    let items = ops.into_iter().zip(numbers).enumerate().map(|(at, (json, seq))| {
        if json.is_null() {
            return Item::Void;
        }
        item(at, json, OpId { device, seq })
    });
    Ok(Push { epoch, schema, device, first, given_up, items: items.collect(), actions: named(actions) })
}

fn named(actions: Vec<Json>) -> Vec<Action> {
    let read = |json| serde_json::from_value::<Action>(json).ok().map(Action::bounded);
    actions.into_iter().take(MAX_OPS).filter_map(read).collect()
}

fn item(at: usize, json: Json, expected: OpId) -> Item {
    let path = format!("ops[{at}]");
    // The same bytes give the same hash, so that a bad op that is sent again is known again.
    let hash = OpHash::of(json.to_string().as_bytes());
    let read = serde_path_to_error::deserialize::<_, Op>(json).map_err(|error| wrong(&path, &error));
    let checked = read.and_then(|op| {
        if op.op_id != expected {
            return Err(Wrong::new(format!("{path}.op_id"), "not the number of its place in the push"));
        }
        op.check().map(|()| op).map_err(|Wrong { field, problem }| Wrong::new(joined(&path, &field), problem))
    });
    match checked {
        Ok(op) => Item::Op(Box::new(op)),
        Err(wrong) => Item::Bad { hash, wrong },
    }
}

fn wrong<E: std::fmt::Display>(within: &str, error: &serde_path_to_error::Error<E>) -> Wrong {
    let path = error.path().to_string();
    let path = if path == "." { "" } else { path.as_str() };
    Wrong::new(joined(within, path), error.inner().to_string())
}

fn joined(outer: &str, inner: &str) -> String {
    if outer.is_empty() || inner.is_empty() { format!("{outer}{inner}") } else { format!("{outer}.{inner}") }
}
