//! Reads the match keys of everything there is, each table once.

use mycrm_store::Id;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;

use crate::Result;
use crate::import::mapping::Kind;
use crate::import::plan::keys::{Entry, Key, KeyKind, folded, name_hash};
use crate::import::plan::pipelines::{Pipeline, Stage};
use crate::import::plan::{Book, World, contact_name_key, phone_name_key, uuid};
use crate::store::{pipelines as stored, settings};

/// Rows read at a time: the whole of a large table at once would be kept twice.
const PAGE: i64 = 10_000;

/// The next rows after number `last`, of a statement that gives a page as one JSON list of lists: a page costs one step
/// of the driver, where rows would cost one each.
async fn page<T: DeserializeOwned>(
    connection: &mut SqliteConnection,
    sql: &'static str,
    last: i64,
) -> Result<Vec<T>> {
    let rows: String = sqlx::query_scalar(sql).bind(last).bind(PAGE).fetch_one(connection).await?;
    Ok(serde_json::from_str(&rows).map_err(mycrm_store::Error::from)?)
}

/// What rows of this kind can mean or name.
pub(crate) async fn load(connection: &mut SqliteConnection, kind: Kind) -> Result<World> {
    let mut world = World::default();
    book(connection, "people", &mut world.people).await?;
    people_by_email(connection, &mut world.people).await?;
    book(connection, "tags", &mut world.tags).await?;
    if kind != Kind::Leads {
        companies(connection, &mut world).await?;
    }
    match kind {
        Kind::Companies => {}
        Kind::Contacts => contacts(connection, &mut world).await?,
        Kind::Leads => leads(connection, &mut world).await?,
        Kind::Opportunities => {
            book(connection, "products", &mut world.products).await?;
            contacts(connection, &mut world).await?;
            opportunities(connection, &mut world).await?;
            world.pipelines.all = pipelines(connection).await?;
        }
    }
    Ok(world)
}

async fn book(connection: &mut SqliteConnection, table: &'static str, into: &mut Book) -> Result<()> {
    let sql = format!("SELECT name, id FROM {table} WHERE deleted_at IS NULL ORDER BY no");
    let rows: Vec<(String, Id)> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(connection).await?;
    for (name, id) in rows {
        into.add(&name, &id);
    }
    Ok(())
}

async fn people_by_email(connection: &mut SqliteConnection, into: &mut Book) -> Result<()> {
    let rows: Vec<(String, Id)> = sqlx::query_as(
        "SELECT email, id FROM people WHERE email IS NOT NULL AND deleted_at IS NULL ORDER BY no",
    )
    .fetch_all(connection)
    .await?;
    for (email, id) in rows {
        into.add(&email, &id);
    }
    Ok(())
}

/// Number, id, name, domain, the id of another program, and the company that it belongs to.
type CompanyRow = (i64, Id, String, Option<String>, Option<String>, Option<Id>);

async fn companies(connection: &mut SqliteConnection, world: &mut World) -> Result<()> {
    let mut last = 0;
    loop {
        let rows: Vec<CompanyRow> = page(
            connection,
            "SELECT json_group_array(json_array(no, id, name, domain, external_id, parent_id) ORDER BY no) FROM
             (SELECT no, id, name, domain, external_id, parent_id FROM companies
              WHERE no > ?1 AND deleted_at IS NULL ORDER BY no LIMIT ?2)",
            last,
        )
        .await?;
        let Some((no, ..)) = rows.last() else { return Ok(()) };
        last = *no;
        for (_, id, name, domain, external_id, parent) in &rows {
            world.companies.add(id, name, domain.as_deref(), external_id.as_deref(), 0);
            if let Some(parent) = parent {
                world.companies.belongs(id, parent);
            }
        }
    }
}

/// In the order of its list.
#[derive(Deserialize)]
struct PersonRow {
    no: i64,
    id: Id,
    name: String,
    email: Option<String>,
    phone_key: Option<String>,
    mobile_key: Option<String>,
    /// The company's id, or its name for leads.
    company: Option<String>,
    external_id: Option<String>,
}

impl PersonRow {
    fn entry(&self) -> Entry {
        Entry {
            id: uuid(&self.id),
            name: name_hash(&folded(&self.name)),
            row: 0,
            has_external_id: self.external_id.is_some(),
            has_address: self.email.is_some(),
        }
    }

    fn keys(&self) -> Vec<Key> {
        let mut keys = Vec::with_capacity(4);
        let mut key = |kind, text: Option<&str>| keys.extend(text.map(|text| Key::new(kind, text)));
        key(KeyKind::ExternalId, self.external_id.as_deref());
        key(KeyKind::Email, self.email.as_deref().map(str::to_lowercase).as_deref());
        for phone in [&self.phone_key, &self.mobile_key].into_iter().flatten() {
            key(KeyKind::Phone, Some(&phone_name_key(phone, &self.name)));
        }
        let company = self.company.as_deref().unwrap_or_default();
        if !self.name.is_empty() || !company.is_empty() {
            key(KeyKind::Name, Some(&contact_name_key(&self.name, company)));
        }
        keys
    }
}

/// Number, contact, kind, key and the contact's name.
type PointRow = (i64, Id, String, String, String);

async fn contacts(connection: &mut SqliteConnection, world: &mut World) -> Result<()> {
    let mut last = 0;
    let mut places = std::collections::HashMap::new();
    loop {
        let rows: Vec<PersonRow> = page(
 connection,
 "SELECT json_group_array(json_array(no, id, name, email, phone_key, mobile_key, company_id, external_id) ORDER BY no) FROM
             (SELECT no, id, name, email, phone_key, mobile_key, company_id, external_id FROM contacts
              WHERE no > ?1 AND deleted_at IS NULL ORDER BY no LIMIT ?2)",
 last,
 )
 .await?;
        let Some(row) = rows.last() else { break };
        last = row.no;
        for row in &rows {
            let place = world.contacts.add(row.entry());
            places.insert(uuid(&row.id), place);
            // A contact without a name is not found by its company alone.
            for key in row.keys() {
                world.contacts.link(place, key);
            }
        }
    }
    let mut last = 0;
    loop {
        let rows: Vec<PointRow> = page(
            connection,
            "SELECT json_group_array(json_array(no, contact_id, kind, value_key, name) ORDER BY no) FROM
             (SELECT p.no, p.contact_id, p.kind, p.value_key, c.name FROM contact_points p
              JOIN contacts c ON c.id = p.contact_id AND c.deleted_at IS NULL
              WHERE p.no > ?1 AND p.deleted_at IS NULL ORDER BY p.no LIMIT ?2)",
            last,
        )
        .await?;
        let Some((no, ..)) = rows.last() else { return Ok(()) };
        last = *no;
        for (_, contact, kind, value, name) in &rows {
            let Some(place) = places.get(&uuid(contact)) else { continue };
            let key = match kind.as_str() {
                "email" => Key::new(KeyKind::Email, value),
                _ => Key::new(KeyKind::Phone, &phone_name_key(value, name)),
            };
            world.contacts.link(*place, key);
        }
    }
}

async fn leads(connection: &mut SqliteConnection, world: &mut World) -> Result<()> {
    let mut last = 0;
    loop {
        let rows: Vec<PersonRow> = page(
 connection,
 "SELECT json_group_array(json_array(no, id, name, email, phone_key, NULL, company_name, external_id) ORDER BY no) FROM
             (SELECT no, id, name, email, phone_key, company_name, external_id FROM leads
              WHERE no > ?1 AND deleted_at IS NULL ORDER BY no LIMIT ?2)",
 last,
 )
 .await?;
        let Some(row) = rows.last() else { return Ok(()) };
        last = row.no;
        for row in rows {
            let row = PersonRow { company: row.company.as_deref().map(folded), ..row };
            let place = world.leads.add(row.entry());
            for key in row.keys() {
                world.leads.link(place, key);
            }
        }
    }
}

/// Number, id, name, company, the id of another program and the pipeline.
type DealRow = (i64, Id, String, Option<String>, Option<String>, Id);

async fn opportunities(connection: &mut SqliteConnection, world: &mut World) -> Result<()> {
    let mut last = 0;
    loop {
        let rows: Vec<DealRow> = page(
            connection,
            "SELECT json_group_array(json_array(no, id, name, company_id, external_id, pipeline_id) ORDER BY no) FROM
             (SELECT no, id, name, company_id, external_id, pipeline_id FROM opportunities
              WHERE no > ?1 AND deleted_at IS NULL ORDER BY no LIMIT ?2)",
            last,
        )
        .await?;
        let Some((no, ..)) = rows.last() else { return Ok(()) };
        last = *no;
        for (_, id, name, company, external_id, pipeline) in &rows {
            let place = world.opportunities.add(Entry {
                id: uuid(id),
                name: name_hash(&folded(name)),
                row: 0,
                has_external_id: external_id.is_some(),
                has_address: false,
            });
            let name_key = contact_name_key(name, company.as_deref().unwrap_or_default());
            world.opportunities.link(place, Key::new(KeyKind::Name, &name_key));
            if let Some(external_id) = external_id {
                world.opportunities.link(place, Key::new(KeyKind::ExternalId, external_id));
                world.place_deal(id, pipeline);
            }
        }
    }
}

/// The pipelines with their stages, the default one first.
async fn pipelines(connection: &mut SqliteConnection) -> Result<Vec<Pipeline>> {
    let rows: Vec<(Id, String, String)> = sqlx::query_as(
        "SELECT id, name, position FROM pipelines WHERE deleted_at IS NULL ORDER BY is_default DESC, position, id",
    )
    .fetch_all(&mut *connection)
    .await?;
    let ranks: Vec<(Id, String)> = sqlx::query_as(
        "SELECT stage_id, max(rank) FROM opportunities WHERE deleted_at IS NULL GROUP BY stage_id",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut pipelines = Vec::with_capacity(rows.len());
    for (id, name, position) in rows {
        let stages = stored::stages(connection, &id).await?;
        let stage = |stage: stored::Stage| Stage {
            last_rank: ranks.iter().find(|(id, _)| *id == stage.id).map(|(_, rank)| rank.clone()),
            id: stage.id,
            slug: stage.slug,
            name: stage.name,
            kind: stage.kind,
            probability: stage.probability,
            position: stage.position,
        };
        pipelines.push(Pipeline { id, name, position, stages: stages.into_iter().map(stage).collect() });
    }
    Ok(pipelines)
}

/// The pipeline that holds every deal there is, unless it is the default one already.
pub(crate) async fn only_pipeline_with_deals(connection: &mut SqliteConnection) -> Result<Option<Id>> {
    let with_deals: Vec<(Id, bool)> = sqlx::query_as(
        "SELECT p.id, p.is_default FROM pipelines p WHERE p.deleted_at IS NULL
           AND EXISTS (SELECT 1 FROM opportunities o WHERE o.pipeline_id = p.id AND o.deleted_at IS NULL)",
    )
    .fetch_all(connection)
    .await?;
    Ok(match with_deals.as_slice() {
        [(only, false)] => Some(only.clone()),
        _ => None,
    })
}

/// What the settings say about amounts, days and owners.
pub(crate) struct Settings {
    pub(crate) currency: mycrm_store::Currency,
    pub(crate) zone: jiff::tz::TimeZone,
    pub(crate) me: Option<Id>,
}

pub(crate) async fn settings(connection: &mut SqliteConnection) -> Result<Settings> {
    Ok(Settings {
        currency: settings::base_currency(connection).await?,
        zone: settings::zone(connection).await?,
        me: settings::me(connection).await?,
    })
}
