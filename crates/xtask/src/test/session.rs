//! A desktop session of its own for a test run: a virtual X server, a session bus, an unlocked empty keyring,
//! and folders for settings and data that are not the developer's.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};

use crate::call::{Call, Doing, Outcome, failed};

/// Ends with its X server, and takes its folders with it.
#[derive(Debug)]
pub(crate) struct Session {
    desktop: Option<Desktop>,
}

#[derive(Debug)]
struct Desktop {
    xvfb: Child,
    display: String,
    home: PathBuf,
}

/// Wide enough for the widest layout that is looked at, plus a panel's height.
const SCREEN: &str = "1920x1200x24";

/// Opens a keyring with an empty password before the tests start: a locked one asks in a window nobody sees.
const WITH_KEYRING: &str = r#"printf '\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 1; exec "$@""#;

impl Session {
    /// On Linux a session of its own; elsewhere the one that is there.
    pub(crate) fn start() -> Outcome<Self> {
        let desktop = if cfg!(target_os = "linux") { Some(Desktop::start()?) } else { None };
        Ok(Self { desktop })
    }

    /// The same call, made inside the session. The session must outlive the call.
    pub(crate) fn wrap(&self, call: Call) -> Call {
        let Some(desktop) = &self.desktop else { return call };
        let inner = call.into_command();
        let mut outer = Call::new("dbus-run-session")
            .args(["--", "sh", "-c", WITH_KEYRING, "sh"])
            .arg(inner.get_program())
            .args(inner.get_args());
        if let Some(dir) = inner.get_current_dir() {
            outer = outer.dir(dir);
        }
        for (name, value) in inner.get_envs() {
            if let (Some(name), Some(value)) = (name.to_str(), value) {
                outer = outer.env(name, value);
            }
        }
        outer = outer
            .env("DISPLAY", &desktop.display)
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            // Without a graphics card WebKitGTK shows an empty window when it shares buffers this way.
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .without_env("WAYLAND_DISPLAY");
        for (name, folder) in FOLDERS {
            outer = outer.env(name, desktop.home.join(folder));
        }
        outer
    }
}

const FOLDERS: [(&str, &str); 4] = [
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_RUNTIME_DIR", "run"),
];

impl Desktop {
    fn start() -> Outcome<Self> {
        let home = fresh_folder()?;
        for (_, folder) in FOLDERS {
            private_folder(&home.join(folder))?;
        }
        let mut xvfb = Call::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"])
            .into_command()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .doing("cannot start Xvfb")?;
        // It prints the display it took once it is ready.
        let mut number = String::new();
        if let Some(stdout) = xvfb.stdout.take() {
            BufReader::new(stdout).read_line(&mut number).doing("Xvfb cannot be read")?;
        }
        let session = Self { xvfb, display: format!(":{}", number.trim()), home };
        if number.trim().is_empty() {
            return failed("Xvfb ended before it was ready; start `Xvfb -displayfd 1` by hand to see why");
        }
        Ok(session)
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        // Nothing can be done about a server that will not die or a folder that will not go.
        let _ = self.xvfb.kill();
        let _ = self.xvfb.wait();
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

/// Short, because sockets below it may have only about a hundred characters of path.
fn fresh_folder() -> Outcome<PathBuf> {
    for attempt in 0..100 {
        let folder = std::env::temp_dir().join(format!("mycrm-{}-{attempt}", std::process::id()));
        if std::fs::create_dir(&folder).is_ok() {
            return Ok(folder);
        }
    }
    failed(format!("cannot make a folder in {}", std::env::temp_dir().display()))
}

#[cfg(unix)]
fn private_folder(folder: &std::path::Path) -> Outcome {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .mode(0o700)
        .create(folder)
        .doing(format_args!("cannot make {}", folder.display()))
}

#[cfg(not(unix))]
fn private_folder(folder: &std::path::Path) -> Outcome {
    std::fs::create_dir(folder).doing(format_args!("cannot make {}", folder.display()))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_call_keeps_its_folder_and_its_variables() {
        let desktop = Desktop {
            xvfb: Call::new("true").into_command().spawn().unwrap(),
            display: ":7".to_owned(),
            home: fresh_folder().unwrap(),
        };
        let session = Session { desktop: Some(desktop) };
        let call = Call::new("npm").arg("test").dir(std::path::Path::new("/")).env("ARTIFACTS", "/a");
        let wrapped = session.wrap(call).into_command();
        assert_eq!(wrapped.get_current_dir(), Some(std::path::Path::new("/")));
        let value = |name: &str| wrapped.get_envs().find(|(n, _)| *n == name).and_then(|(_, value)| value);
        assert_eq!(value("ARTIFACTS"), Some("/a".as_ref()));
        assert_eq!(value("DISPLAY"), Some(":7".as_ref()));
        assert_eq!(wrapped.get_args().last(), Some("test".as_ref()));
    }
}
