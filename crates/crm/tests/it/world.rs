//! A prepared database and short ways to fill it.

use mycrm_crm::opportunities::{self, OpportunityDraft};
use mycrm_crm::{Field, Result, companies, setup};
use mycrm_store::{Ctx, Id, OpenOptions, Origin, Store, Tx};
use sqlx::SqliteConnection;
use sqlx::pool::PoolConnection;
use tempfile::TempDir;

pub(crate) struct World {
    _folder: TempDir,
    pub(crate) store: Store,
}

pub(crate) async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(OpenOptions { folder: folder.path().to_owned() }).await.unwrap();
    setup::prepare(&store, "Ada").await.unwrap();
    World { _folder: folder, store }
}

impl World {
    pub(crate) async fn begin(&self) -> Tx<'_> {
        self.store.begin(Ctx::new("tester", Origin::User, "test")).await.unwrap()
    }

    pub(crate) async fn read(&self) -> PoolConnection<sqlx::Sqlite> {
        self.store.readers().acquire().await.unwrap()
    }

    /// Runs one action and commits it.
    pub(crate) async fn act<T>(&self, action: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T>) -> T {
        self.try_act(action).await.unwrap()
    }

    pub(crate) async fn try_act<T>(&self, action: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let mut tx = self.begin().await;
        let value = action(&mut tx).await?;
        tx.commit().await?;
        Ok(value)
    }

    pub(crate) async fn undo(&self) -> mycrm_store::Undone {
        mycrm_store::undo(&self.store, None, "tester").await.unwrap()
    }

    pub(crate) async fn company(&self, name: &str) -> Id {
        let draft = companies::CompanyDraft { name: set(name), ..Default::default() };
        self.act(async |tx| companies::create(tx, draft).await).await
    }

    pub(crate) async fn deal(&self, name: &str, stage: &str, amount_minor: Option<i64>) -> Id {
        let draft = OpportunityDraft {
            name: set(name),
            stage: set(stage),
            amount_minor: amount_minor.map_or(Field::Unset, Field::Set),
            ..Default::default()
        };
        self.act(async |tx| opportunities::create(tx, draft).await).await
    }
}

pub(crate) fn set(text: &str) -> Field<String> {
    Field::Set(text.to_owned())
}

pub(crate) async fn count(connection: &mut SqliteConnection, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(connection).await.unwrap()
}
