//! The records on the wire: what each looks like, what may be sent for it, and its operations.
//!
//! Types here are apart from those of `mycrm_crm`, and made from them by naming every field, so that a field that is
//! added there is not forgotten here.

#[macro_use]
mod collection;

pub(crate) mod activities;
pub(crate) mod amount;
pub(crate) mod board;
pub(crate) mod bulk;
pub(crate) mod choices;
pub(crate) mod companies;
pub(crate) mod contacts;
pub(crate) mod currency_rates;
pub(crate) mod given;
pub(crate) mod leads;
pub(crate) mod links;
pub(crate) mod listing;
mod moments;
pub(crate) mod opportunities;
pub(crate) mod people;
pub(crate) mod pipelines;
pub(crate) mod products;
pub(crate) mod sample;
pub(crate) mod search;
pub(crate) mod surroundings;
pub(crate) mod tags;
pub(crate) mod tasks;
pub(crate) mod timeline;
pub(crate) mod today;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::Parts;

/// The routes of every collection and of what is made from several.
pub(crate) fn routes() -> OpenApiRouter<Parts> {
    // Paths with words come beside those with ids; the router prefers words.
    OpenApiRouter::new()
        .merge(companies::routes())
        .merge(companies::bulk_routes())
        .merge(contacts::routes())
        .merge(contacts::bulk_routes())
        .merge(leads::routes())
        .merge(leads::bulk_routes())
        .merge(opportunities::routes())
        .merge(opportunities::bulk_routes())
        .merge(pipelines::routes())
        .merge(products::routes())
        .merge(products::bulk_routes())
        .merge(tasks::routes())
        .merge(tasks::bulk_routes())
        .merge(activities::routes())
        .merge(activities::bulk_routes())
        .merge(tags::routes())
        .merge(currency_rates::routes())
        .merge(people::routes())
        .routes(routes!(leads::convert_lead))
        .routes(routes!(opportunities::update_stage))
        .routes(routes!(board::get_board))
        .routes(routes!(tasks::complete_task))
        .routes(routes!(tasks::reopen_task))
        .routes(routes!(timeline::get_timeline))
        .routes(routes!(search::search))
        .routes(routes!(today::get_today))
        .routes(routes!(sample::load_sample_data, sample::remove_sample_data))
}
