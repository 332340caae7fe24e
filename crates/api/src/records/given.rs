//! A field of a body: absent, null, or given.

use mycrm_crm::Field;
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

/// What may be sent for a field, and when it means nothing: an emptied text field of a form is no text.
pub(crate) trait Sent {
    fn is_blank(&self) -> bool {
        false
    }
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
        let value = Option::<T>::deserialize(deserializer)?;
        Ok(Self(value.filter(|value| !value.is_blank()).into()))
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
