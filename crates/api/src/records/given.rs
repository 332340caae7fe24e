//! A field of a body: absent, null, or given.

use std::borrow::Cow;

use mycrm_crm::Field;
use serde::de::value::CowStrDeserializer;
use serde::{Deserialize, Deserializer};

/// What [`Field`] is to the records, as it is read from the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Given<T>(pub(crate) Field<T>);

// By hand, because the derive would ask T for a default.
impl<T> Default for Given<T> {
    fn default() -> Self {
        Self(Field::Unset)
    }
}

/// What may be sent for a field, and when it means nothing: an emptied field of a form is no text, no day and no choice.
pub(crate) trait Sent: Sized {
    fn is_blank(&self) -> bool {
        false
    }

    /// Reads it; `None` where nothing was sent.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error>
    where
        Self: Deserialize<'de>,
    {
        Ok(Option::<Self>::deserialize(deserializer)?.filter(|value| !value.is_blank()))
    }
}

/// As [`Sent::read`], of what is written as a text and cannot be made of an empty one.
pub(super) fn read_text<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let text = Option::<Cow<'de, str>>::deserialize(deserializer)?;
    text.filter(|text| !text.trim().is_empty())
        .map(|text| T::deserialize(CowStrDeserializer::new(text)))
        .transpose()
}

impl Sent for String {
    fn is_blank(&self) -> bool {
        self.trim().is_empty()
    }
}

impl Sent for i64 {}
impl Sent for bool {}
impl<T> Sent for Vec<T> {}

impl<'de, T: Deserialize<'de> + Sent> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(|value| Self(value.into()))
    }
}

impl<T> Given<T> {
    /// As another type, where that can fail.
    pub(crate) fn try_map<U, E>(self, f: impl FnOnce(T) -> Result<U, E>) -> Result<Field<U>, E> {
        match self.0 {
            Field::Unset => Ok(Field::Unset),
            Field::Null => Ok(Field::Null),
            Field::Set(value) => f(value).map(Field::Set),
        }
    }

    pub(crate) fn map<U>(self, f: impl FnOnce(T) -> U) -> Field<U> {
        self.0.map(f)
    }
}

/// Declares a draft as it is sent: every field may be absent or null.
macro_rules! draft {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, serde::Deserialize, utoipa::ToSchema)]
        pub(crate) struct $name {
            $($(#[$field_doc])* #[serde(default)] #[schema(value_type = Option<$type>)] pub(crate) $field: $crate::records::given::Given<$type>,)*
        }
    };
}
pub(crate) use draft;
