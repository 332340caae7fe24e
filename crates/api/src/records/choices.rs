//! Enumerations of the records on the wire: their names come from the records, and a wrong one is told all of them.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! on_the_wire {
    ($($name:ident),+ $(,)?) => {$(
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) struct $name(pub(crate) mycrm_crm::$name);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map(Self).map_err(serde::de::Error::custom)
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let names = mycrm_crm::$name::ALL.iter().copied();
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).build().into()
            }
        }

        impl ToSchema for $name {}
        impl super::given::Sent for $name {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                super::given::read_text(deserializer)
            }
        }
    )+};
}

on_the_wire!(
    ActivityKind,
    ContactType,
    ForecastCategory,
    LeadSource,
    LeadStatus,
    Priority,
    Salutation,
    StageKind,
    TaskStatus,
    TaskType,
);
