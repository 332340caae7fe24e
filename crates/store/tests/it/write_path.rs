//! Every write is logged, attributed and told; nothing can write past it.

use mycrm_store::{Id, Timestamp, Value, changes_of_row};
use sqlx::Row as _;

use crate::rows::{dump, temporary, user};

#[tokio::test]
async fn a_write_without_a_context_is_refused_by_the_database_itself() {
    let (_folder, store) = temporary().await;
    let sneaky =
        sqlx::query("INSERT INTO companies (id, name, created_at, updated_at) VALUES ('x', 'Sneaky', 0, 0)")
            .execute(store.bookkeeping())
            .await;
    assert!(sneaky.unwrap_err().to_string().contains("without a context"));
    let read_only = sqlx::query("DELETE FROM settings").execute(store.readers()).await;
    assert!(read_only.unwrap_err().to_string().contains("readonly"));
}

#[tokio::test]
async fn rows_are_marked_deleted_never_removed() {
    let (_folder, store) = temporary().await;
    let mut tx = store.begin(user("create")).await.unwrap();
    tx.insert("companies", &Id::new(), vec![("name", "Acme".into())]).await.unwrap();
    let removed = sqlx::query("DELETE FROM companies").execute(tx.conn()).await;
    assert!(removed.unwrap_err().to_string().contains("never removed"));
}

#[tokio::test]
async fn one_packed_op_holds_exactly_the_fields_that_changed() {
    let (_folder, store) = temporary().await;
    let id = Id::new();
    let mut tx = store.begin(user("create")).await.unwrap();
    tx.insert("companies", &id, vec![("name", "Acme".into()), ("city", "Ulm".into())]).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.begin(user("rename")).await.unwrap();
    tx.update("companies", &id, vec![("name", "Acme SE".into()), ("city", "Ulm".into())]).await.unwrap();
    let change_set = tx.commit().await.unwrap();

    let mut reader = store.readers().acquire().await.unwrap();
    let changes = changes_of_row(&mut reader, &id, (Timestamp::MAX, i64::MAX), 10).await.unwrap();
    assert_eq!(changes.len(), 2);
    let last = &changes[0];
    assert_eq!(
        (last.actor.as_str(), last.label.as_str(), &last.change_set),
        ("tester", "rename", &change_set)
    );
    assert_eq!(last.fields.get("name"), Some(&("Acme".into(), "Acme SE".into())));
    assert!(!last.fields.contains_key("city"));
}

#[tokio::test]
async fn saving_what_is_there_already_leaves_no_trace() {
    let (_folder, store) = temporary().await;
    let id = Id::new();
    let mut tx = store.begin(user("create")).await.unwrap();
    tx.insert("companies", &id, vec![("name", "Acme".into())]).await.unwrap();
    tx.commit().await.unwrap();
    let before = dump(&store).await;
    let mut tx = store.begin(user("save again")).await.unwrap();
    assert!(tx.update("companies", &id, vec![("name", "Acme".into())]).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(dump(&store).await, before);
    let actions: i64 =
        sqlx::query("SELECT count(*) FROM change_sets").fetch_one(store.readers()).await.unwrap().get(0);
    assert_eq!(actions, 1);
}

#[tokio::test]
async fn a_bulk_action_is_split_into_pushable_units_of_one_change_set() {
    let (_folder, store) = temporary().await;
    let mut tx = store.begin(user("bulk")).await.unwrap();
    for n in 0..1200 {
        tx.make_room(1).await.unwrap();
        tx.insert("companies", &Id::new(), vec![("name", format!("Company {n}").into())]).await.unwrap();
    }
    let change_set = tx.commit().await.unwrap();
    let units: Vec<i64> = sqlx::query_scalar(
        "SELECT count(*) FROM changes c JOIN transactions t ON t.id = c.tx WHERE t.change_set_id = ?1 GROUP BY t.id ORDER BY t.id",
    )
    .bind(&change_set)
    .fetch_all(store.readers())
    .await
    .unwrap();
    assert_eq!(units, [500, 500, 200]);
    let (first, last, n): (i64, i64, i64) =
        sqlx::query_as("SELECT min(device_seq), max(device_seq), count(*) FROM changes")
            .fetch_one(store.readers())
            .await
            .unwrap();
    assert_eq!((first, last, n), (1, 1200, 1200), "op ids have no gap");
}

#[tokio::test]
async fn large_rows_make_smaller_units() {
    let (_folder, store) = temporary().await;
    let mut tx = store.begin(user("bulk")).await.unwrap();
    for n in 0..300 {
        tx.make_room(1).await.unwrap();
        tx.insert(
            "companies",
            &Id::new(),
            vec![("name", format!("{n}").into()), ("notes", "x".repeat(8_000).into())],
        )
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let largest: i64 = sqlx::query_scalar(
        "SELECT max(bytes) FROM (SELECT sum(length(fields)) AS bytes FROM changes GROUP BY tx)",
    )
    .fetch_one(store.readers())
    .await
    .unwrap();
    assert!(largest <= 1 << 20, "{largest} bytes in one unit");
}

/// Bytes of the largest unit, and ops of the longest.
async fn largest(store: &mycrm_store::Store) -> (i64, i64) {
    sqlx::query_as(
        "SELECT max(bytes), max(ops) FROM (
           SELECT sum(octet_length(fields) + 640) AS bytes, count(*) AS ops FROM changes GROUP BY tx)",
    )
    .fetch_one(store.readers())
    .await
    .unwrap()
}

const PUSH: i64 = 1 << 20;

#[tokio::test]
async fn a_unit_of_long_notes_fits_into_a_push_however_they_are_written() {
    let (_folder, store) = temporary().await;
    let mut tx = store.begin(user("import")).await.unwrap();
    for n in 0..200 {
        tx.make_room(1).await.unwrap();
        let fields = vec![("name", format!("{n}").into()), ("notes", "x".repeat(200_000).into())];
        tx.insert("companies", &Id::new(), fields).await.unwrap();
    }
    let import = tx.commit().await.unwrap();
    let (bytes, _) = largest(&store).await;
    assert!(bytes < PUSH, "{bytes} bytes in one unit");

    // Old and new values, in one statement that nobody made room for.
    let mut tx = store.begin(user("bulk")).await.unwrap();
    sqlx::query("UPDATE companies SET notes = replace(notes, 'x', 'y')").execute(tx.conn()).await.unwrap();
    let bulk = tx.commit().await.unwrap();
    let (bytes, _) = largest(&store).await;
    assert!(bytes < PUSH, "{bytes} bytes in one unit");
    let before = dump(&store).await;
    mycrm_store::undo(&store, Some(bulk), "tester").await.unwrap();
    mycrm_store::redo(&store, "tester").await.unwrap();
    assert_eq!(dump(&store).await, before);
    mycrm_store::undo(&store, Some(import), "tester").await.unwrap();
    let (bytes, _) = largest(&store).await;
    assert!(bytes < PUSH, "{bytes} bytes in one unit of an undo");
}

#[tokio::test]
async fn a_statement_that_changes_many_rows_makes_several_units() {
    let (_folder, store) = temporary().await;
    let mut tx = store.begin(user("bulk")).await.unwrap();
    for n in 0..1_200 {
        tx.insert("companies", &Id::new(), vec![("name", format!("Company {n}").into())]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = store.begin(user("bulk")).await.unwrap();
    sqlx::query("UPDATE companies SET industry = 'it'").execute(tx.conn()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(largest(&store).await.1, 500);
    let units: i64 =
        sqlx::query_scalar("SELECT count(*) FROM transactions").fetch_one(store.readers()).await.unwrap();
    assert_eq!(units, 6);
}

#[tokio::test]
async fn one_op_that_no_push_can_carry_is_refused_and_nothing_is_saved() {
    let (_folder, store) = temporary().await;
    let text = || Value::from("x".repeat(200_000));
    let id = Id::new();
    let mut tx = store.begin(user("create")).await.unwrap();
    let fields = vec![("name", text()), ("notes", text()), ("city", text())];
    tx.insert("companies", &id, fields).await.unwrap();
    tx.commit().await.unwrap();
    let before = dump(&store).await;
    let mut tx = store.begin(user("edit")).await.unwrap();
    let other = || Value::from("y".repeat(200_000));
    tx.update("companies", &id, vec![("name", other()), ("notes", other()), ("city", other())])
        .await
        .unwrap();
    assert!(matches!(tx.commit().await, Err(mycrm_store::Error::TooLong { .. })));
    assert_eq!(dump(&store).await, before);
}

#[tokio::test]
async fn listeners_hear_of_a_change_after_its_commit_and_only_then() {
    let (_folder, store) = temporary().await;
    let mut notices = store.notices();
    let id = Id::new();
    let mut tx = store.begin(user("create")).await.unwrap();
    tx.insert("companies", &id, vec![("name", "Acme".into())]).await.unwrap();
    assert!(notices.try_recv().is_err());
    drop(tx);
    let mut tx = store.begin(user("create")).await.unwrap();
    tx.insert("companies", &id, vec![("name", "Acme".into())]).await.unwrap();
    tx.commit().await.unwrap();
    let notice = notices.recv().await.unwrap();
    assert_eq!(notice.touched, [("companies", Some(id.to_string()))]);
    assert!(notices.try_recv().is_err(), "the dropped transaction told nobody");
}

#[tokio::test]
async fn search_follows_rename_delete_and_umlauts() {
    let (_folder, store) = temporary().await;
    let find = async |words: &str| -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM search_words WHERE search_words MATCH ?1")
            .bind(words)
            .fetch_one(store.readers())
            .await
            .unwrap()
    };
    let id = Id::new();
    let mut tx = store.begin(user("create")).await.unwrap();
    tx.insert("companies", &id, vec![("name", "Müller Werkzeuge".into())]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((find("muller").await, find("werk*").await), (1, 1));
    let mut tx = store.begin(user("rename")).await.unwrap();
    tx.update("companies", &id, vec![("name", "Schmidt".into())]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((find("muller").await, find("schmidt").await), (0, 1));
    let mut tx = store.begin(user("delete")).await.unwrap();
    tx.delete("companies", &id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find("schmidt").await, 0);
}
