//! What visitors do, as rows of the synced table `public_events`: it reaches the devices with their next sync.

use std::collections::BTreeMap;

use mycrm_sync::Value;
use mycrm_sync::page::{EVENTS, Page};

use crate::app::App;
use crate::sync::{NewRow, append};
use crate::{ApiError, Id};

/// Keeps what counts once, however often it happens: the id of the row follows from what happened. Nothing about the visitor is kept: the subject is a row that the
/// devices know.
pub(super) async fn keep(app: &App, page: &Page) -> Result<(), ApiError> {
    let now = app.clock().now();
    let fields = BTreeMap::from([
        ("kind", Value::from(page.kind.name())),
        ("subject", Value::Text(page.subject.to_string())),
        ("occurred_at", Value::Int(now.0)),
        ("data", Value::from("{}")),
        ("created_at", Value::Int(now.0)),
        ("updated_at", Value::Int(now.0)),
    ]);
    let row = NewRow { table: EVENTS, row: page.event(), fields, happened_at: now };
    if append(app, Id(page.workspace), &[row]).await? > 0 {
        app.metrics().public_event();
    }
    Ok(())
}
