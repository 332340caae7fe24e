//! Comparing databases row by row, and making random edits.

use std::collections::BTreeMap;

use mycrm_store::registry::TABLES;
use mycrm_store::{Ctx, Id, OpenOptions, Origin, Store, Value};
use proptest::prelude::*;
use sqlx::{AssertSqlSafe, Row as _};
use tempfile::TempDir;

pub(crate) async fn open(folder: &TempDir) -> Store {
    Store::open(OpenOptions { folder: folder.path().to_owned() }).await.unwrap()
}

pub(crate) async fn temporary() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder).await;
    (folder, store)
}

pub(crate) fn user(label: &str) -> Ctx {
    Ctx::new("tester", Origin::User, label)
}

/// Every synced value of every row, tombstones too.
pub(crate) async fn dump(store: &Store) -> BTreeMap<String, Vec<String>> {
    rows(store, "1 = 1").await
}

/// What a user sees: live rows only, without the time of their last change.
pub(crate) async fn live(store: &Store) -> BTreeMap<String, Vec<String>> {
    rows(store, "deleted_at IS NULL").await
}

async fn rows(store: &Store, filter: &str) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for table in TABLES {
        let fields = table.fields.iter().map(|f| format!("'{f}', {f}")).collect::<Vec<_>>().join(", ");
        let sql =
            format!("SELECT json_object('id', id, {fields}) FROM {} WHERE {filter} ORDER BY id", table.name);
        let found = sqlx::query(AssertSqlSafe(sql)).fetch_all(store.readers()).await.unwrap();
        all.insert(table.name.to_owned(), found.iter().map(|row| row.get(0)).collect());
    }
    all
}

/// One random user action: a few edits in one transaction.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    Create { name: String },
    Rename { which: usize, name: String },
    Link { which: usize, to: usize },
    Delete { which: usize },
    Bulk { industry: Option<String> },
}

pub(crate) fn actions() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    let name = "[a-zA-ZäöüßÉ '\"%;-]{1,12}";
    let edit = prop_oneof![
        3 => name.prop_map(|name| Edit::Create { name }),
        3 => (any::<usize>(), name).prop_map(|(which, name)| Edit::Rename { which, name }),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(which, to)| Edit::Link { which, to }),
        1 => any::<usize>().prop_map(|which| Edit::Delete { which }),
        1 => prop::option::of("[a-z]{1,3}").prop_map(|industry| Edit::Bulk { industry }),
    ];
    prop::collection::vec(prop::collection::vec(edit, 1..6), 1..12)
}

pub(crate) async fn perform(store: &Store, ids: &mut Vec<Id>, edits: &[Edit]) -> Id {
    let mut tx = store.begin(user("random edits")).await.unwrap();
    for edit in edits {
        let pick = |which: &usize| ids.get(which % ids.len().max(1)).cloned();
        match edit {
            Edit::Create { name } => {
                let id = Id::new();
                tx.insert("companies", &id, vec![("name", name.clone().into())]).await.unwrap();
                ids.push(id);
            }
            Edit::Rename { which, name } => {
                if let Some(id) = pick(which) {
                    tx.update("companies", &id, vec![("name", name.clone().into()), ("city", Value::Null)])
                        .await
                        .unwrap();
                }
            }
            Edit::Link { which, to } => {
                if let (Some(id), Some(to)) = (pick(which), pick(to)) {
                    tx.update("companies", &id, vec![("parent_id", to.into())]).await.unwrap();
                }
            }
            Edit::Delete { which } => {
                if let Some(id) = pick(which) {
                    tx.delete("companies", &id).await.unwrap();
                }
            }
            Edit::Bulk { industry } => {
                sqlx::query("UPDATE companies SET industry = ?1 WHERE deleted_at IS NULL")
                    .bind(industry)
                    .execute(tx.conn())
                    .await
                    .unwrap();
            }
        }
    }
    tx.commit().await.unwrap()
}
