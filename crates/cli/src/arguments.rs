//! What can be typed, and what it means.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::data_folder;

/// What a start is for.
#[derive(Debug)]
pub enum Start {
    Window {
        data_dir: PathBuf,
        /// Whether that is the folder a start without arguments uses.
        default_data_dir: bool,
        /// A table to import, as it was typed.
        open: Option<PathBuf>,
    },
    Command(Command),
}

/// A command that needs no window.
#[derive(Debug)]
pub struct Command {
    pub(crate) data_dir: PathBuf,
    pub(crate) json: bool,
    pub(crate) action: Action,
}

impl Command {
    pub(crate) fn serve(data_dir: PathBuf) -> Self {
        Self { data_dir, json: false, action: Action::Serve { port: DEFAULT_PORT } }
    }
}

const DEFAULT_PORT: u16 = 8000;

#[derive(Debug)]
pub(crate) enum Action {
    Schema,
    Serve { port: u16 },
    Restore { file: PathBuf },
    Doctor,
    With(Database),
}

/// What is carried out by whichever process has the database open.
#[derive(Debug)]
pub(crate) enum Database {
    Token(Token),
    Import(Import),
    Undo,
    Backup { file: PathBuf },
    SignIn,
    Sync(Sync),
}

/// A local-first CRM: customers, deals and tasks on your own computer
#[derive(Debug, Parser)]
#[command(name = "mycrm", version, about, disable_help_subcommand = true)]
struct Line {
    /// The folder of the database
    #[arg(long, value_name = "DIR", global = true, env = "MYCRM_DATA_DIR", hide_env_values = true)]
    data_dir: Option<PathBuf>,
    /// Print one JSON object instead of text
    #[arg(long, global = true)]
    json: bool,
    /// A table to import in the window
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Serve the app to a browser and the API to programs, on this computer only
    Serve {
        /// 0 takes a free one
        #[arg(long, default_value_t = DEFAULT_PORT)]
        port: u16,
    },
    /// Print a new one-time link that signs a browser in to the running `serve`
    SignIn,
    /// Tokens for programs that use the API
    #[command(subcommand)]
    Token(Token),
    /// Import a CSV file
    Import(Import),
    /// Take the last change back
    Undo,
    /// Keep this profile in step with a workspace on a server
    #[command(subcommand)]
    Sync(Sync),
    /// Write a copy of the database to a new file
    Backup { file: PathBuf },
    /// Put a backup in the place of the database, which is kept as a backup itself
    Restore { file: PathBuf },
    /// Check that everything MyCRM needs is there, and say how to mend what is not
    Doctor,
    /// Print the OpenAPI document of the API
    Schema,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Make a token and print it, this once
    Create {
        name: String,
        #[arg(long, value_enum, default_value_t = Scope::Write)]
        scope: Scope,
    },
    /// List the tokens that stand
    List,
    /// Revoke a token at once
    Revoke { name: String },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Sync {
    /// Sign in to a server and become part of the workspace there; the password is typed or piped in
    Connect {
        /// Its address, such as crm.example.org
        server: String,
        email: String,
        /// The id of a workspace, for an account that is a member of several
        #[arg(long, value_name = "ID")]
        workspace: Option<String>,
    },
    /// Sync, and wait until nothing waits here or there
    Now,
    /// Print how far this profile is in step
    Status,
    /// Leave the workspace; every record stays here
    Leave,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Scope {
    Read,
    Write,
    Admin,
}

impl Scope {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    pub(crate) file: PathBuf,
    /// What the rows are; found out from the columns when not given
    #[arg(long, value_enum)]
    pub(crate) kind: Option<Kind>,
    /// A JSON file {"column": "field" or null} instead of the automatic mapping
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// The currency of amounts that name none; the base currency when not given
    #[arg(long, value_name = "CODE")]
    pub(crate) currency: Option<String>,
    /// Only show what would be created, updated and refused
    #[arg(long, conflicts_with = "yes")]
    pub(crate) dry_run: bool,
    /// Import without asking
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Kind {
    Contacts,
    Leads,
    Companies,
    Opportunities,
}

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Leads => "leads",
            Self::Companies => "companies",
            Self::Opportunities => "opportunities",
        }
    }
}

/// What was typed is no command, or asks for help.
#[derive(Debug)]
pub struct Usage(clap::Error);

impl Usage {
    /// Prints it; 0 when help was asked for, else 2.
    #[must_use]
    pub fn exit(self) -> ExitCode {
        // Where even that cannot be printed, the exit code says it.
        let _ = self.0.print();
        if self.0.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
    }

    fn new(kind: ErrorKind, message: impl std::fmt::Display) -> Self {
        Self(Line::command().error(kind, message))
    }
}

/// Reads a command line, the program's name first.
///
/// # Errors
/// [`Usage`].
pub fn parse<I, T>(arguments: I) -> Result<Start, Usage>
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let line = Line::try_parse_from(arguments).map_err(Usage)?;
    let default_data_dir = line.data_dir.is_none();
    let data_dir = match line.data_dir {
        Some(folder) => std::path::absolute(&folder).unwrap_or(folder),
        None => data_folder::default().ok_or_else(|| {
            Usage::new(
                ErrorKind::MissingRequiredArgument,
                "the system names no home folder; say where the data is with --data-dir",
            )
        })?,
    };
    match (line.verb, line.file) {
        (Some(_), Some(file)) => Err(unknown(&file)),
        (Some(verb), None) => Ok(Start::Command(Command { data_dir, json: line.json, action: verb.into() })),
        (None, Some(file)) if !looks_like_a_file(&file) => Err(unknown(&file)),
        (None, open) => Ok(Start::Window { data_dir, default_data_dir, open }),
    }
}

/// A command that is spelled wrong is not to be taken for a file.
fn looks_like_a_file(typed: &std::path::Path) -> bool {
    typed.extension().is_some() || typed.components().count() > 1
}

fn unknown(typed: &std::path::Path) -> Usage {
    Usage::new(
        ErrorKind::InvalidSubcommand,
        format!("there is no command '{}'; `mycrm --help` lists them", typed.display()),
    )
}

/// What `mycrm-headless` says when it is asked for the window.
#[must_use]
pub fn no_window() -> ExitCode {
    Usage::new(
        ErrorKind::MissingSubcommand,
        "mycrm-headless has no window; `mycrm-headless serve` shows MyCRM in a browser",
    )
    .exit()
}

impl From<Verb> for Action {
    fn from(verb: Verb) -> Self {
        match verb {
            Verb::Serve { port } => Self::Serve { port },
            Verb::Restore { file } => Self::Restore { file },
            Verb::Doctor => Self::Doctor,
            Verb::Schema => Self::Schema,
            Verb::SignIn => Self::With(Database::SignIn),
            Verb::Token(token) => Self::With(Database::Token(token)),
            Verb::Import(import) => Self::With(Database::Import(import)),
            Verb::Undo => Self::With(Database::Undo),
            Verb::Sync(sync) => Self::With(Database::Sync(sync)),
            Verb::Backup { file } => Self::With(Database::Backup { file }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Result<Start, Usage> {
        parse(std::iter::once("mycrm").chain(line.split_whitespace()))
    }

    #[test]
    fn a_file_opens_the_window_and_a_misspelled_command_does_not() {
        assert!(matches!(typed("--data-dir /d deals.csv").unwrap(), Start::Window { open: Some(_), .. }));
        assert!(matches!(
            typed("--data-dir /d").unwrap(),
            Start::Window { open: None, default_data_dir: false, .. }
        ));
        assert!(typed("--data-dir /d imprt").is_err());
        assert!(typed("--data-dir /d deals.csv serve").is_err());
    }

    #[test]
    fn folder_and_json_may_stand_before_or_after_the_command() {
        for line in ["--data-dir /d --json undo", "undo --json --data-dir /d"] {
            let Start::Command(command) = typed(line).unwrap() else { panic!("{line} is a command") };
            assert!(command.json && command.data_dir.ends_with("d"), "{line}");
        }
    }

    #[test]
    fn the_description_of_the_command_line_is_sound() {
        Line::command().debug_assert();
    }
}
