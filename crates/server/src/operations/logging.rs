//! The log of the process: lines for people, or JSON for machines, on the standard error.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;

/// How lines look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One object of JSON per line.
    Json,
}

/// Begins to log. What is logged is chosen by `RUST_LOG`, such as `info` or `mycrm_server=debug`.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let is_terminal = io::stderr().is_terminal();
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(is_terminal);
    // Only a second call fails, and then the first goes on.
    let _ = match format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(true).try_init(),
    };
}
