//! Files: whatever arrives truncated, twice, damaged or under a false name, only what was verified counts.

use mycrm_sync::blob::{CHUNK, Manifest};
use mycrm_sync::{Kind, OpHash, Role, Scope, Value};
use reqwest::{Client, StatusCode};
use serde_json::json;

use crate::world::device::{Device, row_id};
use crate::world::{SignedIn, World, on_each_database};

on_each_database! {
    a_file_comes_back_as_it_was_sent;
    what_is_damaged_or_lies_is_refused;
    an_upload_goes_on_where_it_broke_off;
    a_file_counts_only_once_it_is_verified;
    a_file_of_a_document_is_for_those_who_see_it;
}

struct File {
    bytes: Vec<u8>,
    manifest: Manifest,
}

impl File {
    fn of(length: usize, seed: u8) -> Self {
        let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8 ^ seed).collect();
        let chunks = bytes.chunks(CHUNK as usize).map(OpHash::of).collect();
        Self { manifest: Manifest { length: length as u64, chunks }, bytes }
    }

    fn chunk(&self, place: usize) -> (OpHash, Vec<u8>) {
        let part = self.bytes.chunks(CHUNK as usize).nth(place).expect("a chunk");
        (self.manifest.chunks[place], part.to_vec())
    }

    fn root(&self) -> OpHash {
        self.manifest.root()
    }
}

struct Hand<'a> {
    http: Client,
    world: &'a World,
    who: &'a SignedIn,
    /// `?document=…`, or nothing.
    of: String,
}

impl<'a> Hand<'a> {
    fn new(world: &'a World, who: &'a SignedIn) -> Self {
        Self { http: Client::new(), world, who, of: String::new() }
    }

    fn url(&self, path: &str) -> String {
        self.world.url(&format!("/api/v1/workspaces/{}/blobs/{path}{}", self.who.workspace.0, self.of))
    }

    async fn put_chunk(&self, hash: OpHash, bytes: Vec<u8>) -> StatusCode {
        let request =
            self.http.put(self.url(&format!("chunks/{hash}"))).bearer_auth(&self.who.token).body(bytes);
        request.send().await.expect("an answer").status()
    }

    async fn put_manifest(&self, root: OpHash, manifest: &Manifest) -> StatusCode {
        let request = self.http.put(self.url(&root.to_string())).bearer_auth(&self.who.token).json(manifest);
        request.send().await.expect("an answer").status()
    }

    async fn missing(&self, chunks: &[OpHash]) -> Vec<OpHash> {
        let request =
            self.http.post(self.url("missing")).bearer_auth(&self.who.token).json(&json!({"chunks": chunks}));
        let body: serde_json::Value = request.send().await.expect("an answer").json().await.expect("JSON");
        serde_json::from_value(body["missing"].clone()).expect("hashes")
    }

    async fn get(&self, path: &str) -> (StatusCode, Vec<u8>) {
        let response =
            self.http.get(self.url(path)).bearer_auth(&self.who.token).send().await.expect("an answer");
        (response.status(), response.bytes().await.expect("bytes").to_vec())
    }

    async fn send(&self, file: &File) -> StatusCode {
        for place in 0..file.manifest.chunks.len() {
            let (hash, bytes) = file.chunk(place);
            assert_eq!(self.put_chunk(hash, bytes).await, 204);
        }
        self.put_manifest(file.root(), &file.manifest).await
    }
}

async fn a_file_comes_back_as_it_was_sent(world: &mut World) {
    let owner = world.workspace().await;
    let hand = Hand::new(world, &owner);
    for length in [0, 1, CHUNK as usize, CHUNK as usize + 12_345] {
        let file = File::of(length, 1);
        assert_eq!(hand.send(&file).await, 204, "{length}");
        assert_eq!(hand.send(&file).await, 204, "a second time is no other time");
        let (status, manifest) = hand.get(&file.root().to_string()).await;
        assert_eq!(status, 200);
        let manifest: Manifest = serde_json::from_slice(&manifest).expect("a manifest");
        assert_eq!(manifest, file.manifest);
        let mut back = Vec::new();
        for hash in &manifest.chunks {
            let (status, bytes) = hand.get(&format!("chunks/{hash}")).await;
            assert_eq!(status, 200);
            back.extend(bytes);
        }
        assert_eq!(back, file.bytes);
    }
}

async fn what_is_damaged_or_lies_is_refused(world: &mut World) {
    let owner = world.workspace().await;
    let hand = Hand::new(world, &owner);
    let file = File::of(CHUNK as usize + 500, 2);
    let (hash, bytes) = file.chunk(0);
    let mut damaged = bytes.clone();
    damaged[1_000] ^= 1;
    assert_eq!(hand.put_chunk(hash, damaged).await, 422);
    assert_eq!(hand.put_chunk(hash, bytes[..bytes.len() - 1].to_vec()).await, 422, "truncated");
    assert_eq!(hand.put_chunk(hash, Vec::new()).await, 422);
    let large = vec![0; CHUNK as usize + 1];
    assert_eq!(hand.put_chunk(OpHash::of(&large), large).await, 413);
    assert_eq!(hand.put_manifest(file.root(), &file.manifest).await, 422, "nothing of it is here");
    assert_eq!(hand.send(&file).await, 204);
    // The chunks are all there, but what is said of them is not true.
    let lies = [
        Manifest { length: file.manifest.length + 1, ..file.manifest.clone() },
        Manifest { length: u64::MAX, ..file.manifest.clone() },
        Manifest { chunks: vec![file.manifest.chunks[0]; 2], ..file.manifest.clone() },
        Manifest { chunks: file.manifest.chunks.iter().rev().copied().collect(), ..file.manifest.clone() },
        Manifest { chunks: Vec::new(), ..file.manifest.clone() },
    ];
    for lie in &lies {
        assert_eq!(hand.put_manifest(lie.root(), lie).await, 422, "{lie:?}");
    }
    assert_eq!(hand.put_manifest(OpHash::of(b"another"), &file.manifest).await, 422);
    for path in ["chunks/zz", "chunks/..%2f..%2fetc%2fpasswd", "..%2fmycrm-server.db"] {
        let (status, _) = hand.get(path).await;
        assert_eq!(status, 400, "{path}");
    }
}

async fn an_upload_goes_on_where_it_broke_off(world: &mut World) {
    let owner = world.workspace().await;
    let file = File::of(3 * CHUNK as usize, 3);
    {
        let hand = Hand::new(world, &owner);
        let (hash, bytes) = file.chunk(1);
        assert_eq!(hand.put_chunk(hash, bytes).await, 204);
    }
    world.restart(|_| {}).await;
    let hand = Hand::new(world, &owner);
    let mut missing = hand.missing(&file.manifest.chunks).await;
    missing.sort_unstable();
    let mut expected = vec![file.manifest.chunks[0], file.manifest.chunks[2]];
    expected.sort_unstable();
    assert_eq!(missing, expected);
    for place in [0, 2] {
        let (hash, bytes) = file.chunk(place);
        assert_eq!(hand.put_chunk(hash, bytes).await, 204);
    }
    assert_eq!(hand.put_manifest(file.root(), &file.manifest).await, 204);
}

async fn a_file_counts_only_once_it_is_verified(world: &mut World) {
    let owner = world.workspace().await;
    let mut a = Device::new(&owner);
    a.sync(&world.base()).await;
    let file = File::of(10_000, 4);
    let root = Value::from(file.root().to_string().as_str());
    let document = row_id();
    let scope = Scope::Document(document);
    let early = a.write("documents", document, scope, Kind::Insert, &[("blob_root", root.clone())]);
    let reports = a.sync(&world.base()).await;
    assert!(reports.iter().any(|report| report.parked.contains(&early)), "there is no such file yet");
    let mut hand = Hand::new(world, &owner);
    assert_eq!(hand.send(&file).await, 204);
    let late = row_id();
    let elsewhere =
        a.write("documents", late, Scope::Document(late), Kind::Insert, &[("blob_root", root.clone())]);
    let reports = a.sync(&world.base()).await;
    assert!(reports.iter().any(|report| report.parked.contains(&elsewhere)), "it hangs on the workspace");
    let third = row_id();
    hand.of = format!("?document={third}");
    assert_eq!(hand.send(&file).await, 204);
    a.write("documents", third, Scope::Document(third), Kind::Insert, &[("blob_root", root.clone())]);
    let reports = a.sync(&world.base()).await;
    assert!(reports.iter().all(|report| report.parked.is_empty()));
    let mut b = Device::new(&owner);
    b.sync(&world.base()).await;
    assert_eq!(b.value("documents", third, "blob_root"), Some(root));
}

async fn a_file_of_a_document_is_for_those_who_see_it(world: &mut World) {
    let owner = world.workspace().await;
    let author = world.member(owner.workspace, Role::Member).await;
    let other = world.member(owner.workspace, Role::Member).await;
    let viewer = world.member(owner.workspace, Role::Viewer).await;
    let mut a = Device::new(&author);
    let document = row_id();
    let level = [("access_level", Value::from("restricted"))];
    a.write("documents", document, Scope::Document(document), Kind::Insert, &level);
    a.sync(&world.base()).await;
    let file = File::of(10_000, 5);
    let of = format!("?document={document}");
    let mut mine = Hand::new(world, &author);
    mine.of = of.clone();
    assert_eq!(mine.send(&file).await, 204);
    let chunk = format!("chunks/{}", file.manifest.chunks[0]);
    assert_eq!(mine.get(&chunk).await.0, 200);

    for (who, of) in [(&other, of.as_str()), (&other, ""), (&viewer, of.as_str())] {
        let mut hand = Hand::new(world, who);
        hand.of = of.to_owned();
        assert_eq!(hand.get(&chunk).await.0, 404, "{of}");
        assert_eq!(hand.get(&file.root().to_string()).await.0, 404, "{of}");
    }
    // Whoever knows hashes only does not get at the bytes by claiming a file that has them.
    let thief = Hand::new(world, &other);
    assert_eq!(
        thief.missing(&file.manifest.chunks).await,
        file.manifest.chunks,
        "nor learns that they are here"
    );
    assert_eq!(thief.put_manifest(file.root(), &file.manifest).await, 422);
    let mut forbidden = Hand::new(world, &other);
    forbidden.of = of;
    assert_eq!(forbidden.put_chunk(file.manifest.chunks[0], file.bytes.clone()).await, 403);
    let reads_only = Hand::new(world, &viewer);
    assert_eq!(reads_only.put_chunk(file.manifest.chunks[0], file.bytes.clone()).await, 403);
}
