//! Programs that come from the crate registry at an exact version and are built here once.

use std::path::PathBuf;

use super::Stage;
use super::needs::System;
use crate::call::{Call, Outcome, on_path};

struct Tool {
    name: &'static str,
    version: &'static str,
    stage: Stage,
    systems: &'static [System],
}

const TOOLS: &[Tool] = &[
    Tool { name: "tauri-driver", version: "2.1.0", stage: Stage::Test, systems: &[System::Linux] },
    Tool {
        name: "cargo-deny",
        version: "0.20.2",
        stage: Stage::Ci,
        systems: &[System::Linux, System::Mac, System::Windows],
    },
];

/// Answers whether it had to install one.
pub(super) fn install(stages: &[Stage]) -> Outcome<bool> {
    let installed = installed();
    let mut did = false;
    for tool in TOOLS {
        let wanted = stages.contains(&tool.stage) && tool.systems.contains(&System::here());
        if !wanted || holds(&installed, tool.name, tool.version) {
            continue;
        }
        println!("setup: building {} {} (once, a few minutes)", tool.name, tool.version);
        Call::cargo()
            .args(["install", tool.name, "--version", tool.version, "--locked", "--force"])
            // Its own target folder: its release build of other versions has no place in the project's.
            .without_env("CARGO_TARGET_DIR")
            .run()?;
        did = true;
    }
    Ok(did)
}

/// A program that cargo installed: where cargo puts them, else on the PATH.
pub(crate) fn installed_program(name: &str) -> Option<PathBuf> {
    let own = cargo_home().join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if own.is_file() { Some(own) } else { on_path(name) }
}

fn cargo_home() -> PathBuf {
    std::env::var_os("CARGO_HOME")
        .map_or_else(|| std::env::home_dir().unwrap_or_default().join(".cargo"), PathBuf::from)
}

/// Cargo's own list of what it installed; empty when it has installed nothing yet.
fn installed() -> String {
    std::fs::read_to_string(cargo_home().join(".crates.toml")).unwrap_or_default()
}

/// Whether the list, lines of `"name version (source)" = ["program"]`, has this one.
fn holds(list: &str, name: &str, version: &str) -> bool {
    let entry = format!("\"{name} {version} (");
    list.lines().any(|line| line.starts_with(&entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_of_a_tool_does_not_count() {
        let list = "[v1]\n\"tauri-driver 2.1.0 (registry+https://example.org)\" = [\"tauri-driver\"]\n";
        assert!(holds(list, "tauri-driver", "2.1.0"));
        assert!(!holds(list, "tauri-driver", "2.1.1"));
        assert!(!holds(list, "tauri", "2.1.0"));
        assert!(!holds("", "tauri-driver", "2.1.0"));
    }
}
