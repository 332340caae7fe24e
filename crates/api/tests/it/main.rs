//! The API over a temporary database with its real workers.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod analytics;
mod bulk;
mod contact_points;
mod document;
mod events;
mod history;
mod http;
mod idempotency;
mod imports;
mod links;
mod lists;
mod real_pipeline;
mod records;
mod validation;
mod world;
