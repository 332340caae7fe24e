//! Contacts, leads and companies: found again by what they have in common, never twice and never mixed up.

use mycrm_store::undo;

use super::desk::Desk;
use crate::import::{self, Tally};

#[tokio::test]
async fn contacts_are_found_again_by_id_address_number_or_name() {
    let desk = Desk::new().await;
    desk.import(
        "contacts.csv",
        "id,first name,last name,email,phone,company\n\
         1,Anna,Berg,anna@berg.de,,Acme\n2,Bert,Tal,,+49 30 123456,Acme\n3,Carl,Fluss,,,Acme\n4,Dora,See,,,\n",
    )
    .await;
    assert_eq!(desk.number("SELECT count(*) FROM companies WHERE deleted_at IS NULL").await, 1);
    let later = desk
        .import(
            "contacts.csv",
            "first name,last name,email,phone,company,city\n\
             Anna,Neu,ANNA@berg.de,,Acme,Ulm\nBert,Tal,,0049 30 123456,,Ulm\nCarl,Fluss,carl@fluss.de,,Acme,Ulm\n\
             Dora,See,,,Acme,Ulm\nAnna,Berg,,,Other,Ulm\n",
        )
        .await;
    let summary = later.summary.unwrap();
    assert_eq!((summary.updated.contacts, summary.created.contacts, summary.errors), (3, 2, 0));
    let names = desk.texts("SELECT name || ' ' || coalesce(city, '-') FROM contacts ORDER BY no").await;
    assert_eq!(
        names,
        ["Anna Neu Ulm", "Bert Tal Ulm", "Carl Fluss Ulm", "Dora See -", "Dora See Ulm", "Anna Berg Ulm"]
    );
}

#[tokio::test]
async fn rows_that_repeat_others_are_left_out_and_said_so() {
    let desk = Desk::new().await;
    let text = "name,email\nAnna Berg,a@b.de\nBert Tal,b@c.de\nanna berg,A@B.de\nInfo Desk,info@x.de\nCarl Fluss,info@x.de\n";
    let import = desk.import("contacts.csv", text).await;
    let summary = import.summary.unwrap();
    assert_eq!((summary.created.contacts, summary.duplicates), (4, 1));
    assert_eq!(summary.duplicate_rows[0].row, 4);
    assert!(summary.duplicate_rows[0].message.to_string().contains("email address as row 2"));
    let errors = std::fs::read_to_string(import::error_file_of(&desk.store, &import.id)).unwrap();
    assert!(errors.contains("anna berg,A@B.de,4,"), "{errors}");
    let again = desk.import("contacts.csv", text).await.summary.unwrap();
    assert_eq!(
        (again.unchanged.contacts, again.duplicates, again.created.total(), again.updated.total()),
        (4, 1, 0, 0)
    );
}

#[tokio::test]
async fn tags_and_further_addresses_are_added_once() {
    let desk = Desk::new().await;
    let text = "name,email,additional emails,tags\nAnna Berg,a@b.de,c@d.de,VIP; Messe\n";
    desk.import("contacts.csv", text).await;
    let again = desk.import("contacts.csv", text).await.summary.unwrap();
    assert_eq!((again.unchanged.contacts, again.updated.contacts), (1, 0));
    let more =
        desk.import("contacts.csv", "name,email,tags\nAnna Berg,c@d.de,vip; Neu\n").await.summary.unwrap();
    assert_eq!((more.updated.contacts, more.created.total()), (1, 0));
    assert_eq!(desk.texts("SELECT email FROM contacts").await, ["a@b.de"]);
    assert_eq!(desk.number("SELECT count(*) FROM record_tags").await, 3);
    assert_eq!(desk.number("SELECT count(*) FROM contact_points").await, 1);
}

#[tokio::test]
async fn an_empty_cell_does_not_empty_a_field() {
    let desk = Desk::new().await;
    desk.import("contacts.csv", "name,email,job title\nAnna Berg,a@b.de,CEO\n").await;
    let again =
        desk.import("contacts.csv", "name,email,job title\nAnna Berg,a@b.de,\n").await.summary.unwrap();
    assert_eq!(again.unchanged.contacts, 1);
    assert_eq!(desk.texts("SELECT job_title FROM contacts").await, ["CEO"]);
}

#[tokio::test]
async fn undoing_an_import_takes_its_updates_back_too() {
    let desk = Desk::new().await;
    desk.import("contacts.csv", "name,email,job title\nAnna Berg,a@b.de,CEO\n").await;
    let before = desk.everything().await;
    let text = "name,email,job title,company\nAnna Berg,a@b.de,CTO,Acme\nBert Tal,b@c.de,,Acme\n";
    let import = desk.import("contacts.csv", text).await;
    assert_ne!(desk.everything().await, before);
    let undone = undo(&desk.store, import.change_set, "me").await.unwrap();
    assert!(undone.kept.is_empty());
    assert_eq!(desk.everything().await, before);
}

#[tokio::test]
async fn companies_are_found_by_domain_and_name_and_know_their_parents() {
    let desk = Desk::new().await;
    let text = "company name,domain,industry,parent company\nAcme DE,acme.de,Tools,Acme Group\nAcme Group,acme.com,Tools,\nTiny,,Food,\n";
    let import = desk.import("companies.csv", text).await;
    let summary = import.summary.unwrap();
    assert_eq!((summary.created.companies, summary.errors), (3, 0));
    assert_eq!(desk.texts("SELECT domain FROM companies WHERE name = 'Acme Group'").await, ["acme.com"]);
    let again = desk.import("companies.csv", text).await.summary.unwrap();
    assert_eq!((again.unchanged.companies, again.created.total(), again.updated.total()), (3, 0, 0));
    let renamed = "company name,domain,industry\nAcme Deutschland,www.acme.de,Tools\nTINY,tiny.de,Food\n";
    let later = desk.import("companies.csv", renamed).await.summary.unwrap();
    assert_eq!((later.updated.companies, later.created), (2, Tally::default()));
}

#[tokio::test]
async fn leads_are_matched_and_converted_ones_left_alone() {
    let desk = Desk::new().await;
    let text = "name,email,company,lead source,lead status,estimated value\nAnna Berg,a@b.de,Acme,Web,Open,\"1,000.50\"\n,,Only Company,,,\n";
    let import = desk.import("leads.csv", text).await;
    assert_eq!(import.summary.unwrap().created, Tally { leads: 2, ..Tally::default() });
    let lead = "SELECT lead_source || ' ' || status || ' ' || estimated_value_minor || ' ' || currency FROM leads WHERE email IS NOT NULL";
    assert_eq!(desk.texts(lead).await, ["website new 100050 USD"]);
    let again = desk.import("leads.csv", text).await.summary.unwrap();
    assert_eq!((again.unchanged.leads, again.created.total(), again.updated.total()), (2, 0, 0));
}
