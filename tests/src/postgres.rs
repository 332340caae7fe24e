//! A PostgreSQL that a test starts for itself: in a folder of its own, reached by a socket there.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Mutex;

/// A running PostgreSQL, reached by a socket in its folder. It ends with this process, however that ends: the shell
/// that holds it reads until nobody writes any more.
pub struct Postgres {
    folder: PathBuf,
    shell: Mutex<(Child, BufReader<ChildStdout>)>,
}

/// `$1` is pg_ctl, `$2` the folder, `$3` whether what is written has to reach the disk. Each word read is carried out and answered with a line.
const SHELL: &str = r#"
start() { "$1" -D "$2/data" -l "$2/log" -w -o "-c listen_addresses='' -k '$2' -c fsync=$3 -c max_connections=200" start; }
stop() { "$1" -D "$2/data" -m immediate -w stop; }
start "$@" >&2 && echo up
while read -r word; do
  case $word in
    crash) stop "$@" >&2; echo down ;;
    start) start "$@" >&2 && echo up ;;
  esac
done
stop "$@" >&2
rm -rf "$2"
"#;

impl Postgres {
    /// `None` where PostgreSQL is not installed, which it has to be where tests count.
    #[must_use]
    pub fn start() -> Option<Self> {
        // No test cuts the power.
        Self::start_with("off")
    }

    /// As [`Postgres::start`], for measurements: what is committed reaches the disk.
    #[must_use]
    pub fn start_durable() -> Option<Self> {
        Self::start_with("on")
    }

    fn start_with(fsync: &str) -> Option<Self> {
        let (Some(initdb), Some(pg_ctl)) = (program("initdb"), program("pg_ctl")) else {
            assert!(std::env::var_os("CI").is_none(), "PostgreSQL is not installed, and here it has to be");
            eprintln!("SKIPPED: PostgreSQL is not installed, so nothing was tested against it");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("mycrm-pg-").tempdir().expect("a folder").keep();
        let user = unprivileged(&folder);
        let as_user = |mut command: Command| {
            if let Some((user, group)) = user {
                command.uid(user).gid(group);
            }
            command.current_dir(&folder).stderr(Stdio::null());
            command
        };
        let mut made = as_user(Command::new(initdb));
        made.args(["--auth=trust", "--username=mycrm", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"]);
        let made = made.arg(folder.join("data")).stdout(Stdio::null()).status().expect("initdb runs");
        assert!(made.success(), "initdb fails");
        let mut shell = as_user(Command::new("sh"));
        shell.args(["-c", SHELL, "sh"]).arg(pg_ctl).arg(&folder).arg(fsync);
        // In a group of its own: whoever ends a test by its group must not end the shell before it has cleaned up.
        shell.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        let mut shell = shell.spawn().expect("a shell");
        let answers = BufReader::new(shell.stdout.take().expect("its answers"));
        let cluster = Self { folder, shell: Mutex::new((shell, answers)) };
        cluster.expect("up");
        Some(cluster)
    }

    /// The URL of the database `postgres`, which is there and empty.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// The URL of a database.
    #[must_use]
    pub fn url_of(&self, database: &str) -> String {
        format!("postgres://mycrm@localhost/{database}?host={}", self.folder.display())
    }

    /// Ends PostgreSQL as a crash would: nothing is finished.
    pub fn crash(&self) {
        self.say("crash");
        self.expect("down");
    }

    /// Starts it again after a crash.
    pub fn start_again(&self) {
        self.say("start");
        self.expect("up");
    }

    fn say(&self, word: &str) {
        let mut shell = self.shell.lock().expect("the shell");
        writeln!(shell.0.stdin.as_mut().expect("its input"), "{word}").expect("the shell listens");
    }

    fn expect(&self, word: &str) {
        let mut line = String::new();
        self.shell.lock().expect("the shell").1.read_line(&mut line).expect("the shell answers");
        let log = || std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        assert_eq!(line.trim(), word, "{}", log());
    }
}

/// Where the programs are: in the path, or where Debian puts them.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.map(|version| version.path().join("bin"));
    debian.chain(std::env::split_paths(&path)).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// PostgreSQL refuses to run as root: whom to run it as then, who also gets the folder.
fn unprivileged(folder: &Path) -> Option<(u32, u32)> {
    if std::fs::metadata(folder).expect("the folder").uid() != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").expect("the users");
    let find = |name: &str| {
        let mut words = users
            .lines()
            .map(|line| line.split(':'))
            .find_map(|mut words| (words.next() == Some(name)).then_some(words))?;
        Some((words.nth(1)?.parse().ok()?, words.next()?.parse().ok()?))
    };
    let (user, group) = find("postgres").or_else(|| find("nobody")).expect("a user without privileges");
    chown(folder, Some(user), Some(group)).expect("the folder is given");
    Some((user, group))
}
