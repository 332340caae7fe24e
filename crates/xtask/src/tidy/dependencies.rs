//! Which crate may depend on which, and who may know Tauri and axum; read from `cargo metadata`.

use serde_json::Value;

use crate::call::{Doing, Outcome};
use crate::workspace::Workspace;

/// Each package of the workspace and the ones it may use. A new crate has to be named here.
const MAY_USE: &[(&str, &[&str])] = &[
    ("mycrm-store", &[]),
    ("mycrm-crm", &["mycrm-store"]),
    ("mycrm-pipeline", &["mycrm-crm", "mycrm-print", "mycrm-store"]),
    ("mycrm-print", &[]),
    // The server uses it too, and must not bring the desktop's database along.
    ("mycrm-sync", &[]),
    // Its tests start what the tests of the whole product start, and are devices with their own database.
    ("mycrm-server", &["mycrm-replica", "mycrm-store", "mycrm-sync", "mycrm-tests"]),
    ("mycrm-replica", &["mycrm-store", "mycrm-sync"]),
    (
        "mycrm-api",
        &["mycrm-crm", "mycrm-pipeline", "mycrm-print", "mycrm-replica", "mycrm-store", "mycrm-sync"],
    ),
    ("mycrm-cli", &["mycrm-api", "mycrm-crm", "mycrm-store"]),
    ("mycrm", &["mycrm-api", "mycrm-cli"]),
    (
        "mycrm-bench",
        &[
            "mycrm-api",
            "mycrm-crm",
            "mycrm-pipeline",
            "mycrm-replica",
            "mycrm-store",
            "mycrm-sync",
            "mycrm-tests",
        ],
    ),
    // It gets the programs under test by path: it must not see inside them.
    ("mycrm-tests", &[]),
    ("xtask", &[]),
];

/// Families of crates, by their first word, that only these packages may use.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("tauri", &["mycrm"]),
    ("axum", &["mycrm-api", "mycrm-server"]),
    ("sqlx", SQL_USERS),
    ("typst", &["mycrm-print"]),
    ("plotters", &["mycrm-pipeline"]),
];
const SQL_USERS: &[&str] = &[
    "mycrm-store",
    "mycrm-crm",
    "mycrm-pipeline",
    "mycrm-replica",
    "mycrm-api",
    "mycrm-bench",
    "mycrm-server",
];

pub(super) fn direction(workspace: &Workspace) -> Outcome<Vec<String>> {
    let printed = workspace.cargo().args(["metadata", "--format-version", "1", "--no-deps"]).output()?;
    let metadata: Value = serde_json::from_str(&printed).doing("`cargo metadata` cannot be read")?;
    Ok(packages(&metadata).iter().flat_map(wrong_dependencies).collect())
}

#[derive(Debug)]
struct Package {
    name: String,
    uses: Vec<String>,
}

fn packages(metadata: &Value) -> Vec<Package> {
    let name_of = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    list(&metadata["packages"])
        .iter()
        .map(|package| Package {
            name: name_of(package),
            uses: list(&package["dependencies"]).iter().map(name_of).collect(),
        })
        .collect()
}

fn wrong_dependencies(package: &Package) -> Vec<String> {
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == package.name) else {
        return vec![format!(
            "{}: not in the table of who may use whom (crates/xtask/src/tidy)",
            package.name
        )];
    };
    let mut findings = Vec::new();
    for used in &package.uses {
        let ours = MAY_USE.iter().any(|(name, _)| name == used);
        if ours && !allowed.contains(&used.as_str()) {
            findings.push(format!("{} must not depend on {used}", package.name));
        }
        for (family, only_in) in ONLY_IN {
            let belongs = used.split('-').any(|word| word == *family);
            if belongs && !only_in.contains(&package.name.as_str()) {
                findings.push(format!(
                    "{} must not know {used}; only {} may",
                    package.name,
                    only_in.join(", ")
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(name: &str, uses: &[&str]) -> usize {
        let uses = uses.iter().map(|&used| used.to_owned()).collect();
        wrong_dependencies(&Package { name: name.to_owned(), uses }).len()
    }

    #[test]
    fn a_dependency_against_the_direction_is_found() {
        assert_eq!(wrong("mycrm-crm", &["mycrm-store", "serde"]), 0);
        assert_eq!(wrong("mycrm-store", &["mycrm-crm"]), 1);
        assert_eq!(wrong("mycrm-crm", &["mycrm-api"]), 1);
        assert_eq!(wrong("mycrm-tests", &["mycrm-store"]), 1);
    }

    #[test]
    fn tauri_and_axum_are_known_only_where_they_belong() {
        assert_eq!(wrong("mycrm", &["tauri", "tauri-plugin-dialog"]), 0);
        assert_eq!(wrong("mycrm-api", &["axum", "utoipa-axum"]), 0);
        assert_eq!(wrong("mycrm-api", &["tauri"]), 1);
        assert_eq!(wrong("mycrm-crm", &["utoipa-axum"]), 1);
        assert_eq!(wrong("mycrm-cli", &["axum"]), 1);
    }

    #[test]
    fn a_crate_that_is_not_in_the_table_is_found() {
        assert_eq!(wrong("mycrm-new", &[]), 1);
    }

    #[test]
    fn metadata_is_read_as_cargo_writes_it() {
        let metadata = serde_json::json!({"packages": [
            {"name": "mycrm-crm", "dependencies": [{"name": "mycrm-store", "kind": null}]},
        ]});
        let packages = packages(&metadata);
        assert_eq!(
            (packages[0].name.as_str(), packages[0].uses.as_slice()),
            ("mycrm-crm", &["mycrm-store".to_owned()][..])
        );
    }
}
