//! A PostgreSQL that this process of tests starts for itself, with a database for each test.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use uuid::Uuid;

/// The URL of a new, empty database; `None` where PostgreSQL is not installed.
pub(crate) async fn new_database() -> Option<String> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    let cluster = CLUSTER.get_or_init(Cluster::start).as_ref()?;
    Some(cluster.new_database().await)
}

/// The URL of a copy of a database that nobody uses.
pub(crate) async fn copy(url: &str) -> String {
    let (_, rest) = url.split_once("localhost/").expect("our URL");
    let (name, _) = rest.split_once('?').expect("our URL");
    let copy = format!("test_{}", Uuid::new_v4().simple());
    let mut connection =
        PgConnection::connect(&url.replace(name, "postgres")).await.expect("PostgreSQL answers");
    let create = AssertSqlSafe(format!("CREATE DATABASE {copy} TEMPLATE {name}"));
    sqlx::query(create).execute(&mut connection).await.expect("a copy");
    connection.close().await.expect("the connection ends");
    url.replace(name, &copy)
}

/// A running PostgreSQL, reached by a socket in its folder. It ends with this process, however that ends: the shell
/// that holds it reads until nobody writes any more.
pub(crate) struct Cluster {
    folder: PathBuf,
    shell: Mutex<(Child, BufReader<ChildStdout>)>,
}

/// `$1` is pg_ctl, `$2` the folder. Each word read is carried out and answered with a line.
const SHELL: &str = r#"
start() { "$1" -D "$2/data" -l "$2/log" -w -o "-c listen_addresses='' -k '$2' -c fsync=off -c max_connections=200" start; }
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

impl Cluster {
    /// `None` where PostgreSQL is not installed, which it has to be where tests count.
    pub(crate) fn start() -> Option<Self> {
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
        shell.args(["-c", SHELL, "sh"]).arg(pg_ctl).arg(&folder);
        // In a group of its own: whoever ends a test by its group must not end the shell before it has cleaned up.
        shell.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        let mut shell = shell.spawn().expect("a shell");
        let answers = BufReader::new(shell.stdout.take().expect("its answers"));
        let cluster = Self { folder, shell: Mutex::new((shell, answers)) };
        cluster.expect("up");
        Some(cluster)
    }

    pub(crate) async fn new_database(&self) -> String {
        let mut connection = PgConnection::connect(&self.url("postgres")).await.expect("PostgreSQL answers");
        let name = format!("test_{}", Uuid::new_v4().simple());
        let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::query(create).execute(&mut connection).await.expect("a database");
        connection.close().await.expect("the connection ends");
        self.url(&name)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://mycrm@localhost/{database}?host={}", self.folder.display())
    }

    /// Ends PostgreSQL as a crash would: nothing is finished.
    pub(crate) fn crash(&self) {
        self.say("crash");
        self.expect("down");
    }

    /// Starts it again after a crash.
    pub(crate) fn start_again(&self) {
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
