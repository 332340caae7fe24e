//! kill -9 while writing: a real process dies at a random point, and the file is whole.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use mycrm_store::{Id, OpenOptions, Store};

use crate::rows::{open, user};

const FOLDER: &str = "MYCRM_TEST_CRASH_FOLDER";

/// Not a test by itself: the process that gets killed. It says each commit it was promised.
#[test]
fn writes_until_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
        let store = Store::open(OpenOptions { folder: folder.into() }).await.unwrap();
        for n in 0.. {
            let mut tx = store.begin(user("pair")).await.unwrap();
            let company = Id::new();
            tx.insert("companies", &company, vec![("name", format!("Company {n}").into())]).await.unwrap();
            tx.insert(
                "contacts",
                &Id::new(),
                vec![
                    ("last_name", format!("Contact {n}").into()),
                    ("company_id", company.into()),
                    ("contact_type", "prospect".into()),
                    ("status", "active".into()),
                    ("email_consent", "unknown".into()),
                ],
            )
            .await
            .unwrap();
            tx.commit().await.unwrap();
            println!("committed {n}");
        }
    });
}

#[tokio::test]
async fn a_kill_during_writes_leaves_a_whole_file_and_every_acknowledged_commit() {
    for commits_before_the_kill in [1, 7, 40] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::writes_until_killed", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut acknowledged = 0;
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            if line.unwrap().starts_with("committed") {
                acknowledged += 1;
            }
            if acknowledged == commits_before_the_kill {
                break;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();

        let store = open(&folder).await;
        let check: String =
            sqlx::query_scalar("PRAGMA integrity_check").fetch_one(store.readers()).await.unwrap();
        assert_eq!(check, "ok");
        let (companies, contacts, ops, context): (i64, i64, i64, i64) = sqlx::query_as(
            "SELECT (SELECT count(*) FROM companies), (SELECT count(*) FROM contacts), (SELECT count(*) FROM changes),
               (SELECT count(*) FROM write_context)",
        )
        .fetch_one(store.readers())
        .await
        .unwrap();
        assert!(companies >= acknowledged, "{companies} of at least {acknowledged}");
        assert_eq!((contacts, ops, context), (companies, companies * 2, 0), "no half transaction");
        let mut tx = store.begin(user("goes on")).await.unwrap();
        tx.insert("companies", &Id::new(), vec![("name", "Next".into())]).await.unwrap();
        tx.commit().await.unwrap();
    }
}
