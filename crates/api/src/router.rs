//! Every operation, once, with the layers that hold whatever the way a request came in.

use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::{Extension, Json, Router};
use std::sync::{Arc, LazyLock};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::Parts;
use crate::body::MAX_BODY;
use crate::error::ApiError;
use crate::slash::with_slash;
use crate::{
    analytics, history, idempotency, imports, jobs, openapi, records, settings, status, stream, sync, tokens,
};

/// All routes with their documentation.
pub(crate) fn routes() -> OpenApiRouter<Parts> {
    OpenApiRouter::with_openapi(openapi::frame())
        .routes(routes!(status::get_status))
        .routes(routes!(settings::get_settings, settings::update_settings))
        .routes(routes!(history::undo))
        .routes(routes!(history::redo))
        .routes(routes!(history::list_history))
        .routes(routes!(jobs::handlers::list_jobs))
        .routes(routes!(jobs::handlers::cancel_job))
        .routes(routes!(stream::stream_events))
        .routes(routes!(tokens::list_tokens, tokens::create_token))
        .routes(routes!(tokens::revoke_token))
        .merge(records::routes())
        .merge(imports::routes())
        .merge(analytics::routes())
        .merge(sync::routes())
}

static DOCUMENT: LazyLock<Arc<OpenApi>> = LazyLock::new(|| Arc::new(openapi::document()));

/// The router of the running app.
pub(crate) fn operations(parts: &Parts) -> Router {
    let (router, _) = routes().split_for_parts();
    let inner = router
        .route("/api/schema/", axum::routing::get(schema))
        .fallback(unknown_path)
        .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn_with_state(parts.clone(), idempotency::once))
        .layer(Extension(Arc::clone(&DOCUMENT)))
        .with_state(parts.clone());
    // Routing happens inside of a router's layers, so the slash is put on around a second one.
    Router::new().fallback_service(inner).layer(middleware::from_fn(put_slash))
}

async fn put_slash(mut request: Request, next: Next) -> Response {
    if let Some(uri) = with_slash(request.uri()) {
        *request.uri_mut() = uri;
    }
    next.run(request).await
}

async fn schema(Extension(document): Extension<Arc<OpenApi>>) -> Json<OpenApi> {
    Json((*document).clone())
}

async fn unknown_path(request: Request) -> ApiError {
    ApiError::NotFound(format!(
        "There is nothing at {}; /api/docs/ lists what there is.",
        request.uri().path()
    ))
}
