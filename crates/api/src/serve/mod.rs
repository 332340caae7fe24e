//! The router on loopback, for a browser and for programs: who may come in, how often, and what a browser may do.
//!
//! The window does not come this way. Layers from the outside in: response headers, Host, sign-in or token, rate,
//! scope.

mod door;
mod headers;
mod host;
mod rate;
mod sign_in;
mod ui;

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::Request;
use axum::middleware;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
pub(crate) use sign_in::SignIn;
use tokio::net::TcpListener;
use tower::ServiceExt as _;
use utoipa_swagger_ui::{Config, SwaggerUi};

use self::door::Door;
use crate::App;
use crate::error::ApiError;

/// Requests under way when the app ends have this long to finish.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("Port {port} cannot be used ({source}). Choose another with --port, or --port 0 for a free one.")]
    Port { port: u16, source: io::Error },
    #[error("The system gave no random numbers, so no sign-in link could be made.")]
    NoRandomness,
}

/// Where the app listens; it does so until the app is shut down.
#[derive(Debug)]
pub struct Served {
    pub address: SocketAddr,
    /// Signs one browser in, once, within ten minutes.
    pub sign_in_link: String,
}

/// Serves an app on 127.0.0.1; port 0 takes a free one.
///
/// # Errors
/// [`ServeError`].
pub async fn start(app: &App, port: u16) -> Result<Served, ServeError> {
    let unusable = |source| ServeError::Port { port, source };
    let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(unusable)?;
    let address = listener.local_addr().map_err(unusable)?;
    app.parts().sign_in.listen_on(address.port());
    let sign_in_link = sign_in_link(&app.parts().sign_in).map_err(|_| ServeError::NoRandomness)?;
    let router = router(app, address.port());
    let end = app.parts().end.clone();
    app.workers().spawn(async move {
        let ending = end.clone();
        let serving =
            axum::serve(listener, router).with_graceful_shutdown(async move { ending.cancelled().await });
        let too_late = async {
            end.cancelled().await;
            tokio::time::sleep(PATIENCE).await;
        };
        tokio::select! {
            result = serving => if let Err(error) = result {
                tracing::error!(%error, "serving ended");
            },
            () = too_late => tracing::warn!("requests under way were cut off"),
        }
    });
    Ok(Served { address, sign_in_link })
}

/// A new one-time link, where a browser can sign in at all.
pub(crate) fn sign_in_link(sign_in: &SignIn) -> Result<String, ApiError> {
    let port = sign_in.port().ok_or_else(|| {
        ApiError::Conflict("This MyCRM does not serve browsers; start `mycrm serve` for that.".to_owned())
    })?;
    let code = sign_in.new_code(Instant::now())?;
    Ok(format!("http://127.0.0.1:{port}/sign-in?code={code}"))
}

fn router(app: &App, port: u16) -> Router {
    let parts = app.parts();
    let door = Door::new(parts.store.clone(), parts.sign_in.clone(), parts.end.clone());
    let operations = app.router().clone().layer(middleware::from_fn_with_state(door, door::let_in));
    let docs = SwaggerUi::new("/api/docs").config(Config::from("/api/schema/"));
    Router::new()
        .route("/sign-in", get(sign_in::sign_in))
        .with_state(parts.sign_in.clone())
        .merge(docs)
        .fallback(move |request: Request| either(operations.clone(), request))
        .layer(middleware::from_fn_with_state(port, host::check))
        .layer(middleware::map_response(headers::put))
}

/// The API below /api/, the UI's files everywhere else.
async fn either(operations: Router, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        match operations.oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    } else {
        ui::file(request.method(), path).into_response()
    }
}
