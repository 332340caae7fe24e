//! Pipeline analytics and the forecast on the wire: what `mycrm_pipeline` computes, with names and in major units.
//!
//! Percentages are 0 to 100. Amounts are JSON numbers in major units of the answer's currency: they are estimates and
//! sums for the eye; records keep exact decimals.

mod accuracy;
mod advice;
mod behind;
mod books;
mod categories;
pub(crate) mod days;
mod figures;
mod forecast;
mod overview;
mod pictures;
mod probability;
mod quotas;
mod report;
mod scope;

pub(crate) use accuracy::Backtests;
pub(crate) use books::Books;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::Parts;

pub(crate) fn routes() -> OpenApiRouter<Parts> {
    OpenApiRouter::new()
        .routes(routes!(overview::get_pipeline_analytics))
        .routes(routes!(forecast::get_sales_forecast))
        .routes(routes!(pictures::get_analytics_chart))
        .routes(routes!(report::print_pipeline_report))
        .routes(routes!(accuracy::get_forecast_accuracy))
        .routes(routes!(behind::list_deals_behind))
        .routes(routes!(probability::get_win_probability))
        .routes(routes!(quotas::list_quotas, quotas::set_quotas))
        .routes(routes!(categories::list_category_changes))
        .routes(routes!(days::list_pipeline_snapshots, days::keep_pipeline_snapshot))
}
