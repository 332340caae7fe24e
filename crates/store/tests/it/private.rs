//! What holds customer data is nobody else's to read, in a folder that is open to everybody too.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use mycrm_store::{Id, OpenOptions, Store, backup};

use crate::rows::{open, user};

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[tokio::test]
async fn a_backup_and_what_is_restored_from_it_are_private() {
    let folder = tempfile::tempdir().unwrap();
    set_mode(folder.path(), 0o755);
    let store = open(&folder).await;
    let mut tx = store.begin(user("before")).await.unwrap();
    tx.insert("companies", &Id::new(), vec![("name", "Acme".into())]).await.unwrap();
    tx.commit().await.unwrap();
    let copy = folder.path().join("b.db");
    backup::write(&store, &copy).await.unwrap();
    assert_eq!(mode(&copy), 0o600);
    store.close().await;
    drop(store);

    // One that came through a program that does not know.
    set_mode(&copy, 0o644);
    backup::restore(folder.path(), &copy).await.unwrap();
    assert_eq!(mode(&folder.path().join("mycrm.db")), 0o600);
    let backups = backup::folder(folder.path());
    assert_eq!(mode(&backups), 0o700);
    for kept in std::fs::read_dir(&backups).unwrap() {
        assert_eq!(mode(&kept.unwrap().path()), 0o600);
    }
    let store = open(&folder).await;
    let names: Vec<String> =
        sqlx::query_scalar("SELECT name FROM companies").fetch_all(store.readers()).await.unwrap();
    assert_eq!(names, ["Acme"]);
}

#[tokio::test]
async fn what_was_left_open_is_closed_on_opening() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder).await;
    store.close().await;
    drop(store);
    set_mode(folder.path(), 0o755);
    let (database, backups) = (folder.path().join("mycrm.db"), backup::folder(folder.path()));
    set_mode(&database, 0o644);
    std::fs::create_dir_all(&backups).unwrap();
    set_mode(&backups, 0o755);
    let store = Store::open(OpenOptions { folder: folder.path().to_owned() }).await.unwrap();
    assert_eq!((mode(&database), mode(&backups)), (0o600, 0o700));
    assert_eq!(mode(folder.path()), 0o755, "somebody else's choice");
    drop(store);
}
