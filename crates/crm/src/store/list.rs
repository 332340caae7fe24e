//! One engine for every list: filter, search, order and page of a table that is described as data.

mod rules;

use mycrm_store::registry;
use rules::{escaped, push_json, push_rule};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{FromRow, QueryBuilder, Row as _, Sqlite, SqliteConnection};

use crate::list::{Cursor, Filter, ListQuery, MAX_PAGE, Page};
use crate::{Error, Result};

/// How a table is listed.
#[derive(Debug)]
pub(crate) struct Listing {
    pub(crate) table: &'static str,
    /// Columns and joins: `SELECT … FROM table t …`, up to the WHERE.
    pub(crate) select: &'static str,
    pub(crate) fields: &'static [FieldSpec],
    pub(crate) default_ordering: &'static str,
    /// What a search looks at where the table is not in the search index.
    pub(crate) text: &'static str,
}

/// A field that can be filtered by, and sorted by where `sort` says how.
#[derive(Debug)]
pub(crate) struct FieldSpec {
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
    pub(crate) kind: Kind,
    pub(crate) sort: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    /// An amount in minor units beside a column `currency`; filters give decimals and compare within one currency.
    /// Sorting goes by the minor units alone.
    Money,
    /// Civil dates and enumerations: text compared as it is.
    Exact,
    Instant,
    Bool,
    /// The field is a condition with `$` for the value, for what is not a column: a tag, a stage's slug.
    Condition,
}

/// A sortable field.
pub(crate) const fn sorted(name: &'static str, sql: &'static str, kind: Kind) -> FieldSpec {
    FieldSpec { name, sql, kind, sort: true }
}

/// A field for filters alone.
pub(crate) const fn field(name: &'static str, sql: &'static str, kind: Kind) -> FieldSpec {
    FieldSpec { name, sql, kind, sort: false }
}

/// A tag by its name.
pub(crate) const TAG: FieldSpec = field(
    "tags",
    "EXISTS (SELECT 1 FROM record_tags rt JOIN tags g ON g.id = rt.tag_id AND g.deleted_at IS NULL
       WHERE rt.record_id = t.id AND rt.deleted_at IS NULL AND g.name = $ COLLATE NOCASE)",
    Kind::Condition,
);

struct Order<'a> {
    spec: &'a FieldSpec,
    descending: bool,
}

impl Listing {
    /// One page of the list.
    ///
    /// # Errors
    /// [`Error::BadQuery`] for a field or value the list does not have.
    pub(crate) async fn page<T>(
        &self,
        connection: &mut SqliteConnection,
        query: &ListQuery,
    ) -> Result<Page<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
    {
        let mut counting = QueryBuilder::new(format!("SELECT count(*) FROM {} t", self.table));
        self.conditions(&mut counting, query)?;
        let count: i64 = counting.build_query_scalar().fetch_one(&mut *connection).await?;
        self.page_of(connection, query, count).await
    }

    /// As [`Listing::page`], where the count is known already.
    ///
    /// # Errors
    /// As [`Listing::page`].
    pub(crate) async fn page_of<T>(
        &self,
        connection: &mut SqliteConnection,
        query: &ListQuery,
        count: i64,
    ) -> Result<Page<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
    {
        let order = self.order(query.ordering.as_deref().unwrap_or(self.default_ordering))?;
        let limit = query.page_size.clamp(1, MAX_PAGE) as usize;
        let back = query.cursor.as_ref().is_some_and(|c| c.back);
        let mut rows = self.rows(connection, query, &order, back, limit + 1).await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        if back {
            rows.reverse();
        }
        let cursor = |row: Option<&SqliteRow>, back: bool| -> Result<Option<Cursor>> {
            row.map(|row| {
                let key: Option<String> = row.try_get("_key")?;
                let key = key
                    .map(|text| serde_json::from_str(&text))
                    .transpose()
                    .map_err(mycrm_store::Error::from)?;
                Ok(Cursor { key: key.unwrap_or_default(), id: row.try_get("id")?, back })
            })
            .transpose()
        };
        let (has_next, has_previous) = if back { (true, more) } else { (more, query.cursor.is_some()) };
        Ok(Page {
            count,
            next: if has_next { cursor(rows.last(), false)? } else { None },
            previous: if has_previous { cursor(rows.first(), true)? } else { None },
            results: rows.iter().map(T::from_row).collect::<sqlx::Result<_>>()?,
        })
    }

    /// Empty values come last in either direction: first the rows that have one, then the rest by id. Both halves are
    /// ranges of one index, which a single ORDER BY over both would not be.
    async fn rows(
        &self,
        connection: &mut SqliteConnection,
        query: &ListQuery,
        order: &Order<'_>,
        back: bool,
        limit: usize,
    ) -> Result<Vec<SqliteRow>> {
        let halves = if back { [false, true] } else { [true, false] };
        let mut rows: Vec<SqliteRow> = Vec::new();
        let mut from = query.cursor.as_ref();
        for valued in halves {
            if from.is_some_and(|c| c.key.is_null() == valued) {
                // The cursor lies in the other half.
                continue;
            }
            let left = limit - rows.len();
            if left == 0 {
                break;
            }
            let mut sql = self.half(query, order, valued, back, from.take())?;
            sql.push(format!(" LIMIT {left}"));
            rows.extend(sql.build().fetch_all(&mut *connection).await?);
        }
        Ok(rows)
    }

    fn half(
        &self,
        query: &ListQuery,
        order: &Order<'_>,
        valued: bool,
        back: bool,
        from: Option<&Cursor>,
    ) -> Result<QueryBuilder<Sqlite>> {
        let collate = if order.spec.kind == Kind::Text { " COLLATE NOCASE" } else { "" };
        let column = format!("{}{collate}", order.spec.sql);
        let descending = (valued && order.descending) != back;
        let (way, than) = if descending { ("DESC", "<") } else { ("ASC", ">") };
        let mut sql =
            QueryBuilder::new(format!("SELECT json_quote({}) AS _key, {}", order.spec.sql, self.select));
        self.conditions(&mut sql, query)?;
        sql.push(format!(" AND {} IS {} NULL", order.spec.sql, if valued { "NOT" } else { "" }));
        if let Some(cursor) = from {
            if valued {
                // The pair decides; the single column beside it is what SQLite can seek an index by.
                sql.push(format!(" AND {column} {than}= "));
                push_json(&mut sql, &cursor.key);
                sql.push(format!(" AND ({column}, t.id) {than} ("));
                push_json(&mut sql, &cursor.key);
                sql.push(", ").push_bind(cursor.id.clone()).push(")");
            } else {
                sql.push(format!(" AND t.id {than} ")).push_bind(cursor.id.clone());
            }
        }
        if valued {
            sql.push(format!(" ORDER BY {column} {way}, t.id {way}"));
        } else {
            sql.push(format!(" ORDER BY t.id {way}"));
        }
        Ok(sql)
    }

    fn order(&self, ordering: &str) -> Result<Order<'_>> {
        let (descending, name) = ordering.strip_prefix('-').map_or((false, ordering), |name| (true, name));
        let spec = self.fields.iter().find(|f| f.sort && f.name == name).ok_or_else(|| {
            let known: Vec<&str> = self.fields.iter().filter(|f| f.sort).map(|f| f.name).collect();
            Error::BadQuery(format!("ordered by {name:?}; it can be ordered by {}", known.join(", ")))
        })?;
        Ok(Order { spec, descending })
    }

    /// Pushes the WHERE clause of a query over `t`.
    pub(crate) fn conditions(&self, sql: &mut QueryBuilder<Sqlite>, query: &ListQuery) -> Result<()> {
        sql.push(" WHERE t.deleted_at IS NULL");
        if let Some(words) = query.search.as_deref().map(str::trim).filter(|words| !words.is_empty()) {
            sql.push(" AND ");
            self.search(sql, words);
        }
        if let Some(filter) = &query.filter {
            filter.check_size()?;
            sql.push(" AND ");
            self.filter(sql, filter, query)?;
        }
        Ok(())
    }

    fn search(&self, sql: &mut QueryBuilder<Sqlite>, words: &str) {
        match registry::table(self.table).and_then(|t| t.search.as_ref()) {
            Some(search) => super::search::push_matches(sql, search.kind, words),
            None => {
                sql.push(format!("{} LIKE ", self.text))
                    .push_bind(format!("%{}%", escaped(words)))
                    .push(" ESCAPE '\\'");
            }
        }
    }

    fn filter(&self, sql: &mut QueryBuilder<Sqlite>, filter: &Filter, query: &ListQuery) -> Result<()> {
        match filter {
            Filter::Group { all, rules } => {
                sql.push("(").push(if *all { "1" } else { "0" });
                for rule in rules {
                    sql.push(if *all { " AND " } else { " OR " });
                    self.filter(sql, rule, query)?;
                }
                // An empty "any" would hide everything although nothing was asked.
                sql.push(if rules.is_empty() && !*all { " OR 1)" } else { ")" });
                Ok(())
            }
            Filter::Rule { field, op, value } => {
                let spec = self.fields.iter().find(|f| f.name == field).ok_or_else(|| {
                    let known: Vec<&str> = self.fields.iter().map(|f| f.name).collect();
                    Error::BadQuery(format!(
                        "filtered by {field:?}; it can be filtered by {}",
                        known.join(", ")
                    ))
                })?;
                push_rule(sql, spec, *op, value, query)
            }
        }
    }
}

/// One row by id, deleted ones excepted.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn one<T>(
    listing: &Listing,
    connection: &mut SqliteConnection,
    id: &mycrm_store::Id,
) -> Result<Option<T>>
where
    T: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
{
    one_of(listing.select, connection, id).await
}

/// As [`one`], where a single row is better read with other columns and joins.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn one_of<T>(
    select: &'static str,
    connection: &mut SqliteConnection,
    id: &mycrm_store::Id,
) -> Result<Option<T>>
where
    T: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
{
    let sql = sqlx::AssertSqlSafe(format!("SELECT {select} WHERE t.deleted_at IS NULL AND t.id = ?1"));
    Ok(sqlx::query_as_with::<Sqlite, T, SqliteArguments>(sql, SqliteArguments::default())
        .bind(id)
        .fetch_optional(connection)
        .await?)
}
