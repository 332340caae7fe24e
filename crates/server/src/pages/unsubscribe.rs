//! Unsubscribing: a page with a button, and the one click of a mail program (RFC 8058).
//!
//! Looking changes nothing, because scanners of mail follow every link. Posting does, whatever the body says: both the
//! button and RFC 8058 post to the same address, and what lets them is the token in it. The answer is no redirect
//! (RFC 8058 section 3.1).

use axum::extract::State;
use mycrm_sync::page::PageKind;

use super::frame::Page;
use super::language::Language;
use super::words::Subject;
use super::{events, links};
use crate::ApiError;
use crate::accounts::PathToken;
use crate::app::App;

pub(super) async fn ask(State(app): State<App>, language: Language, PathToken(token): PathToken) -> Page {
    match links::open(&app, &token, PageKind::Unsubscribe).await {
        Ok(link) => Page::new(Subject::Unsubscribe, language).from(&link.workspace_name),
        Err(error) => refused(&error, language),
    }
}

pub(super) async fn carry_out(
    State(app): State<App>,
    language: Language,
    PathToken(token): PathToken,
) -> Page {
    let done = async {
        let link = links::open(&app, &token, PageKind::Unsubscribe).await?;
        events::keep(&app, &link.page).await?;
        Ok(link)
    };
    match done.await {
        Ok(link) => Page::new(Subject::Unsubscribed, language).from(&link.workspace_name),
        Err(error) => refused(&error, language),
    }
}

fn refused(error: &ApiError, language: Language) -> Page {
    match error {
        ApiError::NotFound(_) => Page::new(Subject::NoSuchPage, language),
        error => {
            tracing::error!(%error, "a public page failed");
            Page::new(Subject::Failed, language)
        }
    }
}
