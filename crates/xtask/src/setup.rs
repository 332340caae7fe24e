//! Finds what building and testing need on this machine, installs what is missing, and says what it does.

mod cargo_tools;
mod needs;
mod node_modules;
mod packages;
mod probe;

use crate::call::{Outcome, failed};
use crate::workspace::Workspace;
pub(crate) use cargo_tools::installed_program;
use needs::{NEEDS, Need, System};
use packages::PackageTool;
pub(crate) use packages::is_root;
pub(crate) use probe::find_browser;

/// What the machine is being prepared for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Build,
    Test,
    Ci,
    Bundle,
    /// Trying an installer on a system with nothing else on it.
    CleanRoot,
}

/// Whether to speak when there was nothing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Report {
    Always,
    Changes,
}

/// Installs what is missing for these stages. The second call does nothing and says so only when asked.
pub(crate) fn setup(workspace: &Workspace, stages: &[Stage], report: Report) -> Outcome {
    let mut did_something = system_packages(stages)?;
    did_something |= node_modules::install(workspace)?;
    did_something |= cargo_tools::install(stages)?;
    if !did_something && report == Report::Always {
        println!("setup: everything is in place");
    }
    Ok(())
}

fn system_packages(stages: &[Stage]) -> Outcome<bool> {
    let missing = missing(stages);
    if missing.is_empty() {
        return Ok(false);
    }
    let names: Vec<&str> = missing.iter().map(|need| need.name).collect();
    println!("setup: missing here: {}", names.join(", "));
    let Some(tool) = PackageTool::of_this_machine() else {
        return failed(by_hand(&missing, None, "this machine has none of apt, dnf, pacman, brew and winget"));
    };
    let mut wanted: Vec<&str> = missing.iter().flat_map(|need| need.packages(tool)).copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    if !wanted.is_empty()
        && let Err(failure) = tool.install(&wanted)
    {
        return failed(by_hand(&missing, Some(tool), &failure.to_string()));
    }
    let still = self::missing(stages);
    if still.is_empty() {
        return Ok(true);
    }
    failed(by_hand(&still, Some(tool), "these could not be installed from here"))
}

fn missing(stages: &[Stage]) -> Vec<&'static Need> {
    let system = System::here();
    NEEDS
        .iter()
        .filter(|need| stages.contains(&need.stage) && need.systems.contains(&system))
        .filter(|need| !need.probe.is_met())
        .collect()
}

/// Says exactly what to install without this program's help.
fn by_hand(missing: &[&Need], tool: Option<PackageTool>, why: &str) -> String {
    let mut text =
        format!("setup cannot finish: {why}.\nInstall these by hand and run the same command again:\n");
    for need in missing {
        text += &format!("  - {}: {}\n", need.name, need.by_hand);
    }
    let packages: Vec<&str> = match tool {
        Some(tool) => missing.iter().flat_map(|need| need.packages(tool)).copied().collect(),
        None => Vec::new(),
    };
    if let (Some(tool), false) = (tool, packages.is_empty()) {
        text += &format!("With {}, as an administrator: {}\n", tool.name(), tool.line(&packages));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_installed_is_spelled_out() {
        let xvfb = NEEDS.iter().find(|need| need.name == "Xvfb").unwrap();
        let text = by_hand(&[xvfb], Some(PackageTool::Apt), "not root, and sudo asks for a password");
        assert!(text.contains("not root"), "{text}");
        assert!(text.contains("apt-get install -y --no-install-recommends xvfb"), "{text}");
    }

    #[test]
    fn every_need_has_a_way_on_each_of_its_systems() {
        for need in NEEDS {
            assert!(!need.by_hand.is_empty(), "{} has no words for people", need.name);
            for tool in need.systems.iter().flat_map(|system| system.tools()) {
                let packages = need.packages(*tool);
                let told = need.by_hand_only.contains(tool);
                assert!(
                    packages.is_empty() == told,
                    "{} with {}: name its package, or list it as by hand only, not both",
                    need.name,
                    tool.name()
                );
            }
        }
    }
}
