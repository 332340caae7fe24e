//! Opening what one must expect to meet: newer, damaged, foreign, locked, unwritable and full.

use mycrm_store::{Error, Id, OpenOptions, Store, backup, settings};

use sqlx::Connection as _;

use crate::rows::{dump, live, open, temporary, user};

#[tokio::test]
async fn a_second_process_is_told_that_the_folder_is_in_use() {
    let (folder, store) = temporary().await;
    let second = Store::open(OpenOptions { folder: folder.path().to_owned() }).await;
    assert!(matches!(second, Err(Error::InUse(_))));
    store.close().await;
    drop(store);
    open(&folder).await;
}

#[tokio::test]
async fn a_newer_database_is_refused_and_left_as_it_is() {
    let (folder, store) = temporary().await;
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (999, 'later', 1, x'00', 0)")
        .execute(store.bookkeeping())
        .await
        .unwrap();
    store.close().await;
    drop(store);
    let before = std::fs::read(folder.path().join("mycrm.db")).unwrap();
    let error = Store::open(OpenOptions { folder: folder.path().to_owned() }).await.unwrap_err();
    assert!(matches!(error, Error::Newer { found: 999, .. }), "{error}");
    assert_eq!(std::fs::read(folder.path().join("mycrm.db")).unwrap(), before);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_with_the_way_back() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mycrm.db"), "this is a letter to my aunt, not a database").unwrap();
    let error = Store::open(OpenOptions { folder: folder.path().to_owned() }).await.unwrap_err();
    assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
    assert!(error.to_string().contains("mycrm restore"));
    let kept = std::fs::read_to_string(folder.path().join("mycrm.db")).unwrap();
    assert!(kept.contains("aunt"));
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = Store::open(OpenOptions { folder: file.join("data") }).await.unwrap_err();
    assert!(matches!(error, Error::NotWritable { .. }), "{error:?}");
}

#[tokio::test]
async fn a_full_disk_loses_the_last_change_only_and_says_so() {
    let (_folder, store) = temporary().await;
    let mut tx = store.begin(user("before")).await.unwrap();
    tx.insert("companies", &Id::new(), vec![("name", "Acme".into())]).await.unwrap();
    tx.commit().await.unwrap();
    let before = dump(&store).await;
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(store.bookkeeping()).await.unwrap();
    // SQLite answers SQLITE_FULL at its page limit exactly as at a full disk.
    sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {}", pages + 2)))
        .execute(store.bookkeeping())
        .await
        .unwrap();
    let mut tx = store.begin(user("too much")).await.unwrap();
    let written = tx.insert("companies", &Id::new(), vec![("name", "x".repeat(100_000).into())]).await;
    assert!(matches!(written, Err(Error::DiskFull)), "{written:?}");
    drop(tx);
    assert_eq!(dump(&store).await, before);
    sqlx::query("PRAGMA max_page_count = 4294967294").execute(store.bookkeeping()).await.unwrap();
    let mut tx = store.begin(user("after")).await.unwrap();
    tx.insert("companies", &Id::new(), vec![("name", "Works again".into())]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_backup_brings_back_what_was_and_keeps_what_it_replaced() {
    let (folder, store) = temporary().await;
    let mut tx = store.begin(user("one")).await.unwrap();
    tx.insert("companies", &Id::new(), vec![("name", "Acme".into())]).await.unwrap();
    tx.commit().await.unwrap();
    let saved = live(&store).await;
    let file = folder.path().join("copy.db");
    backup::write(&store, &file).await.unwrap();
    assert!(backup::write(&store, &file).await.is_err(), "an existing file is never overwritten");
    assert!(matches!(backup::restore(folder.path(), &file).await, Err(Error::InUse(_))));
    let mut tx = store.begin(user("two")).await.unwrap();
    tx.insert("companies", &Id::new(), vec![("name", "Later".into())]).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    drop(store);

    let junk = folder.path().join("junk.db");
    std::fs::write(&junk, "junk").unwrap();
    assert!(matches!(backup::restore(folder.path(), &junk).await, Err(Error::Damaged { .. })));
    backup::restore(folder.path(), &file).await.unwrap();
    let store = open(&folder).await;
    assert_eq!(live(&store).await, saved);
    assert_eq!(std::fs::read_dir(backup::folder(folder.path())).unwrap().count(), 1);
}

#[tokio::test]
async fn a_backup_of_a_newer_version_is_refused_before_anything_is_replaced() {
    let (folder, store) = temporary().await;
    let device = store.device_id().await.unwrap();
    let file = folder.path().join("copy.db");
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (999, 'later', 1, x'00', 0)")
        .execute(store.bookkeeping())
        .await
        .unwrap();
    backup::write(&store, &file).await.unwrap();
    sqlx::query("DELETE FROM _sqlx_migrations WHERE version = 999")
        .execute(store.bookkeeping())
        .await
        .unwrap();
    let older = folder.path().join("older.db");
    backup::write(&store, &older).await.unwrap();
    store.close().await;
    drop(store);
    assert!(matches!(backup::restore(folder.path(), &file).await, Err(Error::Newer { .. })));
    assert_eq!(open(&folder).await.device_id().await.unwrap(), device);
    backup::restore(folder.path(), &older).await.unwrap();
    assert_ne!(
        open(&folder).await.device_id().await.unwrap(),
        device,
        "a restored copy is a device of its own"
    );
}

/// Takes everything back out that a migration after version 2 brought.
async fn as_version_2(folder: &tempfile::TempDir) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("mycrm.db"));
    let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    let triggers: Vec<String> = sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    for name in triggers {
        let sql = format!("DROP TRIGGER {name}");
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    }
    for sql in [
        "DELETE FROM settings WHERE key = 'triggers'",
        "ALTER TABLE change_sets DROP COLUMN op_count",
        "ALTER TABLE idempotency_keys DROP COLUMN change_set_id",
        "DROP TABLE undo_rows",
        "DROP TABLE quotas",
        "DROP TABLE pipeline_snapshots",
        "DROP INDEX opportunity_history_category",
        "DROP INDEX changes_scope",
        "ALTER TABLE devices DROP COLUMN lane",
        "ALTER TABLE devices DROP COLUMN settled",
        "ALTER TABLE transactions DROP COLUMN admitted",
        "ALTER TABLE transactions DROP COLUMN member",
        "ALTER TABLE change_sets DROP COLUMN is_remote",
        "ALTER TABLE changes DROP COLUMN log_seq",
        "ALTER TABLE changes DROP COLUMN scope",
        "ALTER TABLE changes DROP COLUMN origin",
        "ALTER TABLE changes DROP COLUMN counts",
        "ALTER TABLE write_context DROP COLUMN mode",
        "DROP TABLE sync_state",
        "DROP TABLE sync_chunks",
        "DROP TABLE sync_parked",
        "DROP TABLE sync_conflicts",
        "DROP TABLE sync_backfills",
        "DROP TABLE sync_unfit",
        "DROP TABLE public_events",
        "DROP TABLE pinned_files",
        "DELETE FROM _sqlx_migrations WHERE version > 2",
    ] {
        sqlx::query(sql).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_database_of_version_2_is_backed_up_and_migrated_with_what_is_in_it() {
    let (folder, store) = temporary().await;
    for n in 0..3 {
        let mut tx = store.begin(user("batch")).await.unwrap();
        for _ in 0..=n {
            tx.insert("companies", &Id::new(), vec![("name", "Acme".into())]).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    sqlx::query("INSERT INTO idempotency_keys (key, request, status, headers, body, created_at) VALUES ('k', 'r', 201, '[]', x'', 0)")
        .execute(store.bookkeeping())
        .await
        .unwrap();
    let saved = dump(&store).await;
    store.close().await;
    drop(store);
    as_version_2(&folder).await;

    let store = open(&folder).await;
    assert_eq!(dump(&store).await, saved);
    let mut reader = store.readers().acquire().await.unwrap();
    let sets = mycrm_store::change_sets(&mut reader, i64::MAX, 10).await.unwrap();
    assert_eq!(sets.iter().map(|set| set.op_count).collect::<Vec<_>>(), [3, 2, 1]);
    let key: (i64, Option<String>) = sqlx::query_as("SELECT status, change_set_id FROM idempotency_keys")
        .fetch_one(&mut *reader)
        .await
        .unwrap();
    assert_eq!(key, (201, None));
    assert_eq!(std::fs::read_dir(backup::folder(folder.path())).unwrap().count(), 1);
    mycrm_store::undo(&store, None, "tester").await.unwrap();
}

#[tokio::test]
async fn settings_survive_a_restart() {
    let (folder, store) = temporary().await;
    settings::set(&store, "theme", &"dark").await.unwrap();
    store.close().await;
    drop(store);
    let store = open(&folder).await;
    assert_eq!(settings::get::<String>(&store, "theme").await.unwrap().as_deref(), Some("dark"));
    assert_eq!(settings::get::<String>(&store, "language").await.unwrap(), None);
}
