//! What is asked about: which pipeline, whose deals, which period, in which currency, as known when.

use std::sync::Arc;

use jiff::tz::TimeZone;
use mycrm_crm::pipelines;
use mycrm_pipeline::deals::{NO_CURRENCY, NOBODY};
use mycrm_pipeline::store::{Quota, StoredBook, quotas};
use mycrm_pipeline::words::{self, Words};
use mycrm_pipeline::{Calendar, Snapshot};
use mycrm_store::{Currency, Date, Id, Store, Timestamp};
use serde::Deserialize;
use utoipa::IntoParams;

use super::books::Books;
use crate::error::{ApiError, Result};
use crate::settings;

/// The filters that all analytics take.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ScopeParams {
    /// The id of a pipeline; by default the default one.
    pub(super) pipeline: Option<String>,
    /// The id of a person, or `none`: only deals of that owner.
    pub(super) owner: Option<String>,
    /// The first day of the period (`2026-01-31`): deals opened since, win rates of deals closed since.
    #[param(format = Date)]
    pub(super) from: Option<String>,
    /// The last day of the period.
    #[param(format = Date)]
    pub(super) until: Option<String>,
    /// ISO 4217: only deals in that currency, and amounts in it. By default all deals, in the base currency.
    pub(super) currency: Option<String>,
    /// As it was known at the end of that day; by default now.
    #[param(format = Date)]
    pub(super) as_of: Option<String>,
    /// `en` or `de`: the language of sentences; by default that of the settings.
    pub(super) language: Option<String>,
}

/// A question that was understood, with the book it is about.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(super) stored: Arc<StoredBook>,
    pub(super) pipeline: Id,
    pub(super) pipeline_name: String,
    pub(super) currency: Currency,
    pub(super) zone: TimeZone,
    pub(super) calendar: Calendar,
    /// The instant everything is seen from.
    pub(super) at: Timestamp,
    pub(super) from: i64,
    pub(super) until: i64,
    owner: Option<u32>,
    in_currency: Option<u16>,
    pub(super) language: words::Language,
}

impl Scope {
    pub(super) async fn of(store: &Store, books: &Books, params: &ScopeParams) -> Result<Self> {
        let zone = settings::zone_of(store).await?;
        let base = settings::base_currency(store).await?;
        let wanted = given(params.currency.as_deref());
        let currency = match wanted {
            Some(code) => code.parse().map_err(|_| {
                ApiError::field("currency", format!("{code} is no ISO 4217 currency code, such as EUR"))
            })?,
            None => base,
        };
        let (pipeline, pipeline_name) = pipeline(store, given(params.pipeline.as_deref())).await?;
        let day = |name: &'static str, text: &Option<String>| day(name, text.as_deref());
        let (from, until) = (day("from", &params.from)?, day("until", &params.until)?);
        if let (Some(from), Some(until)) = (from, until)
            && from > until
        {
            return Err(ApiError::field("until", format!("is before {from}, the first day of the period")));
        }
        let end = |day: Date| day.plus_days(1).start_in(&zone).millis();
        let at = match day("as_of", &params.as_of)? {
            Some(day) => Timestamp::from_millis(end(day) - 1),
            None => Timestamp::now(),
        };
        let stored = books.get(store, &pipeline, currency, &zone).await?;
        Ok(Self {
            owner: given(params.owner.as_deref()).map(|owner| owner_of(&stored, owner)).transpose()?,
            in_currency: wanted.map(|_| place_of(&stored, currency)),
            from: from.map_or(i64::MIN, |day| day.start_in(&zone).millis()),
            until: until.map_or(i64::MAX, end),
            language: language(store, params.language.as_deref()).await?,
            calendar: Calendar::new(zone.clone()),
            stored,
            pipeline,
            pipeline_name,
            currency,
            zone,
            at,
        })
    }

    /// The deals asked about, as they were known then.
    pub(super) fn snapshot(&self) -> Snapshot<'_> {
        let snapshot = self.stored.book.as_of(self.at.millis());
        if self.is_whole() {
            return snapshot;
        }
        snapshot.filtered(|deal, _| {
            self.owner.is_none_or(|owner| deal.owner == owner)
                && self.in_currency.is_none_or(|currency| deal.currency == currency)
        })
    }

    /// Whether it is about all deals of the pipeline.
    pub(super) fn is_whole(&self) -> bool {
        self.owner.is_none() && self.in_currency.is_none()
    }

    /// The one owner it is about.
    pub(super) fn owner_name(&self) -> Option<&str> {
        self.stored.book.owners.get(self.owner? as usize).map(String::as_str)
    }

    pub(super) fn words(&self) -> Words {
        Words::new(self.language, self.currency)
    }

    /// The quotas of so many months from the current one on, nothing for a month without. They are of the whole
    /// pipeline, so a part of it has none; one that was set in another currency does not count.
    pub(super) async fn quotas(&self, store: &Store, months: usize) -> Result<Vec<Option<i64>>> {
        if !self.is_whole() {
            return Ok(vec![None; months]);
        }
        let first = self.calendar.month(self.at.millis().saturating_add(1));
        let last = first.plus(i32::try_from(months).unwrap_or(12) - 1);
        let mut connection = store.readers().acquire().await?;
        let set: Vec<Quota> = quotas(&mut connection, &self.pipeline, first, last).await?;
        let of = |month| set.iter().find(|quota| quota.month == month && quota.currency == self.currency);
        Ok((0..months)
            .map(|n| of(first.plus(i32::try_from(n).unwrap_or(0))).map(|quota| quota.minor))
            .collect())
    }
}

/// An empty parameter is none.
pub(super) fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// A pipeline with its name; the default one where none is named.
pub(super) async fn pipeline(store: &Store, id: Option<&str>) -> Result<(Id, String)> {
    let mut connection = store.readers().acquire().await?;
    let missing = |id: &str| {
        ApiError::NotFound(format!("There is no pipeline with the id {id}; it may have been deleted."))
    };
    let id = match id {
        Some(id) => id.parse::<Id>().map_err(|_| missing(id))?,
        None => pipelines::default(&mut connection).await?.ok_or_else(|| {
            ApiError::NotFound("There is no pipeline yet; make one in the settings.".into())
        })?,
    };
    let found = pipelines::get(&mut connection, &id).await?.ok_or_else(|| missing(id.as_str()))?;
    Ok((id, found.name))
}

/// The language of sentences.
pub(super) async fn language(store: &Store, wanted: Option<&str>) -> Result<words::Language> {
    match given(wanted) {
        Some("en") => Ok(words::Language::English),
        Some("de") => Ok(words::Language::German),
        Some(other) => Err(ApiError::field("language", format!("{other} is not there; en and de are"))),
        None => Ok(match settings::language_of(store).await? {
            settings::Language::De => words::Language::German,
            settings::Language::En | settings::Language::System => words::Language::English,
        }),
    }
}

pub(super) fn day(name: &'static str, text: Option<&str>) -> Result<Option<Date>> {
    let Some(text) = given(text) else { return Ok(None) };
    let parsed = text.parse::<Date>().map_err(|_| format!("{text} is no date, such as 2026-01-31"));
    parsed.map(Some).map_err(|why| ApiError::field(name, why))
}

fn owner_of(stored: &StoredBook, owner: &str) -> Result<u32> {
    if owner == "none" {
        return Ok(NOBODY);
    }
    let place = stored.owner_ids().iter().position(|id| id.as_str() == owner);
    place.and_then(|place| u32::try_from(place).ok()).ok_or_else(|| {
        ApiError::field("owner", format!("{owner} is not the id of a person; /api/people/ lists them"))
    })
}

/// A currency that no deal is in has a place that no deal has.
fn place_of(stored: &StoredBook, currency: Currency) -> u16 {
    let place = stored.book.currencies.iter().position(|code| code == currency.code());
    place.and_then(|place| u16::try_from(place).ok()).unwrap_or(NO_CURRENCY - 1)
}
