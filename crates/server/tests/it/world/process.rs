//! The program itself as a process of its own, which a test may end by force.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub(crate) struct Process {
    child: Child,
    pub(crate) base: String,
}

impl Process {
    pub(crate) fn start(data: &Path, database_url: Option<&str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mycrm-server"));
        command.args(["--listen", "127.0.0.1:0", "--data"]).arg(data).env_remove("DATABASE_URL");
        if let Some(url) = database_url {
            command.env("DATABASE_URL", url);
        }
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("its first line");
        let base = line.trim().strip_prefix("listening on ").expect("where it listens").to_owned();
        Self { child, base }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// As a power cut would end it.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it ends");
    }

    /// Asks it to end, and returns whether it did so in order.
    pub(crate) fn end(mut self) -> bool {
        let asked = Command::new("kill").arg(self.id().to_string()).status().expect("kill runs");
        assert!(asked.success());
        self.child.wait().expect("it ends").success()
    }
}
