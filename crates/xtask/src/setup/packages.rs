//! The package managers this project can install with, and how each is called without asking questions.

use std::path::Path;

use crate::call::{Call, Outcome, failed, on_path};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PackageTool {
    Apt,
    Dnf,
    Pacman,
    Brew,
    Winget,
}

impl PackageTool {
    pub(super) fn of_this_machine() -> Option<Self> {
        [Self::Apt, Self::Dnf, Self::Pacman, Self::Brew, Self::Winget]
            .into_iter()
            .find(|tool| on_path(tool.program()).is_some())
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Apt => "apt",
            Self::Dnf => "dnf",
            Self::Pacman => "pacman",
            Self::Brew => "brew",
            Self::Winget => "winget",
        }
    }

    fn program(self) -> &'static str {
        match self {
            Self::Apt => "apt-get",
            other => other.name(),
        }
    }

    /// What to pass to the program, before the packages.
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Apt => &["install", "-y", "--no-install-recommends"],
            Self::Dnf => &["install", "-y"],
            Self::Pacman => &["-S", "--needed", "--noconfirm"],
            Self::Brew => &["install"],
            Self::Winget => &[
                "install",
                "--exact",
                "--silent",
                "--accept-source-agreements",
                "--accept-package-agreements",
            ],
        }
    }

    /// The command as someone would type it.
    pub(super) fn line(self, packages: &[&str]) -> String {
        [&[self.program()], self.arguments(), packages].concat().join(" ")
    }

    pub(super) fn install(self, packages: &[&str]) -> Outcome {
        println!("setup: installing {} with {}", packages.join(", "), self.name());
        match self {
            Self::Apt => apt(packages),
            Self::Dnf | Self::Pacman => self.call()?.args(packages).run(),
            Self::Brew => self.call()?.args(packages).run(),
            // winget takes one package a call.
            Self::Winget => {
                packages.iter().try_for_each(|package| self.call()?.args(["--id", package]).run())
            }
        }
    }

    fn call(self) -> Outcome<Call> {
        let call = match self {
            Self::Brew | Self::Winget => Call::new(self.program()),
            _ => Root::find()?.call(self.program()),
        };
        Ok(call.args(self.arguments()))
    }
}

/// Package lists are fetched only when they are missing, or when a package is not in those that are there.
fn apt(packages: &[&str]) -> Outcome {
    // Asked once: without the right to install, new lists would not help either.
    let root = Root::find()?;
    let install = || root.apt_get().args(PackageTool::Apt.arguments()).args(packages).run();
    if !has_package_lists(Path::new("/var/lib/apt/lists")) {
        root.apt_get().arg("update").run()?;
        return install();
    }
    install().or_else(|_| {
        println!("setup: that did not work; the package lists may be old, so once more with new ones");
        root.apt_get().arg("update").run()?;
        install()
    })
}

fn has_package_lists(dir: &Path) -> bool {
    std::fs::read_dir(dir).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().contains("_Packages"))
    })
}

/// The right to install: we have it, or a sudo that asks nothing gives it.
#[derive(Debug, Clone, Copy)]
enum Root {
    Ourselves,
    Sudo,
}

impl Root {
    fn find() -> Outcome<Self> {
        if is_root() {
            return Ok(Self::Ourselves);
        }
        if Call::new("sudo").args(["-n", "true"]).succeeds() {
            return Ok(Self::Sudo);
        }
        failed("installing needs root, this is another user, and `sudo` is missing or asks for a password")
    }

    fn call(self, program: &str) -> Call {
        match self {
            Self::Ourselves => Call::new(program),
            Self::Sudo => Call::new("sudo").args(["-n", program]),
        }
    }

    fn apt_get(self) -> Call {
        let call = self.call("env").args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        // Another program that is installing right now is waited for.
        call.args(["-o", "DPkg::Lock::Timeout=300"])
    }
}

pub(crate) fn is_root() -> bool {
    Call::new("id").arg("-u").output().is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_seen_only_where_there_are_some() {
        let empty = std::env::temp_dir().join(format!("mycrm-xtask-lists-{}", std::process::id()));
        std::fs::create_dir_all(&empty).unwrap();
        assert!(!has_package_lists(&empty));
        std::fs::write(empty.join("host_dists_stable_main_binary-amd64_Packages"), "").unwrap();
        assert!(has_package_lists(&empty));
        std::fs::remove_dir_all(&empty).unwrap();
    }

    #[test]
    fn the_line_for_people_is_the_one_that_is_run() {
        assert_eq!(PackageTool::Pacman.line(&["gtk3"]), "pacman -S --needed --noconfirm gtk3");
    }
}
