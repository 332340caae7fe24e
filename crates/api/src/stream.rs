//! Server-sent events: the same messages that the window gets through its channel.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use futures::Stream;
use mycrm_store::{Id, Store};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::caller::Caller;
use crate::events::{Event, Events};
use crate::tokens;

/// Ends with the app; a listener that fell behind gets `resync`.
#[utoipa::path(get, path = "/api/core/stream/", tag = "core",
    responses((status = 200, body = Event, content_type = "text/event-stream")))]
pub(crate) async fn stream_events(
    State(store): State<Store>,
    State(events): State<Events>,
    State(end): State<CancellationToken>,
    caller: Caller,
) -> Sse<impl Stream<Item = Result<SseEvent, Infallible>>> {
    let listener = Listener { events: events.subscribe(), end, store, token: caller.token };
    // The token may have been revoked between the door and the subscription.
    let is_open = listener.may_listen().await;
    let messages = futures::stream::unfold(is_open.then_some(listener), |listener| async move {
        let mut listener = listener?;
        let event = listener.next().await?;
        Some((Ok(message(&event)), Some(listener)))
    });
    Sse::new(messages).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

/// One open stream.
struct Listener {
    events: Receiver<Event>,
    end: CancellationToken,
    store: Store,
    token: Option<Id>,
}

impl Listener {
    async fn next(&mut self) -> Option<Event> {
        let event = tokio::select! {
            () = self.end.cancelled() => return None,
            received = self.events.recv() => match received {
                Ok(event) => event,
                Err(RecvError::Lagged(_)) => Event::Resync {},
                Err(RecvError::Closed) => return None,
            }
        };
        let may_be_revoked = match &event {
            Event::Change(change) => change.tags.iter().any(|tag| tag == tokens::TAG),
            // What was missed may have been the revocation.
            Event::Resync {} => true,
            Event::Job(_) => false,
        };
        if may_be_revoked && !self.may_listen().await {
            return None;
        }
        Some(event)
    }

    async fn may_listen(&self) -> bool {
        let Some(token) = &self.token else { return true };
        // Whoever cannot be checked is let go: it connects anew, and is checked at the door.
        tokens::stands(&self.store, token).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a listener could not be checked");
            false
        })
    }
}

fn message(event: &Event) -> SseEvent {
    let (name, data) = match event {
        Event::Change(change) => ("change", serde_json::to_string(change)),
        Event::Job(job) => ("job", serde_json::to_string(job)),
        Event::Resync {} => ("resync", Ok("{}".to_owned())),
    };
    match data {
        Ok(data) => SseEvent::default().event(name).data(data),
        Err(error) => {
            tracing::error!(%error, "an event could not be written; the listener fetches everything again");
            SseEvent::default().event("resync").data("{}")
        }
    }
}
