//! What a test has: a server in this process with a database of its own, and members who are signed in.

mod backups;
pub(crate) mod desktop;
pub(crate) mod device;
pub(crate) mod postgres;
pub(crate) mod process;

use mycrm_server::{Config, Id, NewSession, Server, accounts, create_session};
use mycrm_sync::{MemberId, Millis, Role};
use tempfile::TempDir;
use uuid::Uuid;

/// Runs a story against SQLite and against PostgreSQL.
macro_rules! on_each_database {
    ($($story:ident;)*) => {$(
        mod $story {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$story(&mut $crate::world::World::with_sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if let Some(mut world) = $crate::world::World::with_postgres().await {
                    super::$story(&mut world).await;
                }
            }
        }
    )*};
}
pub(crate) use on_each_database;

pub(crate) struct World {
    /// There but while it restarts.
    running: Option<Server>,
    pub(crate) config: Config,
    folder: TempDir,
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub(crate) workspace: Id,
    pub(crate) member: MemberId,
    pub(crate) token: String,
}

impl World {
    pub(crate) async fn with_sqlite() -> Self {
        Self::start(None).await
    }

    /// `None` where PostgreSQL is not installed, which it has to be where tests count.
    pub(crate) async fn with_postgres() -> Option<Self> {
        let url = postgres::new_database().await?;
        Some(Self::start(Some(url)).await)
    }

    pub(crate) async fn start(database_url: Option<String>) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the data");
        // Beside PostgreSQL no key is made.
        let totp_key = database_url.as_ref().map(|_| "0a".repeat(32));
        let config = Config { database_url, totp_key, ..Config::in_folder(folder.path().join("data")) };
        let server = Server::start(config.clone()).await.expect("the server starts");
        Self { running: Some(server), config, folder }
    }

    /// Ends the server and starts it again with the same data, perhaps configured otherwise.
    pub(crate) async fn restart(&mut self, change: impl FnOnce(&mut Config)) {
        self.stop().await;
        change(&mut self.config);
        self.start_again().await;
    }

    pub(crate) async fn stop(&mut self) {
        if let Some(server) = self.running.take() {
            server.shutdown().await;
        }
    }

    pub(crate) async fn start_again(&mut self) {
        self.running = Some(Server::start(self.config.clone()).await.expect("the server starts again"));
    }

    pub(crate) fn server(&self) -> &Server {
        self.running.as_ref().expect("the server runs")
    }

    /// The tables themselves, for what no answer shows.
    pub(crate) async fn tables(&self) -> sqlx::AnyPool {
        let file = format!("sqlite://{}", self.config.data.join("mycrm-server.db").display());
        let url = self.config.database_url.clone().unwrap_or(file);
        sqlx::AnyPool::connect(&url).await.expect("the database")
    }

    pub(crate) fn base(&self) -> String {
        self.url("")
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server().address())
    }

    /// A new workspace with its owner.
    pub(crate) async fn workspace(&self) -> SignedIn {
        let workspace = Id(Uuid::now_v7());
        accounts::create_workspace(self.server().database(), workspace, "Test", &[7; 32], Millis(1))
            .await
            .expect("a workspace");
        self.member(workspace, Role::Owner).await
    }

    /// Another member of a workspace, signed in.
    pub(crate) async fn member(&self, workspace: Id, role: Role) -> SignedIn {
        let (user, member) = (Id(Uuid::now_v7()), MemberId(Uuid::now_v7()));
        let database = self.server().database();
        let email = format!("{}@example.org", user.0);
        accounts::create_user(database, user, &email, "Somebody", "!", Millis(1)).await.expect("a user");
        accounts::join(database, workspace, member, user, role, Millis(1)).await.expect("a member");
        self.sign_in(workspace, member).await
    }

    pub(crate) async fn sign_in(&self, workspace: Id, member: MemberId) -> SignedIn {
        let token = Uuid::new_v4().to_string();
        let session = NewSession {
            id: Id(Uuid::now_v7()),
            workspace,
            member,
            device_name: "Test".to_owned(),
            platform: "test".to_owned(),
            access_token: token.clone(),
            access_expires_at: Millis(i64::MAX),
        };
        create_session(self.server().database(), &session, Millis(1)).await.expect("a session");
        SignedIn { workspace, member, token }
    }
}
