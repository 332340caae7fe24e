//! What an import did, or would do: counted by kind of record.

use serde::{Deserialize, Serialize};

use super::mapping::Kind;
use super::rows::RowError;

/// Numbers of records by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub opportunities: u64,
    pub companies: u64,
    pub contacts: u64,
    pub leads: u64,
    pub people: u64,
    pub products: u64,
    pub pipelines: u64,
    pub stages: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, other: &Self) {
        let Self { opportunities, companies, contacts, leads, people, products, pipelines, stages } = other;
        self.opportunities += opportunities;
        self.companies += companies;
        self.contacts += contacts;
        self.leads += leads;
        self.people += people;
        self.products += products;
        self.pipelines += pipelines;
        self.stages += stages;
    }

    pub(crate) fn count(&mut self, kind: Kind) {
        match kind {
            Kind::Opportunities => self.opportunities += 1,
            Kind::Contacts => self.contacts += 1,
            Kind::Leads => self.leads += 1,
            Kind::Companies => self.companies += 1,
        }
    }

    /// All kinds together.
    #[must_use]
    pub fn total(&self) -> u64 {
        let Self { opportunities, companies, contacts, leads, people, products, pipelines, stages } = self;
        opportunities + companies + contacts + leads + people + products + pipelines + stages
    }
}

/// Errors kept with the import; all of them are in its error file.
pub(super) const ERRORS_KEPT: usize = 100;

/// What an import did so far, or what a dry run found that it would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Rows of the file looked at.
    pub rows: u64,
    pub created: Tally,
    pub updated: Tally,
    pub unchanged: Tally,
    /// Rows that mean what an earlier row means, and were left out.
    pub duplicates: u64,
    /// Rows that could not be imported.
    pub errors: u64,
    /// The first [`ERRORS_KEPT`] of what is wrong with them; a row may have several.
    pub error_rows: Vec<RowError>,
    /// The first [`ERRORS_KEPT`] duplicates, with what they repeat.
    pub duplicate_rows: Vec<RowError>,
}

impl Summary {
    pub(crate) fn keep_error(&mut self, error: &RowError) {
        if self.error_rows.len() < ERRORS_KEPT {
            self.error_rows.push(error.clone());
        }
    }

    pub(crate) fn keep_duplicate(&mut self, error: &RowError) {
        if self.duplicate_rows.len() < ERRORS_KEPT {
            self.duplicate_rows.push(error.clone());
        }
    }
}
