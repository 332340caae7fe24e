//! Ids as both databases keep them: the 16 bytes of a UUID.

use sqlx::any::{Any, AnyTypeInfo, AnyValueRef};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};
use uuid::Uuid;

/// An id in a column. The types of `mycrm-sync` convert into it by `.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub Uuid);

/// A column does not hold an id.
#[derive(Debug, thiserror::Error)]
#[error("{0} bytes are no id")]
pub struct UnknownId(usize);

impl Type<Any> for Id {
    fn type_info() -> AnyTypeInfo {
        <Vec<u8> as Type<Any>>::type_info()
    }

    fn compatible(found: &AnyTypeInfo) -> bool {
        <Vec<u8> as Type<Any>>::compatible(found)
    }
}

impl Encode<'_, Any> for Id {
    fn encode_by_ref(&self, to: &mut <Any as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Any>::encode(self.0.as_bytes().to_vec(), to)
    }
}

impl<'r> Decode<'r, Any> for Id {
    fn decode(value: AnyValueRef<'r>) -> Result<Self, BoxDynError> {
        let bytes = <&[u8] as Decode<Any>>::decode(value)?;
        Ok(Self(Uuid::from_slice(bytes).map_err(|_| UnknownId(bytes.len()))?))
    }
}

impl From<Uuid> for Id {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}
