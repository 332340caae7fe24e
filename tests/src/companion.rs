//! The companion server as a program of its own.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::{Program, Running, tools};

/// The password of every account that a test makes.
pub const PASSWORD: &str = "correct horse battery staple";

/// A server with its own data, on a port that it keeps when it is started again.
pub struct Companion {
    program: PathBuf,
    folder: TempDir,
    database_url: Option<String>,
    running: Option<Running>,
    address: String,
}

impl Companion {
    /// Starts one on SQLite, or on another database.
    ///
    /// # Panics
    /// When it does not start, or where the program was not built.
    #[must_use]
    pub fn start(database_url: Option<String>) -> Self {
        let program = tools::given("MYCRM_SERVER").unwrap_or_else(|missing| panic!("{missing}"));
        let folder = tempfile::tempdir().expect("a folder");
        let mut companion =
            Self { program, folder, database_url, running: None, address: "127.0.0.1:0".to_owned() };
        companion.start_again();
        companion
    }

    /// Starts it after it was ended.
    ///
    /// # Panics
    /// When it does not say where it listens.
    pub fn start_again(&mut self) {
        let mut running = self.program(&["--listen", &self.address.clone()]).env("RUST_LOG", "warn").start();
        let line = running.line();
        let Some(base) = line.strip_prefix("listening on http://") else {
            panic!("the server does not start: {line:?}\n{}", running.end().1);
        };
        self.address = base.to_owned();
        running.drain();
        self.running = Some(running);
    }

    fn program(&self, arguments: &[&str]) -> Program {
        let program = Program::new(&self.program)
            .args(["--data".as_ref(), self.data().as_os_str()])
            .args(arguments)
            .without_env("DATABASE_URL");
        match &self.database_url {
            Some(url) => program.env("DATABASE_URL", url),
            None => program,
        }
    }

    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Makes an account, and the workspace if there is none of that name.
    ///
    /// # Panics
    /// When the command fails.
    pub fn create_user(&self, email: &str, workspace: &str) {
        let mut command = Command::new(&self.program);
        command
            .arg("--data")
            .arg(self.data())
            .args(["user", "create", email, "--workspace", workspace])
            .env_remove("DATABASE_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        if let Some(url) = &self.database_url {
            command.env("DATABASE_URL", url);
        }
        let mut child = command.spawn().expect("the server's program starts");
        let mut stdin = child.stdin.take().expect("its input");
        writeln!(stdin, "{PASSWORD}").expect("the password is read");
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Its process.
    ///
    /// # Panics
    /// When it was ended.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.running.as_ref().expect("it runs").id()
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        self.running = None;
    }
}
