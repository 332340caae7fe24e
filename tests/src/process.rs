//! One program, started in a process group of its own so that it and all it starts can be ended together.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::JoinHandle;

use crate::until;

/// A program about to be started.
#[derive(Debug)]
pub struct Program(Command);

impl Program {
    pub fn new(path: impl AsRef<Path>) -> Self {
        let mut command = Command::new(path.as_ref());
        command.stdin(Stdio::null()).process_group(0);
        Self(command)
    }

    #[must_use]
    pub fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.0.args(args);
        self
    }

    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    #[must_use]
    pub fn without_env(mut self, name: &str) -> Self {
        self.0.env_remove(name);
        self
    }

    /// Runs it to its end and gives what it printed.
    ///
    /// # Panics
    /// When it cannot be started.
    #[must_use]
    pub fn output(mut self) -> Output {
        let program = self.0.get_program().to_owned();
        self.0.output().unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()))
    }

    /// Starts it and leaves it running.
    ///
    /// # Panics
    /// When it cannot be started.
    #[must_use]
    pub fn start(mut self) -> Running {
        let program = self.0.get_program().to_owned();
        let mut child = self
            .0
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
        // Read all along: a program whose pipe is full stands still.
        let mut pipe = child.stderr.take().expect("stderr is piped");
        let stderr = std::thread::spawn(move || {
            let mut text = String::new();
            let _ = pipe.read_to_string(&mut text);
            text
        });
        Running { child, stdout: Some(Box::new(stdout)), stderr: Some(stderr) }
    }
}

/// A program that runs until this is dropped.
pub struct Running {
    child: Child,
    stdout: Option<Box<dyn BufRead + Send>>,
    stderr: Option<JoinHandle<String>>,
}

impl Running {
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The next line it prints; empty when it ended.
    ///
    /// # Panics
    /// When what it prints is not text, or after [`Self::drain`].
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.as_mut().expect("not drained").read_line(&mut line).expect("text is printed");
        line.trim_end().to_owned()
    }

    /// Lets everything else it prints go, so that it never stands still for want of a reader.
    pub fn drain(&mut self) {
        if let Some(mut stdout) = self.stdout.take() {
            std::thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
        }
    }

    /// How it ended, if it did.
    ///
    /// # Panics
    /// When the system does not say.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("the state of a child is known")
    }

    /// Waits for its end; its exit code and what it wrote to stderr.
    ///
    /// # Panics
    /// When it does not end, or ended by a signal.
    pub fn end(&mut self) -> (i32, String) {
        let status = until("the program to end", || self.ended());
        let stderr =
            self.stderr.take().map(|reader| reader.join().expect("stderr was read")).unwrap_or_default();
        (status.code().unwrap_or_else(|| panic!("ended by {status}\n{stderr}")), stderr)
    }

    /// Sends a signal to it alone.
    pub fn signal(&self, name: &str) {
        kill(name, &self.child.id().to_string());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The group: a driver leaves its browser, the app its web processes.
        kill("KILL", &format!("-{}", self.child.id()));
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process, or to a group when `target` starts with a minus.
pub(crate) fn kill(signal: &str, target: &str) {
    let _ = Command::new("kill").args(["-s", signal, "--", target]).stderr(Stdio::null()).status();
}
