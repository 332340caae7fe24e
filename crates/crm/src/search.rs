//! Search over all records: diacritics folded, every word a prefix, substrings from three characters on.

use mycrm_store::registry::TABLES;
use sqlx::SqliteConnection;

use crate::{Result, store};

pub(crate) const MIN_PART: usize = 3;

/// One found record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// `contact`, `opportunity`, …
    pub record: &'static str,
    pub id: String,
    pub title: String,
    pub subtitle: Option<String>,
}

/// The best matches, each kind of record getting its share.
///
/// # Errors
/// When the database cannot be read.
pub async fn search(
    connection: &mut SqliteConnection,
    text: &str,
    records: Option<&[&str]>,
    limit: u32,
) -> Result<Vec<Found>> {
    let text = text.trim();
    let kinds: Vec<i64> = TABLES
        .iter()
        .filter(|t| records.is_none_or(|wanted| wanted.contains(&t.record)))
        .filter_map(|t| t.search.as_ref().map(|s| s.kind))
        .collect();
    let rowids = store::search::matches(connection, text, &kinds, i64::from(limit)).await?;
    let mut found = store::search::described(connection, &share(rowids, limit as usize)).await?;
    // A title that begins with what was typed is what was meant, whatever its kind.
    let typed = text.to_lowercase();
    found.sort_by_key(|f| !f.title.to_lowercase().starts_with(&typed));
    Ok(found)
}

/// The first of every kind, then the second of every kind, and so on.
fn share(rowids: Vec<i64>, limit: usize) -> Vec<i64> {
    let mut places = std::collections::HashMap::<i64, usize>::new();
    let mut ranked: Vec<(usize, i64)> = rowids
        .into_iter()
        .map(|rowid| {
            let place = places.entry(rowid >> mycrm_store::registry::SEARCH_SHIFT).or_default();
            *place += 1;
            (*place, rowid)
        })
        .collect();
    ranked.sort_by_key(|(place, _)| *place);
    ranked.into_iter().take(limit).map(|(_, rowid)| rowid).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::search::{part_query, words_query};

    #[test]
    fn what_a_user_types_is_never_query_syntax() {
        assert_eq!(
            words_query("a\" OR b* NEAR(c)").as_deref(),
            Some("\"a\"* \"OR\"* \"b\"* \"NEAR\"* \"c\"*")
        );
        assert_eq!(words_query(" -- ''"), None);
        assert_eq!(part_query("a\"b").as_deref(), Some("\"a\"\"b\""));
        assert_eq!(part_query("ab"), None);
    }

    #[test]
    fn no_kind_crowds_out_another() {
        let row = |kind: i64, no: i64| (kind << 40) | no;
        assert_eq!(
            share(vec![row(1, 1), row(1, 2), row(1, 3), row(2, 1)], 3),
            [row(1, 1), row(2, 1), row(1, 2)]
        );
    }
}
