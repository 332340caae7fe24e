//! A data folder with a new database, and files to import into it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use mycrm_store::{Ctx, Currency, Id, OpenOptions, Origin, Store};
use tokio_util::sync::CancellationToken;

use crate::Result;
use crate::import::{self, Choices, Import, Options, Progress, Watch};

pub(super) struct Desk {
    pub(super) store: Store,
    pub(super) folder: tempfile::TempDir,
}

impl Desk {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Self::open(&folder).await;
        crate::setup::prepare(&store, "Me").await.unwrap();
        mycrm_store::settings::set(&store, "time_zone", &"Europe/Berlin").await.unwrap();
        Self { store, folder }
    }

    async fn open(folder: &tempfile::TempDir) -> Store {
        Store::open(OpenOptions { folder: folder.path().join("data") }).await.unwrap()
    }

    pub(super) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// An import of a file with this text, with amounts in US dollars.
    pub(super) async fn prepare(&self, name: &str, text: &str) -> Import {
        let path = self.file(name, text);
        let import = import::create(&self.store, &path, name).await.unwrap();
        let options = Options { currency: Some(Currency::USD), ..Options::default() };
        self.choose(&import, options).await
    }

    pub(super) async fn choose(&self, import: &Import, options: Options) -> Import {
        let choices = Choices { options: Some(options), ..Choices::default() };
        import::choose(&self.store, &import.id, choices).await.unwrap()
    }

    pub(super) async fn check(&self, id: &Id) -> Result<Import> {
        let watch = Watch { on_progress: &|_| {}, cancel: &CancellationToken::new() };
        import::check(&self.store, id, &watch).await
    }

    pub(super) async fn run(&self, id: &Id) -> Result<Import> {
        let watch = Watch { on_progress: &|_| {}, cancel: &CancellationToken::new() };
        import::run(&self.store, id, importing(), &watch).await
    }

    /// Runs until at least this many rows are done, then cancels.
    pub(super) async fn run_until(&self, id: &Id, rows: u64) -> Import {
        let (cancel, done) = (CancellationToken::new(), AtomicU64::new(0));
        let on_progress = |progress: Progress| {
            done.store(progress.done, Ordering::Relaxed);
            if progress.done >= rows {
                cancel.cancel();
            }
        };
        let watch = Watch { on_progress: &on_progress, cancel: &cancel };
        let import = import::run(&self.store, id, importing(), &watch).await.unwrap();
        assert!(done.into_inner() >= rows);
        import
    }

    /// Imports a file in one go.
    pub(super) async fn import(&self, name: &str, text: &str) -> Import {
        let import = self.prepare(name, text).await;
        self.run(&import.id).await.unwrap()
    }

    pub(super) async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(self.store.readers()).await.unwrap()
    }

    pub(super) async fn texts(&self, sql: &'static str) -> Vec<String> {
        sqlx::query_scalar(sql).fetch_all(self.store.readers()).await.unwrap()
    }

    /// Every live row of every table as text, without what only says when it was written.
    pub(super) async fn everything(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for table in mycrm_store::registry::TABLES {
            let kept = table.fields.iter().filter(|field| **field != "updated_at" && **field != "deleted_at");
            let pairs = kept.map(|field| format!("'{field}', {field}")).collect::<Vec<_>>().join(", ");
            let sql = format!(
                "SELECT '{0} ' || id || json_object({pairs}) FROM {0} WHERE deleted_at IS NULL ORDER BY id",
                table.name
            );
            let found: Vec<String> =
                sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(self.store.readers()).await.unwrap();
            rows.extend(found);
        }
        rows
    }
}

fn importing() -> Ctx {
    Ctx::new("me", Origin::Import, "Import")
}
