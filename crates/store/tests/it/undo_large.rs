//! Taking back what is too large to be looked at in one piece.

use std::ops::ControlFlow;
use std::sync::Mutex;

use mycrm_store::{Ctx, Error, Id, Store, Wish, change_sets, redo, take_back, undo};

use crate::rows::{dump, live, temporary, user};

/// Changes a row that is there, makes 1,200 and updates half of them: one action in several units.
async fn large_action(store: &Store, old: &Id) -> Id {
    let mut tx = store.begin(user("import")).await.unwrap();
    tx.update("companies", old, vec![("city", "Ulm".into())]).await.unwrap();
    for n in 0..1200 {
        tx.make_room(2).await.unwrap();
        let id = Id::new();
        tx.insert("companies", &id, vec![("name", format!("Company {n}").into())]).await.unwrap();
        if n % 2 == 0 {
            tx.update("companies", &id, vec![("city", "Bonn".into())]).await.unwrap();
        }
    }
    tx.commit().await.unwrap()
}

async fn old_company(store: &Store) -> Id {
    let id = Id::new();
    let mut tx = store.begin(user("create")).await.unwrap();
    tx.insert("companies", &id, vec![("name", "Old".into())]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn progress_goes_from_the_first_op_to_the_last_and_all_of_it_comes_back_with_redo() {
    let (_folder, store) = temporary().await;
    let old = old_company(&store).await;
    let before = live(&store).await;
    let action = large_action(&store, &old).await;
    let after = live(&store).await;
    let told = Mutex::new(Vec::new());
    let step = |done, total| {
        told.lock().unwrap().push((done, total));
        ControlFlow::Continue(())
    };
    let undone = take_back(&store, &Wish::This(action), Ctx::undoing("tester"), &step).await.unwrap();
    assert_eq!(live(&store).await, before);
    assert_eq!((undone.reverted, undone.kept_count), (1201, 0));
    let told = told.into_inner().unwrap();
    assert!(told.is_sorted() && told.len() >= 8, "{told:?}");
    assert_eq!(told.last(), Some(&(1801, 1801)));
    redo(&store, "tester").await.unwrap();
    assert_eq!(live(&store).await, after);
    let left: i64 =
        sqlx::query_scalar("SELECT count(*) FROM undo_rows").fetch_one(store.readers()).await.unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn one_that_is_stopped_in_the_middle_leaves_no_trace() {
    let (_folder, store) = temporary().await;
    let old = old_company(&store).await;
    let action = large_action(&store, &old).await;
    let before = dump(&store).await;
    let step =
        |done, total| if done > total / 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let stopped = take_back(&store, &Wish::This(action.clone()), Ctx::undoing("tester"), &step).await;
    assert!(matches!(stopped, Err(Error::Stopped)), "{stopped:?}");
    assert_eq!(dump(&store).await, before);
    undo(&store, Some(action), "tester").await.unwrap();
}

#[tokio::test]
async fn the_books_know_how_many_ops_an_action_has() {
    let (_folder, store) = temporary().await;
    let old = old_company(&store).await;
    let action = large_action(&store, &old).await;
    let mut tx = store.begin(user("goes on").joining(action.clone())).await.unwrap();
    tx.insert("companies", &Id::new(), vec![("name", "Last".into())]).await.unwrap();
    tx.commit().await.unwrap();
    let mut reader = store.readers().acquire().await.unwrap();
    let sets = change_sets(&mut reader, i64::MAX, 10).await.unwrap();
    assert_eq!(sets.iter().map(|set| set.op_count).collect::<Vec<_>>(), [1802, 1]);
    assert_eq!(Wish::last().find(&mut reader).await.unwrap().id, action);
}
