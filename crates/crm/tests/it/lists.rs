//! Lists: every row once, in order, whatever the values; filters that say what they do not know.

use std::collections::HashSet;

use mycrm_crm::companies::{self, CompanyDraft};
use mycrm_crm::{Cursor, Error, Field, Filter, ListQuery, Op};
use mycrm_crm::{opportunities, tasks};
use serde_json::json;

use crate::world::{World, set, world};

async fn filled() -> World {
    let world = world().await;
    world
        .act(async |tx| {
            for n in 0..57 {
                let city = match n % 4 {
                    0 => Field::Null,
                    1 => set("Ulm"),
                    2 => set("bonn"),
                    _ => set("Aachen"),
                };
                companies::create(
                    tx,
                    CompanyDraft { name: set(&format!("Company {n:02}")), city, ..Default::default() },
                )
                .await?;
            }
            Ok(())
        })
        .await;
    world
}

fn query(ordering: &str) -> ListQuery {
    ListQuery { ordering: Some(ordering.into()), page_size: 10, ..Default::default() }
}

#[tokio::test]
async fn paging_to_the_end_shows_every_row_once_under_ties_and_empty_values() {
    let world = filled().await;
    let mut reader = world.read().await;
    for ordering in ["name", "-name", "city", "-city", "created_at", "-updated_at"] {
        let mut question = query(ordering);
        let (mut seen, mut cities, mut backs) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            let page = companies::list(&mut reader, &question).await.unwrap();
            assert_eq!(page.count, 57);
            seen.extend(page.results.iter().map(|c| c.id.clone()));
            cities.extend(page.results.iter().map(|c| c.city.clone()));
            backs.push(page.previous.clone());
            // A cursor survives the way through a link.
            match page.next {
                Some(next) => question.cursor = Some(Cursor::parse(&next.to_text()).unwrap()),
                None => break,
            }
        }
        assert_eq!((seen.len(), seen.iter().collect::<HashSet<_>>().len()), (57, 57), "{ordering}");
        if ordering.ends_with("city") {
            let filled = cities.iter().take_while(|c| c.is_some()).count();
            assert!(cities[filled..].iter().all(Option::is_none), "empty values come last in {ordering}");
        }
        // Back from the last page, all the way.
        let mut back = backs.last().unwrap().clone();
        let mut reversed: Vec<_> = seen[50..].to_vec();
        while let Some(cursor) = back {
            question.cursor = Some(cursor);
            let page = companies::list(&mut reader, &question).await.unwrap();
            reversed.splice(0..0, page.results.iter().map(|c| c.id.clone()));
            back = page.previous;
        }
        assert_eq!(reversed, seen, "{ordering} backwards");
    }
}

#[tokio::test]
async fn a_row_added_before_the_cursor_neither_repeats_nor_hides_another() {
    let world = filled().await;
    let first = companies::list(&mut *world.read().await, &query("name")).await.unwrap();
    world.company("Aaa first of all").await;
    let next = ListQuery { cursor: first.next, ..query("name") };
    let second = companies::list(&mut *world.read().await, &next).await.unwrap();
    assert_eq!(second.results[0].name, "Company 10");
}

#[tokio::test]
async fn filters_nest_compare_and_ignore_case() {
    let world = filled().await;
    let mut reader = world.read().await;
    for (filter, expected) in [
        (json!({"field": "city", "op": "eq", "value": "BONN"}), 14),
        (json!({"field": "city", "op": "is_null"}), 15),
        (json!({"field": "city", "op": "ne", "value": "Ulm"}), 43),
        (json!({"field": "city", "op": "in", "value": ["Ulm", "Aachen"]}), 28),
        (json!({"field": "city", "op": "in", "value": ["ulm", "AACHEN"]}), 28),
        (json!({"field": "name", "op": "starts_with", "value": "Company 1"}), 10),
        (json!({"field": "name", "op": "contains", "value": "100%_"}), 0),
        (
            json!({"match": "any", "rules": [{"field": "city", "op": "eq", "value": "Ulm"}, {"rules": [
            {"field": "city", "op": "is_null"}, {"field": "name", "op": "lt", "value": "Company 10"}]}]}),
            17,
        ),
        (json!({"match": "any", "rules": []}), 57),
    ] {
        let question = query("name").and(Filter::from_json(&filter).unwrap());
        assert_eq!(companies::list(&mut reader, &question).await.unwrap().count, expected, "{filter}");
    }
}

#[tokio::test]
async fn what_a_list_does_not_know_is_named() {
    let world = world().await;
    let mut reader = world.read().await;
    let unknown_order = companies::list(&mut reader, &query("shoe_size")).await.unwrap_err();
    let unknown_field = companies::list(&mut reader, &query("name").and(Filter::eq("deleted_at; DROP", 1)))
        .await
        .unwrap_err();
    let rule = Filter::Rule { field: "amount".into(), op: Op::Gt, value: json!("a lot") };
    let wrong_value = opportunities::list(&mut reader, &query("name").and(rule)).await.unwrap_err();
    for (error, word) in [(unknown_order, "shoe_size"), (unknown_field, "deleted_at"), (wrong_value, "a lot")]
    {
        assert!(matches!(error, Error::BadQuery(_)) && error.to_string().contains(word), "{error}");
    }
}

#[tokio::test]
async fn amounts_are_filtered_in_major_units_and_tags_by_name() {
    let world = world().await;
    world.deal("Small", "prospecting", Some(99_99)).await;
    let big = world.deal("Big", "prospecting", Some(1_000_00)).await;
    world.deal("Unknown", "prospecting", None).await;
    let tagged =
        opportunities::OpportunityDraft { tags: Field::Set(vec!["Key".into()]), ..Default::default() };
    world.act(async |tx| opportunities::update(tx, &big, tagged).await).await;
    let mut reader = world.read().await;
    for filter in [
        Filter::Rule { field: "amount".into(), op: Op::Gte, value: json!("100.00") },
        Filter::eq("tags", "key"),
    ] {
        let page = opportunities::list(&mut reader, &query("name").and(filter)).await.unwrap();
        assert_eq!(page.results.iter().map(|o| o.name.as_str()).collect::<Vec<_>>(), ["Big"]);
    }
    let page =
        opportunities::list(&mut reader, &ListQuery { search: Some("smal".into()), ..query("-amount") })
            .await
            .unwrap();
    assert_eq!((page.count, page.results[0].name.as_str()), (1, "Small"));
}

#[tokio::test]
async fn an_amount_is_compared_within_its_own_currency() {
    let world = world().await;
    for (name, currency, minor) in [
        ("Euro small", "EUR", 999_00),
        ("Euro big", "EUR", 1_000_00),
        ("Yen", "JPY", 120_000),
        ("Dollar", "USD", 5_000_00),
    ] {
        let draft = opportunities::OpportunityDraft {
            name: set(name),
            currency: set(currency),
            amount_minor: Field::Set(minor),
            ..Default::default()
        };
        world.act(async |tx| opportunities::create(tx, draft).await).await;
    }
    world.deal("Unknown", "prospecting", None).await;
    let mut reader = world.read().await;
    for (op, value, expected) in [
        (Op::Gte, json!("1000"), vec!["Euro big"]),
        (Op::Lt, json!("1000.00"), vec!["Euro small"]),
        (Op::Gt, json!("100000 JPY"), vec!["Yen"]),
        (Op::Eq, json!("5000 usd"), vec!["Dollar"]),
        (Op::Eq, json!("120000"), vec![]),
        (Op::Ne, json!("1000"), vec!["Dollar", "Euro small", "Unknown", "Yen"]),
        (Op::In, json!(["999", "120000 JPY"]), vec!["Euro small", "Yen"]),
        (Op::Eq, json!(null), vec!["Unknown"]),
        (Op::IsNull, json!(null), vec!["Unknown"]),
    ] {
        let rule = Filter::Rule { field: "amount".into(), op, value: value.clone() };
        let page = opportunities::list(&mut reader, &query("name").and(rule)).await.unwrap();
        assert_eq!(
            page.results.iter().map(|o| o.name.as_str()).collect::<Vec<_>>(),
            expected,
            "{op:?} {value}"
        );
    }
    for value in ["1000 XXY", "EUR", "1000.5 JPY"] {
        let rule = Filter::eq("amount", value);
        let refused = opportunities::list(&mut reader, &query("name").and(rule)).await;
        assert!(matches!(refused, Err(Error::BadQuery(_))), "{value}");
    }
}

#[tokio::test]
async fn a_filter_of_any_size_is_answered_or_refused_with_its_bound() {
    let world = filled().await;
    let mut reader = world.read().await;
    let rule = |n: usize| json!({"field": "name", "op": "ne", "value": n.to_string()});
    let nested = |count: usize| {
        let rules: Vec<_> = (0..count).map(rule).collect();
        json!({"match": "any", "rules": [{"rules": [{"match": "any", "rules": rules}]}]})
    };
    let tags = |count: usize| json!({"field": "tags", "op": "in", "value": (0..count).collect::<Vec<_>>()});
    let names = |count: usize| json!({"field": "name", "op": "in", "value": (0..count).map(|n| format!("Company {n:02}")).collect::<Vec<_>>()});
    for fits in [nested(190), names(1000), tags(100)] {
        let question = query("name").and(Filter::from_json(&fits).unwrap());
        companies::list(&mut reader, &question).await.unwrap();
    }
    for (large, bound) in [(nested(200), "200"), (names(1001), "1000"), (tags(101), "100")] {
        let question = query("name").and(Filter::from_json(&large).unwrap());
        let error = companies::list(&mut reader, &question).await.unwrap_err();
        assert!(matches!(error, Error::BadQuery(_)) && error.to_string().contains(bound), "{error}");
    }
}

#[tokio::test]
async fn a_search_for_control_characters_is_a_search_without_them() {
    let world = filled().await;
    let mut reader = world.read().await;
    for words in ["ompany\0 11", "comp\u{7} 11", "\0\0\0", "11\u{1b}"] {
        let question = ListQuery { search: Some(words.into()), ..query("name") };
        let found = companies::list(&mut reader, &question).await.unwrap().count;
        assert!(found <= 1, "{words:?}: {found}");
        mycrm_crm::search::search(&mut reader, words, None, 10).await.unwrap();
    }
}

#[tokio::test]
async fn a_time_in_a_filter_is_the_instant_it_names() {
    let world = world().await;
    let draft = tasks::TaskDraft {
        title: set("Call"),
        due_at: Field::Set("2026-11-27T09:00:00Z".parse().unwrap()),
        ..Default::default()
    };
    world.act(async |tx| tasks::create(tx, draft).await).await;
    let mut reader = world.read().await;
    let berlin = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    for (op, value, expected) in [
        (Op::Gt, "2026-11-27T08:00:00Z", 1),
        (Op::Gt, "2026-11-27T08:00:00+00:00", 1),
        (Op::Gt, "2026-11-27T10:00:00+02:00", 1),
        (Op::Gt, "2026-11-27T11:00:00+02:00", 0),
        (Op::Eq, "2026-11-27T11:00+02:00", 1),
        // Of the user's zone, which is an hour before UTC.
        (Op::Gt, "2026-11-27T09:59", 1),
        (Op::Gte, "2026-11-27T10:00", 1),
        (Op::Gt, "2026-11-27T10:00", 0),
        (Op::Eq, "2026-11-27", 1),
        (Op::Gt, "2026-11-27", 0),
    ] {
        let rule = Filter::Rule { field: "due_date".into(), op, value: json!(value) };
        let question = ListQuery { zone: berlin.clone(), ..query("due_date").and(rule) };
        let count = tasks::list(&mut reader, &question).await.unwrap().count;
        assert_eq!(count, expected, "{op:?} {value}");
    }
    let rule = Filter::eq("due_date", "2026-11-27T08:00:00 02:00");
    let refused = tasks::list(&mut reader, &query("due_date").and(rule)).await;
    assert!(matches!(refused, Err(Error::BadQuery(_))), "a plus that became a blank is no offset");
}

#[tokio::test]
async fn a_deals_probability_and_company_are_compared_as_what_they_are() {
    let world = world().await;
    let acme = world.company("Acme 100%").await;
    let thousand = world.company("Thousand 1000 GmbH").await;
    for (name, company, percent) in
        [("A", Some(acme), Some(50)), ("B", Some(thousand), Some(51)), ("C", None, None)]
    {
        let draft = opportunities::OpportunityDraft {
            name: set(name),
            stage: set("negotiation"),
            company_id: company.map_or(Field::Unset, Field::Set),
            probability: percent.map_or(Field::Unset, Field::Set),
            ..Default::default()
        };
        world.act(async |tx| opportunities::create(tx, draft).await).await;
    }
    let mut reader = world.read().await;
    for (field, op, value, expected) in [
        ("probability", Op::Gte, json!(50), "ABC"),
        ("probability", Op::Gte, json!(50.5), "BC"),
        ("probability", Op::Lt, json!("50.5"), "A"),
        ("probability", Op::Gt, json!(51), "C"),
        ("company_name", Op::Eq, json!("100%"), "A"),
        ("company_name", Op::Eq, json!("acme"), "A"),
        ("company_name", Op::Eq, json!("T%H"), ""),
        ("company_name", Op::Ne, json!("Acme"), "BC"),
        ("company_name", Op::In, json!(["acme", "thousand"]), "AB"),
        ("tags", Op::Ne, json!("key"), "ABC"),
    ] {
        let rule = Filter::Rule { field: field.into(), op, value: value.clone() };
        let page = opportunities::list(&mut reader, &query("name").and(rule)).await.unwrap();
        let names: String = page.results.iter().map(|deal| deal.name.as_str()).collect();
        assert_eq!(names, expected, "{field} {op:?} {value}");
    }
    let rule = Filter::Rule { field: "probability".into(), op: Op::Gte, value: json!("half") };
    let refused = opportunities::list(&mut reader, &query("name").and(rule)).await;
    assert!(matches!(refused, Err(Error::BadQuery(_))));
}
