//! Calling other programs, and the one error of this crate: what failed and what to do about it.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a subcommand ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line was not understood; the help is printed below it.
    Usage(String),
    /// Everything else, in words that say what to do.
    Failed(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) | Self::Failed(message) => f.write_str(message),
        }
    }
}

pub(crate) type Outcome<T = ()> = Result<T, Failure>;

pub(crate) fn failed<T>(message: impl Into<String>) -> Outcome<T> {
    Err(Failure::Failed(message.into()))
}

/// Adds what was being done to an I/O error.
pub(crate) trait Doing<T> {
    fn doing(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> Doing<T> for Result<T, E> {
    fn doing(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Failure::Failed(format!("{what}: {error}")))
    }
}

/// One call of another program, printed before it runs.
#[derive(Debug)]
pub(crate) struct Call {
    command: Command,
}

impl Call {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        Self { command: Command::new(program) }
    }

    /// `npm`, which is a batch file on Windows and only starts there by its full name.
    pub(crate) fn npm() -> Self {
        Self::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
    }

    /// The cargo that runs this program.
    pub(crate) fn cargo() -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// The call as someone would type it.
    pub(crate) fn line(&self) -> String {
        let program = Path::new(self.command.get_program());
        let name = if program.components().count() > 1 && self.is_cargo() {
            "cargo".into()
        } else {
            program.to_string_lossy().into_owned()
        };
        std::iter::once(name)
            .chain(self.command.get_args().map(|arg| quote(&arg.to_string_lossy())))
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn is_cargo(&self) -> bool {
        Path::new(self.command.get_program()).file_stem() == Some(OsStr::new("cargo"))
    }

    /// Runs it with this terminal's input and output; fails when it does.
    pub(crate) fn run(mut self) -> Outcome {
        println!("$ {}", self.line());
        let status = self.command.status().doing(format_args!("cannot start `{}`", self.line()))?;
        if status.success() {
            return Ok(());
        }
        failed(format!("`{}` failed ({status}); its own words are above", self.line()))
    }

    /// What it prints on its standard output; its standard error stays visible.
    pub(crate) fn output(mut self) -> Outcome<String> {
        self.command.stderr(Stdio::inherit());
        let output = self.command.output().doing(format_args!("cannot start `{}`", self.line()))?;
        if !output.status.success() {
            return failed(format!("`{}` failed ({})", self.line(), output.status));
        }
        String::from_utf8(output.stdout).doing(format_args!("`{}` did not print text", self.line()))
    }

    /// Whether it runs and ends well, without a word.
    pub(crate) fn succeeds(mut self) -> bool {
        self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.command.status().is_ok_and(|status| status.success())
    }

    /// The bare command, for callers that keep the child.
    pub(crate) fn into_command(self) -> Command {
        self.command
    }
}

fn quote(arg: &str) -> String {
    if arg.is_empty() || arg.contains(|c: char| c.is_whitespace() || "\"'$&|;()".contains(c)) {
        format!("'{}'", arg.replace('\'', r"'\''"))
    } else {
        arg.to_owned()
    }
}

/// Where the program is on the PATH, as a shell would find it.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|dir| endings.iter().map(move |ending| dir.join(format!("{program}{ending}"))))
        .find(|candidate| candidate.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_printed_as_someone_would_type_it() {
        let call = Call::new("sh").args(["-c", "echo 'a b'", "plain", ""]);
        assert_eq!(call.line(), r"sh -c 'echo '\''a b'\''' plain ''");
    }

    #[test]
    fn a_failing_program_is_named_with_its_status() {
        let failure = Call::cargo().arg("--no-such-flag").output().unwrap_err();
        assert!(failure.to_string().contains("cargo --no-such-flag` failed"), "{failure}");
    }

    #[test]
    fn a_program_that_is_nowhere_is_not_found() {
        assert_eq!(on_path("mycrm-program-that-nobody-has"), None);
    }
}
