//! Assembly: the database, the secrets, the jobs and the router of one data folder, started and ended together.

mod vault;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use mycrm_replica::worker::Worker;
use mycrm_store::{OpenOptions, Store};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
pub(crate) use vault::Vault;

use crate::EventReceiver;
use crate::analytics::{self, Backtests, Books};
use crate::events::Events;
use crate::idempotency::UnderWay;
use crate::imports;
use crate::jobs::Jobs;
use crate::local;
use crate::router;
use crate::serve::SignIn;
use crate::staging::{Staged, Staging, StagingError};
use crate::sync;

/// What handlers take their parts from. Each part is cheap to clone.
#[derive(Debug, Clone, FromRef)]
pub(crate) struct Parts {
    pub(crate) store: Store,
    pub(crate) vault: Vault,
    pub(crate) jobs: Jobs,
    pub(crate) staging: Staging,
    pub(crate) events: Events,
    pub(crate) under_way: UnderWay,
    pub(crate) sign_in: SignIn,
    pub(crate) books: Books,
    pub(crate) backtests: Backtests,
    pub(crate) sync: Worker,
    /// Cancelled when the app ends.
    pub(crate) end: CancellationToken,
}

/// The app of one data folder. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    parts: Parts,
    router: Router,
    workers: TaskTracker,
}

/// Why the app does not start. Its text is for the user.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{}", crate::error::sentence(.0))]
    InUse(mycrm_store::Error),
    #[error("{}", crate::error::sentence(.0))]
    Store(mycrm_store::Error),
    #[error("{}", crate::error::sentence(.0))]
    Records(mycrm_crm::Error),
}

impl OpenError {
    /// What the process ends with: 3 when another one has the database, else 1.
    pub fn exit_code(&self) -> i32 {
        match self {
            Self::InUse(_) => 3,
            Self::Store(_) | Self::Records(_) => 1,
        }
    }
}

impl From<mycrm_store::Error> for OpenError {
    fn from(error: mycrm_store::Error) -> Self {
        match error {
            mycrm_store::Error::InUse(_) => Self::InUse(error),
            other => Self::Store(other),
        }
    }
}

impl App {
    /// Opens the database of a folder, starts the workers, and goes on with the work that an earlier end cut off.
    ///
    /// # Errors
    /// [`OpenError`]; then nothing was changed.
    pub async fn open(data_folder: &Path) -> Result<Self, OpenError> {
        let app = Self::open_for_a_command(data_folder).await?;
        app.parts().staging.forget_old().await;
        imports::resume(app.parts()).await;
        let parts = app.parts();
        app.workers().spawn(analytics::days::keep_days(parts.store.clone(), parts.end.clone()));
        Ok(app)
    }

    /// As [`App::open`], but leaves work that was cut off to an app that stays.
    ///
    /// # Errors
    /// As [`App::open`].
    pub async fn open_for_a_command(data_folder: &Path) -> Result<Self, OpenError> {
        let store = Store::open(OpenOptions { folder: data_folder.to_owned() }).await?;
        mycrm_crm::setup::prepare(&store, &user_name(&store).await?).await.map_err(|error| match error {
            mycrm_crm::Error::Store(error) => OpenError::from(error),
            other => OpenError::Records(other),
        })?;
        // Older versions left these open to everybody.
        for kept in ["uploads", "imports"] {
            mycrm_store::private::narrow(&data_folder.join(kept));
        }
        let events = Events::new();
        let workers = TaskTracker::new();
        let end = CancellationToken::new();
        let vault = Vault::choose(store.folder());
        let parts = Parts {
            sync: sync::start(&store, &vault, &workers, end.clone()).await?,
            vault,
            jobs: Jobs::new(events.clone()),
            staging: Staging::new(store.folder()),
            under_way: UnderWay::default(),
            sign_in: SignIn::default(),
            books: Books::default(),
            backtests: Backtests::default(),
            end,
            events,
            store,
        };
        workers.spawn(sync::follow(parts.sync.clone(), parts.events.clone(), parts.end.clone()));
        workers.spawn(parts.events.clone().follow(parts.store.clone(), parts.end.clone()));
        let router = router::operations(&parts);
        let app = Self { inner: Arc::new(Inner { parts, router, workers }) };
        // Before anybody is told that the app is there.
        let bound = local::bind(app.parts().store.folder()).await;
        app.inner.workers.spawn(local::answer(bound, app.parts().clone(), app.router().clone()));
        Ok(app)
    }

    /// What changes from now on.
    pub fn events(&self) -> EventReceiver {
        self.parts().events.subscribe()
    }

    /// Makes a file of this computer ready to be imported; it stays where it is.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn stage_file(&self, path: &Path) -> Result<Staged, StagingError> {
        self.parts().staging.stage(path).await
    }

    pub fn data_folder(&self) -> &Path {
        self.parts().store.folder()
    }

    /// Ends the workers without leaving anything half-written, and closes the database.
    pub async fn shutdown(&self) {
        let parts = self.parts();
        parts.end.cancel();
        parts.jobs.shutdown().await;
        self.inner.workers.close();
        self.inner.workers.wait().await;
        parts.store.close().await;
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.inner.parts
    }

    pub(crate) fn router(&self) -> &Router {
        &self.inner.router
    }

    pub(crate) fn workers(&self) -> &TaskTracker {
        &self.inner.workers
    }
}

/// What the user is called until they say so: as the system calls them.
async fn user_name(store: &Store) -> Result<String, mycrm_store::Error> {
    let chosen: Option<String> = mycrm_store::settings::get(store, "profile_name").await?;
    let by_system = || ["USER", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    Ok(chosen.filter(|name| !name.is_empty()).or_else(by_system).unwrap_or_else(|| "Me".to_owned()))
}
