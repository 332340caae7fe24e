//! Points in time as scripts and forms send them: with an offset, without one, or as a day.

use mycrm_store::Date;
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use super::given::{Sent, read_text};

/// An instant, or a local time or day whose instant depends on the user's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment(pub(crate) mycrm_crm::Moment);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        mycrm_crm::Moment::read(&text).map(Self).ok_or_else(|| {
            let text = text.trim();
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
impl Sent for Moment {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        read_text(deserializer)
    }
}

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
impl Sent for Day {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        read_text(deserializer)
    }
}
