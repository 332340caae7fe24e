//! Companies, contacts, leads, opportunities, tasks and activities: what a salesperson works with every day.
//!
//! Reading takes a connection, writing a [`mycrm_store::Tx`]; nothing here knows HTTP, windows or workers.

#[macro_use]
mod choice;
#[macro_use]
mod record;

pub mod activities;
pub mod board;
pub mod companies;
pub mod contacts;
pub mod currency_rates;
mod error;
mod field;
pub mod import;
pub mod leads;
pub mod list;
mod message;
mod moment;
pub mod opportunities;
pub mod people;
pub mod pipelines;
pub mod products;
pub mod rank;
pub mod sample;
pub mod search;
pub mod setup;
mod store;
pub mod tags;
pub mod tasks;
pub mod timeline;
pub mod titles;
pub mod today;

pub use choice::{
    ActivityKind, ContactType, ForecastCategory, HistoryField, LeadSource, LeadStatus, Priority, Salutation,
    StageKind, TaskStatus, TaskType,
};
pub use error::{Error, Result};
pub use field::Field;
pub use list::{Cursor, Filter, ListQuery, Op, Page};
pub use message::Message;
pub use moment::Moment;
