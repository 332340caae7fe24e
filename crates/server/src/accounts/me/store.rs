//! Which person a member is.

use sqlx::AnyConnection;

use crate::{Id, Member};

pub(super) async fn user_of(from: &mut AnyConnection, member: &Member) -> sqlx::Result<Option<Id>> {
    sqlx::query_scalar("SELECT user_id FROM members WHERE workspace = $1 AND id = $2")
        .bind(member.workspace)
        .bind(Id(member.member.0))
        .fetch_optional(from)
        .await
}
