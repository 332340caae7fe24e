//! What can be asked for over the local channel: any request of the API, and what only this computer's user may do.

use std::path::PathBuf;

use axum::Router;
use axum::response::IntoResponse;
use mycrm_store::backup;
use serde::{Deserialize, Serialize};

use crate::app::Parts;
use crate::dispatch::{Answer, dispatch};
use crate::error::{ApiError, sentence};
use crate::{App, serve};

/// Paths are absolute: the app may run in another folder.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    Request {
        method: String,
        path: String,
        headers: Vec<(String, String)>,
    },
    /// Makes a file ready to be imported; answers with [`crate::Staged`].
    Stage {
        path: PathBuf,
    },
    /// Writes a copy of the database to a new file.
    Backup {
        path: PathBuf,
    },
    /// A one-time link to sign a browser in; answers with `{link}`.
    SignInLink,
}

impl App {
    /// Carries out an operation in this process.
    pub async fn perform(&self, operation: Operation, body: Vec<u8>) -> Answer {
        perform(self.parts(), self.router(), operation, body).await
    }
}

pub(super) async fn perform(parts: &Parts, router: &Router, operation: Operation, body: Vec<u8>) -> Answer {
    let outcome = match operation {
        Operation::Request { method, path, headers } => {
            return dispatch(router, &method, &path, headers, body).await;
        }
        Operation::Stage { path } => match parts.staging.stage(&path).await {
            Ok(staged) => Ok(serde_json::to_vec(&staged)),
            Err(error) => Err(ApiError::BadRequest(error.to_string())),
        },
        Operation::Backup { path } => match backup::write(&parts.store, &path).await {
            Ok(()) => Ok(Ok(b"{}".to_vec())),
            Err(error @ mycrm_store::Error::File { .. }) => Err(ApiError::Conflict(sentence(&error))),
            Err(error) => Err(error.into()),
        },
        Operation::SignInLink => serve::sign_in_link(&parts.sign_in)
            .map(|link| serde_json::to_vec(&serde_json::json!({ "link": link }))),
    };
    match outcome.and_then(|body| body.map_err(ApiError::internal)) {
        Ok(body) => (200, Vec::new(), body),
        Err(error) => refusal(error).await,
    }
}

async fn refusal(error: ApiError) -> Answer {
    let response = error.into_response();
    let status = response.status().as_u16();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap_or_default();
    (status, Vec::new(), body.to_vec())
}
