//! Analytics and forecasts of a sales pipeline, with the backtest that says how far they can be trusted.
//!
//! A pure core (only `store` knows the database): a [`Book`] holds deals with their stage history, [`Book::as_of`] is
//! what was known at an instant, and everything else is computed from such a [`Snapshot`]. `words` says it in the
//! user's language, `charts` draws it, and `report` puts both on paper. Nothing here reads a clock: time, zone and seed
//! come in. Money is minor units of the base currency; instants are milliseconds since 1970 in UTC. The method is
//! described in docs/forecast.md.

pub mod analysis;
pub mod arrivals;
pub mod backtest;
pub mod behind;
pub mod bottlenecks;
pub mod calendar;
pub mod charts;
pub mod daily;
pub mod deals;
pub mod expectation;
pub mod forecast;
pub mod funnel;
pub mod hazard;
pub mod health;
pub mod intervals;
pub mod probability;
pub mod quantiles;
pub mod recommendations;
pub mod report;
pub mod season;
pub mod shock;
pub mod simulator;
pub mod slippage;
pub mod stage_times;
pub mod store;
pub mod survival;
pub mod velocity;
pub mod win_rate;
pub mod words;

pub use calendar::{Calendar, Month};
pub use deals::{Amount, Book, Category, DealHistory, Outcome, Snapshot, Stage, StageKind};
pub use words::{Language, Words};
