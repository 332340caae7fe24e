//! Giving a member another role, with what follows for the documents that their replicas hold.

use mycrm_sync::access::{Consequence, consequence};
use mycrm_sync::{Cursor, Level, MemberId, Relation, Rights, Role, access};

use super::sharing::RELATIONS;
use super::store::{log, rights, roles};
use crate::app::App;
use crate::database::Tx;
use crate::{ApiError, Id};

/// Gives a member another role, or none: then he has left. What follows for his documents is in the same transaction.
/// Returns how far the log has come: to be announced by [`crate::wake::Wake::announce`] after the commit.
///
/// # Errors
/// [`ApiError::NotAMember`] for a workspace that is not there; when the database fails.
pub(crate) async fn set_role(
    tx: &mut Tx,
    app: &App,
    workspace: Id,
    member: MemberId,
    role: Option<Role>,
) -> Result<Cursor, ApiError> {
    let head = log::lock(tx, app.database(), workspace).await?.ok_or(ApiError::NotAMember)?.head;
    let now = app.clock().now();
    let before = rights::role(tx, workspace, member).await?;
    rights::keep_role(tx, workspace, member, role, now).await?;
    let change = roles::Change { workspace, member, now };
    let purged = roles::purge(tx, change, head, &those_with(Consequence::Purge, before, role)).await?;
    let last = roles::backfill(tx, change, purged, &those_with(Consequence::Backfill, before, role)).await?;
    if last > head {
        log::advance(tx, app.database(), workspace, last).await?;
    }
    Ok(last)
}

/// For which documents a change of roles means this: what it means depends on their level and on what the member has to do with
/// them, and on nothing else. So all documents are dealt with at once, however many there are.
fn those_with(wanted: Consequence, before: Option<Role>, after: Option<Role>) -> Vec<(Level, Relation)> {
    let all = Level::ALL.into_iter().flat_map(|level| RELATIONS.map(|relation| (level, relation)));
    all.filter(|(level, relation)| {
        let rights =
            |role: Option<Role>| role.map_or(Rights::None, |role| access::rights(*level, role, *relation));
        consequence(rights(before), rights(after)) == wanted
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_admin_who_becomes_a_member_loses_what_is_not_for_them_and_gains_nothing() {
        let (admin, member) = (Some(Role::Admin), Some(Role::Member));
        let lost = [
            (Level::Confidential, Relation::Nothing),
            (Level::Restricted, Relation::Nothing),
            (Level::Restricted, Relation::Linked),
        ];
        assert_eq!(those_with(Consequence::Purge, admin, member), lost);
        assert_eq!(those_with(Consequence::Backfill, admin, member), []);
        assert_eq!(those_with(Consequence::Backfill, member, admin), lost);
    }

    #[test]
    fn who_leaves_loses_all_that_they_saw() {
        let viewer = Some(Role::Viewer);
        assert_eq!(those_with(Consequence::Purge, viewer, None).len(), 17);
        assert_eq!(those_with(Consequence::Purge, Some(Role::Owner), None).len(), 20);
        assert_eq!(those_with(Consequence::Purge, viewer, viewer), []);
    }
}
