//! All data of a workspace in one file: a line of JSON for each thing (NDJSON), streamed as it is read.
//!
//! Rows are as they are when they are read, the log goes up to where it was at the beginning. The last line says how
//! many there are: a file without it is not whole. Whoever may export may read every document, so nothing is left out.
//! The bytes of files are fetched by their roots (`/blobs`).

mod store;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures::stream::try_unfold;
use mycrm_sync::Millis;
use serde_json::{Value, json};

use super::audit::{self, Action, Entry};
use super::may::{Action as Wanted, allow};
use crate::app::App;
use crate::{ApiError, DatabaseError, Id, Member};

/// What comes next. Long lists are read in pages, after the key that the page before ended with.
enum Next {
    Head,
    Members,
    Invites(Option<Id>),
    Rows(Option<(String, Id)>),
    Ops(i64),
    Actions(Option<Id>),
    Files,
    Audit(Option<Id>),
    End,
}

struct Export {
    app: App,
    workspace: Id,
    began: Millis,
    head: i64,
    lines: usize,
    next: Option<Next>,
}

pub(super) async fn export(State(app): State<App>, member: Member) -> Result<Response, ApiError> {
    allow(member.role, Wanted::Export)?;
    let began = app.clock().now();
    let mut tx = app.database().write().await?;
    let entry = Entry::new(member.workspace, Some(member.member), Action::Exported);
    audit::write(&mut tx, &entry, began).await?;
    tx.commit().await?;
    let head = store::head(app.database(), member.workspace).await?;
    let export = Export { app, workspace: member.workspace, began, head, lines: 0, next: Some(Next::Head) };
    let pages = try_unfold(export, |mut export| async {
        let Some(next) = export.next.take() else { return Ok(None) };
        match export.page(next).await {
            Ok(bytes) => Ok(Some((bytes, export))),
            Err(error) => {
                tracing::error!(%error, "an export was cut off");
                Err(error)
            }
        }
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"mycrm-export.ndjson\""),
        ),
    ];
    Ok((headers, Body::from_stream(pages)).into_response())
}

impl Export {
    async fn page(&mut self, next: Next) -> Result<Bytes, DatabaseError> {
        let (database, workspace) = (self.app.database(), self.workspace);
        let (lines, next) = match next {
            Next::Head => {
                let name = store::name(database, workspace).await?;
                let line = json!({
                    "type": "workspace", "id": workspace.0, "name": name, "exported_at": self.began,
                    "head": self.head,
                });
                (vec![line], Some(Next::Members))
            }
            Next::Members => (store::members(database, workspace).await?, Some(Next::Invites(None))),
            Next::Invites(after) => {
                let (lines, last) = store::invites(database, workspace, after).await?;
                (lines, Some(last.map_or(Next::Rows(None), |last| Next::Invites(Some(last)))))
            }
            Next::Rows(after) => {
                let (lines, last) = store::rows(database, workspace, after).await?;
                (lines, Some(last.map_or(Next::Ops(0), |last| Next::Rows(Some(last)))))
            }
            Next::Ops(after) => {
                let (lines, last) = store::ops(database, workspace, after, self.head).await?;
                (lines, Some(last.map_or(Next::Actions(None), Next::Ops)))
            }
            Next::Actions(after) => {
                let (lines, last) = store::actions(database, workspace, after).await?;
                (lines, Some(last.map_or(Next::Files, |last| Next::Actions(Some(last)))))
            }
            Next::Files => (store::files(database, workspace).await?, Some(Next::Audit(None))),
            Next::Audit(after) => {
                let (lines, last) = store::audit(database, workspace, after).await?;
                (lines, Some(last.map_or(Next::End, |last| Next::Audit(Some(last)))))
            }
            Next::End => (vec![json!({"type": "end", "lines": self.lines + 1})], None),
        };
        self.next = next;
        self.lines += lines.len();
        Ok(text(&lines).into())
    }
}

fn text(lines: &[Value]) -> Vec<u8> {
    let mut text = Vec::new();
    for line in lines {
        text.extend_from_slice(line.to_string().as_bytes());
        text.push(b'\n');
    }
    text
}
