//! The program `mycrm-server` as a process with data of its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

pub(crate) struct Program {
    folder: TempDir,
}

/// A server that ends with the test.
pub(crate) struct Serving {
    child: Child,
    pub(crate) base: String,
}

impl Program {
    pub(crate) fn new() -> Self {
        // The client of the test needs it too; a server in this process would have brought it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub(crate) fn data(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mycrm-server"));
        command.env_clear().env("MYCRM_SERVER_DATA", self.folder.path());
        command
    }

    /// Runs a command to its end with this on its standard input.
    pub(crate) fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = self.command();
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        // It may end without reading.
        let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
        child.wait_with_output().expect("it ends")
    }

    pub(crate) fn serve(&self, arguments: &[&str], log: &str) -> Serving {
        let mut command = self.command();
        command.env("RUST_LOG", log).args(["--listen", "127.0.0.1:0"]).args(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let base = line.trim().strip_prefix("listening on ").expect("where it listens").to_owned();
        Serving { child, base }
    }
}

impl Serving {
    /// Ends it and returns its log.
    pub(crate) fn end(mut self) -> String {
        let pid = i32::try_from(self.child.id()).expect("a process id").to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs").success());
        let mut log = String::new();
        self.child.stderr.take().expect("its log").read_to_string(&mut log).expect("the log is text");
        assert!(self.child.wait().expect("it ends").success());
        log
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
