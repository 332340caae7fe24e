//! Sample data for a first look: a small, plausible book of business, removable in one click.

use jiff::tz::TimeZone;
use mycrm_store::{Ctx, Date, Id, Origin, Store, Tx};

use crate::activities::{self, ActivityDraft};
use crate::companies::{self, CompanyDraft};
use crate::contacts::{self, ContactDraft};
use crate::leads::{self, LeadDraft};
use crate::opportunities::{self, OpportunityDraft};
use crate::store::settings;
use crate::tasks::{self, TaskDraft};
use crate::{ActivityKind, ContactType, Field, LeadSource, Priority, Result, Salutation, TaskType};

/// Name, domain, industry, city.
const COMPANIES: &[(&str, &str, &str, &str)] = &[
    ("Nordlicht Maschinenbau", "nordlicht.example", "Machinery", "Kiel"),
    ("Brightwater Foods", "brightwater.example", "Food", "Bristol"),
    ("Alpenblick Hotels", "alpenblick.example", "Hospitality", "Innsbruck"),
    ("Cobalt Robotics", "cobalt.example", "Robotics", "Austin"),
    ("Verdant Logistics", "verdant.example", "Logistics", "Rotterdam"),
    ("Maison Lumière", "lumiere.example", "Retail", "Lyon"),
];

/// Salutation, first name, last name, job title, company.
const CONTACTS: &[(Salutation, &str, &str, &str, usize)] = &[
    (Salutation::Ms, "Hanna", "Petersen", "Head of Purchasing", 0),
    (Salutation::Mr, "Jonas", "Brandt", "Plant Manager", 0),
    (Salutation::Mrs, "Olivia", "Hughes", "Operations Director", 1),
    (Salutation::Dr, "Lukas", "Moser", "Managing Director", 2),
    (Salutation::Ms, "Priya", "Raman", "VP Engineering", 3),
    (Salutation::Mr, "Daan", "Visser", "Fleet Manager", 4),
    (Salutation::Mrs, "Camille", "Laurent", "Owner", 5),
];

struct SampleDeal {
    name: &'static str,
    company: usize,
    contact: usize,
    stage: &'static str,
    /// In major units of the base currency.
    amount: i64,
    /// Until the close is expected; negative: since it closed.
    days: i32,
    next_step: Option<&'static str>,
}

const DEALS: &[SampleDeal] = &[
    SampleDeal {
        name: "Spare parts contract",
        company: 0,
        contact: 0,
        stage: "negotiation",
        amount: 48_000,
        days: 9,
        next_step: Some("Send the revised terms"),
    },
    SampleDeal {
        name: "Line 3 retrofit",
        company: 0,
        contact: 1,
        stage: "proposal",
        amount: 126_500,
        days: 34,
        next_step: Some("Walk through the offer on site"),
    },
    SampleDeal {
        name: "Cold chain sensors",
        company: 1,
        contact: 2,
        stage: "qualification",
        amount: 22_400,
        days: 48,
        next_step: None,
    },
    SampleDeal {
        name: "Season booking system",
        company: 2,
        contact: 3,
        stage: "proposal",
        amount: 31_900,
        days: 3,
        next_step: None,
    },
    SampleDeal {
        name: "Assembly cell pilot",
        company: 3,
        contact: 4,
        stage: "prospecting",
        amount: 87_000,
        days: 75,
        next_step: Some("First call with engineering"),
    },
    SampleDeal {
        name: "Fleet telemetry",
        company: 4,
        contact: 5,
        stage: "closed_won",
        amount: 54_200,
        days: -12,
        next_step: None,
    },
    SampleDeal {
        name: "Store lighting",
        company: 5,
        contact: 6,
        stage: "closed_lost",
        amount: 17_800,
        days: -20,
        next_step: None,
    },
];

/// Fills an empty database with sample records as one action, whose context is `ctx` but for its origin.
///
/// # Errors
/// When the database cannot be written.
pub async fn load(store: &Store, mut ctx: Ctx) -> Result<Id> {
    ctx.origin = Origin::Sample;
    let mut tx = store.begin(ctx).await?;
    let zone = settings::zone(tx.conn()).await?;
    let today = tx.now().date_in(&zone);
    let companies = load_companies(&mut tx).await?;
    let contacts = load_contacts(&mut tx, &companies).await?;
    load_deals(&mut tx, &companies, &contacts, today).await?;
    load_work(&mut tx, &contacts, today, &zone).await?;
    Ok(tx.commit().await?)
}

fn text(text: &str) -> Field<String> {
    Field::Set(text.to_owned())
}

async fn load_companies(tx: &mut Tx<'_>) -> Result<Vec<Id>> {
    let mut ids = Vec::new();
    for (name, domain, industry, city) in COMPANIES {
        let draft = CompanyDraft {
            name: text(name),
            domain: text(domain),
            website: Field::Set(format!("https://www.{domain}")),
            industry: text(industry),
            city: text(city),
            ..CompanyDraft::default()
        };
        ids.push(companies::create(tx, draft).await?);
    }
    Ok(ids)
}

async fn load_contacts(tx: &mut Tx<'_>, companies: &[Id]) -> Result<Vec<Id>> {
    let mut ids = Vec::new();
    for (salutation, first, last, job, company) in CONTACTS {
        let domain = COMPANIES[*company].1;
        let draft = ContactDraft {
            salutation: Field::Set(*salutation),
            first_name: text(first),
            last_name: text(last),
            job_title: text(job),
            email: Field::Set(format!("{}.{}@{domain}", first.to_lowercase(), last.to_lowercase())),
            company_id: Field::Set(companies[*company].clone()),
            contact_type: Field::Set(if *company == 4 {
                ContactType::Customer
            } else {
                ContactType::Prospect
            }),
            ..ContactDraft::default()
        };
        ids.push(contacts::create(tx, draft).await?);
    }
    Ok(ids)
}

async fn load_deals(tx: &mut Tx<'_>, companies: &[Id], contacts: &[Id], today: Date) -> Result<()> {
    let scale = 10_i64.pow(settings::base_currency(tx.conn()).await?.exponent());
    for SampleDeal { name, company, contact, stage, amount, days, next_step } in DEALS {
        let close = today.plus_days(*days);
        let draft = OpportunityDraft {
            name: text(name),
            company_id: Field::Set(companies[*company].clone()),
            contact_id: Field::Set(contacts[*contact].clone()),
            amount_minor: Field::Set(amount * scale),
            expected_close_date: Field::Set(close),
            actual_close_date: if *days < 0 { Field::Set(close) } else { Field::Unset },
            loss_reason: if *stage == "closed_lost" { text("Price") } else { Field::Unset },
            next_step: next_step.map_or(Field::Unset, text),
            ..OpportunityDraft::default()
        };
        let deal = opportunities::create(tx, draft).await?;
        // A default pipeline that was changed may not have this stage: then the deal stays in the first.
        let to = opportunities::Move { stage: (*stage).to_owned(), ..opportunities::Move::default() };
        match opportunities::update_stage(tx, &deal, to).await {
            Ok(()) | Err(crate::Error::Invalid(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn load_work(tx: &mut Tx<'_>, contacts: &[Id], today: Date, zone: &TimeZone) -> Result<()> {
    for (title, kind, days, contact) in [
        ("Call Hanna about delivery dates", TaskType::Call, 0, 0),
        ("Send the offer to Lukas", TaskType::Proposal, 1, 3),
        ("Prepare the demo for Priya", TaskType::Demo, 4, 4),
        ("Check in with Daan after the roll-out", TaskType::FollowUp, -2, 5),
    ] {
        let noon = today.plus_days(days).start_in(zone).millis() + 12 * 3_600_000;
        let draft = TaskDraft {
            title: text(title),
            task_type: Field::Set(kind),
            priority: Field::Set(if days < 0 { Priority::High } else { Priority::Medium }),
            due_at: Field::Set(mycrm_store::Timestamp::from_millis(noon)),
            contact_id: Field::Set(contacts[contact].clone()),
            ..TaskDraft::default()
        };
        tasks::create(tx, draft).await?;
    }
    for (first, last, company, source, days) in [
        ("Mateo", "García", "Sol Solar", LeadSource::TradeShow, 0),
        ("Ingrid", "Nyström", "Fjord Textiles", LeadSource::Website, 3),
        ("Tom", "Becker", "Becker & Sons", LeadSource::Referral, 6),
    ] {
        let draft = LeadDraft {
            first_name: text(first),
            last_name: text(last),
            company_name: text(company),
            lead_source: Field::Set(source),
            next_follow_up: Field::Set(today.plus_days(days)),
            ..LeadDraft::default()
        };
        leads::create(tx, draft).await?;
    }
    let call = ActivityDraft {
        kind: Field::Set(ActivityKind::Call),
        subject: text("Delivery dates"),
        body: text("Hanna needs the first batch before the trade fair. She will send the volumes."),
        outcome: text("Reached"),
        duration_minutes: Field::Set(14),
        contact_id: Field::Set(contacts[0].clone()),
        ..ActivityDraft::default()
    };
    activities::create(tx, call).await?;
    Ok(())
}
