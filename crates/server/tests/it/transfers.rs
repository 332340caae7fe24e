//! Files as a device sends and fetches them: what broke off goes on, and nothing is taken for a file that is none.

use std::path::{Path, PathBuf};

use mycrm_replica::Trouble;
use mycrm_replica::remote::Remote;
use mycrm_replica::worker::{Failed, Pass};
use mycrm_sync::blob::CHUNK;
use mycrm_sync::{OpHash, Role, RowId, Scope};
use uuid::Uuid;

use crate::world::{SignedIn, World, on_each_database};

on_each_database! {
    a_file_arrives_as_it_was_sent;
    a_fetch_goes_on_where_it_broke_off;
    an_upload_sends_what_is_missing;
    a_file_is_for_those_who_see_what_it_hangs_on;
}

fn pass(world: &World, who: &SignedIn) -> Pass {
    let remote = Remote::new(&world.base()).expect("an address");
    Pass { remote, workspace: who.workspace.0, token: who.token.clone() }
}

fn bytes(length: usize, seed: u8) -> Vec<u8> {
    (0..length).map(|at| (at / 4_096 + at % 251) as u8 ^ seed).collect()
}

fn write(folder: &Path, bytes: &[u8]) -> PathBuf {
    let file = folder.join(Uuid::new_v4().to_string());
    std::fs::write(&file, bytes).expect("a file");
    file
}

/// How many chunks were put or fetched so far.
async fn chunks(world: &World, method: &str) -> usize {
    let metrics = reqwest::get(world.url("/metrics")).await.expect("an answer").text().await.expect("text");
    let is_it = |line: &&str| {
        line.starts_with("mycrm_http_requests_total")
            && line.contains("/blobs/chunks/")
            && line.contains(&format!("method=\"{method}\""))
    };
    let count = |line: &str| line.rsplit(' ').next().expect("a number").parse::<usize>().expect("a number");
    metrics.lines().filter(is_it).map(count).sum()
}

async fn a_file_arrives_as_it_was_sent(world: &mut World) {
    let anna = world.workspace().await;
    let ben = world.member(anna.workspace, Role::Member).await;
    let folder = tempfile::tempdir().expect("a folder");
    for length in [0, 1, CHUNK as usize, 2 * CHUNK as usize + 12_345] {
        let sent = bytes(length, 1);
        let file = write(folder.path(), &sent);
        let root = pass(world, &anna).send_file(Scope::Workspace, &file).await.expect("sent");
        let to = folder.path().join(format!("fetched-{length}"));
        pass(world, &ben).fetch_file(Scope::Workspace, root, &to).await.expect("fetched");
        assert!(std::fs::read(&to).expect("a file") == sent, "{length} bytes");
        let again = pass(world, &ben).send_file(Scope::Workspace, &to).await.expect("sent");
        assert_eq!(again, root, "the same bytes have the same name");
    }
    let left = std::fs::read_dir(folder.path()).expect("the folder").filter_map(Result::ok);
    assert!(left.into_iter().all(|entry| !entry.file_name().to_string_lossy().ends_with(".part")));
}

async fn a_fetch_goes_on_where_it_broke_off(world: &mut World) {
    let anna = world.workspace().await;
    let folder = tempfile::tempdir().expect("a folder");
    let sent = bytes(3 * CHUNK as usize - 7, 2);
    let anna = pass(world, &anna);
    let root = anna.send_file(Scope::Workspace, &write(folder.path(), &sent)).await.expect("sent");

    // The server's disk has lost a part of it: nothing appears, and what has come is kept.
    let last = OpHash::of(&sent[2 * CHUNK as usize..]).to_string();
    let kept = world.config.data.join("blobs/chunks").join(anna.workspace.to_string());
    let kept = kept.join(&last[..2]).join(&last);
    let good = std::fs::read(&kept).expect("the chunk");
    std::fs::write(&kept, b"damaged").expect("damage");
    let to = folder.path().join("fetched");
    let failed = anna.fetch_file(Scope::Workspace, root, &to).await.expect_err("damaged");
    assert!(matches!(failed, Failed::Trouble(Trouble::Broken(500))), "{failed}");
    assert!(!to.exists());

    // On this disk a part was damaged meanwhile too.
    std::fs::write(&kept, good).expect("mended");
    let part = folder.path().join("fetched.part");
    let mut came = std::fs::read(&part).expect("what has come");
    assert_eq!(came.len() as u64, 2 * CHUNK);
    came[17] ^= 1;
    std::fs::write(&part, came).expect("damage");
    let before = chunks(world, "GET").await;
    anna.fetch_file(Scope::Workspace, root, &to).await.expect("fetched");
    assert_eq!(chunks(world, "GET").await - before, 2, "the damaged one and the missing one");
    assert!(std::fs::read(&to).expect("a file") == sent);
    assert!(!part.exists());
}

async fn an_upload_sends_what_is_missing(world: &mut World) {
    let anna = world.workspace().await;
    let folder = tempfile::tempdir().expect("a folder");
    let anna = pass(world, &anna);
    let whole = bytes(3 * CHUNK as usize, 3);
    let first = write(folder.path(), &whole[..CHUNK as usize]);
    anna.send_file(Scope::Workspace, &first).await.expect("sent");
    let before = chunks(world, "PUT").await;
    let file = write(folder.path(), &whole);
    anna.send_file(Scope::Workspace, &file).await.expect("sent");
    assert_eq!(chunks(world, "PUT").await - before, 2);
    anna.send_file(Scope::Workspace, &file).await.expect("sent");
    assert_eq!(chunks(world, "PUT").await - before, 2, "nothing of it a second time");
    let nowhere = folder.path().join("nowhere");
    let failed = anna.send_file(Scope::Workspace, &nowhere).await.expect_err("no file");
    assert!(matches!(failed, Failed::File { .. }), "{failed}");
}

async fn a_file_is_for_those_who_see_what_it_hangs_on(world: &mut World) {
    let anna = world.workspace().await;
    let viewer = world.member(anna.workspace, Role::Viewer).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(folder.path(), &bytes(10_000, 4));
    let document = Scope::Document(RowId(Uuid::now_v7()));
    let root = pass(world, &anna).send_file(document, &file).await.expect("sent");
    let to = folder.path().join("fetched");
    // It hangs on a document that is not there yet, so nobody sees it; and no other one has it.
    for (who, scope) in [(&viewer, document), (&viewer, Scope::Workspace), (&anna, Scope::Workspace)] {
        let failed = pass(world, who).fetch_file(scope, root, &to).await.expect_err("not for them");
        assert!(matches!(failed, Failed::Trouble(Trouble::Refused { status: 404, .. })), "{failed}");
    }
    let failed = pass(world, &viewer).send_file(Scope::Workspace, &file).await.expect_err("reads only");
    assert!(matches!(failed, Failed::Trouble(Trouble::Refused { status: 403, .. })), "{failed}");
    let stranger = SignedIn { token: "none".to_owned(), ..anna };
    let failed = pass(world, &stranger).send_file(document, &file).await.expect_err("signed out");
    assert!(matches!(failed, Failed::Trouble(Trouble::SignedOut)), "{failed}");
    assert!(!to.exists());
}
