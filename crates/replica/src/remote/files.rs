//! The requests for files over HTTP: a chunk or a manifest at a time.

use mycrm_sync::blob::Manifest;
use mycrm_sync::{OpHash, RowId, Scope};
use reqwest::RequestBuilder;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{Remote, Trouble, answer, bounded, done};

/// Whose files, and of what: a document or the workspace as a whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Of<'a> {
    pub(crate) token: &'a str,
    pub(crate) workspace: Uuid,
    pub(crate) scope: Scope,
}

#[derive(Deserialize)]
struct Missing {
    missing: Vec<OpHash>,
}

impl Remote {
    fn file_url(&self, of: Of<'_>, path: &str) -> String {
        let document = match of.scope {
            Scope::Document(RowId(id)) => format!("?document={id}"),
            Scope::Workspace => String::new(),
        };
        self.url(&format!("/api/v1/workspaces/{}/blobs/{path}{document}", of.workspace))
    }

    /// Of these chunks those that the server has to be sent.
    pub(crate) async fn missing(&self, of: Of<'_>, chunks: &[OpHash]) -> Result<Vec<OpHash>, Trouble> {
        let request = self.http.post(self.file_url(of, "missing")).json(&json!({"chunks": chunks}));
        let Missing { missing } = answer(request.bearer_auth(of.token)).await?;
        Ok(missing)
    }

    pub(crate) async fn put_chunk(&self, of: Of<'_>, hash: OpHash, bytes: Vec<u8>) -> Result<(), Trouble> {
        let request = self.uploads.put(self.file_url(of, &format!("chunks/{hash}"))).body(bytes);
        done(request.bearer_auth(of.token)).await
    }

    pub(crate) async fn put_manifest(
        &self,
        of: Of<'_>,
        root: OpHash,
        manifest: &Manifest,
    ) -> Result<(), Trouble> {
        let request = self.http.put(self.file_url(of, &root.to_string())).json(manifest);
        done(request.bearer_auth(of.token)).await
    }

    /// What a file consists of, checked against its name.
    pub(crate) async fn manifest(&self, of: Of<'_>, root: OpHash) -> Result<Manifest, Trouble> {
        let request: RequestBuilder = self.http.get(self.file_url(of, &root.to_string()));
        let manifest: Manifest = answer(request.bearer_auth(of.token)).await?;
        manifest.check(root).map_err(|wrong| Trouble::NotUnderstood(wrong.to_string()))?;
        Ok(manifest)
    }

    /// The bytes of a chunk, checked against its name.
    pub(crate) async fn chunk(&self, of: Of<'_>, hash: OpHash) -> Result<Vec<u8>, Trouble> {
        let request = self.http.get(self.file_url(of, &format!("chunks/{hash}")));
        let response = request.bearer_auth(of.token).send().await?;
        if !response.status().is_success() {
            return Err(Trouble::read(response).await);
        }
        let bytes = bounded(response).await?;
        if OpHash::of(&bytes) != hash {
            return Err(Trouble::NotUnderstood("a part of the file is not what its name says".to_owned()));
        }
        Ok(bytes)
    }
}
