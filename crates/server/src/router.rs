//! All routes of the server; each area brings its own.

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;

use crate::app::App;
use crate::{ApiError, accounts, blobs, operations, pages, sync};

pub(crate) fn router(app: App) -> Router {
    Router::new()
        .merge(accounts::routes())
        .merge(operations::routes())
        .merge(pages::routes(&app))
        .merge(sync::routes())
        .merge(blobs::routes())
        .fallback(|| async { ApiError::NotFound("There is nothing here; see the address of this request.") })
        .method_not_allowed_fallback(|| async {
            ApiError::Other {
                status: StatusCode::METHOD_NOT_ALLOWED,
                code: "method_not_allowed",
                message: "This address does not take this method.".to_owned(),
            }
        })
        .layer(from_fn_with_state(app.clone(), operations::observe))
        .with_state(app)
}
