//! The page behind the link of an invitation: it says what to do in the app, and changes nothing.

use axum::extract::State;

use super::frame::Page;
use super::language::Language;
use super::words::Subject;
use crate::accounts::{PathToken, invites};
use crate::app::App;

pub(super) async fn join(State(app): State<App>, language: Language, PathToken(token): PathToken) -> Page {
    match invites::find(app.database(), &token, app.clock().now()).await {
        Ok(Some(found)) => Page::new(Subject::Join, language).from(&found.workspace_name),
        Ok(None) => Page::new(Subject::NoSuchInvite, language),
        Err(error) => {
            tracing::error!(%error, "an invitation could not be looked up");
            Page::new(Subject::Failed, language)
        }
    }
}
