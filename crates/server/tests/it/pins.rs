//! Files at hand without a network, with the worker of an app: they come by themselves, stay, and leave with the right to them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use mycrm_replica::remote::Remote;
use mycrm_replica::worker::{Failed, Surroundings, Worker};
use mycrm_replica::{PinnedFile, Trouble, install_hash};
use mycrm_store::secrets::Secrets;
use mycrm_store::{OpenOptions, Store};
use mycrm_sync::blob::CHUNK;
use mycrm_sync::{Kind, OpHash, Role, RowId, Scope, Value};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::people::{MINUTE, Person, person, stop_time};
use crate::world::device::{Device, row_id};
use crate::world::{World, on_each_database};

on_each_database! {
    a_pinned_file_comes_by_itself_and_opens_without_a_network;
    a_pinned_file_that_was_damaged_comes_again;
    what_may_no_longer_be_seen_is_no_longer_at_hand;
    a_transfer_outlives_its_token;
}

/// The sync of an app, as it runs beside the window.
struct App {
    worker: Worker,
    store: Store,
    end: CancellationToken,
    folder: TempDir,
}

impl App {
    async fn signed_in(world: &World, who: &Person) -> Self {
        let app = Self::start(tempfile::tempdir().expect("a folder")).await;
        let remote = Remote::new(&world.base()).expect("an address");
        let session = serde_json::from_value(who.session.clone()).expect("a session");
        app.worker.enter(remote, session).await.expect("entered");
        app.worker.now().await.expect("in step");
        app
    }

    async fn start(folder: TempDir) -> Self {
        let store = Store::open(OpenOptions { folder: folder.path().to_owned() }).await.expect("a database");
        let secrets = Secrets::choose(folder.path(), Some("file"), Some("a passphrase".to_owned()));
        let end = CancellationToken::new();
        let around = Surroundings {
            store: store.clone(),
            secrets: Ok(Arc::new(secrets.expect("secrets"))),
            install: install_hash(&folder.path().join("installation"), folder.path()).expect("a secret"),
            end: end.clone(),
        };
        let (worker, task) = Worker::new(around).await.expect("a worker");
        tokio::spawn(task);
        Self { worker, store, end, folder }
    }

    /// Ends and starts again with the same profile.
    async fn restart(self) -> Self {
        let Self { worker, store, end, folder } = self;
        end.cancel();
        drop(worker);
        store.close().await;
        drop(store);
        Self::start(folder).await
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let file = self.folder.path().join(name);
        std::fs::write(&file, bytes).expect("a file");
        file
    }

    fn kept(&self, root: OpHash) -> PathBuf {
        self.folder.path().join("pinned").join(root.to_string())
    }

    async fn send(&self, scope: Scope, bytes: &[u8]) -> OpHash {
        let file = self.file("to send", bytes);
        self.worker.send_file(scope, &file).await.expect("sent")
    }

    /// What comes out where the user opens it.
    async fn fetch(&self, scope: Scope, root: OpHash) -> Result<Vec<u8>, Failed> {
        let to = self.folder.path().join("opened");
        self.worker.fetch_file(scope, root, &to).await?;
        let bytes = std::fs::read(&to).expect("a file");
        std::fs::remove_file(to).expect("removed");
        Ok(bytes)
    }

    async fn pinned(&self) -> Vec<PinnedFile> {
        self.worker.pinned().await.expect("pins")
    }

    /// Waits until the pinned files are as told.
    async fn until(&self, what: &str, is_so: impl Fn(&[PinnedFile]) -> bool) {
        for _ in 0..3_000 {
            if is_so(&self.pinned().await) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{what}: {:?}", self.pinned().await);
    }
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at / 4_096 + at % 251) as u8).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

async fn a_pinned_file_comes_by_itself_and_opens_without_a_network(world: &mut World) {
    let owner = person(world, "ann@example.org", "Workshop", Role::Owner).await;
    let app = App::signed_in(world, &owner).await;
    let (first, second) = (bytes(2 * CHUNK as usize + 5), bytes(1_000));
    let root = app.send(Scope::Workspace, &first).await;
    let other = app.send(Scope::Workspace, &second).await;
    app.worker.pin(Scope::Workspace, root).await.expect("pinned");
    app.worker.pin(Scope::Workspace, root).await.expect("a second time is as once");
    app.until("it comes", |pins| pins.len() == 1 && pins[0].is_here).await;

    world.stop().await;
    assert!(app.fetch(Scope::Workspace, root).await.expect("from this disk") == first);
    let failed = app.fetch(Scope::Workspace, other).await.expect_err("not pinned");
    assert!(matches!(failed, Failed::Trouble(Trouble::Unreachable(_))), "{failed}");

    // Pinned while away, and after a new start: it comes as soon as the server is there.
    app.worker.pin(Scope::Workspace, other).await.expect("pinned");
    let app = app.restart().await;
    assert!(app.pinned().await.iter().any(|pin| pin.root == other && !pin.is_here));
    world.start_again().await;
    let remote = Remote::new(&world.base()).expect("an address");
    let again = crate::people::sign_in(world, "ann@example.org").await;
    app.worker
        .enter(remote, serde_json::from_value(again.session).expect("a session"))
        .await
        .expect("signed in again, because the server has another port");
    app.until("both are here", |pins| pins.len() == 2 && pins.iter().all(|pin| pin.is_here)).await;
    assert!(app.fetch(Scope::Workspace, other).await.expect("fetched") == second);

    app.worker.unpin(Scope::Workspace, root).await.expect("let go");
    let (kept, gone) = (app.kept(other), app.kept(root));
    app.until("its bytes leave", |pins| pins.len() == 1 && !gone.exists()).await;
    assert!(kept.exists());
}

async fn a_pinned_file_that_was_damaged_comes_again(world: &mut World) {
    let owner = person(world, "ann@example.org", "Workshop", Role::Owner).await;
    let app = App::signed_in(world, &owner).await;
    let sent = bytes(10_000);
    let root = app.send(Scope::Workspace, &sent).await;
    app.worker.pin(Scope::Workspace, root).await.expect("pinned");
    app.until("it comes", |pins| pins[0].is_here).await;
    std::fs::write(app.kept(root), b"damaged by the disk").expect("damage");
    assert!(app.fetch(Scope::Workspace, root).await.expect("from the server") == sent);
    app.until("it comes again", |pins| pins[0].is_here).await;
    assert!(std::fs::read(app.kept(root)).expect("a file") == sent);

    // What the server has not is said, and is no reason to leave the others waiting.
    let unknown = OpHash::of(b"nothing has this name");
    app.worker.pin(Scope::Workspace, unknown).await.expect("pinned");
    let later = app.send(Scope::Workspace, b"later").await;
    app.worker.pin(Scope::Workspace, later).await.expect("pinned");
    app.until("the last is here", |pins| pins[2].is_here && pins[1].problem.is_some()).await;
    app.worker.unpin(Scope::Workspace, unknown).await.expect("let go");
    assert_eq!(app.pinned().await.len(), 2);
}

/// A document as its author makes it, with somebody else named on it.
fn document(author: &mut Device, reader: &Person) -> (RowId, RowId) {
    let (document, named) = (row_id(), row_id());
    let scope = Scope::Document(document);
    author.write("documents", document, scope, Kind::Insert, &[("access_level", Value::from("restricted"))]);
    let fields = [("member_id", Value::from(reader.id())), ("can_write", Value::from(0))];
    author.write("document_people", named, scope, Kind::Insert, &fields);
    (document, named)
}

async fn what_may_no_longer_be_seen_is_no_longer_at_hand(world: &mut World) {
    let owner = person(world, "ann@example.org", "Workshop", Role::Owner).await;
    let reader = person(world, "ben@example.org", "Workshop", Role::Member).await;
    let mut author = Device::new(&owner.signed_in());
    let (document, named) = document(&mut author, &reader);
    author.sync(&world.base()).await;
    let scope = Scope::Document(document);
    let ann = App::signed_in(world, &owner).await;
    let root = ann.send(scope, &bytes(5_000)).await;
    let everyones = ann.send(Scope::Workspace, b"for all").await;

    let ben = App::signed_in(world, &reader).await;
    for (scope, root) in [(scope, root), (Scope::Workspace, everyones)] {
        ben.worker.pin(scope, root).await.expect("pinned");
    }
    ben.until("both come", |pins| pins.len() == 2 && pins.iter().all(|pin| pin.is_here)).await;
    author.write("document_people", named, scope, Kind::Update, &[("deleted_at", Value::from(1))]);
    author.sync(&world.base()).await;
    ben.worker.now().await.expect("in step");
    let gone = ben.kept(root);
    ben.until("it leaves", |pins| pins.len() == 1 && !gone.exists()).await;
    assert_eq!(names(&ben.folder.path().join("pinned")), [everyones.to_string()]);

    // Leaving the workspace takes nothing away that is on this disk.
    ben.worker.leave().await.expect("left");
    assert_eq!(ben.fetch(Scope::Workspace, everyones).await.expect("from this disk"), b"for all");
    let failed = ben.worker.pin(scope, root).await.expect_err("no workspace");
    assert!(matches!(failed, mycrm_replica::Error::NotConnected), "{failed}");
}

async fn a_transfer_outlives_its_token(world: &mut World) {
    let time = stop_time(world).await;
    let owner = person(world, "ann@example.org", "Workshop", Role::Owner).await;
    let app = App::signed_in(world, &owner).await;
    let root = app.send(Scope::Workspace, &bytes(1_000)).await;
    // For this device the token has minutes left.
    time.pass(16 * MINUTE);
    assert!(app.fetch(Scope::Workspace, root).await.expect("fetched with the next token") == bytes(1_000));
    time.pass(16 * MINUTE);
    app.send(Scope::Workspace, b"and sent with the one after it").await;
}
