//! Names by the places that deals point to.

use std::collections::HashMap;

use mycrm_store::{Id, Result};
use sqlx::SqliteConnection;

#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    pub(super) names: Vec<String>,
    pub(super) ids: Vec<Id>,
    places: HashMap<String, u32>,
}

impl Names {
    pub(super) async fn people(connection: &mut SqliteConnection) -> Result<Self> {
        let rows = sqlx::query_as("SELECT id, name FROM people WHERE deleted_at IS NULL ORDER BY no");
        Ok(Self::of(rows.fetch_all(connection).await?))
    }

    pub(super) async fn products(connection: &mut SqliteConnection) -> Result<Self> {
        let rows = sqlx::query_as("SELECT id, name FROM products WHERE deleted_at IS NULL ORDER BY no");
        Ok(Self::of(rows.fetch_all(connection).await?))
    }

    fn of(rows: Vec<(Id, String)>) -> Self {
        let mut all = Self::default();
        for (place, (id, name)) in (0..).zip(rows) {
            all.places.insert(id.as_str().to_owned(), place);
            all.ids.push(id);
            all.names.push(name);
        }
        all
    }

    pub(super) fn place(&self, id: &str) -> Option<u32> {
        self.places.get(id).copied()
    }

    /// The place of a name that has no id.
    pub(super) fn add(&mut self, name: &str) -> u32 {
        if let Some(place) = self.place(name) {
            return place;
        }
        let place = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.places.insert(name.to_owned(), place);
        self.names.push(name.to_owned());
        place
    }
}
