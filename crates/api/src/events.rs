//! What listeners are told: which cached answers a commit made stale, how jobs go on, and when to fetch all again.

use std::collections::BTreeSet;

use mycrm_store::{Id, Notice, Store};
use serde::Serialize;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;

use crate::jobs::Job;

/// One message, the same for the window's channel and for server-sent events.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum Event {
    Change(Change),
    Job(Box<Job>),
    /// Messages were missed: fetch everything again.
    Resync {},
}

/// What a commit touched.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Change {
    /// Names of collections ("opportunities"), and of single records where only few changed ("opportunities:ID").
    pub tags: Vec<String>,
    /// `None`: nothing that could be undone, such as a setting.
    #[schema(value_type = Option<String>)]
    pub change_set: Option<Id>,
    /// user, import, api, undo, sample, remote.
    pub origin: &'static str,
}

/// The one place that events are sent from. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Events(broadcast::Sender<Event>);

/// How far a listener may fall behind before it is told to fetch everything again.
const BACKLOG: usize = 1024;

impl Events {
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }

    pub(crate) fn send(&self, event: Event) {
        // Nobody listening is fine: the command line has no window.
        let _ = self.0.send(event);
    }

    /// Tells of something that is no record and has no change set: settings, tokens, imports.
    pub(crate) fn touched(&self, tags: Vec<String>) {
        self.send(Event::Change(Change { tags, change_set: None, origin: "user" }));
    }

    /// Passes the store's notices on until `end`.
    pub(crate) async fn follow(self, store: Store, end: CancellationToken) {
        let mut notices = store.notices();
        drop(store);
        loop {
            let received = tokio::select! {
                () = end.cancelled() => return,
                received = notices.recv() => received,
            };
            match received {
                Ok(notice) => self.send(Event::Change(change(&notice))),
                Err(RecvError::Lagged(_)) => self.send(Event::Resync {}),
                Err(RecvError::Closed) => return,
            }
        }
    }
}

fn change(notice: &Notice) -> Change {
    let mut tags = BTreeSet::new();
    for (table, row) in &notice.touched {
        let (own, shown_in) = collections(table);
        tags.insert(own.to_owned());
        tags.extend(shown_in.iter().map(|&name| name.to_owned()));
        // The row of a part (an address of a contact) is no record that anybody has fetched by id.
        if let Some(row) = row
            && own == *table
        {
            tags.insert(format!("{own}:{row}"));
        }
    }
    Change {
        tags: tags.into_iter().collect(),
        change_set: Some(notice.change_set.clone()),
        origin: notice.origin.as_str(),
    }
}

/// The collection a table's rows are served in, and the others that show its names.
fn collections(table: &'static str) -> (&'static str, &'static [&'static str]) {
    match table {
        "companies" => ("companies", &["contacts", "opportunities"]),
        "contacts" => ("contacts", &["opportunities"]),
        "contact_points" => ("contacts", &[]),
        "people" => ("people", &["companies", "contacts", "leads", "opportunities", "tasks"]),
        "stages" => ("pipelines", &["opportunities"]),
        "opportunity_contacts" | "opportunity_history" | "opportunity_lines" => ("opportunities", &[]),
        "record_tags" => ("tags", &["companies", "contacts", "leads", "opportunities", "tasks"]),
        other => (other, &[]),
    }
}

#[cfg(test)]
mod tests {
    use mycrm_store::Origin;

    use super::*;

    #[test]
    fn a_part_of_a_record_makes_the_records_collection_stale() {
        let id = Id::new();
        let notice = Notice {
            change_set: Id::new(),
            origin: Origin::User,
            touched: vec![("tasks", Some(id.to_string())), ("contact_points", Some(Id::new().to_string()))],
        };
        assert_eq!(change(&notice).tags, ["contacts".to_owned(), "tasks".to_owned(), format!("tasks:{id}")]);
    }

    #[test]
    fn events_have_the_shape_that_listeners_expect() {
        let resync = serde_json::to_value(Event::Resync {}).unwrap();
        assert_eq!(resync, serde_json::json!({"event": "resync", "data": {}}));
    }
}
