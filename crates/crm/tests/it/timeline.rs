//! The timeline: everything once, newest first, in words.

use mycrm_crm::activities::{self, ActivityDraft};
use mycrm_crm::opportunities::{self, Move, OpportunityDraft};
use mycrm_crm::timeline::{What, timeline};
use mycrm_crm::today::today;
use mycrm_crm::{ActivityKind, Field, LeadSource, leads};
use mycrm_store::Timestamp;

use crate::world::{set, world};

#[tokio::test]
async fn a_deals_timeline_tells_moves_edits_and_calls_and_pages_without_loss() {
    let world = world().await;
    let deal = world.deal("Deal", "prospecting", None).await;
    let acme = world.company("Acme").await;
    let link = OpportunityDraft { company_id: Field::Set(acme), ..Default::default() };
    world.act(async |tx| opportunities::update(tx, &deal, link).await).await;
    world
        .act(async |tx| {
            opportunities::update_stage(tx, &deal, Move { stage: "proposal".into(), ..Default::default() })
                .await
        })
        .await;
    let call = ActivityDraft {
        kind: Field::Set(ActivityKind::Call),
        opportunity_id: Field::Set(deal.clone()),
        subject: set("Price"),
        ..Default::default()
    };
    world.act(async |tx| activities::create(tx, call).await).await;

    let mut reader = world.read().await;
    let all = timeline(&mut reader, "opportunity", &deal, None, 50).await.unwrap();
    assert!(all.next.is_none());
    let mut kinds: Vec<String> = all
        .entries
        .iter()
        .map(|entry| match &entry.what {
            What::Activity(activity) => format!("call {}", activity.subject.as_deref().unwrap_or_default()),
            What::Created { .. } => "created".into(),
            What::Changed { fields, .. } => format!("{} {}", fields[0].field, fields[0].new),
            What::Deleted { .. } => "deleted".into(),
            What::Stage { from, to } => format!("{from:?} to {to:?}"),
        })
        .collect();
    kinds.sort();
    assert_eq!(
        kinds,
        [
            "None to Some(\"Prospecting\")",
            "Some(\"Prospecting\") to Some(\"Proposal\")",
            "call Price",
            "company \"Acme\"",
            "created"
        ]
    );
    assert!(all.entries.is_sorted_by(|a, b| a.at >= b.at));

    let (mut paged, mut cursor) = (Vec::new(), None);
    loop {
        let page = timeline(&mut reader, "opportunity", &deal, cursor.as_deref(), 2).await.unwrap();
        paged.extend(page.entries.into_iter().map(|e| e.id));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(paged, all.entries.iter().map(|e| e.id.clone()).collect::<Vec<_>>());
    let read = opportunities::get(&mut reader, &deal).await.unwrap().unwrap();
    assert!(read.last_activity_at.is_some(), "the call moved the last activity");
}

#[tokio::test]
async fn today_counts_exactly_what_wants_doing() {
    let world = world().await;
    let follow = leads::LeadDraft {
        last_name: set("Late"),
        lead_source: Field::Set(LeadSource::Website),
        next_follow_up: Field::Set("2020-01-01".parse().unwrap()),
        ..Default::default()
    };
    world.act(async |tx| leads::create(tx, follow).await).await;
    for n in 0..25 {
        let due = mycrm_crm::tasks::TaskDraft {
            title: set(&format!("T{n}")),
            due_at: Field::Set(Timestamp::now().plus_days(-1)),
            ..Default::default()
        };
        world.act(async |tx| mycrm_crm::tasks::create(tx, due).await).await;
    }
    let closing = OpportunityDraft {
        name: set("Soon"),
        expected_close_date: Field::Set("2020-01-01".parse().unwrap()),
        ..Default::default()
    };
    world.act(async |tx| opportunities::create(tx, closing).await).await;
    let today = today(&mut *world.read().await, Timestamp::now()).await.unwrap();
    assert_eq!((today.overdue.count, today.overdue.first.len(), today.due_today.count), (25, 20, 0));
    assert_eq!((today.follow_ups.count, today.closing_this_week.count, today.stalled.count), (1, 1, 0));
}

#[tokio::test]
async fn a_long_history_pages_to_its_beginning_whatever_happened_at_one_instant() {
    let world = world().await;
    let deal = world.deal("Deal", "prospecting", None).await;
    for n in 0..9 {
        let rename = OpportunityDraft { name: set(&format!("Deal {n}")), ..Default::default() };
        world.act(async |tx| opportunities::update(tx, &deal, rename).await).await;
    }
    for n in 0..9 {
        let call = ActivityDraft {
            kind: Field::Set(ActivityKind::Call),
            opportunity_id: Field::Set(deal.clone()),
            subject: set(&format!("Call {n}")),
            occurred_at: Field::Set(Timestamp::from_millis(1_500_000_000_000)),
            ..Default::default()
        };
        world.act(async |tx| activities::create(tx, call).await).await;
    }
    let mut reader = world.read().await;
    let (mut seen, mut cursor) = (std::collections::BTreeSet::new(), None);
    let mut entries = 0;
    loop {
        let page = timeline(&mut reader, "opportunity", &deal, cursor.as_deref(), 2).await.unwrap();
        entries += page.entries.len();
        seen.extend(page.entries.into_iter().map(|e| e.id));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    // Created, the first stage, nine names, nine calls.
    assert_eq!((entries, seen.len()), (20, 20));
}
