//! A device: the replica of `mycrm-sync`, which asks the server over HTTP until it has nothing more to do.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_server::Id;
use mycrm_sync::client::{
    Answer, Answered, Connection, Edit, Event, Replica, Report, Request, Schema, Session,
};
use mycrm_sync::merge::Row;
use mycrm_sync::{
    ChangeSetId, DeviceId, Kind, Millis, OpHash, OpId, RowId, RowKey, SchemaVersion, Scope, TxId, Value,
};
use reqwest::{Response, StatusCode};
use uuid::Uuid;

use super::SignedIn;

pub(crate) struct Device {
    pub(crate) replica: Replica,
    pub(crate) session: Session,
    pub(crate) workspace: Id,
    pub(crate) token: String,
    http: reqwest::Client,
}

/// The tables that the programs of these tests know.
fn schema() -> Schema {
    let fields = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    Schema {
        version: SchemaVersion(1),
        tables: BTreeMap::from([
            ("contacts".to_owned(), fields(&["name", "email", "deleted_at"])),
            ("documents".to_owned(), fields(&["name", "access_level", "owner_id", "blob_root"])),
            ("document_people".to_owned(), fields(&["member_id", "can_write", "relation", "deleted_at"])),
            ("comments".to_owned(), fields(&["text"])),
            (
                "public_events".to_owned(),
                fields(&["kind", "subject", "occurred_at", "data", "created_at", "updated_at"]),
            ),
        ]),
    }
}

pub(crate) fn row_id() -> RowId {
    RowId(Uuid::now_v7())
}

pub(crate) fn key(table: &str, row: RowId) -> RowKey {
    RowKey { table: table.to_owned(), row }
}

pub(crate) fn now() -> Millis {
    mycrm_server::Clock::system().now()
}

impl Device {
    pub(crate) fn new(who: &SignedIn) -> Self {
        let device = DeviceId(Uuid::now_v7());
        let install = OpHash::of(device.0.as_bytes());
        let mut session = Session::new(Connection::Offline);
        session.note(Event::Reach);
        Self {
            replica: Replica::new(who.member, device, install, schema()),
            session,
            workspace: who.workspace,
            token: who.token.clone(),
            http: reqwest::Client::new(),
        }
    }

    /// Writes a row on this device; it waits.
    pub(crate) fn write(
        &mut self,
        table: &str,
        row: RowId,
        scope: Scope,
        kind: Kind,
        fields: &[(&str, Value)],
    ) -> OpId {
        let edit = Edit {
            key: key(table, row),
            scope,
            kind,
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        };
        self.record(vec![edit])[0]
    }

    /// Writes several rows in one transaction.
    pub(crate) fn record(&mut self, edits: Vec<Edit>) -> Vec<OpId> {
        let (tx, set) = (TxId(Uuid::now_v7()), ChangeSetId(Uuid::now_v7()));
        self.replica.record(tx, set, &edits, now()).expect("it can be recorded")
    }

    pub(crate) fn contact(&mut self, name: &str) -> RowId {
        let row = row_id();
        self.write("contacts", row, Scope::Workspace, Kind::Insert, &[("name", Value::from(name))]);
        row
    }

    /// What a user of this device sees in a field.
    pub(crate) fn value(&self, table: &str, row: RowId, field: &str) -> Option<Value> {
        let row: Row = self.replica.row(&key(table, row))?;
        row.fields.get(field).map(|held| held.value.clone())
    }

    /// All that a user of this device sees.
    pub(crate) fn shown(&self) -> BTreeMap<RowKey, BTreeMap<String, Value>> {
        let fields = |row: &Row| {
            row.values().map(|(field, value)| (field.to_owned(), value.clone())).collect::<BTreeMap<_, _>>()
        };
        self.replica.view().iter().map(|(key, row)| (key.clone(), fields(row))).collect()
    }

    pub(crate) fn sees(&self, table: &str, row: RowId) -> bool {
        self.replica.row(&key(table, row)).is_some_and(|row| row.is_live())
    }

    /// Asks until there is nothing more to do.
    pub(crate) async fn sync(&mut self, base: &str) -> Vec<Report> {
        self.session.note(Event::Stir);
        let mut reports = Vec::new();
        while let Some(request) = self.session.next(&self.replica) {
            let (status, answered) = self.ask(base, &request).await.expect("an answer of the protocol");
            assert!(reports.len() < 10_000, "it does not end: {status} {answered:?}");
            reports.push(self.take(&request, answered));
        }
        reports
    }

    pub(crate) fn take(&mut self, request: &Request, answered: Answered) -> Report {
        self.session.receive(&mut self.replica, request, answered, now(), DeviceId(Uuid::now_v7()))
    }

    /// Sends one request; an error is any answer that is not the protocol's.
    pub(crate) async fn ask(&self, base: &str, request: &Request) -> Result<(StatusCode, Answered), String> {
        let response = self.send(base, request).await.map_err(|error| error.to_string())?;
        let status = response.status();
        if let (Request::Chunk(_), StatusCode::OK) = (request, status) {
            let header = response.headers().get("x-mycrm-now").expect("the time").to_str().expect("a number");
            let now = Millis(header.parse().expect("a number"));
            let bytes = response.bytes().await.map_err(|error| error.to_string())?;
            return Ok((status, Answered { now, answer: Answer::Chunk(Ok(bytes.to_vec())) }));
        }
        let text = response.text().await.map_err(|error| error.to_string())?;
        let answered = serde_json::from_str(&text).map_err(|error| format!("{status} {error}: {text}"))?;
        Ok((status, answered))
    }

    pub(crate) async fn send(&self, base: &str, request: &Request) -> reqwest::Result<Response> {
        let within = format!("{base}/api/v1/workspaces/{}", self.workspace.0);
        let request = match request {
            Request::Push(push) => self.http.post(format!("{within}/push")).json(push),
            Request::Pull(pull) => self.http.post(format!("{within}/pull")).json(pull),
            Request::Snapshot(ask) => self.http.post(format!("{within}/snapshots")).json(ask),
            Request::Chunk(chunk) => {
                self.http.get(format!("{within}/snapshots/{}/{}", chunk.id, chunk.index))
            }
        };
        request.bearer_auth(&self.token).send().await
    }
}

pub(crate) fn contact_edit(name: &str) -> Edit {
    Edit {
        key: key("contacts", row_id()),
        scope: Scope::Workspace,
        kind: Kind::Insert,
        fields: BTreeMap::from([("name".to_owned(), Value::from(name))]),
    }
}
