//! What every kind of record has: a read form, and a draft whose fields are left alone, emptied or set.

/// Declares the two forms of a record.
///
/// `required` columns always hold a value, `optional` ones may be empty, `shown` ones are read only, and `apart` are
/// fields of the draft that are kept in other tables.
macro_rules! record {
    ($(#[$doc:meta])* $read:ident, $draft:ident {
        required { $($required:ident: $required_type:ty),* $(,)? }
        optional { $($optional:ident: $optional_type:ty),* $(,)? }
        shown { $($shown:ident: $shown_type:ty),* $(,)? }
        apart { $($apart:ident: $apart_type:ty),* $(,)? }
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
        pub struct $read {
            pub id: mycrm_store::Id,
            $(pub $required: $required_type,)*
            $(pub $optional: Option<$optional_type>,)*
            $(pub $shown: $shown_type,)*
            pub created_at: mycrm_store::Timestamp,
            pub created_by: Option<String>,
            pub updated_at: mycrm_store::Timestamp,
        }

        /// What to create, or what to change.
        #[derive(Debug, Clone, Default)]
        pub struct $draft {
            $(pub $required: crate::Field<$required_type>,)*
            $(pub $optional: crate::Field<$optional_type>,)*
            $(pub $apart: crate::Field<$apart_type>,)*
        }

        impl $draft {
            /// As a replacement of the whole record: what is not given becomes empty where it may be.
            #[must_use]
            #[allow(unused_mut, reason = "a record may have no field that can be empty")]
            pub fn replacing(mut self) -> Self {
                $(if self.$optional.is_unset() { self.$optional = crate::Field::Null; })*
                $(if self.$apart.is_unset() { self.$apart = crate::Field::Null; })*
                self
            }

            pub(crate) fn assignments(self) -> crate::Result<crate::field::Assignments> {
                #[allow(unused_mut)]
                let mut to = Vec::new();
                $(crate::field::assign_required(&mut to, stringify!($required), self.$required)?;)*
                $(crate::field::assign(&mut to, stringify!($optional), self.$optional);)*
                Ok(to)
            }
        }
    };
}

/// The tags of row `t` as a JSON list of names.
macro_rules! tags_sql {
    () => {
        "(SELECT json_group_array(g.name ORDER BY g.name) FROM record_tags rt JOIN tags g ON g.id = rt.tag_id
          WHERE rt.record_id = t.id AND rt.deleted_at IS NULL AND g.deleted_at IS NULL) AS tags"
    };
}
