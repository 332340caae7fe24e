//! All routes of the server; each area brings its own.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

use crate::ApiError;
use crate::accounts;
use crate::app::App;

pub(crate) fn router(app: App) -> Router {
    Router::new()
        .merge(accounts::routes())
        .route("/healthz", get(|| async { StatusCode::NO_CONTENT }))
        .fallback(|| async { ApiError::NotFound("There is nothing here; see the address of this request.") })
        .method_not_allowed_fallback(|| async {
            ApiError::Other {
                status: StatusCode::METHOD_NOT_ALLOWED,
                code: "method_not_allowed",
                message: "This address does not take this method.".to_owned(),
            }
        })
        .with_state(app)
}
