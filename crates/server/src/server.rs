//! A running server, from opening its data to its end.

use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::app::{App, Config};
use crate::{Database, Error, connections, operations, router};

/// A server that runs until it is shut down.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    app: App,
    serving: JoinHandle<()>,
}

impl Server {
    /// Opens the database and serves.
    ///
    /// # Errors
    /// When the data folder, the database or the address cannot be used.
    pub async fn start(mut config: Config) -> Result<Self, Error> {
        let unusable = |source| Error::Data { path: config.data.clone(), source };
        tokio::fs::create_dir_all(&config.data).await.map_err(unusable)?;
        let listen = config.listen;
        let cannot_listen = |source| Error::Listen { address: listen, source };
        let listener = TcpListener::bind(listen).await.map_err(cannot_listen)?;
        let address = listener.local_addr().map_err(cannot_listen)?;
        let database = Database::open(&config.data, config.database_url.as_deref()).await?;
        config.public_url.get_or_insert_with(|| format!("http://{address}"));
        let end = CancellationToken::new();
        let app = App::new(config, database, end.clone());
        tokio::spawn(operations::upkeep(app.clone()));
        let serving = tokio::spawn(connections::serve(listener, router::router(app.clone()), end));
        Ok(Self { address, app, serving })
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

    /// Takes no more requests, lets those under way finish and closes the database.
    pub async fn shutdown(self) {
        self.app.end().cancel();
        if let Err(error) = self.serving.await {
            tracing::error!(%error, "the server did not end in order");
        }
        self.app.database().close().await;
    }
}
