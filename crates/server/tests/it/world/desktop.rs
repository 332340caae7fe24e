//! A desktop with its real database: what the server writes has to fit into its tables.

use mycrm_replica::remote::Remote;
use mycrm_replica::{Device, Membership};
use mycrm_store::{OpenOptions, Store, Timestamp};
use mycrm_sync::OpHash;
use mycrm_sync::client::Event;
use sqlx::FromRow;
use sqlx::sqlite::SqliteRow;
use tempfile::TempDir;

use super::{SignedIn, World};

pub(crate) struct Desktop {
    store: Store,
    device: Device,
    remote: Remote,
    who: SignedIn,
    _folder: TempDir,
}

impl Desktop {
    /// A new one that became part of the workspace.
    pub(crate) async fn joined(world: &World, who: &SignedIn) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(OpenOptions { folder: folder.path().to_owned() }).await.expect("a database");
        let install = OpHash::of(folder.path().as_os_str().as_encoded_bytes());
        let mut device = Device::open(store.clone(), install).await.expect("a device");
        let membership = Membership {
            server: world.base(),
            workspace: who.workspace.0,
            workspace_name: "Test".to_owned(),
            member: who.member,
            member_name: "Somebody".to_owned(),
            email: "somebody@example.org".to_owned(),
            role: "owner".to_owned(),
            public_url: world.base(),
        };
        device.connect(membership, install).await.expect("connected");
        let remote = Remote::new(&world.base()).expect("an address");
        let mut desktop = Self { store, device, remote, who: who.clone(), _folder: folder };
        desktop.sync().await;
        desktop
    }

    /// Asks and answers until nothing waits here or there.
    pub(crate) async fn sync(&mut self) {
        self.device.note(Event::Reach);
        self.device.note(Event::Stir);
        while let Some(request) = self.device.next().await.expect("a question") {
            let answer = self.remote.ask(&self.who.token, self.who.workspace.0, &request);
            let answered = answer.await.expect("an answer");
            self.device.receive(&request, answered, Timestamp::now()).await.expect("received");
        }
    }

    pub(crate) async fn rows<T>(&self, sql: &'static str) -> Vec<T>
    where
        T: for<'row> FromRow<'row, SqliteRow> + Send + Unpin,
    {
        sqlx::query_as(sql).fetch_all(self.store.readers()).await.expect("rows")
    }
}
