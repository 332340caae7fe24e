//! Sync on the wire: joining a workspace, how far this device is in step with it, what waits, what was not accepted,
//! conflicts, members and devices.

mod conflicts;
mod connect;
mod edits;
mod entries;
mod invites;
mod members;
mod rejected;
mod status;
mod trouble;
mod worker;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::Parts;

pub(crate) use worker::{follow, start};

/// What listeners are told when anything here changes.
pub(crate) const TAG: &str = "sync";

pub(crate) fn routes() -> OpenApiRouter<Parts> {
    OpenApiRouter::new()
        .routes(routes!(status::get_sync_status))
        .routes(routes!(connect::connect_sync))
        .routes(routes!(connect::sign_in_again))
        .routes(routes!(connect::leave_sync))
        .routes(routes!(connect::sync_now))
        .routes(routes!(invites::read_invitation))
        .routes(routes!(invites::join_sync))
        .routes(routes!(edits::list_waiting_edits))
        .routes(routes!(rejected::list_rejected_edits))
        .routes(routes!(rejected::export_rejected_edits))
        .routes(routes!(rejected::retry_rejected_edit))
        .routes(routes!(rejected::dismiss_rejected_edit))
        .routes(routes!(conflicts::list_sync_conflicts))
        .routes(routes!(conflicts::keep_conflict_value))
        .routes(routes!(conflicts::take_other_value))
        .routes(routes!(members::list_members))
        .routes(routes!(members::change_member_role, members::remove_member))
        .routes(routes!(invites::list_invites, invites::create_invite))
        .routes(routes!(invites::withdraw_invite))
        .routes(routes!(members::list_sync_devices))
        .routes(routes!(members::revoke_sync_device))
}
