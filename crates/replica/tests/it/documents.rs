//! Documents that some may see: rows of a newer program's tables, which this one keeps, loses and gets again.

use std::collections::BTreeMap;

use mycrm_sync::push::{Item, Push, Verdict};
use mycrm_sync::{
    Change, ChangeSetId, DeviceId, DeviceSeq, Hlc, Kind, MemberId, Millis, Op, OpHash, OpId, Rights, RowId,
    SchemaVersion, Scope, TxId, Value,
};
use uuid::Uuid;

use crate::desk::Desk;
use crate::server::{START, Server};

/// Somebody with a newer program.
pub(crate) struct Newer {
    pub(crate) member: MemberId,
    device: DeviceId,
    last: u64,
}

impl Newer {
    pub(crate) fn joined(server: &mut Server) -> Self {
        let member = MemberId(Uuid::from_u128(9));
        server.disk.members.insert(member, Rights::Write);
        Self { member, device: DeviceId(Uuid::from_u128(0x9999)), last: 0 }
    }

    pub(crate) fn write(
        &mut self,
        server: &mut Server,
        (table, row): (&str, RowId),
        scope: Scope,
        kind: Kind,
        fields: &[(&str, &str)],
    ) {
        self.last += 1;
        let fields: BTreeMap<_, _> = fields
            .iter()
            .map(|(field, value)| ((*field).to_owned(), Change(Value::Null, Value::from(*value))))
            .collect();
        let op = Op {
            op_id: OpId { device: self.device, seq: DeviceSeq(self.last) },
            tx_id: TxId(Uuid::now_v7()),
            change_set_id: ChangeSetId(Uuid::now_v7()),
            table: table.to_owned(),
            row,
            scope,
            kind,
            fields,
            hlc: Hlc::at(server.now),
            effective_at: START,
            schema_version: SchemaVersion(99),
            origin: None,
            hash: OpHash::UNSEALED,
        };
        let push = Push {
            epoch: server.disk.epoch,
            schema: SchemaVersion(99),
            device: self.device,
            first: DeviceSeq(self.last),
            given_up: DeviceSeq::ZERO,
            items: vec![Item::Op(Box::new(op.sealed()))],
            actions: Vec::new(),
        };
        server.now = Millis(server.now.0 + 10);
        let receipts = server.push(self.member, &push).unwrap();
        assert!(matches!(receipts.verdicts[0], Verdict::Applied { .. }), "{receipts:?}");
    }
}

const SECRET: &str = "strictly-confidential-words";

/// Whether the text is anywhere in the database.
async fn holds(desk: &Desk, text: &str) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("whole.db");
    sqlx::query("VACUUM INTO ?1")
        .bind(file.to_str().unwrap())
        .execute(desk.store.bookkeeping())
        .await
        .unwrap();
    let bytes = std::fs::read(file).unwrap();
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Wants a file of the document at hand without a network.
async fn pin(desk: &Desk, server: &Server, document: RowId) {
    sqlx::query(
        "INSERT INTO pinned_files (workspace_id, document, root, pinned_at)
         SELECT workspace_id, ?1, ?2, ?3 FROM sync_state",
    )
    .bind(document.to_string())
    .bind([7_u8; 32].as_slice())
    .bind(server.now.0)
    .execute(desk.store.bookkeeping())
    .await
    .unwrap();
}

#[tokio::test]
async fn a_document_that_may_no_longer_be_seen_leaves_without_a_byte_and_comes_back() {
    for bootstraps in [false, true] {
        let mut server = Server::new();
        let mut newer = Newer::joined(&mut server);
        let mut ben = Desk::joined(2, &mut server).await;
        ben.sync(&mut server).await;
        let document = RowId(Uuid::now_v7());
        let scope = Scope::Document(document);
        newer.write(&mut server, ("documents", document), scope, Kind::Insert, &[("title", SECRET)]);
        let comment = ("comments", RowId(Uuid::now_v7()));
        newer.write(&mut server, comment, scope, Kind::Insert, &[("body", SECRET)]);
        ben.sync(&mut server).await;
        assert!(!holds(&ben, SECRET).await, "not for Ben");
        server.entitle(ben.member, document, Rights::Read);
        newer.write(&mut server, comment, scope, Kind::Update, &[("mood", SECRET)]);
        ben.sync(&mut server).await;
        assert_eq!(ben.number("SELECT count(DISTINCT row_id) FROM changes WHERE scope IS NOT NULL").await, 2);
        pin(&ben, &server, document).await;
        server.entitle(ben.member, document, Rights::None);
        if bootstraps {
            server.prune();
        }
        assert_eq!(ben.sync(&mut server).await.is_swapped, bootstraps);
        assert!(!holds(&ben, SECRET).await, "kept after a purge");
        assert_eq!(ben.number("SELECT count(*) FROM pinned_files").await, 0);
        newer.write(&mut server, comment, scope, Kind::Update, &[("body", "later words")]);
        ben.sync(&mut server).await;
        assert!(!holds(&ben, "later words").await);
        server.entitle(ben.member, document, Rights::Write);
        ben.sync(&mut server).await;
        assert!(holds(&ben, SECRET).await && holds(&ben, "later words").await, "given back");
    }
}

#[tokio::test]
async fn taken_and_given_within_one_page_is_there() {
    let mut server = Server::new();
    let mut newer = Newer::joined(&mut server);
    let mut ben = Desk::joined(2, &mut server).await;
    ben.sync(&mut server).await;
    let document = RowId(Uuid::now_v7());
    let scope = Scope::Document(document);
    newer.write(&mut server, ("documents", document), scope, Kind::Insert, &[("title", SECRET)]);
    for rights in [Rights::Read, Rights::None, Rights::Write] {
        server.entitle(ben.member, document, rights);
    }
    ben.sync(&mut server).await;
    assert!(holds(&ben, SECRET).await);
    assert_eq!(ben.number("SELECT count(*) FROM sync_backfills").await, 0);
}
