//! Whoever has the database open: this process, or another one that is asked over the local channel.

use std::path::Path;

use mycrm_api::local::{Client, Operation};
use mycrm_api::{App, OpenError};
use serde_json::Value;

use crate::ending::Failure;

#[derive(Debug)]
pub(crate) enum Host {
    Own(App),
    Running(Client),
}

/// The API's answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Host {
    /// # Errors
    /// [`Failure::InUse`] only when another process has the database and does not answer.
    pub(crate) async fn open(data_dir: &Path) -> Result<Self, Failure> {
        match App::open_for_a_command(data_dir).await {
            Ok(app) => Ok(Self::Own(app)),
            Err(OpenError::InUse(_)) => Ok(Self::Running(Client::connect(data_dir).await?)),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) async fn perform(&mut self, operation: Operation, body: Vec<u8>) -> Result<Reply, Failure> {
        let (status, _, body) = match self {
            Self::Own(app) => app.perform(operation, body).await,
            Self::Running(client) => client.perform(&operation, &body).await?,
        };
        let body = if body.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(&body) };
        Ok(Reply { status, body: body.unwrap_or(Value::Null) })
    }

    /// One request of the API; anything but a success is a failure with the API's own message.
    pub(crate) async fn request(
        &mut self,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, Failure> {
        let body = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let operation = Operation::Request { method: method.to_owned(), path: path.to_owned(), headers };
        self.perform(operation, body).await?.success()
    }

    /// Ends what this process started; another one goes on.
    pub(crate) async fn close(self) {
        if let Self::Own(app) = self {
            app.shutdown().await;
        }
    }
}

impl Reply {
    pub(crate) fn success(self) -> Result<Value, Failure> {
        if (200..300).contains(&self.status) {
            return Ok(self.body);
        }
        let message = self.body.get("message").and_then(Value::as_str).map(str::to_owned);
        Err(Failure::Failed(
            message.unwrap_or_else(|| format!("MyCRM answered with status {}.", self.status)),
        ))
    }
}
