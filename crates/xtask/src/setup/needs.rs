//! The table of what the project needs from the machine, how to see it, and its package for each package manager.

use super::Stage;
use super::packages::PackageTool::{self, Apt, Brew, Dnf, Pacman, Winget};
use super::probe::Probe;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    Linux,
    Mac,
    Windows,
}

impl System {
    pub(super) fn here() -> Self {
        match std::env::consts::OS {
            "macos" => Self::Mac,
            "windows" => Self::Windows,
            _ => Self::Linux,
        }
    }

    #[cfg(test)]
    pub(super) fn tools(self) -> &'static [PackageTool] {
        match self {
            Self::Linux => &[Apt, Dnf, Pacman],
            Self::Mac => &[Brew],
            Self::Windows => &[Winget],
        }
    }
}

#[derive(Debug)]
pub(super) struct Need {
    pub(super) name: &'static str,
    pub(super) stage: Stage,
    pub(super) systems: &'static [System],
    pub(super) probe: Probe,
    pub(super) packages: &'static [(PackageTool, &'static [&'static str])],
    /// Managers that have no package for it.
    #[cfg_attr(not(test), allow(dead_code, reason = "read by the test that keeps this table whole"))]
    pub(super) by_hand_only: &'static [PackageTool],
    /// For someone who installs it without this program.
    pub(super) by_hand: &'static str,
}

impl Need {
    pub(super) fn packages(&self, tool: PackageTool) -> &'static [&'static str] {
        self.packages.iter().find(|(of, _)| *of == tool).map_or(&[], |(_, names)| names)
    }
}

const LINUX: &[System] = &[System::Linux];
const EVERYWHERE: &[System] = &[System::Linux, System::Mac, System::Windows];
const EVERY_TOOL: &[PackageTool] = &[Apt, Dnf, Pacman, Brew, Winget];

/// A need of Linux alone with one package per tool.
const fn linux(
    stage: Stage,
    name: &'static str,
    probe: Probe,
    packages: &'static [(PackageTool, &'static [&'static str])],
    by_hand: &'static str,
) -> Need {
    Need { name, stage, systems: LINUX, probe, packages, by_hand_only: &[], by_hand }
}

pub(super) const NEEDS: &[Need] = &[
    Need {
        name: "Node.js 20.19 or newer, with npm",
        stage: Stage::Build,
        systems: EVERYWHERE,
        probe: Probe::Node,
        // Distributions ship older ones than the UI's build tool takes, so this is left to the person.
        packages: &[],
        by_hand_only: EVERY_TOOL,
        by_hand: "install the current Node.js from nodejs.org or a version manager; `node` and `npm` must be on the PATH",
    },
    Need {
        name: "C compiler",
        stage: Stage::Build,
        systems: &[System::Linux, System::Mac],
        probe: Probe::Programs(&["cc"]),
        packages: &[
            (Apt, &["build-essential"]),
            (Dnf, &["gcc", "gcc-c++", "make"]),
            (Pacman, &["base-devel"]),
        ],
        by_hand_only: &[Brew],
        by_hand: "a C compiler and linker called `cc` (macOS: `xcode-select --install`)",
    },
    linux(
        Stage::Build,
        "pkg-config",
        Probe::Programs(&["pkg-config"]),
        &[(Apt, &["pkg-config"]), (Dnf, &["pkgconf-pkg-config"]), (Pacman, &["pkgconf"])],
        "the program `pkg-config`",
    ),
    linux(
        Stage::Build,
        "WebKitGTK 4.1 headers",
        Probe::Library("webkit2gtk-4.1"),
        &[(Apt, &["libwebkit2gtk-4.1-dev"]), (Dnf, &["webkit2gtk4.1-devel"]), (Pacman, &["webkit2gtk-4.1"])],
        "WebKitGTK for GTK 3 and libsoup 3, with headers (`pkg-config --exists webkit2gtk-4.1`)",
    ),
    linux(
        Stage::Build,
        "GTK 3 headers",
        Probe::Library("gtk+-3.0"),
        &[(Apt, &["libgtk-3-dev"]), (Dnf, &["gtk3-devel"]), (Pacman, &["gtk3"])],
        "GTK 3 with headers (`pkg-config --exists gtk+-3.0`)",
    ),
    linux(
        Stage::Build,
        "Ayatana app indicator headers",
        Probe::Library("ayatana-appindicator3-0.1"),
        &[
            (Apt, &["libayatana-appindicator3-dev"]),
            (Dnf, &["libayatana-appindicator-gtk3-devel"]),
            (Pacman, &["libayatana-appindicator"]),
        ],
        "libayatana-appindicator for GTK 3 with headers (`pkg-config --exists ayatana-appindicator3-0.1`)",
    ),
    linux(
        Stage::Build,
        "librsvg headers",
        Probe::Library("librsvg-2.0"),
        &[(Apt, &["librsvg2-dev"]), (Dnf, &["librsvg2-devel"]), (Pacman, &["librsvg"])],
        "librsvg 2 with headers (`pkg-config --exists librsvg-2.0`)",
    ),
    linux(
        Stage::Build,
        "D-Bus headers",
        Probe::Library("dbus-1"),
        &[(Apt, &["libdbus-1-dev"]), (Dnf, &["dbus-devel"]), (Pacman, &["dbus"])],
        "libdbus with headers (`pkg-config --exists dbus-1`)",
    ),
    linux(
        Stage::Test,
        "Xvfb",
        Probe::Programs(&["Xvfb"]),
        &[(Apt, &["xvfb"]), (Dnf, &["xorg-x11-server-Xvfb"]), (Pacman, &["xorg-server-xvfb"])],
        "the X server without a screen, `Xvfb`",
    ),
    linux(
        Stage::Test,
        "D-Bus session runner",
        Probe::Programs(&["dbus-run-session"]),
        &[(Apt, &["dbus"]), (Dnf, &["dbus-daemon"]), (Pacman, &["dbus"])],
        "the program `dbus-run-session`",
    ),
    linux(
        Stage::Test,
        "GNOME keyring",
        Probe::Programs(&["gnome-keyring-daemon"]),
        &[(Apt, &["gnome-keyring"]), (Dnf, &["gnome-keyring"]), (Pacman, &["gnome-keyring"])],
        "the program `gnome-keyring-daemon`",
    ),
    linux(
        Stage::Test,
        "WebKit's WebDriver",
        Probe::Programs(&["WebKitWebDriver"]),
        &[(Apt, &["webkit2gtk-driver"]), (Dnf, &["/usr/bin/WebKitWebDriver"]), (Pacman, &["webkitgtk-6.0"])],
        "the program `WebKitWebDriver`",
    ),
    linux(
        Stage::Test,
        "xdotool",
        Probe::Programs(&["xdotool"]),
        &[(Apt, &["xdotool"]), (Dnf, &["xdotool"]), (Pacman, &["xdotool"])],
        "the program `xdotool`, which moves the real pointer",
    ),
    linux(
        Stage::Test,
        "ImageMagick",
        Probe::Programs(&["import"]),
        &[(Apt, &["imagemagick"]), (Dnf, &["ImageMagick"]), (Pacman, &["imagemagick"])],
        "ImageMagick's `import`, which takes the screenshots",
    ),
    linux(
        Stage::Test,
        "PostgreSQL",
        Probe::Postgres,
        &[(Apt, &["postgresql"]), (Dnf, &["postgresql-server"]), (Pacman, &["postgresql"])],
        "PostgreSQL's `initdb`, `postgres` and `pg_ctl`, on the PATH or where Debian puts them; tests start their own",
    ),
    linux(
        Stage::Test,
        "faketime",
        Probe::Programs(&["faketime"]),
        &[(Apt, &["faketime"]), (Dnf, &["libfaketime"]), (Pacman, &["libfaketime"])],
        "the program `faketime` of libfaketime, which gives a program a wrong clock",
    ),
    Need {
        name: "Chromium",
        stage: Stage::Test,
        systems: EVERYWHERE,
        probe: Probe::Browser,
        packages: &[
            (Apt, &["chromium"]),
            (Dnf, &["chromium"]),
            (Pacman, &["chromium"]),
            (Brew, &["google-chrome"]),
            (Winget, &["Google.Chrome"]),
        ],
        by_hand_only: &[],
        by_hand: "Chromium or Chrome, or set CHROMIUM to its path",
    },
    Need {
        name: "git",
        stage: Stage::Ci,
        systems: EVERYWHERE,
        probe: Probe::Programs(&["git"]),
        packages: &[
            (Apt, &["git"]),
            (Dnf, &["git"]),
            (Pacman, &["git"]),
            (Brew, &["git"]),
            (Winget, &["Git.Git"]),
        ],
        by_hand_only: &[],
        by_hand: "the program `git`",
    },
    linux(
        Stage::Bundle,
        "dpkg-deb",
        Probe::Programs(&["dpkg-deb"]),
        &[(Apt, &["dpkg"]), (Dnf, &["dpkg"]), (Pacman, &["dpkg"])],
        "the program `dpkg-deb`, which writes and reads Debian packages",
    ),
    linux(
        Stage::CleanRoot,
        "debootstrap",
        Probe::Programs(&["debootstrap", "/usr/sbin/debootstrap"]),
        &[(Apt, &["debootstrap"]), (Dnf, &["debootstrap"]), (Pacman, &["debootstrap"])],
        "the program `debootstrap`, which makes the clean Debian that the package is installed into",
    ),
];
