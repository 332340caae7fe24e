//! One field of a draft: left alone, emptied, or set.

use mycrm_store::{Currency, Value};

use crate::{Error, Result, message};

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Field<T> {
    /// Not given: an update leaves the field as it is, a creation takes the default.
    #[default]
    Unset,
    /// Given as empty.
    Null,
    Set(T),
}

impl<T> Field<T> {
    pub fn as_ref(&self) -> Field<&T> {
        match self {
            Self::Unset => Field::Unset,
            Self::Null => Field::Null,
            Self::Set(value) => Field::Set(value),
        }
    }

    /// The value, where one is given.
    pub fn set(self) -> Option<T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Unset | Self::Null => None,
        }
    }

    pub fn is_unset(&self) -> bool {
        matches!(self, Self::Unset)
    }

    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Unset => Field::Unset,
            Self::Null => Field::Null,
            Self::Set(value) => Field::Set(f(value)),
        }
    }

    /// What the field will hold after the update of `old`.
    pub fn over(self, old: Option<T>) -> Option<T> {
        match self {
            Self::Unset => old,
            Self::Null => None,
            Self::Set(value) => Some(value),
        }
    }
}

impl<T> From<Option<T>> for Field<T> {
    fn from(option: Option<T>) -> Self {
        option.map_or(Self::Null, Self::Set)
    }
}

/// What goes into a row: column and value.
pub(crate) type Assignments = Vec<(&'static str, Value)>;

/// Pushes an optional column.
pub(crate) fn assign<T: Into<Value>>(to: &mut Assignments, column: &'static str, field: Field<T>) {
    match field {
        Field::Unset => {}
        Field::Null => to.push((column, Value::Null)),
        Field::Set(value) => to.push((column, value.into())),
    }
}

/// Pushes a column that may not be empty.
pub(crate) fn assign_required<T: Into<Value>>(
    to: &mut Assignments,
    column: &'static str,
    field: Field<T>,
) -> Result<()> {
    if matches!(field, Field::Null) {
        return Err(Error::invalid(column, message!("may not be empty")));
    }
    assign(to, column, field);
    Ok(())
}

/// A name as it is kept: trimmed, and not empty.
pub(crate) fn named(column: &'static str, field: Field<String>) -> Result<Field<String>> {
    match field {
        Field::Set(text) if text.trim().is_empty() => {
            Err(Error::invalid(column, message!("may not be empty")))
        }
        Field::Set(text) if text.len() > MAX_NAME => {
            Err(Error::invalid(column, message!("is longer than {limit} bytes", limit = MAX_NAME)))
        }
        Field::Set(text) => Ok(Field::Set(text.trim().to_owned())),
        other => Ok(other),
    }
}

/// A currency as it is kept: by its code.
pub(crate) fn currency(column: &'static str, field: Field<String>) -> Result<Field<String>> {
    let Field::Set(code) = field else { return Ok(field) };
    match code.parse::<Currency>() {
        Ok(known) => Ok(Field::Set(known.to_string())),
        Err(_) => Err(Error::invalid(
            column,
            message!("{code} is not an ISO 4217 currency code, such as EUR or USD", code),
        )),
    }
}

const MAX_NAME: usize = 1000;

/// Tags, addresses, lines or contacts that one record may have: more is a mistake, and would make an op log of its own.
const MAX_PARTS: usize = 200;

/// Refuses a list that is longer than a record may have. One that has more already, by a merge of two devices or an
/// import, may still become shorter.
pub(crate) fn check_parts(field: &'static str, wanted: usize, has: usize) -> Result<()> {
    if wanted <= MAX_PARTS.max(has) {
        return Ok(());
    }
    Err(Error::invalid(
        field,
        message!("has {wanted} entries, but can have at most {most}", wanted, most = MAX_PARTS),
    ))
}
