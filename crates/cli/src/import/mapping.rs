//! The file of `--mapping`: which column becomes which field, by the names in the file's header.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::ending::Failure;

/// As the API takes it: `[{index, target}]`. Columns that the file does not name are left out of the import.
pub(super) fn read(file: &Path, columns: &Value) -> Result<Value, Failure> {
    let unusable = |why: String| {
        Failure::Usage(format!("The mapping {} cannot be used: {why}. Nothing was imported.", file.display()))
    };
    let text = std::fs::read_to_string(file).map_err(|error| unusable(error.to_string()))?;
    let wanted: BTreeMap<String, Option<String>> =
        serde_json::from_str(&text).map_err(|error| unusable(error.to_string()))?;
    map(&wanted, columns).map_err(unusable)
}

fn map(wanted: &BTreeMap<String, Option<String>>, columns: &Value) -> Result<Value, String> {
    let columns = columns.as_array().map(Vec::as_slice).unwrap_or_default();
    let header = |column: &Value| column["header"].as_str().unwrap_or_default().to_owned();
    if let Some(unknown) = wanted.keys().find(|name| !columns.iter().any(|column| header(column) == **name)) {
        let known = columns.iter().map(header).collect::<Vec<_>>().join(", ");
        return Err(format!("there is no column “{unknown}”; the columns are {known}"));
    }
    Ok(columns
        .iter()
        .map(|column| json!({ "index": column["index"], "target": wanted.get(&header(column)).cloned().flatten() }))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_mapped_by_their_header_and_the_rest_is_left_out() {
        let columns = json!([{"index": 0, "header": "Account"}, {"index": 1, "header": "Noise"}]);
        let wanted = BTreeMap::from([("Account".to_owned(), Some("company_name".to_owned()))]);
        let mapped = map(&wanted, &columns).unwrap();
        assert_eq!(mapped, json!([{"index": 0, "target": "company_name"}, {"index": 1, "target": null}]));
    }

    #[test]
    fn a_column_that_is_not_there_is_named() {
        let wanted = BTreeMap::from([("Acount".to_owned(), None)]);
        assert!(map(&wanted, &json!([{"index": 0, "header": "Account"}])).unwrap_err().contains("Acount"));
    }
}
