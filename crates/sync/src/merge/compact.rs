//! A row as it is kept and sent: its fields grouped by the write they come from, which most of them share.
//!
//! Stamp and author of each field by itself would be nine tenths of a snapshot.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Register, Row};
use crate::{Cursor, DeviceId, DeviceSeq, Hlc, MemberId, Scope, Stamp, Value};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Compact {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<crate::RowId>,
    is_inserted: bool,
    as_of: Cursor,
    writes: Vec<Part>,
}

/// What holds of one write.
#[derive(Serialize, Deserialize)]
struct Part(Hlc, DeviceId, DeviceSeq, MemberId, BTreeMap<String, Held>);

/// `value`, or `[old, value]` where there was an old one.
struct Held {
    old: Value,
    value: Value,
}

impl From<Row> for Compact {
    fn from(row: Row) -> Self {
        let mut writes: BTreeMap<(Stamp, MemberId), BTreeMap<String, Held>> = BTreeMap::new();
        for (field, Register { stamp, by, old, value }) in row.fields {
            writes.entry((stamp, by)).or_default().insert(field, Held { old, value });
        }
        let part = |((stamp, by), fields): ((Stamp, MemberId), _)| {
            Part(stamp.hlc, stamp.device, stamp.seq, by, fields)
        };
        Self {
            scope: row.scope.into(),
            is_inserted: row.is_inserted,
            as_of: row.as_of,
            writes: writes.into_iter().map(part).collect(),
        }
    }
}

impl From<Compact> for Row {
    fn from(compact: Compact) -> Self {
        let fields = compact.writes.into_iter().flat_map(|Part(hlc, device, seq, by, fields)| {
            let stamp = Stamp { hlc, device, seq };
            fields
                .into_iter()
                .map(move |(field, Held { old, value })| (field, Register { stamp, by, old, value }))
        });
        Self {
            scope: Scope::from(compact.scope),
            is_inserted: compact.is_inserted,
            as_of: compact.as_of,
            fields: fields.collect(),
        }
    }
}

impl Serialize for Held {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.old.is_null() { self.value.serialize(to) } else { (&self.old, &self.value).serialize(to) }
    }
}

impl<'de> Deserialize<'de> for Held {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader)
    }
}

struct Reader;

fn fresh(value: Value) -> Held {
    Held { old: Value::Null, value }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Held;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, or an old and a new one")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Held, E> {
        Ok(fresh(Value::Null))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Held, E> {
        Ok(fresh(Value::Int(number)))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Held, E> {
        Value::deserialize(de::value::U64Deserializer::new(number)).map(fresh)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Held, E> {
        Value::deserialize(de::value::F64Deserializer::new(number)).map(fresh)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Held, E> {
        Ok(fresh(Value::Text(text.to_owned())))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Held, E> {
        Ok(fresh(Value::Text(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<Held, A::Error> {
        let old = pair.next_element()?.ok_or_else(|| de::Error::invalid_length(0, &self))?;
        let value = pair.next_element()?.ok_or_else(|| de::Error::invalid_length(1, &self))?;
        match pair.next_element::<de::IgnoredAny>()? {
            None => Ok(Held { old, value }),
            Some(_) => Err(de::Error::invalid_length(3, &self)),
        }
    }
}
