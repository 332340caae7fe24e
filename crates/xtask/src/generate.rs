//! Writes the generated files again: the OpenAPI document, the UI's types made from it, the list of
//! texts to translate, the migrations' checksums.

use std::collections::BTreeMap;

use crate::build;
use crate::call::{Call, Doing, Failure, Outcome, failed};
use crate::messages;
use crate::setup::{self, Report, Stage};
use crate::tidy::migrations;
use crate::workspace::{Profile, Workspace};

const OPENAPI: &str = "ui/openapi.json";

pub(crate) fn command(workspace: &Workspace, args: &[String]) -> Outcome {
    let check = match args {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err(Failure::Usage("gen takes nothing, or --check".to_owned())),
    };
    setup::setup(workspace, &[Stage::Build], Report::Changes)?;
    // The document does not depend on the built UI, which in turn needs the types made from the document.
    build::headless(workspace, Profile::Debug)?;
    if check { self::check(workspace) } else { write(workspace) }
}

/// Fails when a generated file is not what it would be if made now; changes nothing. Needs the headless app.
pub(crate) fn check(workspace: &Workspace) -> Outcome {
    let before = generated_and_sources(workspace)?;
    let written = write(workspace);
    let after = generated_and_sources(workspace);
    let stale = restore(workspace, &before, &after?)?;
    written?;
    if stale.is_empty() {
        println!("the generated files are current");
        return Ok(());
    }
    failed(format!("not current: {}. Run `cargo xtask gen` and commit what it writes", stale.join(", ")))
}

fn write(workspace: &Workspace) -> Outcome {
    let document = Call::new(workspace.headless(Profile::Debug)).arg("schema").output()?;
    std::fs::write(workspace.root.join(OPENAPI), document).doing(format_args!("cannot write {OPENAPI}"))?;
    messages::write(workspace)?;
    workspace.npm_run("gen").run()?;
    migrations::add_checksums(workspace)
}

type Contents = BTreeMap<String, Vec<u8>>;

/// Whatever the generators may write to: what changes there is what was stale.
fn generated_and_sources(workspace: &Workspace) -> Outcome<Contents> {
    let may_change = |file: &String| {
        file == OPENAPI || file.starts_with("ui/src/") || file.starts_with(migrations::FOLDER)
    };
    let read = |file: String| {
        let bytes = std::fs::read(workspace.root.join(&file)).doing(format_args!("cannot read {file}"))?;
        Ok((file, bytes))
    };
    workspace.files()?.into_iter().filter(may_change).map(read).collect()
}

/// Puts back what was there, and names what differed.
fn restore(workspace: &Workspace, before: &Contents, after: &Contents) -> Outcome<Vec<String>> {
    let mut stale = Vec::new();
    for (file, bytes) in before {
        if after.get(file) != Some(bytes) {
            std::fs::write(workspace.root.join(file), bytes).doing(format_args!("cannot restore {file}"))?;
            stale.push(file.clone());
        }
    }
    for file in after.keys().filter(|file| !before.contains_key(*file)) {
        std::fs::remove_file(workspace.root.join(file)).doing(format_args!("cannot remove {file}"))?;
        stale.push(file.clone());
    }
    Ok(stale)
}
