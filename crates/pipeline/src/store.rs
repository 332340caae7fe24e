//! Reading the deals of a pipeline from the database, and keeping with them what is not computed: quotas and the
//! daily snapshots. Everything else in this crate is computed from what this returns.

mod cards;
mod categories;
mod deals;
mod names;
mod quotas;
mod rates;
mod rows;
mod snapshots;
mod stages;

use std::collections::HashMap;

use jiff::tz::TimeZone;
use mycrm_store::{Currency, Id, Result};
use sqlx::{Connection, SqliteConnection};

pub use cards::{Card, cards};
pub use categories::{CategoryChange, category_changes};
pub use quotas::{Quota, quotas, set_quota};
pub use snapshots::{Kept, keep_snapshot, kept_since, last_kept};

use crate::deals::Book;
use deals::Wanted;
use names::Names;
use rates::Rates;

/// More changes than this since the last reading, and all is read anew.
const FOLLOWED: i64 = 2_000;

/// A book with the ids of what its places stand for, which can follow the database.
#[derive(Debug, Clone)]
pub struct StoredBook {
    pub book: Book,
    /// By place in [`Book::stages`].
    pub stage_ids: Vec<Id>,
    pipeline: Id,
    base: Currency,
    zone: TimeZone,
    /// The last op of the change log that is in it.
    seq: i64,
    places: HashMap<String, u16>,
    owners: Names,
    products: Names,
    sources: Names,
    currencies: Names,
    rates: Rates,
}

impl StoredBook {
    /// The pipeline's deals that are not deleted, amounts in the base currency. One moment of the database is read.
    ///
    /// An amount in another currency is converted by the rate of the day it was entered, of a closed deal by that of the
    /// day it was closed, else by the earliest rate after;
    /// without any it is [`crate::Amount::Unconverted`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn read(
        connection: &mut SqliteConnection,
        pipeline: &Id,
        base: Currency,
        zone: &TimeZone,
    ) -> Result<Self> {
        let mut tx = connection.begin().await?;
        let (stage_ids, stages) = stages::read(&mut tx, pipeline).await?;
        let places = (0..).zip(&stage_ids).map(|(place, id)| (id.as_str().to_owned(), place)).collect();
        let mut stored = Self {
            book: Book::new(stages).in_zone(zone),
            stage_ids,
            pipeline: pipeline.clone(),
            base,
            zone: zone.clone(),
            seq: deals::last_change(&mut tx).await?,
            places,
            owners: Names::people(&mut tx).await?,
            products: Names::products(&mut tx).await?,
            sources: Names::default(),
            currencies: Names::default(),
            rates: Rates::read(&mut tx, base).await?,
        };
        let mut after = 0;
        while let Some(last) = deals::read(&mut tx, &mut stored, &Wanted::After(after)).await? {
            after = last;
        }
        tx.rollback().await?;
        stored.name();
        Ok(stored)
    }

    /// Takes in what was committed since it was read; whether that was anything.
    ///
    /// # Errors
    /// When the database cannot be read; then it is as it was, or is to be read anew.
    pub async fn follow(&mut self, connection: &mut SqliteConnection) -> Result<bool> {
        let mut tx = connection.begin().await?;
        let last = deals::last_change(&mut tx).await?;
        if last == self.seq {
            return Ok(false);
        }
        let changed = if last < self.seq || last - self.seq > FOLLOWED {
            None
        } else {
            deals::changed_since(&mut tx, self.seq).await?
        };
        match changed {
            Some(deals) if !self.book.is_worn() => {
                deals::read(&mut tx, self, &Wanted::These(deals)).await?;
                self.seq = last;
                self.name();
            }
            _ => {
                tx.rollback().await?;
                *self = Self::read(connection, &self.pipeline.clone(), self.base, &self.zone.clone()).await?;
            }
        }
        Ok(true)
    }

    /// Whether nothing was committed since it was read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_current(&self, connection: &mut SqliteConnection) -> Result<bool> {
        Ok(deals::last_change(connection).await? == self.seq)
    }

    /// The last op of the change log that is in it: equal books have equal ones.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    pub fn pipeline(&self) -> &Id {
        &self.pipeline
    }

    /// What amounts are in.
    pub fn base(&self) -> Currency {
        self.base
    }

    /// By place in [`Book::owners`].
    pub fn owner_ids(&self) -> &[Id] {
        &self.owners.ids
    }

    /// By place in [`Book::products`].
    pub fn product_ids(&self) -> &[Id] {
        &self.products.ids
    }

    /// The book's lists of names are those of the places given so far.
    fn name(&mut self) {
        for (list, names) in [
            (&mut self.book.owners, &self.owners),
            (&mut self.book.products, &self.products),
            (&mut self.book.sources, &self.sources),
            (&mut self.book.currencies, &self.currencies),
        ] {
            if list.len() != names.names.len() {
                list.clone_from(&names.names);
            }
        }
    }
}
