//! Server-sent events: the same messages that the window gets through its channel.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use futures::Stream;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::caller::Caller;
use crate::events::{Event, Events};

/// Ends with the app; a listener that fell behind gets `resync`.
#[utoipa::path(get, path = "/api/core/stream/", tag = "core",
    responses((status = 200, body = Event, content_type = "text/event-stream")))]
pub(crate) async fn stream_events(
    State(events): State<Events>,
    State(end): State<CancellationToken>,
    _: Caller,
) -> Sse<impl Stream<Item = Result<SseEvent, Infallible>>> {
    let messages = futures::stream::unfold((events.subscribe(), end), |(mut events, end)| async move {
        let event = next(&mut events, &end).await?;
        Some((Ok(message(&event)), (events, end)))
    });
    Sse::new(messages).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

async fn next(events: &mut Receiver<Event>, end: &CancellationToken) -> Option<Event> {
    tokio::select! {
        () = end.cancelled() => None,
        received = events.recv() => match received {
            Ok(event) => Some(event),
            Err(RecvError::Lagged(_)) => Some(Event::Resync {}),
            Err(RecvError::Closed) => None,
        }
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
