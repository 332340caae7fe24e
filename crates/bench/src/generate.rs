//! The data that is measured: 250,000 contacts and 100,000 opportunities with histories, from a fixed seed.

use std::path::Path;
use std::time::Instant;

use fastrand::Rng;
use mycrm_crm::{rank, setup};
use mycrm_store::{Ctx, Id, OpenOptions, Origin, Store, Timestamp, Tx, Value};

use crate::Result;

const SEED: u64 = 20_250_301;
const COMPANIES: usize = 20_000;
const CONTACTS: usize = 250_000;
const OPPORTUNITIES: usize = 100_000;
const PER_COMMIT: usize = 5_000;

const FIRST: &[&str] = &[
    "Ada", "Björn", "Chiara", "Dmitri", "Elif", "Farid", "Grace", "Hanna", "Ingrid", "Jonas", "Kenji",
    "Lucía", "Mateo", "Nadia", "Olivia", "Priya", "Quentin", "Rosa", "Søren", "Tariq", "Ursula", "Viktor",
    "Wanda", "Xenia", "Yusuf", "Zoë",
];
const LAST: &[&str] = &[
    "Müller",
    "Schmidt",
    "García",
    "Rossi",
    "Nguyen",
    "Kowalski",
    "Andersson",
    "Dubois",
    "Okafor",
    "Tanaka",
    "Hopper",
    "Visser",
    "Moreau",
    "Petersen",
    "Hughes",
    "Brandt",
    "Silva",
    "Novák",
    "Ivanova",
    "Haddad",
    "Larsen",
    "Weber",
    "Costa",
];
const TRADE: &[&str] = &[
    "Maschinenbau",
    "Foods",
    "Hotels",
    "Robotics",
    "Logistics",
    "Textiles",
    "Solar",
    "Pharma",
    "Media",
    "Timber",
];
const PLACE: &[&str] = &[
    "Nord",
    "Alpen",
    "Blue",
    "Cobalt",
    "Delta",
    "Evergreen",
    "Fjord",
    "Golden",
    "Harbour",
    "Iron",
    "Jade",
    "Kestrel",
];
const CITY: &[&str] =
    &["Berlin", "Bristol", "Lyon", "Kiel", "Austin", "Rotterdam", "Porto", "Malmö", "Graz", "Turin"];

/// What the measurements refer to.
pub(crate) struct Made {
    pub(crate) stages: Vec<Id>,
    pub(crate) opportunities: Vec<Id>,
}

/// Fills a new database and closes it.
pub(crate) async fn fill(folder: &Path) -> Result<Made> {
    let start = Instant::now();
    let store = Store::open(OpenOptions { folder: folder.to_owned() }).await?;
    setup::prepare(&store, "Ada").await?;
    let mut rng = Rng::with_seed(SEED);
    let companies = companies(&store, &mut rng).await?;
    contacts(&store, &mut rng, &companies).await?;
    let made = opportunities(&store, &mut rng, &companies).await?;
    sqlx::query("PRAGMA optimize").execute(store.bookkeeping()).await?;
    store.close().await;
    eprintln!(
        "seed {SEED}: {COMPANIES} companies, {CONTACTS} contacts, {OPPORTUNITIES} opportunities in {:.0} s",
        start.elapsed().as_secs_f64()
    );
    Ok(made)
}

fn one<'a>(rng: &mut Rng, of: &[&'a str]) -> &'a str {
    of[rng.usize(..of.len())]
}

async fn begin(store: &Store) -> Result<Tx<'_>> {
    Ok(store.begin(Ctx::new("bench", Origin::Import, "Generated").permanent()).await?)
}

async fn companies(store: &Store, rng: &mut Rng) -> Result<Vec<Id>> {
    let mut ids = Vec::with_capacity(COMPANIES);
    while ids.len() < COMPANIES {
        let mut tx = begin(store).await?;
        for _ in 0..PER_COMMIT.min(COMPANIES - ids.len()) {
            let id = Id::new();
            let n = ids.len();
            let fields = vec![
                ("name", format!("{} {} {n}", one(rng, PLACE), one(rng, TRADE)).into()),
                ("domain", format!("company{n}.example").into()),
                ("industry", one(rng, TRADE).into()),
                ("city", one(rng, CITY).into()),
            ];
            tx.make_room(1).await?;
            tx.insert("companies", &id, fields).await?;
            ids.push(id);
        }
        tx.commit().await?;
    }
    Ok(ids)
}

async fn contacts(store: &Store, rng: &mut Rng, companies: &[Id]) -> Result<()> {
    let mut n = 0;
    while n < CONTACTS {
        let mut tx = begin(store).await?;
        for _ in 0..PER_COMMIT.min(CONTACTS - n) {
            let phone = format!("+49{:010}", rng.u64(..10_000_000_000));
            let fields = vec![
                ("first_name", one(rng, FIRST).into()),
                ("last_name", format!("{}-{}", one(rng, LAST), word(rng)).into()),
                ("email", format!("person{n}@example.com").into()),
                ("phone_key", phone.trim_start_matches('+').into()),
                ("phone", phone.into()),
                ("company_id", companies[rng.usize(..companies.len())].clone().into()),
                ("job_title", format!("{} lead", one(rng, TRADE)).into()),
                ("city", one(rng, CITY).into()),
                ("contact_type", "prospect".into()),
                ("status", "active".into()),
                ("email_consent", "unknown".into()),
            ];
            tx.make_room(1).await?;
            tx.insert("contacts", &Id::new(), fields).await?;
            n += 1;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// A made-up syllable pair, so that names are many and prefixes select.
fn word(rng: &mut Rng) -> String {
    const SYLLABLES: &[&str] =
        &["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "fen", "gar", "hol", "jin", "pat"];
    (0..3).map(|_| one(rng, SYLLABLES)).collect()
}

async fn opportunities(store: &Store, rng: &mut Rng, companies: &[Id]) -> Result<Made> {
    let pipeline: Id =
        sqlx::query_scalar("SELECT id FROM pipelines LIMIT 1").fetch_one(store.readers()).await?;
    let stages: Vec<Id> =
        sqlx::query_scalar("SELECT id FROM stages ORDER BY position").fetch_all(store.readers()).await?;
    let mut ids: Vec<Id> = Vec::with_capacity(OPPORTUNITIES);
    let now = Timestamp::now();
    while ids.len() < OPPORTUNITIES {
        let mut tx = begin(store).await?;
        for _ in 0..PER_COMMIT.min(OPPORTUNITIES - ids.len()) {
            let id = Id::new();
            let reached = rng.usize(..stages.len());
            let opened = now.plus_days(-rng.i64(10..900));
            let fields = vec![
                ("name", format!("{} {} {}", one(rng, PLACE), word(rng), ids.len()).into()),
                ("company_id", companies[rng.usize(..companies.len())].clone().into()),
                ("pipeline_id", pipeline.clone().into()),
                ("stage_id", stages[reached].clone().into()),
                ("stage_entered_at", opened.into()),
                ("rank", rank::nth(u32::try_from(ids.len())?).into()),
                (
                    "amount_minor",
                    if rng.u8(..10) == 0 { Value::Null } else { rng.i64(10_000..5_000_000).into() },
                ),
                ("currency", "EUR".into()),
            ];
            tx.make_room(8).await?;
            tx.insert("opportunities", &id, fields).await?;
            for step in 0..=reached {
                let fields = vec![
                    ("opportunity_id", id.clone().into()),
                    ("field", "stage".into()),
                    ("old_value", step.checked_sub(1).map(|s| stages[s].clone()).into()),
                    ("new_value", stages[step].clone().into()),
                    ("effective_at", opened.plus_days(i64::try_from(step)? * 9).into()),
                ];
                tx.insert("opportunity_history", &Id::new(), fields).await?;
            }
            ids.push(id);
        }
        tx.commit().await?;
    }
    Ok(Made { stages, opportunities: ids })
}

/// Search terms that people type: beginnings of names, parts of words, numbers.
pub(crate) fn searches(count: usize) -> Vec<String> {
    let mut rng = Rng::with_seed(SEED + 1);
    (0..count)
        .map(|n| match n % 5 {
            0 => one(&mut rng, LAST).chars().take(4).collect(),
            1 => format!("{} {}", one(&mut rng, FIRST), one(&mut rng, LAST)),
            2 => word(&mut rng),
            3 => format!("person{}", rng.usize(..CONTACTS)),
            _ => word(&mut rng).chars().skip(1).take(5).collect(),
        })
        .collect()
}

/// A file of contacts, a tenth of which the database has already.
pub(crate) fn contacts_csv(rows: usize) -> String {
    let mut rng = Rng::with_seed(SEED + 2);
    let mut csv =
        "First name,Last name,Email,Phone,Company,Job title,City,Country,Website,LinkedIn,Source,Notes\n"
            .to_owned();
    for n in 0..rows {
        let address = if n % 10 == 0 {
            format!("person{}@example.com", n * 5 % CONTACTS)
        } else {
            format!("new{n}@example.org")
        };
        csv.push_str(&format!(
            "{},{}-{},{address},+44{:010},{} {},Buyer,{},Portugal,https://site{n}.example,https://linkedin.example/in/{n},Fair,\"Met at stand {n}, wants a call\"\n",
            one(&mut rng, FIRST),
            one(&mut rng, LAST),
            word(&mut rng),
            rng.u64(..10_000_000_000),
            one(&mut rng, PLACE),
            one(&mut rng, TRADE),
            one(&mut rng, CITY),
        ));
    }
    csv
}
