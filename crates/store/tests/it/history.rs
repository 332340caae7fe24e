//! The log is complete: replaying it gives equal rows, and undo restores what was.

use mycrm_store::{Error, Id, redo, replay, undo};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError};

use crate::rows::{actions, dump, live, perform, temporary, user};

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

fn few() -> Config {
    // Each case opens real files; failing cases are printed with their seed by proptest.
    Config { cases: 24, failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn replaying_the_log_into_an_empty_database_gives_equal_rows(actions in actions()) {
        block_on(async {
            let (_a, store) = temporary().await;
            let mut ids = Vec::new();
            for edits in &actions {
                perform(&store, &mut ids, edits).await;
            }
            undo(&store, None, "tester").await.ok();
            let (_b, copy) = temporary().await;
            replay(&store, &copy).await.unwrap();
            prop_assert_eq!(dump(&copy).await, dump(&store).await);
            Ok::<(), TestCaseError>(())
        })?;
    }

    #[test]
    fn undo_restores_the_exact_previous_state_and_redo_the_later_one(actions in actions()) {
        block_on(async {
            let (_folder, store) = temporary().await;
            let mut ids = Vec::new();
            let mut states = vec![live(&store).await];
            for edits in &actions {
                let action = perform(&store, &mut ids, edits).await;
                // What changed nothing is no action, so there is nothing to take back.
                let counts: bool = sqlx::query_scalar("SELECT count(*) > 0 FROM change_sets WHERE id = ?1")
                    .bind(action)
                    .fetch_one(store.readers())
                    .await
                    .unwrap();
                if counts {
                    states.push(live(&store).await);
                }
            }
            let last = states.len() - 1;
            for expected in states.iter().rev().skip(1) {
                let undone = undo(&store, None, "tester").await.unwrap();
                prop_assert!(undone.kept.is_empty());
                prop_assert_eq!(&live(&store).await, expected);
            }
            for expected in &states[1..=last] {
                redo(&store, "tester").await.unwrap();
                prop_assert_eq!(&live(&store).await, expected);
            }
            Ok::<(), TestCaseError>(())
        })?;
    }
}

#[tokio::test]
async fn undo_after_a_later_edit_reverts_the_untouched_fields_and_lists_the_rest() {
    let (_folder, store) = temporary().await;
    let id = Id::new();
    let mut tx = store.begin(user("create")).await.unwrap();
    tx.insert("companies", &id, vec![("name", "Acme".into()), ("city", "Ulm".into())]).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.begin(user("move and rename")).await.unwrap();
    tx.update("companies", &id, vec![("name", "Acme SE".into()), ("city", "Bonn".into())]).await.unwrap();
    let action = tx.commit().await.unwrap();
    let mut tx = store.begin(user("rename again")).await.unwrap();
    tx.update("companies", &id, vec![("name", "Acme AG".into())]).await.unwrap();
    tx.commit().await.unwrap();

    let undone = undo(&store, Some(action.clone()), "tester").await.unwrap();
    assert_eq!(undone.kept.iter().map(|k| k.field.as_str()).collect::<Vec<_>>(), ["name"]);
    let (name, city): (String, String) =
        sqlx::query_as("SELECT name, city FROM companies").fetch_one(store.readers()).await.unwrap();
    assert_eq!((name.as_str(), city.as_str()), ("Acme AG", "Ulm"));
    assert!(matches!(undo(&store, Some(action), "tester").await, Err(Error::AlreadyUndone)));
}

#[tokio::test]
async fn undoing_a_creation_keeps_a_row_that_was_edited_since_with_what_belongs_to_it() {
    let (_folder, store) = temporary().await;
    let (company, deal, line, other) = (Id::new(), Id::new(), Id::new(), Id::new());
    let mut tx = store.begin(user("import")).await.unwrap();
    tx.insert("companies", &company, vec![("name", "Acme".into())]).await.unwrap();
    tx.insert("companies", &other, vec![("name", "Other".into())]).await.unwrap();
    let fields = vec![
        ("name", "Deal".into()),
        ("company_id", company.clone().into()),
        ("pipeline_id", "p".into()),
        ("stage_id", "s".into()),
        ("stage_entered_at", 0.into()),
        ("rank", "a".into()),
        ("currency", "EUR".into()),
    ];
    tx.insert("opportunities", &deal, fields).await.unwrap();
    tx.insert(
        "opportunity_lines",
        &line,
        vec![
            ("opportunity_id", deal.clone().into()),
            ("quantity_milli", 1000.into()),
            ("discount_bp", 0.into()),
            ("position", "a".into()),
        ],
    )
    .await
    .unwrap();
    let import = tx.commit().await.unwrap();
    let mut tx = store.begin(user("edit")).await.unwrap();
    tx.update("opportunities", &deal, vec![("next_step", "Call".into())]).await.unwrap();
    tx.commit().await.unwrap();

    let undone = undo(&store, Some(import), "tester").await.unwrap();
    assert_eq!(undone.kept.len(), 3, "the deal, its line and its company: {:?}", undone.kept);
    let names: Vec<String> = sqlx::query_scalar("SELECT name FROM companies WHERE deleted_at IS NULL")
        .fetch_all(store.readers())
        .await
        .unwrap();
    assert_eq!(names, ["Acme"]);
}

#[tokio::test]
async fn with_nothing_left_undo_and_redo_say_so() {
    let (_folder, store) = temporary().await;
    assert!(matches!(undo(&store, None, "tester").await, Err(Error::NothingTo("undo"))));
    assert!(matches!(redo(&store, "tester").await, Err(Error::NothingTo("redo"))));
}
