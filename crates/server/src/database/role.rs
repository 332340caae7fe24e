//! Roles as both databases keep them: by their names.

use mycrm_sync::Role;

use crate::DatabaseError;

/// A role out of its column.
///
/// # Errors
/// [`DatabaseError::Unreadable`] for a name that this program does not know.
pub(crate) fn role_of(column: &str) -> Result<Role, DatabaseError> {
    Role::named(column).ok_or_else(|| DatabaseError::Unreadable(format!("the role {column:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_that_is_not_known_is_no_role() {
        for role in Role::ALL {
            assert_eq!(role_of(role.as_str()).unwrap(), role);
        }
        assert_eq!(
            role_of("king").unwrap_err().to_string(),
            "the database holds something that cannot be read: the role \"king\""
        );
    }
}
