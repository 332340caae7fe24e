//! Decides what each row of a file does: what it creates, what it changes, and what it leaves as it is.
//!
//! It is pure and writes nothing: a dry run and a run ask the same planner, and so cannot disagree.

mod books;
mod companies;
mod contacts;
pub(crate) mod current;
pub(crate) mod keys;
mod leads;
mod opportunities;
pub(crate) mod pipelines;
mod places;
mod stage_words;
pub(crate) mod survey;

use crate::{Message, message};
use std::collections::HashSet;

use mycrm_store::{Currency, Id, Timestamp, Value};
use uuid::Uuid;

use super::mapping::Kind;
use super::rows::{Draft, RowError};
use super::source::Place;
use super::summary::Tally;
pub(crate) use books::Book;
pub(crate) use companies::Companies;
pub(crate) use contacts::{name_key as contact_name_key, phone_name_key};
pub(crate) use current::Current;
pub(crate) use keys::Index;
use pipelines::Pipelines;

/// Columns of a row to be written.
pub(crate) type Fields = Vec<(&'static str, Value)>;

/// One write; an insert and an update are one op of the log each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Write {
    Insert { table: &'static str, id: Id, fields: Fields },
    Update { table: &'static str, id: Id, fields: Fields },
    Event { name: &'static str, record: &'static str, id: Id },
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Created,
    Updated,
    Unchanged,
    /// It means what an earlier row means.
    Duplicate(Message),
    Failed(Vec<RowError>),
}

/// What a row does.
#[derive(Debug)]
pub(crate) struct RowPlan {
    pub(crate) outcome: Outcome,
    pub(crate) writes: Vec<Write>,
    /// Records of other kinds that were made on the way: companies, people, products.
    pub(crate) made: Tally,
}

impl RowPlan {
    /// The plan of a row that is no draft.
    pub(crate) fn failed(errors: Vec<RowError>) -> Self {
        Self { outcome: Outcome::Failed(errors), writes: Vec::new(), made: Tally::default() }
    }
}

/// What holds for all rows.
#[derive(Debug, Clone)]
pub(crate) struct Ground {
    pub(crate) kind: Kind,
    pub(crate) now: Timestamp,
    pub(crate) zone: jiff::tz::TimeZone,
    /// Of amounts that name none.
    pub(crate) currency: Currency,
    /// Who owns what names no owner, where no column says who does.
    pub(crate) me: Option<Id>,
    /// Whether companies, people, products, pipelines and stages that are named and missing are made.
    pub(crate) create_missing: bool,
    /// Which fields the file has columns for.
    pub(crate) mapped: Vec<String>,
}

impl Ground {
    pub(crate) fn has(&self, field: &str) -> bool {
        self.mapped.iter().any(|key| key == field)
    }
}

/// Everything a row can mean or name, by its keys.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) companies: Companies,
    pub(crate) contacts: Index,
    pub(crate) leads: Index,
    pub(crate) opportunities: Index,
    pub(crate) people: Book,
    pub(crate) products: Book,
    pub(crate) tags: Book,
    pub(crate) pipelines: Pipelines,
}

/// Plans the rows of one file, in their order.
#[derive(Debug)]
pub(crate) struct Planner {
    ground: Ground,
    world: World,
    writes: Vec<Write>,
    made: Tally,
    /// Companies that a row named before their own row came: their values are not in the database yet.
    named: HashSet<Uuid>,
}

/// Why a row cannot be planned.
pub(crate) type Refusal = Message;

impl Planner {
    pub(crate) fn new(ground: Ground, world: World) -> Self {
        Self { ground, world, writes: Vec::new(), made: Tally::default(), named: HashSet::new() }
    }

    /// What is written before the first row: pipelines and stages.
    pub(crate) fn prepare(&mut self, survey: &survey::Survey, choice: &pipelines::Choice) -> RowPlan {
        self.prepare_pipelines(survey, choice);
        self.take(Outcome::Unchanged)
    }

    /// The records of the database that rows may mean; their values have to be in the [`Current`] given to
    /// [`Self::plan`].
    pub(crate) fn possible(&self, draft: &Draft) -> Vec<Uuid> {
        match draft {
            Draft::Company(draft) => self.possible_companies(draft),
            Draft::Contact(draft) => self.possible_contacts(draft),
            Draft::Lead(draft) => self.possible_leads(draft),
            Draft::Opportunity(draft) => self.possible_opportunities(draft),
        }
    }

    pub(crate) fn plan(&mut self, place: Place, draft: &Draft, current: &Current) -> RowPlan {
        let outcome = match draft {
            Draft::Company(draft) => self.company(place, draft, current),
            Draft::Contact(draft) => self.contact(place, draft, current),
            Draft::Lead(draft) => self.lead(place, draft, current),
            Draft::Opportunity(draft) => self.opportunity(place, draft, current),
        };
        match outcome {
            Ok(outcome) => self.take(outcome),
            Err(message) => {
                // What was made on the way stays known, so it has to be written: a company named by a row that
                // fails later is named by others too.
                self.take(Outcome::Failed(vec![RowError::of_row(place, message)]))
            }
        }
    }

    fn take(&mut self, outcome: Outcome) -> RowPlan {
        RowPlan { outcome, writes: std::mem::take(&mut self.writes), made: std::mem::take(&mut self.made) }
    }

    fn insert(&mut self, table: &'static str, record: (&'static str, &'static str), id: &Id, fields: Fields) {
        let (record, event) = record;
        self.writes.push(Write::Insert { table, id: id.clone(), fields });
        if !event.is_empty() {
            self.writes.push(Write::Event { name: event, record, id: id.clone() });
        }
    }

    /// Writes what differs; whether anything does.
    fn change(&mut self, table: &'static str, id: &Id, wanted: Fields, current: &Current) -> bool {
        let fields = if self.named.contains(&uuid(id)) && !current.rows.contains_key(&uuid(id)) {
            wanted
        } else {
            current.differing(id, wanted)
        };
        if fields.is_empty() {
            return false;
        }
        self.writes.push(Write::Update { table, id: id.clone(), fields });
        true
    }

    /// The owner a row names; mine where the file has no column of owners.
    fn owner(&mut self, name: Option<&str>) -> Result<Option<Id>, Refusal> {
        let Some(name) = name else {
            return Ok(if self.ground.has("owner") { None } else { self.ground.me.clone() });
        };
        if let Some(id) = self.world.people.find(name) {
            return Ok(Some(id));
        }
        self.may_create(|| {
            message!("There is no person called “{name}”, and what is missing is not to be created", name)
        })?;
        let id = Id::new();
        let email = crate::import::values::contact_points::email(name);
        let fields = vec![("name", name.into()), ("email", email.into()), ("active", true.into())];
        self.insert("people", ("person", ""), &id, fields);
        self.world.people.add(name, &id);
        self.made.people += 1;
        Ok(Some(id))
    }

    fn product(&mut self, name: &str) -> Result<Id, Refusal> {
        if let Some(id) = self.world.products.find(name) {
            return Ok(id);
        }
        self.may_create(|| {
            message!("There is no product called “{name}”, and what is missing is not to be created", name)
        })?;
        let id = Id::new();
        let fields = vec![
            ("name", name.into()),
            ("currency", self.ground.currency.code().into()),
            ("is_active", true.into()),
        ];
        self.insert("products", ("product", ""), &id, fields);
        self.world.products.add(name, &id);
        self.made.products += 1;
        Ok(id)
    }

    /// Puts tags on a record that are not on it yet; whether there were any.
    fn tag(&mut self, record: &'static str, id: &Id, names: &[String], current: &Current) -> bool {
        let mut any = false;
        for name in names {
            let known = self.world.tags.find(name);
            if known.as_ref().is_some_and(|tag| current.has_tag(id, tag)) {
                continue;
            }
            let tag = known.unwrap_or_else(|| {
                let tag = Id::new();
                self.writes.push(Write::Insert {
                    table: "tags",
                    id: tag.clone(),
                    fields: vec![("name", name.as_str().into())],
                });
                self.world.tags.add(name, &tag);
                tag
            });
            let fields = vec![
                ("record_type", record.into()),
                ("record_id", id.clone().into()),
                ("tag_id", tag.into()),
            ];
            self.writes.push(Write::Insert { table: "record_tags", id: Id::new(), fields });
            any = true;
        }
        any
    }

    fn may_create(&self, missing: impl FnOnce() -> Refusal) -> Result<(), Refusal> {
        if self.ground.create_missing { Ok(()) } else { Err(missing()) }
    }
}

/// The outcome of a record that exists.
fn touched(changed: bool) -> Outcome {
    if changed { Outcome::Updated } else { Outcome::Unchanged }
}

/// Ids are UUIDs by construction; one that a foreign hand wrote otherwise is never matched.
pub(crate) fn uuid(id: &Id) -> Uuid {
    Uuid::try_parse(id.as_str()).unwrap_or_default()
}

/// Pushes what the file says; what it leaves open stays as it is.
fn push<T: Into<Value>>(to: &mut Fields, column: &'static str, value: Option<T>) {
    if let Some(value) = value {
        to.push((column, value.into()));
    }
}
