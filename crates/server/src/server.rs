//! A running server, from opening its data to its end.

use std::net::SocketAddr;

use mycrm_sync::{MemberId, Role};
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::app::{App, Config};
use crate::backups::FolderLock;
use crate::blobs::{BlobPlace, Files};
use crate::{
    ApiError, Database, Error, Id, accounts, connections, operations, retention, router, sync, wake,
};

/// A server that runs until it is shut down.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    app: App,
    serving: JoinHandle<()>,
    beside: JoinSet<()>,
    lock: Option<FolderLock>,
}

impl Server {
    /// Opens the database and serves.
    ///
    /// # Errors
    /// When the data folder, the database or the address cannot be used.
    pub async fn start(mut config: Config) -> Result<Self, Error> {
        // For S3. Whoever installed one before us has the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let unusable = |source| Error::Data { path: config.data.clone(), source };
        tokio::fs::create_dir_all(&config.data).await.map_err(unusable)?;
        let lock = match config.database_url {
            Some(_) => None,
            None => Some(FolderLock::acquire(&config.data)?),
        };
        let listen = config.listen;
        let cannot_listen = |source| Error::Listen { address: listen, source };
        let listener = TcpListener::bind(listen).await.map_err(cannot_listen)?;
        let address = listener.local_addr().map_err(cannot_listen)?;
        let database = Database::open(&config.data, config.database_url.as_deref()).await?;
        let seal = accounts::prepare_factors(&config, &database).await?;
        config.public_url.get_or_insert_with(|| format!("http://{address}"));
        let end = CancellationToken::new();
        let place = config.blobs.clone().unwrap_or_else(|| BlobPlace::Folder(config.data.join("blobs")));
        let files = Files::open(&place).map_err(Error::Blobs)?;
        let head_within = config.patience.head;
        let app = App::new(config, database, files, seal, end.clone());
        let mut beside = JoinSet::new();
        if let Some(url) = app.database().url() {
            beside.spawn(wake::relay(
                url.to_owned(),
                app.database().clone(),
                app.wake().clone(),
                end.clone(),
            ));
        }
        let serving =
            tokio::spawn(connections::serve(listener, router::router(app.clone()), head_within, end));
        beside.spawn(retention::keep_tidy(app.clone()));
        beside.spawn(operations::upkeep(app.clone()));
        Ok(Self { address, app, serving, beside, lock })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// For what works beside the requests, such as tests that look into it.
    #[must_use]
    pub fn database(&self) -> &Database {
        self.app.database()
    }

    /// Gives a member another role, or none, with all that follows for what his devices may see.
    ///
    /// # Errors
    /// When the workspace is not there or the database fails.
    pub async fn set_role(
        &self,
        workspace: Id,
        member: MemberId,
        role: Option<Role>,
    ) -> Result<(), ApiError> {
        let mut tx = self.app.database().write().await?;
        let head = sync::set_role(&mut tx, &self.app, workspace, member, role).await?;
        tx.commit().await?;
        self.app.wake().announce(workspace, head);
        Ok(())
    }

    /// Lets go of what is too old now; the server does so by itself every hour.
    ///
    /// # Errors
    /// When the database or the blob store fails.
    pub async fn tidy(&self) -> Result<(), ApiError> {
        retention::tidy(&self.app).await
    }

    /// Takes no more requests, lets those under way finish and closes the database.
    pub async fn shutdown(mut self) {
        self.app.end().cancel();
        if let Err(error) = self.serving.await {
            tracing::error!(%error, "the server did not end in order");
        }
        while self.beside.join_next().await.is_some() {}
        self.app.database().close().await;
        drop(self.lock);
    }
}
