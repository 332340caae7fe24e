//! Tables of a run into the page about the forecast, between marks, so that no figure there is typed.

use std::path::Path;

use crate::Result;

/// Replaces what is between `<!-- NAME -->` and `<!-- end of NAME -->`; an empty table leaves the old one.
pub(crate) fn write_into_docs(tables: &[(&str, String)]) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/forecast.md");
    let mut page = std::fs::read_to_string(&path)?;
    for (name, table) in tables.iter().filter(|(_, table)| !table.is_empty()) {
        let (begin, end) = (format!("<!-- {name} -->"), format!("<!-- end of {name} -->"));
        let from =
            page.find(&begin).ok_or_else(|| format!("docs/forecast.md has no mark {begin}"))? + begin.len();
        let until = page.find(&end).ok_or_else(|| format!("docs/forecast.md has no mark {end}"))?;
        page.replace_range(from..until, &format!("\n\n{table}\n\n"));
    }
    Ok(std::fs::write(path, page)?)
}
