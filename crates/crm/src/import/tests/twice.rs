//! Whatever a file holds, importing it again changes nothing.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::desk::Desk;
use crate::import::Summary;

/// A word of a small pool or none, so that rows share what they have.
fn pick(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(words)
}

fn twice(name: &'static str, header: &'static str, row: impl Strategy<Value = String>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // Each case opens a database; PROPTEST_CASES asks for more of them.
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(6);
    let config = Config { cases, max_shrink_iters: 200, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&proptest::collection::vec(row, 1..14), |rows| {
            let text = format!("{header}\n{}\n", rows.join("\n"));
            let (first, again): (Summary, Summary) = runtime.block_on(async {
                let desk = Desk::new().await;
                let (first, again) = (desk.import(name, &text).await, desk.import(name, &text).await);
                prop_assert_eq!(again.change_set, None, "{}", &text);
                Ok((first.summary.unwrap(), again.summary.unwrap()))
            })?;
            prop_assert_eq!(again.created.total() + again.updated.total(), 0);
            prop_assert_eq!((first.duplicates, first.errors), (again.duplicates, again.errors), "{}", &text);
            Ok(())
        })
        .unwrap();
}

#[test]
fn contacts_imported_twice_stay_as_they_are() {
    let row = (
        pick(&["", "1", "2", "3"]),
        pick(&["", "Anna Berg", "anna berg", "Bert Tal"]),
        pick(&["", "a@b.de", "A@B.de", "b@c.de", "info@x.de", "a@b.de; b@c.de"]),
        pick(&["", "030 123456", "030/12 34 56", "040 999999"]),
        pick(&["", "Acme", "ACME", "Beta"]),
        pick(&["", "VIP", "vip; Neu"]),
    );
    let row = row.prop_map(|(id, name, email, phone, company, tags)| {
        format!("{id},{name},{email},{phone},{company},{tags}")
    });
    twice("contacts.csv", "contact id,full name,email,phone,company,tags", row);
}

#[test]
fn leads_imported_twice_stay_as_they_are() {
    let row = (
        pick(&["", "Anna Berg", "Bert Tal"]),
        pick(&["", "a@b.de", "b@c.de"]),
        pick(&["", "Acme", "Beta"]),
        pick(&["", "new", "lost", "converted"]),
        pick(&["", "1000", "20.50"]),
    );
    let row = row.prop_map(|(name, email, company, status, value)| {
        format!("{name},{email},{company},{status},{value}")
    });
    twice("leads.csv", "name,email,company,lead status,estimated value", row);
}

#[test]
fn companies_imported_twice_stay_as_they_are() {
    let row = (
        pick(&["", "1", "2"]),
        pick(&["", "Acme", "acme", "Beta", "Gamma"]),
        pick(&["", "acme.com", "beta.com"]),
        pick(&["", "Acme", "Beta", "Group"]),
    );
    let row = row.prop_map(|(id, name, domain, parent)| format!("{id},{name},{domain},{parent}"));
    twice("companies.csv", "company id,company name,domain,parent company", row);
}

#[test]
fn deals_imported_twice_stay_as_they_are() {
    let row = (
        pick(&["", "1", "2", "3"]),
        pick(&["", "Deal", "deal", "Other"]),
        pick(&["", "GTX", "MG"]),
        pick(&["", "Acme", "Beta"]),
        pick(&["", "Proposal", "Odd", "Won", "Closed Lost"]),
        pick(&["", "100", "0", "7.5"]),
        pick(&["", "2017-03-01"]),
    );
    let row = row.prop_map(|(id, name, product, company, stage, amount, date)| {
        format!("{id},{name},{product},{company},{stage},{amount},{date},{date}")
    });
    twice("deals.csv", "opportunity id,deal name,product,account,stage,amount,engage date,close date", row);
}
