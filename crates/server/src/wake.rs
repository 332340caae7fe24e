//! Telling devices that there is something to fetch: within this process at once, between processes by PostgreSQL.
//!
//! A wake-up is a hint. Whoever misses one still asks now and then.

mod store;

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::Stream;
use mycrm_sync::Cursor;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

pub(crate) use store::{notify, relay};

use crate::app::App;
use crate::operations::Connected;
use crate::sync::head;
use crate::{ApiError, Id, Member};

/// Who waits for which workspace.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wake {
    heads: Arc<Mutex<HashMap<Id, watch::Sender<Cursor>>>>,
}

impl Wake {
    fn subscribe(&self, workspace: Id) -> watch::Receiver<Cursor> {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        heads.entry(workspace).or_insert_with(|| watch::Sender::new(Cursor::ZERO)).subscribe()
    }

    /// The log of a workspace has come this far.
    pub(crate) fn announce(&self, workspace: Id, head: Cursor) {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(waiting) = heads.get(&workspace) else { return };
        if waiting.is_closed() {
            heads.remove(&workspace);
            return;
        }
        waiting.send_if_modified(|known| {
            let is_new = head > *known;
            *known = head.max(*known);
            is_new
        });
    }

    /// Some sessions of a workspace have ended: whoever waits with one of them is let go.
    pub(crate) fn check(&self, workspace: Id) {
        let heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waiting) = heads.get(&workspace) {
            waiting.send_modify(|_| {});
        }
    }

    /// The workspaces that somebody waits for.
    fn waited_for(&self) -> Vec<Id> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
    }
}

/// Comments in between, so that no proxy takes the connection for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(25);
/// After this a client connects again and shows its token again.
const LONGEST: Duration = Duration::from_secs(15 * 60);

pub(crate) async fn wake(
    State(app): State<App>,
    member: Member,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    // Before the head is read, so that nothing falls between.
    let heads = app.wake().subscribe(member.workspace);
    let first = head(&app, member.workspace).await?;
    let waiting = Waiting {
        heads,
        next: Some(first),
        until: Instant::now() + LONGEST,
        end: app.end().clone(),
        session: member.session,
        app: app.clone(),
        _counted: app.metrics().connected(),
    };
    let events = futures::stream::unfold(waiting, |mut waiting| async {
        let head = waiting.next().await?;
        // Where that cannot be found out it ends too: whoever may comes back.
        if !store::is_open(&waiting.app, waiting.session).await.unwrap_or(false) {
            return None;
        }
        Some((Ok(Event::default().event("head").data(format!("{{\"head\":{head}}}"))), waiting))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

struct Waiting {
    heads: watch::Receiver<Cursor>,
    next: Option<Cursor>,
    until: Instant,
    end: CancellationToken,
    session: Id,
    app: App,
    _counted: Connected,
}

impl Waiting {
    async fn next(&mut self) -> Option<Cursor> {
        if let Some(first) = self.next.take() {
            return Some(first);
        }
        tokio::select! {
            () = self.end.cancelled() => None,
            changed = timeout_at(self.until, self.heads.changed()) => {
                changed.ok()?.ok()?;
                Some(*self.heads.borrow_and_update())
            }
        }
    }
}
