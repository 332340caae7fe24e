//! Creating, changing and finding records.

use mycrm_crm::contacts::{self, ContactDraft, Point, PointKind};
use mycrm_crm::{Error, Field, TaskStatus, companies, people, pipelines, products, search, setup, tasks};
use mycrm_store::{Ctx, Id, Origin};

use crate::world::{count, set, world};

#[tokio::test]
async fn a_new_database_has_the_user_and_the_default_pipeline_and_nothing_to_undo() {
    let world = world().await;
    setup::prepare(&world.store, "Ada").await.unwrap();
    let mut reader = world.read().await;
    let people = people::list(&mut reader, &Default::default()).await.unwrap();
    assert_eq!((people.count, people.results[0].name.as_str(), people.results[0].is_me), (1, "Ada", true));
    let pipelines = pipelines::list(&mut reader, &Default::default()).await.unwrap();
    let stages: Vec<(&str, i64)> =
        pipelines.results[0].stages.iter().map(|s| (s.slug.as_str(), s.probability)).collect();
    let expected = [
        ("prospecting", 10),
        ("qualification", 25),
        ("proposal", 50),
        ("negotiation", 75),
        ("closed_won", 100),
        ("closed_lost", 0),
    ];
    assert_eq!(stages, expected);
    assert!(matches!(
        mycrm_store::undo(&world.store, None, "x").await,
        Err(mycrm_store::Error::NothingTo(_))
    ));
    assert!(matches!(mycrm_store::redo(&world.store, "x").await, Err(mycrm_store::Error::NothingTo(_))));
}

#[tokio::test]
async fn a_contact_keeps_its_addresses_tags_and_company() {
    let world = world().await;
    let draft = ContactDraft {
        first_name: set("Grace"),
        last_name: set("Hopper"),
        email: set(" grace@example.com "),
        phone: set("+1 (555) 010-9"),
        company_name: set("Navy"),
        points: Field::Set(vec![
            serde_json::from_str::<Point>(r#"{"kind":"email","label":"home","value":"G@Home.example.org"}"#)
                .unwrap(),
        ]),
        tags: Field::Set(vec!["VIP".into(), "vip".into(), " ".into(), "Cobol".into()]),
        ..Default::default()
    };
    let id = world.act(async |tx| contacts::create(tx, draft).await).await;
    let mut reader = world.read().await;
    let contact = contacts::get(&mut reader, &id).await.unwrap().unwrap();
    assert_eq!((contact.name.as_str(), contact.company_name.as_deref()), ("Grace Hopper", Some("Navy")));
    assert_eq!(
        (contact.email.as_deref(), contact.tags.0.as_slice()),
        (Some("grace@example.com"), &["Cobol".to_owned(), "VIP".to_owned()][..])
    );
    assert_eq!(contact.points.len(), 1);
    assert_eq!(contact.owner_name.as_deref(), Some("Ada"));
    drop(reader);

    let change = ContactDraft {
        phone: Field::Null,
        tags: Field::Set(vec!["Cobol".into()]),
        points: Field::Null,
        ..Default::default()
    };
    world.act(async |tx| contacts::update(tx, &id, change).await).await;
    let mut reader = world.read().await;
    let contact = contacts::get(&mut reader, &id).await.unwrap().unwrap();
    assert_eq!((contact.phone, contact.tags.len(), contact.points.len()), (None, 1, 0));
    drop(reader);
    world.undo().await;
    let mut reader = world.read().await;
    let contact = contacts::get(&mut reader, &id).await.unwrap().unwrap();
    assert_eq!(
        (contact.phone.as_deref(), contact.tags.len(), contact.points.len()),
        (Some("+1 (555) 010-9"), 2, 1)
    );
}

#[tokio::test]
async fn an_address_that_is_edited_stays_where_it_stood() {
    let world = world().await;
    let points = |emails: [&str; 3]| {
        let point = |value| Point { kind: PointKind::Email, label: None, value };
        ContactDraft {
            points: Field::Set(emails.into_iter().map(|email| point(email.to_owned())).collect()),
            ..Default::default()
        }
    };
    let named = ContactDraft { last_name: set("Hopper"), ..points(["a@x.org", "b@x.org", "c@x.org"]) };
    let id = world.act(async |tx| contacts::create(tx, named).await).await;
    let edited = points(["a@x.org", "bee@x.org", "c@x.org"]);
    world.act(async |tx| contacts::update(tx, &id, edited).await).await;
    let contact = contacts::get(&mut *world.read().await, &id).await.unwrap().unwrap();
    let now: Vec<_> = contact.points.iter().map(|point| point.value.as_str()).collect();
    assert_eq!(now, ["a@x.org", "bee@x.org", "c@x.org"]);
}

#[tokio::test]
async fn a_refused_draft_names_its_field_and_saves_nothing() {
    let world = world().await;
    let wrong = [
        (ContactDraft { email: set("nobody"), ..Default::default() }, "email"),
        (ContactDraft { ..Default::default() }, "last_name"),
        (
            ContactDraft {
                last_name: set("X"),
                company_id: Field::Set(Id::new()),
                company_name: set("New"),
                ..Default::default()
            },
            "company",
        ),
    ];
    for (draft, field) in wrong {
        let error = world.try_act(async |tx| contacts::create(tx, draft).await).await.unwrap_err();
        let Error::Invalid(fields) = error else { panic!("{error:?}") };
        assert!(fields.contains_key(field), "{fields:?}");
    }
    let mut reader = world.read().await;
    assert_eq!(count(&mut reader, "SELECT count(*) FROM contacts").await, 0);
    assert_eq!(count(&mut reader, "SELECT count(*) FROM companies").await, 0);
}

#[tokio::test]
async fn companies_cannot_belong_to_themselves_in_a_circle() {
    let world = world().await;
    let (a, b, c) = (world.company("A").await, world.company("B").await, world.company("C").await);
    let under =
        |parent: &Id| companies::CompanyDraft { parent_id: Field::Set(parent.clone()), ..Default::default() };
    world.act(async |tx| companies::update(tx, &b, under(&a)).await).await;
    world.act(async |tx| companies::update(tx, &c, under(&b)).await).await;
    assert!(world.try_act(async |tx| companies::update(tx, &a, under(&c)).await).await.is_err());
    assert!(world.try_act(async |tx| companies::update(tx, &a, under(&a)).await).await.is_err());
}

#[tokio::test]
async fn a_deleted_record_is_gone_and_undo_brings_it_back() {
    let world = world().await;
    let id = world.company("Acme").await;
    world.act(async |tx| companies::delete(tx, &id).await).await;
    assert_eq!(companies::get(&mut *world.read().await, &id).await.unwrap(), None);
    let again = world.try_act(async |tx| companies::delete(tx, &id).await).await;
    assert!(matches!(again, Err(Error::NotFound { .. })));
    world.undo().await;
    assert!(companies::get(&mut *world.read().await, &id).await.unwrap().is_some());
}

#[tokio::test]
async fn a_task_knows_when_it_was_done() {
    let world = world().await;
    let draft = tasks::TaskDraft { title: set("Call back"), ..Default::default() };
    let id = world.act(async |tx| tasks::create(tx, draft).await).await;
    world.act(async |tx| tasks::complete(tx, &id).await).await;
    let task = tasks::get(&mut *world.read().await, &id).await.unwrap().unwrap();
    assert!(task.status == TaskStatus::Completed && task.completed_at.is_some());
    world.act(async |tx| tasks::reopen(tx, &id).await).await;
    let task = tasks::get(&mut *world.read().await, &id).await.unwrap().unwrap();
    assert!(task.status == TaskStatus::Pending && task.completed_at.is_none());
}

#[tokio::test]
async fn two_products_cannot_share_an_sku() {
    let world = world().await;
    let draft = || products::ProductDraft { name: set("Drill"), sku: set("D-1"), ..Default::default() };
    let id = world.act(async |tx| products::create(tx, draft()).await).await;
    assert!(world.try_act(async |tx| products::create(tx, draft()).await).await.is_err());
    world.act(async |tx| products::update(tx, &id, draft()).await).await;
}

#[tokio::test]
async fn search_folds_diacritics_takes_prefixes_digits_and_parts_of_words() {
    let world = world().await;
    for name in ["Müller & Söhne", "Muster GmbH", "東京電力"] {
        world.company(name).await;
    }
    let person =
        ContactDraft { last_name: set("Schmidt"), phone: set("+49 731 5550 12"), ..Default::default() };
    world.act(async |tx| contacts::create(tx, person).await).await;
    let mut reader = world.read().await;
    for (typed, found) in [
        ("muller", vec!["Müller & Söhne"]),
        ("Mu", vec!["Muster GmbH", "Müller & Söhne"]),
        ("chmid", vec!["Schmidt"]),
        ("4973155", vec!["Schmidt"]),
        ("0049 (731) 5550", vec!["Schmidt"]),
        ("a\0b\0c", vec![]),
        ("京電力", vec!["東京電力"]),
        ("\" OR *", vec![]),
        ("", vec![]),
    ] {
        let mut titles: Vec<String> = search::search(&mut reader, typed, None, 20)
            .await
            .unwrap()
            .into_iter()
            .map(|f| f.title)
            .collect();
        titles.sort();
        assert_eq!(titles, found, "typed {typed:?}");
    }
}

#[tokio::test]
async fn sample_data_fills_every_list_and_goes_in_one_step() {
    let world = world().await;
    let action = mycrm_crm::sample::load(&world.store, Ctx::new("tester", Origin::Sample, "Sample data"))
        .await
        .unwrap();
    let live = async |table: &str| -> i64 {
        let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table} WHERE deleted_at IS NULL"));
        sqlx::query_scalar(sql).fetch_one(world.store.readers()).await.unwrap()
    };
    let tables = ["companies", "contacts", "leads", "opportunities", "tasks", "activities"];
    for table in tables {
        assert!(live(table).await > 0, "{table}");
    }
    let undone = mycrm_store::undo(&world.store, Some(action), "tester").await.unwrap();
    assert!(undone.kept.is_empty(), "{:?}", undone.kept);
    for table in tables {
        assert_eq!(live(table).await, 0, "{table}");
    }
}
