//! A desk: a profile on a disk, the program that has it open, and its line to the server.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use mycrm_replica::{Device, Membership, Received};
use mycrm_store::registry::TABLES;
use mycrm_store::{Ctx, Id, OpenOptions, Origin, Store, Timestamp, Value};
use mycrm_sync::client::{Connection, Event, Request};
use mycrm_sync::merge::Row;
use mycrm_sync::{MemberId, OpHash, Rights, Value as Held};
use sqlx::{AssertSqlSafe, Row as _};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::server::Server;

pub(crate) struct Desk {
    folder: TempDir,
    pub(crate) store: Store,
    pub(crate) device: Device,
    pub(crate) member: MemberId,
    pub(crate) install: OpHash,
    /// How wrong its clock is, in milliseconds.
    pub(crate) skew: i64,
}

/// In memory where the system has that: a commit waits for the disk.
pub(crate) fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// A new profile: the file is made once and copied, because making it takes longer than most tests.
async fn profile() -> TempDir {
    static FILE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let file = FILE
        .get_or_init(|| async {
            let folder = folder();
            let store = open(&folder).await;
            // Each copy gets an id of its own.
            sqlx::query("DELETE FROM devices").execute(store.bookkeeping()).await.unwrap();
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(store.bookkeeping()).await.unwrap();
            std::fs::read(folder.path().join("mycrm.db")).unwrap()
        })
        .await;
    let folder = folder();
    std::fs::write(folder.path().join("mycrm.db"), file).unwrap();
    folder
}

pub(crate) async fn open(folder: &TempDir) -> Store {
    Store::open(OpenOptions { folder: folder.path().to_owned() }).await.unwrap()
}

pub(crate) fn workspace(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(crate) fn membership(member: MemberId, workspace: Uuid) -> Membership {
    Membership {
        server: "http://127.0.0.1".to_owned(),
        workspace,
        workspace_name: "Workshop".to_owned(),
        member,
        member_name: "Ann".to_owned(),
        email: "ann@example.org".to_owned(),
        role: "member".to_owned(),
        public_url: "http://127.0.0.1".to_owned(),
    }
}

pub(crate) fn ctx(label: &str) -> Ctx {
    Ctx::new("Ann", Origin::User, label)
}

impl Desk {
    /// A new profile, not connected.
    pub(crate) async fn alone(number: u128) -> Self {
        let folder = profile().await;
        let store = open(&folder).await;
        let install = OpHash::of(&number.to_be_bytes());
        let mut device = Device::open(store.clone(), install).await.unwrap();
        device.know(names()).await.unwrap();
        Self { folder, store, device, member: MemberId(Uuid::from_u128(number)), install, skew: 0 }
    }

    /// A new profile of a member that may write.
    pub(crate) async fn joined(number: u128, server: &mut Server) -> Self {
        let mut desk = Self::alone(number).await;
        desk.join(server, 1).await;
        desk
    }

    pub(crate) async fn join(&mut self, server: &mut Server, number: u128) {
        server.disk.members.entry(self.member).or_insert(Rights::Write);
        self.device.connect(membership(self.member, workspace(number)), self.install).await.unwrap();
    }

    /// The process ends, killed or not: what is on the disk stays.
    pub(crate) async fn reopen(self) -> Self {
        let Self { folder, store, device, member, install, skew } = self;
        drop(device);
        store.close().await;
        // The folder is free once nobody holds the store.
        drop(store);
        let store = open(&folder).await;
        let mut device = Device::open(store.clone(), install).await.unwrap();
        device.know(names()).await.unwrap();
        Self { folder, store, device, member, install, skew }
    }

    /// A copy of the folder on another machine, or with `install` as here: of the whole disk.
    pub(crate) async fn copy(&mut self, install: Option<u128>) -> Self {
        // What is in the journal goes into the file, or the copy would be of a moment before.
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(self.store.bookkeeping()).await.unwrap();
        let folder = folder();
        std::fs::copy(self.folder.path().join("mycrm.db"), folder.path().join("mycrm.db")).unwrap();
        let store = open(&folder).await;
        let install = install.map_or(self.install, |number| OpHash::of(&number.to_be_bytes()));
        let device = Device::open(store.clone(), install).await.unwrap();
        Self { folder, store, device, member: self.member, install, skew: self.skew }
    }

    pub(crate) fn clock(&self, server: &Server) -> Timestamp {
        Timestamp::from_millis(server.now.0 + self.skew)
    }

    /// What it asks now.
    pub(crate) async fn ask(&mut self) -> Option<Request> {
        if self.device.connection() == Connection::Offline {
            self.device.note(Event::Reach);
        }
        self.device.next().await.unwrap()
    }

    /// One question and its answer; `None` when there is nothing to ask.
    pub(crate) async fn exchange(&mut self, server: &mut Server) -> Option<Received> {
        let request = self.ask().await?;
        server.now.0 += 20;
        let answered = server.answer(self.member, &request);
        let now = self.clock(server);
        Some(self.device.receive(&request, answered, now).await.unwrap())
    }

    /// Asks until there is nothing left to ask.
    pub(crate) async fn sync(&mut self, server: &mut Server) -> Received {
        self.device.note(Event::Stir);
        let mut all = Received::default();
        for _ in 0..5_000 {
            match self.exchange(server).await {
                Some(received) => {
                    all.came += received.came;
                    all.rejected += received.rejected;
                    all.conflicts += received.conflicts;
                    all.is_copied |= received.is_copied;
                    all.is_swapped |= received.is_swapped;
                }
                None => {
                    assert_eq!(self.device.connection(), Connection::Synced);
                    return all;
                }
            }
        }
        panic!("it asks without end: {:?}", self.device);
    }

    /// A user's action at the time of this device.
    pub(crate) async fn act(
        &self,
        server: &Server,
        label: &str,
        edit: impl AsyncFnOnce(&mut mycrm_store::Tx<'_>),
    ) -> Id {
        let mut tx = self.store.begin_at(ctx(label), self.clock(server)).await.unwrap();
        edit(&mut tx).await;
        tx.commit().await.unwrap()
    }

    pub(crate) async fn insert(
        &self,
        server: &Server,
        table: &'static str,
        fields: Vec<(&'static str, Value)>,
    ) -> Id {
        let id = Id::new();
        self.act(server, "Add", async |tx| tx.insert(table, &id, fields).await.unwrap()).await;
        id
    }

    pub(crate) async fn set(
        &self,
        server: &Server,
        table: &'static str,
        id: &Id,
        field: &'static str,
        value: impl Into<Value>,
    ) -> Id {
        let value = value.into();
        self.act(server, "Edit", async |tx| {
            assert!(tx.update(table, id, vec![(field, value)]).await.unwrap(), "the row is there");
        })
        .await
    }

    /// The text in a field of a row, if there is such a row.
    pub(crate) async fn text(&self, table: &str, id: &Id, field: &str) -> Option<String> {
        let sql = format!("SELECT {field} FROM {table} WHERE id = ?1 AND deleted_at IS NULL");
        sqlx::query_scalar(AssertSqlSafe(sql)).bind(id).fetch_optional(self.store.readers()).await.unwrap()
    }

    pub(crate) async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(self.store.readers()).await.unwrap()
    }

    /// Every synced value of every row, tombstones too.
    pub(crate) async fn dump(&self) -> Dump {
        dump(&self.store, |_| true).await
    }
}

pub(crate) type Dump = BTreeMap<(String, String), BTreeMap<String, Held>>;

pub(crate) async fn dump(store: &Store, wanted: impl Fn(&str) -> bool) -> Dump {
    let mut all = Dump::new();
    for table in TABLES.iter().filter(|table| wanted(table.name)) {
        let fields = table.fields.iter().map(|f| format!("'{f}', {f}")).collect::<Vec<_>>().join(", ");
        let sql = format!("SELECT id, json_object({fields}) FROM {}", table.name);
        for row in sqlx::query(AssertSqlSafe(sql)).fetch_all(store.readers()).await.unwrap() {
            let mut fields: BTreeMap<String, Held> = serde_json::from_str(row.get(1)).unwrap();
            fields.retain(|_, value| !value.is_null());
            all.insert((table.name.to_owned(), row.get(0)), fields);
        }
    }
    all
}

/// What the server has for this program, as [`dump`] shows it.
pub(crate) fn of_server(server: &Server) -> Dump {
    let shown = |row: &Row, table: &str| -> BTreeMap<String, Held> {
        let known = TABLES.iter().find(|t| t.name == table).unwrap().fields;
        row.values()
            .filter(|(field, value)| known.contains(field) && !value.is_null())
            .map(|(field, value)| (field.to_owned(), value.clone()))
            .collect()
    };
    server
        .disk
        .rows
        .iter()
        .filter(|(key, row)| row.is_inserted && TABLES.iter().any(|table| table.name == key.table))
        .map(|(key, row)| ((key.table.clone(), key.row.to_string()), shown(row, &key.table)))
        .collect()
}

/// All have what the server has.
pub(crate) async fn assert_equal(server: &Server, desks: &[&Desk]) {
    let expected = of_server(server);
    for (at, desk) in desks.iter().enumerate() {
        let shown = desk.dump().await;
        for key in expected.keys().chain(shown.keys()) {
            assert_eq!(
                shown.get(key),
                expected.get(key),
                "desk {at} shows {key:?} otherwise than the server"
            );
        }
    }
}

pub(crate) fn names() -> HashMap<MemberId, String> {
    let name = |number: u128| (MemberId(Uuid::from_u128(number)), format!("Member {number}"));
    (1..10).map(name).collect()
}
