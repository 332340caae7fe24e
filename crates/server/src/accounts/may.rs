//! Who may do what in a workspace beyond reading and writing records: one table.

use mycrm_sync::Role;

use crate::ApiError;

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Invite, change roles, remove members, sign their devices out.
    ManageMembers,
    SeeAudit,
    /// Take all data of the workspace out in one file.
    Export,
    DeleteWorkspace,
}

impl Action {
    const fn needs(self) -> Role {
        match self {
            Self::ManageMembers | Self::SeeAudit | Self::Export => Role::Admin,
            Self::DeleteWorkspace => Role::Owner,
        }
    }
}

/// Refuses what the role does not allow.
///
/// # Errors
/// [`ApiError::Forbidden`], with who may.
pub(crate) fn allow(role: Role, action: Action) -> Result<(), ApiError> {
    if role >= action.needs() {
        return Ok(());
    }
    Err(ApiError::Forbidden(match action.needs() {
        Role::Owner => "Only an owner of the workspace may do this; nothing was changed.",
        _ => "Only an admin or owner of the workspace may do this; nothing was changed.",
    }))
}

/// Whether somebody may make another one `to` who is `from` (`None`: no member yet). Nobody deals with a role above their own, so
/// an admin can neither make an owner nor touch one.
pub(crate) fn may_change(by: Role, from: Option<Role>, to: Role) -> bool {
    by >= Action::ManageMembers.needs() && by >= to && from.is_none_or(|from| by >= from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_do_what_is_its_own_and_no_more() {
        use Action::{DeleteWorkspace, Export, ManageMembers, SeeAudit};
        let may = |role| [ManageMembers, SeeAudit, Export, DeleteWorkspace].map(|a| allow(role, a).is_ok());
        assert_eq!(may(Role::Viewer), [false; 4]);
        assert_eq!(may(Role::Member), [false; 4]);
        assert_eq!(may(Role::Admin), [true, true, true, false]);
        assert_eq!(may(Role::Owner), [true; 4]);
    }

    #[test]
    fn nobody_makes_or_touches_a_role_above_their_own() {
        for to in Role::ALL {
            assert!(!may_change(Role::Member, None, to) && !may_change(Role::Viewer, Some(Role::Viewer), to));
            assert!(may_change(Role::Owner, Some(Role::Owner), to));
            assert!(!may_change(Role::Admin, Some(Role::Owner), to));
        }
        assert!(may_change(Role::Admin, Some(Role::Admin), Role::Viewer));
        assert!(!may_change(Role::Admin, None, Role::Owner));
    }
}
