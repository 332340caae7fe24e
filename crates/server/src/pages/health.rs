//! The page that tells people whether the server works.

use axum::extract::State;

use super::frame::Page;
use super::language::Language;
use super::words::Subject;
use crate::app::App;
use crate::operations;

pub(super) async fn health(State(app): State<App>, language: Language) -> Page {
    let is_ready = operations::is_ready(&app).await;
    Page::new(if is_ready { Subject::Healthy } else { Subject::Unhealthy }, language)
}
