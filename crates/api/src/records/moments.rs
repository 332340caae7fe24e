//! Points in time as scripts and forms send them: with an offset, without one, or as a day.

use jiff::civil;
use jiff::tz::TimeZone;
use mycrm_store::{Date, Timestamp};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use super::given::Sent;

/// An instant, or a local time or day whose instant depends on the user's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    At(Timestamp),
    Local(civil::DateTime),
    Day(Date),
}

impl Moment {
    /// A day means its beginning.
    pub(crate) fn start(self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::At(at) => at,
            Self::Local(local) => resolve(local, zone),
            Self::Day(day) => day.start_in(zone),
        }
    }

    /// A day means its last minute: what is due on a day is not overdue while it lasts.
    pub(crate) fn end(self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Day(day) => resolve(day.0.at(23, 59, 0, 0), zone),
            other => other.start(zone),
        }
    }
}

fn resolve(local: civil::DateTime, zone: &TimeZone) -> Timestamp {
    match local.to_zoned(zone.clone()) {
        Ok(zoned) => Timestamp::from_millis(zoned.timestamp().as_millisecond()),
        // Only the first and last days that a calendar can name have no instant in every zone.
        Err(_) => Date(local.date()).start_in(zone),
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let text = text.trim();
        if let Ok(at) = text.parse() {
            return Ok(Self::At(at));
        }
        // A day reads as a time at midnight and a time as its day, so the colon has to tell them apart.
        let read = if text.contains(':') {
            text.parse().map(Self::Local).ok()
        } else {
            text.parse().map(Self::Day).ok()
        };
        read.ok_or_else(|| {
            serde::de::Error::custom(format!(
                "{text} is no time such as 2026-11-23T09:00:00Z and no day such as 2026-11-23"
            ))
        })
    }
}

impl PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some(
                "An instant; a time without an offset, or a day, is taken in the user's time zone",
            ))
            .build()
            .into()
    }
}

impl ToSchema for Moment {}
impl Sent for Moment {}

/// A civil day; of a local time, its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day(pub(crate) Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let wrong = |_| serde::de::Error::custom(format!("{text} is no day such as 2026-11-23"));
        text.trim().parse().map(Self).map_err(wrong)
    }
}

impl PartialSchema for Day {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .build()
            .into()
    }
}

impl ToSchema for Day {}
impl Sent for Day {}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(text: &str) -> Moment {
        serde_json::from_value(text.into()).unwrap()
    }

    #[test]
    fn times_without_an_offset_are_the_users() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        for (text, start) in [
            ("2026-07-01T09:00:00Z", "2026-07-01T09:00:00.000Z"),
            ("2026-07-01T09:00:00+02:00", "2026-07-01T07:00:00.000Z"),
            ("2026-07-01T09:00:00", "2026-07-01T07:00:00.000Z"),
            ("2026-07-01T09:00:00.123456", "2026-07-01T07:00:00.123Z"),
            ("2026-07-01", "2026-06-30T22:00:00.000Z"),
        ] {
            assert_eq!(sent(text).start(&berlin).to_string(), start, "{text}");
        }
        assert_eq!(sent("2026-07-01").end(&berlin).to_string(), "2026-07-01T21:59:00.000Z");
        assert!(serde_json::from_value::<Moment>("tomorrow".into()).is_err());
    }
}
