//! What an undo leaves standing, and how undo and redo meet.

use mycrm_store::{Error, Id, Wish, redo, undo};

use crate::rows::{temporary, user};

async fn names(store: &mycrm_store::Store) -> Vec<String> {
    sqlx::query_scalar("SELECT name FROM companies WHERE deleted_at IS NULL ORDER BY name")
        .fetch_all(store.readers())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_company_that_something_was_attached_to_later_stays() {
    let (_folder, store) = temporary().await;
    let (used, unused) = (Id::new(), Id::new());
    let mut tx = store.begin(user("import")).await.unwrap();
    tx.insert("companies", &used, vec![("name", "Used".into())]).await.unwrap();
    tx.insert("companies", &unused, vec![("name", "Unused".into())]).await.unwrap();
    tx.update("companies", &used, vec![("city", "Ulm".into())]).await.unwrap();
    let import = tx.commit().await.unwrap();
    let mut tx = store.begin(user("child")).await.unwrap();
    let child = vec![("name", "Child".into()), ("parent_id", used.clone().into())];
    tx.insert("companies", &Id::new(), child).await.unwrap();
    tx.commit().await.unwrap();

    let undone = undo(&store, Some(import), "tester").await.unwrap();
    assert_eq!(
        undone.kept.iter().map(|k| (k.row.as_str(), k.field.as_str())).collect::<Vec<_>>(),
        [(used.as_str(), "*")]
    );
    assert_eq!(names(&store).await, ["Child", "Used"]);
    let city: Option<String> = sqlx::query_scalar("SELECT city FROM companies WHERE id = ?1")
        .bind(&used)
        .fetch_one(store.readers())
        .await
        .unwrap();
    assert_eq!(city.as_deref(), Some("Ulm"), "what stays, stays as it is");
}

#[tokio::test]
async fn a_kept_row_keeps_its_tags() {
    let (_folder, store) = temporary().await;
    let (company, tag) = (Id::new(), Id::new());
    let mut tx = store.begin(user("import")).await.unwrap();
    tx.insert("companies", &company, vec![("name", "Acme".into())]).await.unwrap();
    tx.insert("tags", &tag, vec![("name", "fair".into())]).await.unwrap();
    let link = vec![
        ("record_type", "company".into()),
        ("record_id", company.clone().into()),
        ("tag_id", tag.into()),
    ];
    tx.insert("record_tags", &Id::new(), link).await.unwrap();
    let import = tx.commit().await.unwrap();
    let mut tx = store.begin(user("edit")).await.unwrap();
    tx.update("companies", &company, vec![("city", "Ulm".into())]).await.unwrap();
    tx.commit().await.unwrap();
    undo(&store, Some(import), "tester").await.unwrap();
    let (tags, links): (i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM tags WHERE deleted_at IS NULL), (SELECT count(*) FROM record_tags WHERE deleted_at IS NULL)",
    )
    .fetch_one(store.readers())
    .await
    .unwrap();
    assert_eq!((tags, links), (1, 1));
}

#[tokio::test]
async fn undo_redo_and_undo_again_each_say_what_inverts_them() {
    let (_folder, store) = temporary().await;
    let mut tx = store.begin(user("create")).await.unwrap();
    tx.insert("companies", &Id::new(), vec![("name", "Acme".into())]).await.unwrap();
    let mut next = tx.commit().await.unwrap();
    for expected in [0, 1, 0, 1] {
        next = undo(&store, Some(next), "tester").await.unwrap().undone_by;
        assert_eq!(names(&store).await.len(), expected);
    }
}

#[tokio::test]
async fn two_undos_at_once_take_back_two_actions() {
    let (_folder, store) = temporary().await;
    for name in ["A", "B", "C"] {
        let mut tx = store.begin(user("create")).await.unwrap();
        tx.insert("companies", &Id::new(), vec![("name", name.into())]).await.unwrap();
        tx.commit().await.unwrap();
    }
    let (first, second) = tokio::join!(undo(&store, None, "tester"), undo(&store, None, "tester"));
    assert_ne!(first.unwrap().change_set, second.unwrap().change_set);
    assert_eq!(names(&store).await, ["A"]);
    let (first, second) = tokio::join!(redo(&store, "tester"), redo(&store, "tester"));
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(names(&store).await, ["A", "B", "C"]);
}

#[tokio::test]
async fn nothing_joins_an_action_that_was_taken_back() {
    let (_folder, store) = temporary().await;
    let mut tx = store.begin(user("import")).await.unwrap();
    tx.insert("companies", &Id::new(), vec![("name", "A".into())]).await.unwrap();
    let import = tx.commit().await.unwrap();
    undo(&store, Some(import.clone()), "tester").await.unwrap();
    assert!(matches!(store.begin(user("import").joining(import)).await, Err(Error::AlreadyUndone)));
}

#[tokio::test]
async fn a_commit_that_nobody_waits_for_does_not_stop_the_writes_after_it() {
    let (_folder, store) = temporary().await;
    for n in 0..20 {
        let mut tx = store.begin(user("create")).await.unwrap();
        tx.insert("companies", &Id::new(), vec![("name", format!("{n}").into())]).await.unwrap();
        let commit = tx.commit();
        // Polled a few times and dropped, as when a client goes away during the answer.
        let mut commit = Box::pin(commit);
        for _ in 0..n % 5 {
            let _ = std::future::poll_fn(|cx| std::task::Poll::Ready(commit.as_mut().poll(cx)))
                .await
                .is_pending();
            tokio::task::yield_now().await;
        }
        drop(commit);
        let mut tx = store.begin(user("next")).await.unwrap();
        tx.insert("companies", &Id::new(), vec![("name", "next".into())]).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn what_is_still_written_and_what_others_did_is_not_the_last_action() {
    let (_folder, store) = temporary().await;
    let mut done = Vec::new();
    for name in ["Mine", "A colleague's", "Imported"] {
        let mut tx = store.begin(user(name)).await.unwrap();
        tx.insert("companies", &Id::new(), vec![("name", name.into())]).await.unwrap();
        done.push(tx.commit().await.unwrap());
    }
    sqlx::query("UPDATE change_sets SET is_remote = 1 WHERE id = ?1")
        .bind(&done[1])
        .execute(store.bookkeeping())
        .await
        .unwrap();
    let mut reader = store.readers().acquire().await.unwrap();
    assert_eq!(Wish::last().find(&mut reader).await.unwrap().id, done[2]);
    let beside = |unfinished: &[Id]| Wish::LastAction { unfinished: unfinished.to_vec() };
    assert_eq!(beside(&done[2..]).find(&mut reader).await.unwrap().id, done[0]);
    let nothing = beside(&[done[0].clone(), done[2].clone()]).find(&mut reader).await;
    assert!(matches!(nothing, Err(Error::NothingTo("undo"))), "{nothing:?}");
}
