//! The hash of an op: SHA-256 over an encoding in which each op has one form only.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};

use super::{Kind, Op, Scope};
use crate::Value;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpHash(pub [u8; 32]);

impl OpHash {
    /// Stands where the hash is not computed yet.
    pub const UNSEALED: Self = Self([0; 32]);

    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

/// The version of the encoding, so that another one can never give the same bytes.
const DOMAIN: &[u8] = b"mycrm-op-1\0";

impl Op {
    /// Of all that the op holds but the hash itself.
    ///
    /// Every part has a fixed width or its length before it, and fields are in the order of their names: JSON would
    /// leave spaces, order and number formats open.
    #[must_use]
    pub fn computed_hash(&self) -> OpHash {
        let mut to = Sha256::new();
        to.update(DOMAIN);
        to.update(self.op_id.device.0.as_bytes());
        to.update(self.op_id.seq.0.to_be_bytes());
        to.update(self.tx_id.0.as_bytes());
        to.update(self.change_set_id.0.as_bytes());
        text(&mut to, &self.table);
        to.update(self.row.0.as_bytes());
        match self.scope {
            Scope::Workspace => to.update([0]),
            Scope::Document(row) => {
                to.update([1]);
                to.update(row.0.as_bytes());
            }
        }
        to.update(match self.kind {
            Kind::Insert => [0],
            Kind::Update => [1],
        });
        to.update((self.fields.len() as u64).to_be_bytes());
        for (name, change) in &self.fields {
            text(&mut to, name);
            value(&mut to, &change.0);
            value(&mut to, &change.1);
        }
        to.update(self.hlc.0.to_be_bytes());
        to.update(self.effective_at.0.to_be_bytes());
        to.update(self.schema_version.0.to_be_bytes());
        match self.origin {
            None => to.update([0]),
            Some(OpHash(hash)) => {
                to.update([1]);
                to.update(hash);
            }
        }
        OpHash(to.finalize().into())
    }
}

fn text(to: &mut Sha256, text: &str) {
    to.update((text.len() as u64).to_be_bytes());
    to.update(text.as_bytes());
}

fn value(to: &mut Sha256, value: &Value) {
    match value {
        Value::Null => to.update([0]),
        Value::Int(number) => {
            to.update([1]);
            to.update(number.to_be_bytes());
        }
        Value::Real(number) => {
            to.update([2]);
            to.update(number.bits().to_be_bytes());
        }
        Value::Text(string) => {
            to.update([3]);
            text(to, string);
        }
    }
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

impl fmt::Display for OpHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self
            .0
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .map(|digit| char::from(DIGITS[usize::from(digit)]))
            .collect();
        f.write_str(&text)
    }
}

impl FromStr for OpHash {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parsed(text.as_bytes()).ok_or("not 64 hexadecimal digits in lower case")
    }
}

impl fmt::Debug for OpHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for OpHash {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for OpHash {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl de::Visitor<'_> for Reader {
            type Value = OpHash;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("64 hexadecimal digits")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<OpHash, E> {
                parsed(text.as_bytes()).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        from.deserialize_str(Reader)
    }
}

fn parsed(text: &[u8]) -> Option<OpHash> {
    if text.len() != 64 {
        return None;
    }
    let digit = |byte: u8| DIGITS.iter().position(|d| *d == byte).and_then(|at| u8::try_from(at).ok());
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(OpHash(hash))
}
