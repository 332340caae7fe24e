//! What the window tells its page, over one channel: changes, jobs, and what happened to the window itself.

use std::sync::{Mutex, PoisonError};

use mycrm_api::Staged;
use serde::Serialize;
use serde_json::{Value, json};
use tauri::State;
use tauri::ipc::Channel;

use crate::desktop::Desktop;

/// Something that happened to the window and that the page has to answer.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub(crate) enum WindowEvent {
    /// A file was handed to the app: by the command line, by the desktop, or dropped on the window.
    OpenFile(Staged),
    OpenFileFailed {
        file_name: String,
        message: String,
    },
    /// A file hangs over the window, or no longer does.
    Drag {
        over: bool,
    },
    Navigate {
        to: &'static str,
    },
}

/// The way to the page. Before the page listens, events of the window wait; changes do not, because
/// a page that starts reads everything anyway.
#[derive(Default)]
pub(crate) struct Page(Mutex<Outlet>);

#[derive(Default)]
struct Outlet {
    channel: Option<Channel<Value>>,
    waiting: Vec<Value>,
}

impl Page {
    /// Makes `channel` the page's ear. A page that reloads comes with a new one; the old one is dropped.
    fn attach(&self, channel: Channel<Value>) {
        let mut outlet = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for event in outlet.waiting.drain(..) {
            deliver(&channel, event);
        }
        outlet.channel = Some(channel);
    }

    pub(crate) fn tell(&self, event: &WindowEvent) {
        let event = match serde_json::to_value(event) {
            Ok(event) => event,
            Err(error) => return tracing::error!(%error, "an event of the window could not be written"),
        };
        let mut outlet = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &outlet.channel {
            Some(channel) => deliver(channel, event),
            None => outlet.waiting.push(event),
        }
    }

    /// Passes on an event of the app, if a page listens.
    pub(crate) fn pass_on(&self, event: Value) {
        let outlet = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(channel) = &outlet.channel {
            deliver(channel, event);
        }
    }

    /// Tells the page that it may have missed events and has to read everything again.
    pub(crate) fn resync(&self) {
        self.pass_on(json!({ "event": "resync", "data": {} }));
    }
}

fn deliver(channel: &Channel<Value>, event: Value) {
    if let Err(error) = channel.send(event) {
        tracing::warn!(%error, "the page could not be told of an event");
    }
}

#[tauri::command]
pub(crate) fn subscribe(channel: Channel<Value>, desktop: State<'_, Desktop>) {
    desktop.page.attach(channel);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tauri::ipc::InvokeResponseBody;

    use super::*;

    fn ear() -> (Channel<Value>, Arc<Mutex<Vec<Value>>>) {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let sink = heard.clone();
        let channel = Channel::new(move |body| {
            let InvokeResponseBody::Json(text) = body else { panic!("an event is JSON") };
            sink.lock().unwrap().push(serde_json::from_str(&text).unwrap());
            Ok(())
        });
        (channel, heard)
    }

    #[test]
    fn a_file_opened_before_the_page_listens_waits_for_it() {
        let page = Page::default();
        page.tell(&WindowEvent::Navigate { to: "quick-add" });
        page.pass_on(json!({ "event": "change", "data": {} }));
        let (channel, heard) = ear();
        page.attach(channel);
        assert_eq!(*heard.lock().unwrap(), [json!({ "event": "navigate", "data": { "to": "quick-add" } })]);
    }

    #[test]
    fn a_reloaded_page_hears_and_the_old_one_no_longer_does() {
        let page = Page::default();
        let ((old, old_heard), (new, new_heard)) = (ear(), ear());
        page.attach(old);
        page.attach(new);
        page.resync();
        assert!(old_heard.lock().unwrap().is_empty());
        assert_eq!(*new_heard.lock().unwrap(), [json!({ "event": "resync", "data": {} })]);
    }
}
