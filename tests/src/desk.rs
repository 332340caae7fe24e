//! A desk of its own for one test: a virtual screen, a session bus, a home and a data folder.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::{Pointer, Program, Running, Server, Tools};

/// Wide enough for the widest layout that is looked at.
const SCREEN: &str = "1920x1200x24";

pub struct Desk {
    pub tools: Tools,
    display: String,
    bus: String,
    // Dropped in this order: programs before the folders they write to.
    _xvfb: Running,
    _dbus: Running,
    home: TempDir,
}

impl Desk {
    /// Sets up the desk, or says why the test is skipped.
    ///
    /// # Panics
    /// When the screen or the bus do not start.
    #[must_use]
    pub fn set_up() -> Option<Self> {
        let tools = Tools::find()?;
        let home = tempfile::Builder::new().prefix("mycrm-desk-").tempdir().expect("a folder can be made");
        for folder in ["data", "run", "config", "cache", "share"] {
            std::fs::create_dir(home.path().join(folder)).expect("a folder can be made");
        }
        let mut xvfb = Program::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"])
            .start();
        // Both print their address once they are ready.
        let display = format!(":{}", xvfb.line());
        assert_ne!(display, ":", "Xvfb ended before it was ready");
        let mut dbus = Program::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            // In the home folder, to go with it: the socket outlives a daemon that is killed.
            .args([format!("--address=unix:path={}", home.path().join("run/bus").display())])
            .env("XDG_RUNTIME_DIR", home.path().join("run"))
            .env("DISPLAY", &display)
            .start();
        let bus = dbus.line();
        assert!(!bus.is_empty(), "the session bus ended before it was ready");
        xvfb.drain();
        dbus.drain();
        Some(Self { tools, display, bus, _xvfb: xvfb, _dbus: dbus, home })
    }

    /// The data folder of the app on this desk.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Writes a file into the home folder.
    ///
    /// # Panics
    /// When it cannot be written.
    #[must_use]
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.home.path().join(name);
        std::fs::write(&path, text).expect("a file can be written");
        path
    }

    /// The window program, started without a driver.
    #[must_use]
    pub fn app(&self) -> Program {
        self.seat(&self.tools.desktop)
    }

    /// The command line of the same product.
    #[must_use]
    pub fn headless(&self) -> Program {
        self.seat(&self.tools.headless)
    }

    /// A program that sees this desk and nothing of the machine's own.
    #[must_use]
    pub fn seat(&self, program: &Path) -> Program {
        let home = self.home.path();
        Program::new(program)
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_DATA_HOME", home.join("share"))
            .env("MYCRM_DATA_DIR", self.data_dir())
            .env("MYCRM_SECRETS", "file")
            .env("MYCRM_SECRETS_PASSPHRASE", "a passphrase of this test")
            .env("LANG", "C.UTF-8")
            .env("NO_AT_BRIDGE", "1")
            .env("GDK_BACKEND", "x11")
            .env("GTK_THEME", "Adwaita")
            .without_env("WAYLAND_DISPLAY")
            .without_env("LC_ALL")
            .without_env("LANGUAGE")
    }

    /// The mouse and keyboard of this desk.
    #[must_use]
    pub fn pointer(&self) -> Pointer {
        Pointer::new(&self.display)
    }

    /// The X server of this desk.
    #[must_use]
    pub fn server(&self) -> Server {
        Server::of(&self.display)
    }

    /// Keeps a picture of a window in the folder for artifacts, if there is one.
    ///
    /// # Panics
    /// When it cannot be taken or written.
    pub fn picture(&self, window: &str, name: &str) {
        let Some(folder) = std::env::var_os("ARTIFACTS").map(PathBuf::from) else { return };
        std::fs::create_dir_all(&folder).expect("the folder for artifacts can be made");
        self.server().picture(window, &folder.join(format!("{name}.png")));
    }
}
