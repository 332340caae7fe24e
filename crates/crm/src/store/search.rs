//! Search in the two indexes: words with prefixes, and substrings where words do not find it.

use mycrm_store::registry::{SEARCH_SHIFT, TABLES};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::Result;
use crate::search::{Found, MIN_PART};

/// Fewer digits are a number in a name as likely as the beginning of a phone number.
const MIN_PHONE: usize = 4;

/// An FTS5 query of quoted words, all of which must occur, each as a prefix; `None` when there is no word. A phone number
/// is one word, its digits, however it is written.
pub(crate) fn words_query(text: &str) -> Option<String> {
    let is_phone = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-/().".contains(c);
    if text.chars().all(is_phone)
        && let Some(key) = super::lookup::phone_key(text).filter(|key| key.len() >= MIN_PHONE)
    {
        return Some(format!("\"{key}\"*"));
    }
    // What the tokenizer splits at is split here too, so that nothing of a user's text is FTS5 syntax.
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(12)
        .map(|w| format!("\"{w}\"*"))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A substring query for the trigram index; `None` below three characters.
pub(crate) fn part_query(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    (text.chars().count() >= MIN_PART).then(|| format!("\"{}\"", text.replace('"', "\"\"")))
}

/// Pushes "the row `t` matches" for a list of one kind.
pub(crate) fn push_matches(sql: &mut QueryBuilder<Sqlite>, kind: i64, text: &str) {
    let base = kind << SEARCH_SHIFT;
    let range = format!("rowid BETWEEN {base} AND {}", base + (1 << SEARCH_SHIFT) - 1);
    sql.push("t.no IN (SELECT 0");
    if let Some(words) = words_query(text) {
        sql.push(format!(
            " UNION ALL SELECT rowid - {base} FROM search_words WHERE {range} AND search_words MATCH "
        ))
        .push_bind(words);
    }
    if let Some(part) = part_query(text) {
        sql.push(format!(
            " UNION ALL SELECT rowid - {base} FROM search_parts WHERE {range} AND search_parts MATCH "
        ))
        .push_bind(part);
    }
    sql.push(")");
}

/// Rowids of the best matches over all kinds asked for: words first, by rank, then substrings.
pub(crate) async fn matches(
    connection: &mut SqliteConnection,
    text: &str,
    kinds: &[i64],
    limit: i64,
) -> Result<Vec<i64>> {
    let mut found: Vec<i64> = Vec::new();
    if let Some(words) = words_query(text) {
        for kind in kinds {
            let base = kind << SEARCH_SHIFT;
            // Ranking needs every match; beyond this many of one kind the first are as good as the best.
            let rows: Vec<i64> = sqlx::query_scalar(
                "SELECT rowid FROM (SELECT rowid, rank AS r FROM search_words
                   WHERE search_words MATCH ?1 AND rowid BETWEEN ?2 AND ?3 LIMIT 2000) ORDER BY r LIMIT ?4",
            )
            .bind(&words)
            .bind(base)
            .bind(base + (1 << SEARCH_SHIFT) - 1)
            .bind(limit)
            .fetch_all(&mut *connection)
            .await?;
            found.extend(rows);
        }
    }
    if (found.len() as i64) < limit
        && let Some(part) = part_query(text)
    {
        for kind in kinds {
            let base = kind << SEARCH_SHIFT;
            let rows: Vec<i64> =
                sqlx::query_scalar("SELECT rowid FROM search_parts WHERE search_parts MATCH ?1 AND rowid BETWEEN ?2 AND ?3 LIMIT ?4")
                    .bind(&part)
                    .bind(base)
                    .bind(base + (1 << SEARCH_SHIFT) - 1)
                    .bind(limit)
                    .fetch_all(&mut *connection)
                    .await?;
            found.extend(rows.into_iter().filter(|row| !found.contains(row)).collect::<Vec<_>>());
        }
    }
    Ok(found)
}

/// Title and subtitle of found rows, in the order found.
pub(crate) async fn described(connection: &mut SqliteConnection, rowids: &[i64]) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for rowid in rowids {
        let kind = rowid >> SEARCH_SHIFT;
        let Some(table) = TABLES.iter().find(|t| t.search.as_ref().is_some_and(|s| s.kind == kind)) else {
            continue;
        };
        let subtitle = match table.name {
            "companies" => "SELECT id, name, coalesce(domain, city, industry) FROM companies t",
            "contacts" => {
                "SELECT t.id, t.name, nullif(coalesce(t.job_title || ' · ', '') || coalesce(c.name, t.email, ''), '')
                 FROM contacts t LEFT JOIN companies c ON c.id = t.company_id AND c.deleted_at IS NULL"
            }
            "leads" => "SELECT t.id, t.name, coalesce(t.company_name, t.email) FROM leads t",
            "opportunities" => {
                "SELECT t.id, t.name, nullif(s.name || coalesce(' · ' || c.name, ''), '')
                 FROM opportunities t JOIN stages s ON s.id = t.stage_id
                 LEFT JOIN companies c ON c.id = t.company_id AND c.deleted_at IS NULL"
            }
            "products" => "SELECT t.id, t.name, t.sku FROM products t",
            _ => "SELECT t.id, t.title, nullif(replace(t.status, '_', ' '), '') FROM tasks t",
        };
        let row: Option<(String, String, Option<String>)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "{subtitle} WHERE t.no = ?1 AND t.deleted_at IS NULL"
        )))
        .bind(rowid & ((1 << SEARCH_SHIFT) - 1))
        .fetch_optional(&mut *connection)
        .await?;
        found.extend(row.map(|(id, title, subtitle)| Found { record: table.record, id, title, subtitle }));
    }
    Ok(found)
}
