//! Deals of a hardware seller, as its program exports them.

use std::fmt::Write as _;

use mycrm_store::undo;

use super::desk::Desk;
use crate::import::{self, Choices, Kind, Options, Status, Tally};

const PRODUCTS: [&str; 7] =
    ["GTX Basic", "GTX Pro", "GTX Plus Basic", "GTX Plus Pro", "MG Special", "MG Advanced", "GTK 500"];

/// `deals` rows in the shape of the real export: a third of the open ones without an account, prospects without dates.
fn export(deals: usize) -> String {
    let mut text =
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\r\n"
            .to_owned();
    for n in 0..deals {
        let (stage, engaged, closed, value) = match n % 20 {
            0 => ("Prospecting", "", "", String::new()),
            1..=4 => ("Engaging", "2017-07-22", "", String::new()),
            5..=9 => ("Lost", "2017-01-15", "2017-03-01", "0".into()),
            _ => ("Won", "2016-10-20", "2017-03-01", (n * 7 % 5000 + 38).to_string()),
        };
        let account = if n % 20 < 5 && n % 3 == 0 { String::new() } else { format!("Account {}", n % 85) };
        let (agent, product) = (n % 30, PRODUCTS[n % 7]);
        write!(text, "ID{n:06},Agent {agent},{product},{account},{stage},{engaged},{closed},{value}\r\n")
            .unwrap();
    }
    text
}

#[tokio::test]
async fn the_export_of_a_seller_is_imported_as_it_is() {
    let desk = Desk::new().await;
    let text = export(1000);
    let import = desk.prepare("sales_pipeline.csv", &text).await;
    assert_eq!(import.mapping.kind, Kind::Opportunities);

    let before = desk.everything().await;
    let checked = desk.check(&import.id).await.unwrap();
    assert_eq!(checked.status, Status::Checked);
    assert_eq!(desk.everything().await, before, "a dry run writes nothing");

    let done = desk.run(&import.id).await.unwrap();
    assert_eq!(
        (done.status, &done.summary),
        (Status::Done, &checked.summary),
        "the dry run told what happened"
    );
    let summary = done.summary.unwrap();
    let expected = Tally {
        opportunities: 1000,
        companies: 85,
        people: 30,
        products: 7,
        pipelines: 1,
        stages: 4,
        ..Tally::default()
    };
    assert_eq!((summary.created, summary.errors, summary.duplicates), (expected, 0, 0));

    let stages = desk.texts(
        "SELECT s.name || ' ' || s.kind || ' ' || count(o.id) FROM pipelines p JOIN stages s ON s.pipeline_id = p.id
         LEFT JOIN opportunities o ON o.stage_id = s.id WHERE p.name = 'Sales pipeline' GROUP BY s.id ORDER BY s.position",
    );
    assert_eq!(stages.await, ["Prospecting open 50", "Engaging open 200", "Won won 500", "Lost lost 250"]);
    assert_eq!(desk.texts("SELECT name FROM pipelines WHERE is_default").await, ["Sales pipeline"]);
    let won: usize = (0..1000).filter(|n| n % 20 > 9).map(|n| n * 7 % 5000 + 38).sum();
    let in_usd = "SELECT sum(amount_minor) FROM opportunities o JOIN stages s ON s.id = o.stage_id AND s.kind = 'won' WHERE o.currency = 'USD'";
    assert_eq!(desk.number(in_usd).await, i64::try_from(won * 100).unwrap());
    assert_eq!(desk.number("SELECT count(*) FROM opportunities WHERE amount_minor IS NULL").await, 250);
    let without_account = i64::try_from((0..1000).filter(|n| n % 20 < 5 && n % 3 == 0).count()).unwrap();
    let by_product = "SELECT count(*) FROM opportunities WHERE company_id IS NULL AND name NOT LIKE '%–%'";
    assert_eq!(desk.number(by_product).await, without_account);
    assert_eq!(
        desk.texts("SELECT name FROM opportunities WHERE external_id IN ('ID000000', 'ID000001') ORDER BY external_id").await,
        ["GTX Basic", "GTX Pro – Account 1"]
    );
    assert!(desk.number("SELECT max(n) FROM (SELECT count(*) AS n FROM changes GROUP BY tx)").await <= 500);
}

#[tokio::test]
async fn the_dates_of_a_deal_become_its_history() {
    let desk = Desk::new().await;
    desk.import("sales_pipeline.csv", &export(40)).await;
    let history = |id: &str| {
        let sql = format!(
            "SELECT h.field || ' ' || coalesce((SELECT name FROM stages WHERE id = h.old_value), h.old_value, '-') || ' > '
               || coalesce((SELECT name FROM stages WHERE id = h.new_value), h.new_value) || ' '
               || datetime(h.effective_at / 1000, 'unixepoch')
             FROM opportunity_history h JOIN opportunities o ON o.id = h.opportunity_id WHERE o.external_id = '{id}' ORDER BY h.no"
        );
        desk.texts(String::leak(sql))
    };
    assert_eq!(
        history("ID000010").await,
        [
            "stage - > Engaging 2016-10-19 22:00:00",
            "stage Engaging > Won 2017-02-28 23:00:00",
            "amount - > 10800 2017-02-28 23:00:00",
        ]
    );
    assert_eq!(history("ID000001").await, ["stage - > Engaging 2017-07-21 22:00:00"]);
    assert_eq!(history("ID000000").await.len(), 1);
    let entered = "SELECT date(stage_entered_at / 1000, 'unixepoch', '+2 hours') || actual_close_date FROM opportunities WHERE external_id = 'ID000010'";
    assert_eq!(desk.texts(entered).await, ["2017-03-012017-03-01"]);
    assert_eq!(
        desk.number("SELECT count(*) FROM opportunities WHERE expected_close_date IS NOT NULL").await,
        0
    );
    let log = "SELECT count(*) FROM changes c JOIN opportunity_history h ON h.id = c.row_id WHERE c.effective_at <> h.effective_at";
    assert_eq!(desk.number(log).await, 0, "the log knows since when it holds");
}

#[tokio::test]
async fn the_second_import_changes_nothing() {
    let desk = Desk::new().await;
    let text = export(600);
    desk.import("sales_pipeline.csv", &text).await;
    let (before, ops) = (desk.everything().await, desk.number("SELECT count(*) FROM changes").await);
    let again = desk.import("another name.csv", &text).await;
    assert_eq!(again.change_set, None);
    let summary = again.summary.unwrap();
    assert_eq!((summary.unchanged.opportunities, summary.unchanged.total()), (600, 600));
    assert_eq!((summary.created.total(), summary.updated.total()), (0, 0));
    assert_eq!(desk.everything().await, before);
    assert_eq!(desk.number("SELECT count(*) FROM changes").await, ops);
}

#[tokio::test]
async fn undo_leaves_the_database_as_before_and_a_new_import_recreates_everything() {
    let desk = Desk::new().await;
    let before = desk.everything().await;
    let import = desk.import("sales_pipeline.csv", &export(600)).await;
    let first = import.summary.clone().unwrap();
    let undone = undo(&desk.store, import.change_set, "me").await.unwrap();
    assert!(undone.kept.is_empty(), "{:?}", undone.kept);
    assert_eq!(desk.everything().await, before);
    let again = desk.run(&import.id).await.unwrap();
    assert_eq!(again.summary.unwrap(), first);
    assert_eq!(desk.number("SELECT count(*) FROM opportunities WHERE deleted_at IS NULL").await, 600);
    assert_eq!(
        desk.texts("SELECT name FROM pipelines WHERE is_default AND deleted_at IS NULL").await,
        ["Sales pipeline"]
    );
}

#[tokio::test]
async fn a_later_export_moves_deals_and_its_undo_moves_them_back() {
    let desk = Desk::new().await;
    desk.import("deals.csv", "id,deal,stage,amount,close date\n1,Big,Proposal,100,\n2,Small,Proposal,50,\n")
        .await;
    let before = desk.everything().await;
    let later = desk
        .import(
            "deals.csv",
            "id,deal,stage,amount,close date\n1,Big,Won,120,2017-03-01\n2,Small,Proposal,50,\n",
        )
        .await;
    let summary = later.summary.unwrap();
    assert_eq!(
        (summary.updated.opportunities, summary.unchanged.opportunities, summary.created.total()),
        (1, 1, 0)
    );
    let won = "SELECT s.name || ' ' || o.amount_minor || ' ' || o.actual_close_date FROM opportunities o JOIN stages s ON s.id = o.stage_id WHERE s.kind = 'won'";
    assert_eq!(desk.texts(won).await, ["Won 12000 2017-03-01"]);
    undo(&desk.store, later.change_set, "me").await.unwrap();
    assert_eq!(desk.everything().await, before);
}

#[tokio::test]
async fn deals_that_fit_the_pipeline_there_is_go_into_it() {
    let desk = Desk::new().await;
    let import =
        desk.import("deals.csv", "deal,stage,amount\nA,Proposal,1\nB,Closed Won,2\nC,Verloren,3\n").await;
    assert_eq!(import.summary.unwrap().created, Tally { opportunities: 3, ..Tally::default() });
    let stages = "SELECT o.name || ' ' || s.slug FROM opportunities o JOIN stages s ON s.id = o.stage_id ORDER BY o.name";
    assert_eq!(desk.texts(stages).await, ["A proposal", "B closed_won", "C closed_lost"]);
}

#[tokio::test]
async fn an_outcome_beside_the_stage_closes_a_deal() {
    let desk = Desk::new().await;
    let text = "Deal - Title,Deal - Stage,Deal - Status,Deal - Value\nA,Demo Scheduled,Won,1\nB,Demo Scheduled,Open,2\nC,Demo Scheduled,Lost,3\n";
    desk.import("deals.csv", text).await;
    let stages = "SELECT o.name || ' ' || s.name FROM opportunities o JOIN stages s ON s.id = o.stage_id ORDER BY o.name";
    assert_eq!(desk.texts(stages).await, ["A Won", "B Demo Scheduled", "C Lost"]);
    assert_eq!(desk.number("SELECT count(*) FROM stages WHERE deleted_at IS NULL").await, 6 + 3);
}

#[tokio::test]
async fn what_is_missing_is_an_error_where_it_is_not_to_be_created() {
    let desk = Desk::new().await;
    let import =
        desk.prepare("deals.csv", "deal,stage,account\nA,Proposal,\nB,Proposal,Acme\nC,Odd stage,\n").await;
    let options =
        Options { create_missing: false, pipeline_name: Some("Sales".into()), ..import.options.clone() };
    let import = desk.choose(&import, options).await;
    let done = desk.run(&import.id).await.unwrap();
    let summary = done.summary.unwrap();
    assert_eq!((summary.created, summary.errors), (Tally { opportunities: 1, ..Tally::default() }, 2));
    assert!(
        summary.error_rows[0].message.to_string().contains("Acme")
            && summary.error_rows[1].message.to_string().contains("Odd stage")
    );
    let errors = std::fs::read_to_string(import::error_file_of(&desk.store, &import.id)).unwrap();
    assert!(errors.starts_with("\u{feff}deal,stage,account,Row,Problem\nB,Proposal,Acme,3,"), "{errors}");
}

#[tokio::test]
async fn two_deals_of_one_name_stay_two_deals() {
    let desk = Desk::new().await;
    let text = "deal,stage,amount\nSame,Proposal,1\nSame,Proposal,2\n";
    desk.import("deals.csv", text).await;
    let again = desk.import("deals.csv", text).await.summary.unwrap();
    assert_eq!((again.unchanged.opportunities, again.created.total(), again.updated.total()), (2, 0, 0));
}

#[tokio::test]
async fn a_column_that_is_no_stage_is_refused_before_anything_is_made() {
    let desk = Desk::new().await;
    let mut text = "deal,stage\n".to_owned();
    for n in 0..100 {
        writeln!(text, "Deal {n},Stage {n}").unwrap();
    }
    let import = desk.prepare("deals.csv", &text).await;
    let before = desk.everything().await;
    assert!(desk.run(&import.id).await.unwrap_err().to_string().contains("different values"));
    assert_eq!(import::get(&desk.store, &import.id).await.unwrap().status, Status::Failed);
    assert_eq!(desk.everything().await, before);
}

#[tokio::test]
async fn what_was_chosen_is_remembered_for_the_next_file_with_these_headers() {
    let desk = Desk::new().await;
    let import = desk.prepare("x.csv", "what,how much,when\nA,5,2017-03-01\n").await;
    let columns = ["name", "amount", "close_date"].map(|key| Some(key.to_owned())).to_vec();
    let choices = Choices { kind: Some(Kind::Opportunities), columns: Some(columns.clone()), options: None };
    import::choose(&desk.store, &import.id, choices).await.unwrap();
    desk.run(&import.id).await.unwrap();
    let path = desk.file("y.csv", "when,what,how much\n2017-03-02,B,6\n");
    let next = import::create(&desk.store, &path, "y.csv").await.unwrap();
    assert_eq!(next.mapping.kind, Kind::Opportunities);
    let names: Vec<_> = next.mapping.columns.iter().flatten().map(String::as_str).collect();
    assert_eq!(names, ["close_date", "name", "amount"]);
}
