//! What a newer program wrote is kept word by word by an older one, and becomes rows with its upgrade.

use mycrm_store::registry;
use mycrm_sync::{Kind, RowId, Scope};
use uuid::Uuid;

use crate::desk::{Desk, assert_equal};
use crate::documents::Newer;
use crate::server::Server;

#[tokio::test]
async fn fields_and_tables_of_a_newer_program_are_kept_and_travel_on() {
    let mut server = Server::new();
    let mut newer = Newer::joined(&mut server);
    let mut ben = Desk::joined(2, &mut server).await;
    let company = ben.insert(&server, "companies", vec![("name", "Acme".into())]).await;
    ben.sync(&mut server).await;
    let row = RowId(company.as_str().parse().unwrap());
    newer.write(
        &mut server,
        ("companies", row),
        Scope::Workspace,
        Kind::Update,
        &[("mood", "good"), ("city", "Ulm")],
    );
    newer.write(&mut server, ("gadgets", row), Scope::Workspace, Kind::Insert, &[("label", "new")]);
    ben.sync(&mut server).await;
    assert_eq!(ben.text("companies", &company, "city").await.as_deref(), Some("Ulm"));
    assert_eq!(ben.number("SELECT count(*) FROM changes WHERE fields ->> '$.mood[1]' = 'good'").await, 1);
    assert_eq!(ben.number("SELECT count(*) FROM changes WHERE table_name = 'gadgets'").await, 1);
    ben.set(&server, "companies", &company, "name", "Acme SE").await;
    ben.sync(&mut server).await;
    assert_equal(&server, &[&ben]).await;
}

/// An older program is played by one to which what came is as unknown as it was to that: the rows are taken away, and
/// the version that applied them last is set back.
async fn set_back(desk: &Desk, row: &Uuid) {
    let mut tx = desk.store.begin_quiet().await.unwrap();
    tx.allow_removal().await.unwrap();
    for sql in [
        "DELETE FROM people WHERE id = ?1",
        "UPDATE companies SET domain = NULL WHERE id = ?1",
        "UPDATE sync_state SET schema_version = 3 WHERE ?1 = ?1",
    ] {
        sqlx::query(sql).bind(row.to_string()).execute(tx.conn()).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn with_its_upgrade_a_program_shows_what_it_did_not_know() {
    for bootstraps in [false, true] {
        let mut server = Server::new();
        let mut newer = Newer::joined(&mut server);
        let mut ben = Desk::joined(2, &mut server).await;
        ben.sync(&mut server).await;
        let row = RowId(Uuid::now_v7());
        let company = [
            ("name", "Acme"),
            ("domain", "acme.example"),
            ("created_at", "1"),
            ("updated_at", "1"),
            ("mood", "good"),
        ];
        let person = [("name", "Eve"), ("created_at", "1"), ("updated_at", "1")];
        newer.write(&mut server, ("companies", row), Scope::Workspace, Kind::Insert, &company);
        newer.write(&mut server, ("people", row), Scope::Workspace, Kind::Insert, &person);
        if bootstraps {
            server.prune();
        }
        ben.sync(&mut server).await;
        let before = ben.dump().await;
        assert!(before.contains_key(&("people".to_owned(), row.to_string())));
        set_back(&ben, &row.0).await;
        if bootstraps {
            // What an older program took for newer than itself is marked as of the version after it.
            let sql = "UPDATE transactions SET schema_version = 4 WHERE origin = 'remote'";
            sqlx::query(sql).execute(ben.store.bookkeeping()).await.unwrap();
        }
        assert_ne!(ben.dump().await, before);
        ben = ben.reopen().await;
        assert_eq!(ben.dump().await, before);
        let version = ben.number("SELECT schema_version FROM sync_state").await;
        assert_eq!(version, mycrm_store::SCHEMA_VERSION);
    }
}

#[tokio::test]
async fn a_row_that_came_whole_with_unknown_fields_is_marked_for_the_next_program() {
    let mut server = Server::new();
    let mut newer = Newer::joined(&mut server);
    let rows = [RowId(Uuid::now_v7()), RowId(Uuid::now_v7())];
    newer.write(
        &mut server,
        ("companies", rows[0]),
        Scope::Workspace,
        Kind::Insert,
        &[("name", "A"), ("mood", "good")],
    );
    newer.write(&mut server, ("companies", rows[1]), Scope::Workspace, Kind::Insert, &[("name", "B")]);
    server.prune();
    let mut ben = Desk::joined(2, &mut server).await;
    ben.sync(&mut server).await;
    let newer: Vec<String> = sqlx::query_scalar(
        "SELECT c.row_id FROM changes c JOIN transactions t ON t.id = c.tx WHERE t.schema_version > ?1",
    )
    .bind(mycrm_store::SCHEMA_VERSION)
    .fetch_all(ben.store.readers())
    .await
    .unwrap();
    assert_eq!(newer, [rows[0].to_string()]);
    assert!(registry::table("companies").is_some_and(|table| !table.fields.contains(&"mood")));
}
