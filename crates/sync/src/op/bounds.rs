//! How large an op and its parts may be, and which names it may use.

use super::{Kind, Op, Wrong};
use crate::Value;
use crate::action::MAX_ACTION;

/// Ops of one push, and so of one transaction.
pub const MAX_OPS: usize = 500;
/// Bytes of one push as JSON.
pub const MAX_BYTES: usize = 1 << 20;
/// Bytes of the name of a table or field.
pub const MAX_NAME: usize = 64;
/// Fields of one op.
pub const MAX_FIELDS: usize = 256;
/// Bytes of one text.
pub const MAX_TEXT: usize = 256 << 10;
/// Bytes of one row with all that ops have put into it, about: it has to fit into a message.
pub const MAX_ROW: usize = 8 << 20;

/// Bytes of a push that are not for ops: its own fields and one action.
pub const ENVELOPE: usize = (1 << 10) + MAX_ACTION;

pub(super) fn check(op: &Op) -> Result<(), Wrong> {
    name("table", &op.table)?;
    if op.fields.len() > MAX_FIELDS {
        return Err(Wrong::new("fields", format!("{} of {MAX_FIELDS} at most", op.fields.len())));
    }
    for (field, change) in &op.fields {
        name("fields", field)?;
        for value in [&change.0, &change.1] {
            if let Value::Text(text) = value
                && text.len() > MAX_TEXT
            {
                let problem = format!("{} bytes of {MAX_TEXT} at most", text.len());
                return Err(Wrong::new(format!("fields.{field}"), problem));
            }
        }
    }
    // Numbers go into columns of 64 bits with a sign.
    if op.op_id.seq.0 == 0 || i64::try_from(op.op_id.seq.0).is_err() {
        return Err(Wrong::new("op_id.seq", "counts from 1"));
    }
    if op.hlc.0 < 0 {
        return Err(Wrong::new("hlc", "before 1970"));
    }
    if op.kind == Kind::Update && op.fields.is_empty() {
        return Err(Wrong::new("fields", "an update of nothing"));
    }
    if op.size() > MAX_BYTES - ENVELOPE {
        return Err(Wrong::new("", format!("more than fits into a push of {MAX_BYTES} bytes")));
    }
    if op.hash != op.computed_hash() {
        return Err(Wrong::new("hash", "not that of the op"));
    }
    Ok(())
}

/// Names become names of columns somewhere: letters, digits and underscores, nothing that needs quoting.
fn name(field: &'static str, name: &str) -> Result<(), Wrong> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if name.is_empty() || name.len() > MAX_NAME {
        return Err(Wrong::new(field, format!("a name has 1 to {MAX_NAME} bytes")));
    }
    if !name.bytes().all(is_plain) || name.as_bytes()[0].is_ascii_digit() {
        return Err(Wrong::new(field, format!("{name:?} is no name")));
    }
    Ok(())
}
