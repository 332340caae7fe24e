//! The commands of `mycrm-server` besides serving: accounts and workspaces, from the machine that it runs on.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use crate::accounts::administration::{self, Made, NewAccount};
use crate::arguments::{User, Workspace};
use crate::{Config, Database, Error};

/// Longer than any password that is taken, in bytes.
const LONGEST: u64 = 4096;

/// Carries out a command about accounts.
///
/// # Errors
/// When the database cannot be used, or the command cannot be carried out; then nothing was changed.
pub async fn user(config: &Config, command: User) -> Result<(), Error> {
    let database = open(config).await?;
    let now = config.clock.now();
    let said = match command {
        User::Create { email, workspace, name, role } => {
            let new =
                NewAccount { email: email.clone(), name, workspace: workspace.clone(), role: role.into() };
            let made = administration::create(&database, &new, new_password, now).await?;
            created(&email, &workspace, made)
        }
        User::List => administration::accounts(&database).await?.into_iter().map(line_of).collect(),
        User::ResetPassword { email, remove_second_factor } => {
            let done =
                administration::reset_password(&database, &email, remove_second_factor, new_password, now);
            done.await?;
            format!("{email} has the new password; all devices were signed out.\n")
        }
        User::ResetSecondFactor { email } => {
            administration::reset_second_factor(&database, &email, now).await?;
            format!("{email} signs in with the password alone; a new second factor is set up in the app.\n")
        }
    };
    database.close().await;
    say(&said)
}

/// Carries out a command about workspaces.
///
/// # Errors
/// When the database cannot be used.
pub async fn workspace(config: &Config, command: Workspace) -> Result<(), Error> {
    let database = open(config).await?;
    let said = match command {
        Workspace::List => administration::workspaces(&database)
            .await?
            .into_iter()
            .map(|space| format!("{}  {} ({} members)\n", space.id, space.name, space.members))
            .collect::<String>(),
    };
    database.close().await;
    say(&said)
}

async fn open(config: &Config) -> Result<Database, Error> {
    let unusable = |source| Error::Data { path: config.data.clone(), source };
    tokio::fs::create_dir_all(&config.data).await.map_err(unusable)?;
    Ok(Database::open(&config.data, config.database_url.as_deref()).await?)
}

fn created(email: &str, workspace: &str, made: Made) -> String {
    let account =
        if made.user { "with a new account" } else { "with the account and password that were there" };
    let space = if made.workspace { "the new workspace" } else { "the workspace" };
    format!("{email} is in {space} {workspace:?}, {account}.\n")
}

fn line_of(account: administration::Account) -> String {
    let factor = if account.has_second_factor { ", second factor" } else { "" };
    let place = match account.workspace {
        Some((workspace, role)) => format!("{role} in {workspace}"),
        None => "in no workspace".to_owned(),
    };
    format!("{}  {} ({place}{factor})\n", account.email, account.name)
}

fn say(text: &str) -> Result<(), Error> {
    // Whoever started it may not read to the end.
    let _ = io::stdout().lock().write_all(text.as_bytes());
    Ok(())
}

/// A new password: typed twice without being shown, or the first line of what is piped in.
fn new_password() -> io::Result<String> {
    let input = io::stdin();
    if !input.is_terminal() {
        let mut line = String::new();
        io::Read::take(input.lock(), LONGEST).read_line(&mut line)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let first = rpassword::prompt_password("New password: ")?;
    let again = rpassword::prompt_password("The same again: ")?;
    if first == again { Ok(first) } else { Err(io::Error::other("the two are not the same")) }
}
