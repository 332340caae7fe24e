//! How one record names another on the wire: by its id.

use mycrm_crm::Field;
use mycrm_store::Id;
use serde::Deserialize;
use utoipa::ToSchema;

use super::given::{Given, Sent};

/// A link as it is sent: an empty text is none, as forms have it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String)]
pub(crate) struct Link(Option<Id>);

impl TryFrom<String> for Link {
    type Error = mycrm_store::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.is_empty() { Ok(Self(None)) } else { text.parse().map(|id| Self(Some(id))) }
    }
}

impl Link {
    pub(crate) fn id(self) -> Option<Id> {
        self.0
    }
}

impl Sent for Link {
    fn is_blank(&self) -> bool {
        self.0.is_none()
    }
}

impl Given<Link> {
    pub(crate) fn id(self) -> Field<Id> {
        match self.0 {
            Field::Unset => Field::Unset,
            Field::Null => Field::Null,
            Field::Set(link) => link.0.into(),
        }
    }
}
