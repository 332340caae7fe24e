//! Accounts, members, invitations and devices on the server.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Remote, Trouble, answer, done};

/// How a device is listed.
#[derive(Debug, Clone, Serialize)]
pub struct DeviceName {
    pub name: String,
    pub platform: &'static str,
}

#[derive(Clone, Serialize)]
pub struct SignIn {
    pub email: String,
    pub password: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totp: Option<String>,
    /// Which one, where the account is a member of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace: Option<Uuid>,
    pub device: DeviceName,
}

/// A device that is signed in. Never shown: it holds the tokens.
#[derive(Clone, Deserialize)]
pub struct Session {
    pub access_token: String,
    /// Seconds from now.
    pub expires_in: u64,
    pub refresh_token: String,
    pub member: Me,
    pub workspace: Workspace,
    /// With which tokens of public pages are minted.
    pub page_key: String,
    pub public_url: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Me {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub role: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Workspace {
    pub id: Uuid,
    pub name: String,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn").field("workspace", &self.workspace).finish_non_exhaustive()
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("workspace", &self.workspace.id).finish_non_exhaustive()
    }
}

/// A member of the workspace.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Member {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub role: String,
    /// Milliseconds since 1970.
    pub joined_at: i64,
    pub is_you: bool,
}

/// An invitation that is open.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Invite {
    pub id: Uuid,
    pub email: String,
    pub role: String,
    pub expires_at: i64,
    /// Only when it is made: the server keeps its hash.
    #[serde(default)]
    pub link: Option<String>,
}

/// What an invitation is to, for whoever has its link.
#[derive(Debug, Clone, Deserialize)]
pub struct Invitation {
    pub workspace: InvitedTo,
    pub email: String,
    pub role: String,
    pub invited_by: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct InvitedTo {
    pub name: String,
}

/// A device that is signed in to the workspace.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignedInDevice {
    pub id: Uuid,
    pub name: String,
    pub platform: String,
    pub member: DeviceOwner,
    pub signed_in_at: i64,
    pub last_seen_at: i64,
    pub is_this: bool,
}

/// Whose device it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeviceOwner {
    pub id: Uuid,
    pub name: String,
}

#[derive(Deserialize)]
struct Members {
    members: Vec<Member>,
}

#[derive(Deserialize)]
struct Invites {
    invites: Vec<Invite>,
}

#[derive(Deserialize)]
struct Devices {
    devices: Vec<SignedInDevice>,
}

/// Each fails with [`Trouble`]; the code of a refusal says what to do.
impl Remote {
    #[allow(clippy::missing_errors_doc, reason = "said once above")]
    pub async fn sign_in(&self, wish: &SignIn) -> Result<Session, Trouble> {
        answer(self.http.post(self.url("/api/v1/sign_in")).json(wish)).await
    }

    /// A new access token; the refresh token is used up and comes with its successor.
    #[allow(clippy::missing_errors_doc, reason = "said once above")]
    pub async fn renew(&self, refresh_token: &str) -> Result<Session, Trouble> {
        let body = serde_json::json!({"refresh_token": refresh_token});
        answer(self.http.post(self.url("/api/v1/token")).json(&body)).await
    }

    #[allow(clippy::missing_errors_doc, reason = "said once above")]
    pub async fn sign_out(&self, token: &str) -> Result<(), Trouble> {
        done(self.http.post(self.url("/api/v1/sign_out")).bearer_auth(token)).await
    }

    #[allow(clippy::missing_errors_doc, reason = "said once above")]
    pub async fn invitation(&self, invite: &str) -> Result<Invitation, Trouble> {
        answer(self.http.get(self.url(&format!("/api/v1/invites/{}", plain(invite))))).await
    }

    /// Joins by an invitation: `name` and `password` are those of a new account, or the password of an existing one.
    #[allow(clippy::missing_errors_doc, reason = "said once above")]
    pub async fn accept(
        &self,
        invite: &str,
        name: &str,
        password: &str,
        totp: Option<&str>,
        device: &DeviceName,
    ) -> Result<Session, Trouble> {
        let mut body = serde_json::json!({"name": name, "password": password, "device": device});
        if let Some(totp) = totp {
            body["totp"] = totp.into();
        }
        answer(self.http.post(self.url(&format!("/api/v1/invites/{}/accept", plain(invite)))).json(&body))
            .await
    }

    #[allow(clippy::missing_errors_doc, reason = "said once above")]
    pub async fn members(&self, token: &str, workspace: Uuid) -> Result<Vec<Member>, Trouble> {
        let Members { members } =
            answer(self.http.get(self.within(workspace, "members")).bearer_auth(token)).await?;
        Ok(members)
    }

    #[allow(clippy::missing_errors_doc, reason = "said once above")]
    pub async fn change_role(
        &self,
        token: &str,
        workspace: Uuid,
        member: Uuid,
        role: &str,
    ) -> Result<(), Trouble> {
        let url = self.within(workspace, &format!("members/{member}"));
        done(self.http.patch(url).bearer_auth(token).json(&serde_json::json!({"role": role}))).await
    }

    #[allow(clippy::missing_errors_doc, reason = "said once above")]
    pub async fn remove_member(&self, token: &str, workspace: Uuid, member: Uuid) -> Result<(), Trouble> {
        done(self.http.delete(self.within(workspace, &format!("members/{member}"))).bearer_auth(token)).await
    }

    #[allow(clippy::missing_errors_doc, reason = "said once above")]
    pub async fn invites(&self, token: &str, workspace: Uuid) -> Result<Vec<Invite>, Trouble> {
        let Invites { invites } =
            answer(self.http.get(self.within(workspace, "invites")).bearer_auth(token)).await?;
        Ok(invites)
    }

    #[allow(clippy::missing_errors_doc, reason = "said once above")]
    pub async fn invite(
        &self,
        token: &str,
        workspace: Uuid,
        email: &str,
        role: &str,
    ) -> Result<Invite, Trouble> {
        let body = serde_json::json!({"email": email, "role": role});
        answer(self.http.post(self.within(workspace, "invites")).bearer_auth(token).json(&body)).await
    }

    #[allow(clippy::missing_errors_doc, reason = "said once above")]
    pub async fn withdraw_invite(&self, token: &str, workspace: Uuid, invite: Uuid) -> Result<(), Trouble> {
        done(self.http.delete(self.within(workspace, &format!("invites/{invite}"))).bearer_auth(token)).await
    }

    #[allow(clippy::missing_errors_doc, reason = "said once above")]
    pub async fn devices(&self, token: &str, workspace: Uuid) -> Result<Vec<SignedInDevice>, Trouble> {
        let Devices { devices } =
            answer(self.http.get(self.within(workspace, "devices")).bearer_auth(token)).await?;
        Ok(devices)
    }

    #[allow(clippy::missing_errors_doc, reason = "said once above")]
    pub async fn revoke_device(&self, token: &str, workspace: Uuid, device: Uuid) -> Result<(), Trouble> {
        done(self.http.delete(self.within(workspace, &format!("devices/{device}"))).bearer_auth(token)).await
    }

    fn within(&self, workspace: Uuid, path: &str) -> String {
        self.url(&format!("/api/v1/workspaces/{workspace}/{path}"))
    }
}

/// A token as a part of a path: whoever types one in types no other path.
fn plain(token: &str) -> String {
    token.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}
