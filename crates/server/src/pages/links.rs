//! The tokens in the addresses of public pages, checked with the key of the workspace that they name.

mod store;

use mycrm_sync::page::{Page, PageKind, Unverified};

use crate::app::App;
use crate::{ApiError, Id};

/// A link that a device of the workspace made.
pub(super) struct Link {
    pub(super) page: Page,
    pub(super) workspace_name: String,
}

/// Checks a token. What is unreadable, forged, for another kind of page or of a workspace that is gone gets one answer.
pub(super) async fn open(app: &App, token: &str, kind: PageKind) -> Result<Link, ApiError> {
    const NOTHING: ApiError = ApiError::NotFound("This link is incomplete or no longer valid.");
    let token = Unverified::parse(token).map_err(|_| NOTHING)?;
    let (workspace_name, key) =
        store::workspace(app.database(), Id(token.workspace())).await?.ok_or(NOTHING)?;
    let page = token.verify(&key).map_err(|_| NOTHING)?;
    if page.kind == kind { Ok(Link { page, workspace_name }) } else { Err(NOTHING) }
}
