//! Migrations are append-only: each one's checksum is noted when it is added, and never again.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::call::{Doing, Outcome};
use crate::workspace::Workspace;

pub(crate) const FOLDER: &str = "migrations/";
const CHECKSUMS: &str = "migrations/CHECKSUMS";

type Checksums = BTreeMap<String, String>;

/// Migrations that were changed, removed or not noted.
pub(super) fn changed(workspace: &Workspace) -> Outcome<Vec<String>> {
    Ok(differences(&noted(workspace)?, &present(workspace)?))
}

/// Notes migrations that are new. What is noted stays: a changed one is for `tidy` to find.
pub(crate) fn add_checksums(workspace: &Workspace) -> Outcome {
    let mut checksums = noted(workspace)?;
    let before = checksums.len();
    for (file, checksum) in present(workspace)? {
        checksums.entry(file).or_insert(checksum);
    }
    if checksums.len() == before {
        return Ok(());
    }
    let lines: String = checksums.iter().map(|(file, checksum)| format!("{checksum}  {file}\n")).collect();
    std::fs::write(workspace.root.join(CHECKSUMS), lines).doing(format_args!("cannot write {CHECKSUMS}"))
}

fn noted(workspace: &Workspace) -> Outcome<Checksums> {
    if !workspace.root.join(CHECKSUMS).is_file() {
        return Ok(Checksums::new());
    }
    Ok(parse(&workspace.read(CHECKSUMS)?))
}

/// Lines as `sha256sum` writes them.
fn parse(text: &str) -> Checksums {
    text.lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(checksum, file)| (file.to_owned(), checksum.to_owned()))
        .collect()
}

fn present(workspace: &Workspace) -> Outcome<Checksums> {
    let mut checksums = Checksums::new();
    for path in workspace.files()? {
        if let Some(file) = path.strip_prefix(FOLDER)
            && file.ends_with(".sql")
        {
            // Line ends as git may have checked them out are not a change.
            let text = workspace.read(&path)?.replace("\r\n", "\n");
            let hex = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
            checksums.insert(file.to_owned(), hex);
        }
    }
    Ok(checksums)
}

fn differences(noted: &Checksums, present: &Checksums) -> Vec<String> {
    let mut findings = Vec::new();
    for (file, checksum) in noted {
        match present.get(file) {
            None => findings.push(format!("{FOLDER}{file} is gone; databases out there have it applied")),
            Some(now) if now != checksum => findings.push(format!(
                "{FOLDER}{file} was changed; add a new migration instead (if this one was never released, \
                 delete its line from {CHECKSUMS} and run `cargo xtask gen`)"
            )),
            Some(_) => {}
        }
    }
    let new = present.keys().filter(|file| !noted.contains_key(*file));
    findings.extend(new.map(|file| format!("{FOLDER}{file} is new; note it with `cargo xtask gen`")));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_a_removed_and_an_unnoted_migration_are_found() {
        let noted = parse("aa  0001_start.sql\nbb  0002_tags.sql\n");
        assert!(differences(&noted, &noted.clone()).is_empty());
        let present = parse("cc  0001_start.sql\ndd  0003_views.sql\n");
        let findings = differences(&noted, &present);
        assert_eq!(findings.len(), 3, "{findings:?}");
        assert!(findings[0].contains("0001_start.sql was changed"));
        assert!(findings[1].contains("0002_tags.sql is gone"));
        assert!(findings[2].contains("0003_views.sql is new"));
    }
}
