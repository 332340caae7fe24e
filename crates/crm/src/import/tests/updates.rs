//! What a file says of records that are there already, by the rules that hold in the app as well.

use mycrm_store::{Ctx, Id, Origin};

use super::desk::Desk;
use crate::Field;
use crate::opportunities::{self, Line, OpportunityDraft};

/// Names with that of the company that they belong to.
const COMPANIES: &str =
    "SELECT c.name || ' < ' || coalesce((SELECT p.name FROM companies p WHERE p.id = c.parent_id), '-')
   FROM companies c WHERE c.deleted_at IS NULL ORDER BY c.no";

#[tokio::test]
async fn no_company_belongs_to_itself() {
    let desk = Desk::new().await;
    desk.import("companies.csv", "Company name,Domain\nAcme,acme.de\n").await;
    let text = "Company name,Domain,Parent company\nAcme GmbH,acme.de,Acme\n";
    for _ in 0..2 {
        let summary = desk.import("companies.csv", text).await.summary.unwrap();
        assert_eq!((summary.errors, summary.created.total()), (1, 0));
        assert!(summary.error_rows[0].message.text.contains("itself"));
        assert_eq!(desk.texts(COMPANIES).await, ["Acme < -"]);
    }
    let circle = "Company name,Parent company\nHolding,Works\nWorks,Plant\nPlant,Holding\n";
    let summary = desk.import("companies.csv", circle).await.summary.unwrap();
    assert_eq!(summary.errors, 1, "two fit together, the third would close the circle");
    assert_eq!(desk.texts(COMPANIES).await, ["Acme < -", "Works < Plant", "Holding < Works", "Plant < -"]);
    let back = desk.import("companies.csv", "Company name,Parent company\nPlant,Works\n").await;
    assert_eq!(back.summary.unwrap().errors, 1, "nor with what is there");
}

#[tokio::test]
async fn a_domain_is_no_name_for_a_company_that_has_one() {
    let desk = Desk::new().await;
    desk.import("companies.csv", "Company name,Domain\nAcme Incorporated,acme.de\n").await;
    let later = desk.import("companies.csv", "Domain,City\nacme.de,Ulm\nnew.de,Bonn\n").await;
    assert_eq!(later.summary.unwrap().updated.companies, 1);
    let companies = desk.texts("SELECT name || ' ' || city FROM companies ORDER BY no").await;
    assert_eq!(companies, ["Acme Incorporated Ulm", "new.de Bonn"]);
    let again = desk.import("companies.csv", "Company name,City\nAcme Incorporated,Ulm\n").await;
    assert_eq!(again.summary.unwrap().unchanged.companies, 1, "it is still found by its name");
}

const AMOUNTS: &str = "SELECT amount_minor || ' ' || currency FROM opportunities ORDER BY no";
const HISTORY: &str =
    "SELECT coalesce(old_value, '-') || ' ' || new_value || ' ' || currency FROM opportunity_history
   WHERE field = 'amount' ORDER BY no";

#[tokio::test]
async fn another_currency_alone_leaves_the_number_as_it_is() {
    let desk = Desk::new().await;
    desk.import("deals.csv", "Opportunity name,Amount,Currency\nEngine,1500.00,EUR\n").await;
    for (currency, amount) in [("JPY", "1500 JPY"), ("USD", "150000 USD"), ("GBP", "150000 GBP")] {
        let text = format!("Opportunity name,Currency\nEngine,{currency}\n");
        let summary = desk.import("deals.csv", &text).await.summary.unwrap();
        assert_eq!(summary.updated.opportunities, 1);
        assert_eq!(desk.texts(AMOUNTS).await, [amount]);
    }
    let history = ["- 150000 EUR", "150000 1500 JPY", "1500 150000 USD", "150000 150000 GBP"];
    assert_eq!(desk.texts(HISTORY).await, history, "each amount is remembered in its currency");

    desk.import("deals.csv", "Opportunity name,Amount,Currency\nEngine,1500.50,EUR\n").await;
    let summary = desk.import("deals.csv", "Opportunity name,Currency\nEngine,JPY\n").await.summary.unwrap();
    assert_eq!(summary.errors, 1, "there is no half yen");
    assert_eq!(desk.texts(AMOUNTS).await, ["150050 EUR"]);

    let leads = "First name,Last name,Email,Estimated value,Currency\nAda,Berg,ada@x.de,1500.00,EUR\n";
    desk.import("leads.csv", leads).await;
    desk.import("leads.csv", "First name,Last name,Email,Currency\nAda,Berg,ada@x.de,JPY\n").await;
    let values = desk.texts("SELECT estimated_value_minor || ' ' || currency FROM leads").await;
    assert_eq!(values, ["1500 JPY"]);
}

#[tokio::test]
async fn the_amount_of_a_deal_is_the_sum_of_its_products() {
    let desk = Desk::new().await;
    desk.import("deals.csv", "Opportunity name,Amount\nEngine,100\n").await;
    let deal: Id =
        desk.texts("SELECT id FROM opportunities").await.pop().and_then(|id| id.parse().ok()).unwrap();
    let lines = async |prices: &[i64], discount_bp: i64| {
        let line = |price: &i64| Line {
            product_id: None,
            description: None,
            quantity_milli: 1000,
            unit_price_minor: Some(*price),
            discount_bp,
        };
        let lines = Field::Set(prices.iter().map(line).collect());
        let mut tx = desk.store.begin(Ctx::new("me", Origin::User, "Lines")).await.unwrap();
        let draft = OpportunityDraft { lines, ..OpportunityDraft::default() };
        opportunities::update(&mut tx, &deal, draft).await.unwrap();
        tx.commit().await.unwrap();
    };
    for (prices, discount_bp, has_room) in
        [(&[10_000, 5_000][..], 0, false), (&[10_000], 5_000, false), (&[10_000], 0, true)]
    {
        lines(prices, discount_bp).await;
        let before = desk.number("SELECT amount_minor FROM opportunities").await;
        let import = desk.import("deals.csv", "Opportunity name,Amount\nEngine,999\n").await;
        assert_eq!(import.summary.unwrap().errors, u64::from(!has_room), "{prices:?} less {discount_bp}");
        let amount = desk.number("SELECT amount_minor FROM opportunities").await;
        assert_eq!(amount, if has_room { 99_900 } else { before });
    }
    let price = desk.number("SELECT unit_price_minor FROM opportunity_lines WHERE deleted_at IS NULL").await;
    assert_eq!(price, 99_900, "one plain line follows");
}
