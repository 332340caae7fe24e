//! One filter rule as SQL: the value checked and bound, never pasted.

use mycrm_store::{Currency, Money, Timestamp};
use sqlx::{QueryBuilder, Sqlite};

use super::{FieldSpec, Kind};
use crate::list::{ListQuery, Op};
use crate::{Error, Moment, Result};

pub(super) fn push_rule(
    sql: &mut QueryBuilder<Sqlite>,
    spec: &FieldSpec,
    op: Op,
    value: &serde_json::Value,
    query: &ListQuery,
) -> Result<()> {
    if spec.kind == Kind::Condition {
        return push_condition(sql, spec, op, value);
    }
    if spec.kind == Kind::Money && !matches!(op, Op::IsNull | Op::NotNull) {
        return push_money(sql, spec, op, value, query);
    }
    if spec.kind == Kind::Instant
        && let Some(Moment::Day(day)) = value.as_str().and_then(Moment::read)
        && let Some(condition) =
            on_day(spec.sql, op, day.start_in(&query.zone), day.plus_days(1).start_in(&query.zone))
    {
        sql.push(condition);
        return Ok(());
    }
    let column = spec.sql;
    let compare = match op {
        Op::Eq => "IS",
        Op::Ne => "IS NOT",
        Op::Gt => ">",
        Op::Gte => ">=",
        Op::Lt => "<",
        Op::Lte => "<=",
        Op::IsNull => {
            sql.push(format!("{column} IS NULL"));
            return Ok(());
        }
        Op::NotNull => {
            sql.push(format!("{column} IS NOT NULL"));
            return Ok(());
        }
        Op::Contains | Op::StartsWith => {
            let text = value.as_str().ok_or_else(|| not_for(spec, value))?;
            let anywhere = if op == Op::Contains { "%" } else { "" };
            sql.push(format!("{column} LIKE "))
                .push_bind(format!("{anywhere}{}%", escaped(text)))
                .push(" ESCAPE '\\'");
            return Ok(());
        }
        Op::In => {
            let values = value.as_array().ok_or_else(|| not_for(spec, value))?;
            // The column says how an IN compares.
            let collate = if spec.kind == Kind::Text { " COLLATE NOCASE" } else { "" };
            sql.push(format!("{column}{collate} IN ("));
            for (i, one) in values.iter().enumerate() {
                sql.push(if i == 0 { "" } else { ", " });
                push_json(sql, &stored(spec, one, query)?);
            }
            sql.push(")");
            return Ok(());
        }
    };
    sql.push(format!("{column} {compare} "));
    push_json(sql, &stored(spec, value, query)?);
    if spec.kind == Kind::Text {
        sql.push(" COLLATE NOCASE");
    }
    Ok(())
}

/// An amount is compared with amounts of its own currency only: there is no rate by which 100 yen were more or less than
/// 100 euros. "Is not" is the opposite of "is", so an amount in another currency is not it either.
fn push_money(
    sql: &mut QueryBuilder<Sqlite>,
    spec: &FieldSpec,
    op: Op,
    value: &serde_json::Value,
    query: &ListQuery,
) -> Result<()> {
    let (compare, values) = match (op, value) {
        (Op::In, serde_json::Value::Array(values)) => ("=", values.iter().collect()),
        (Op::Eq | Op::Ne, one) => ("=", vec![one]),
        (Op::Gt, one) => (">", vec![one]),
        (Op::Gte, one) => (">=", vec![one]),
        (Op::Lt, one) => ("<", vec![one]),
        (Op::Lte, one) => ("<=", vec![one]),
        _ => return Err(not_for(spec, value)),
    };
    if values.len() > MOST_CONDITIONS {
        return Err(too_many(spec));
    }
    sql.push(if op == Op::Ne { "NOT (0" } else { "(0" });
    for value in values {
        if value.is_null() {
            sql.push(format!(" OR {} IS NULL", spec.sql));
            continue;
        }
        let money = amount(value, query.currency).ok_or_else(|| not_for(spec, value))?;
        // A lead without a currency is in the base currency.
        sql.push(" OR (coalesce(t.currency, ").push_bind(query.currency.to_string());
        sql.push(") = ").push_bind(money.currency.to_string());
        // Not NULL, so that "is not" holds for rows without an amount.
        sql.push(format!(" AND {0} IS NOT NULL AND {0} {compare} ", spec.sql)).push_bind(money.minor);
        sql.push(")");
    }
    sql.push(")");
    Ok(())
}

/// "1234.50" in the base currency, or "1234.50 USD".
fn amount(value: &serde_json::Value, base: Currency) -> Option<Money> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (number, currency) = match text.trim().rsplit_once(char::is_whitespace) {
        Some((number, code)) => (number, code.parse().ok()?),
        None => (text.trim(), base),
    };
    Money::parse(number, currency).ok()
}

/// Values that one rule may choose from where each is a condition of its own.
const MOST_CONDITIONS: usize = 100;

fn too_many(spec: &FieldSpec) -> Error {
    Error::BadQuery(format!("filtered: {} can be one of at most {MOST_CONDITIONS}", spec.name))
}

/// A condition is asked with one value or with several; "is not" turns it round.
fn push_condition(
    sql: &mut QueryBuilder<Sqlite>,
    spec: &FieldSpec,
    op: Op,
    value: &serde_json::Value,
) -> Result<()> {
    let values: Vec<&serde_json::Value> = match (op, value) {
        (Op::In, serde_json::Value::Array(values)) => values.iter().collect(),
        (Op::Eq | Op::Ne | Op::Contains, one) => vec![one],
        _ => return Err(not_for(spec, value)),
    };
    if values.len() > MOST_CONDITIONS {
        return Err(too_many(spec));
    }
    // A condition on what is empty is unknown, and its opposite would be unknown too.
    sql.push(if op == Op::Ne { "NOT ifnull((0" } else { "(0" });
    for value in values {
        sql.push(" OR ");
        for (i, part) in spec.sql.split('$').enumerate() {
            if i > 0 {
                push_json(sql, value);
            }
            sql.push(part);
        }
    }
    sql.push(if op == Op::Ne { "), 0)" } else { ")" });
    Ok(())
}

/// The value as the column holds it.
fn stored(spec: &FieldSpec, value: &serde_json::Value, query: &ListQuery) -> Result<serde_json::Value> {
    use serde_json::Value as Json;

    let wrong = || not_for(spec, value);
    Ok(match (spec.kind, value) {
        (_, Json::Null) => Json::Null,
        (Kind::Text | Kind::Exact, Json::String(_)) => value.clone(),
        (Kind::Integer, Json::Number(_)) => value.clone(),
        // Between two whole numbers there is something to compare with.
        (Kind::Integer, Json::String(text)) => match text.parse::<i64>() {
            Ok(whole) => whole.into(),
            Err(_) => {
                text.parse::<f64>().ok().and_then(serde_json::Number::from_f64).ok_or_else(wrong)?.into()
            }
        },
        (Kind::Instant, Json::String(text)) => match Moment::read(text) {
            // A day is no single instant; where it can be compared, it was before.
            None | Some(Moment::Day(_)) => return Err(wrong()),
            Some(moment) => moment.start(&query.zone).millis().into(),
        },
        (Kind::Bool, Json::Bool(flag)) => i64::from(*flag).into(),
        (Kind::Bool, Json::String(text)) => i64::from(text.parse::<bool>().map_err(|_| wrong())?).into(),
        _ => return Err(wrong()),
    })
}

/// An instant compared with a whole day.
fn on_day(column: &str, op: Op, start: Timestamp, next: Timestamp) -> Option<String> {
    let (start, next) = (start.millis(), next.millis());
    Some(match op {
        Op::Eq => format!("({column} >= {start} AND {column} < {next})"),
        Op::Ne => format!("({column} < {start} OR {column} >= {next} OR {column} IS NULL)"),
        Op::Gt => format!("{column} >= {next}"),
        Op::Gte => format!("{column} >= {start}"),
        Op::Lt => format!("{column} < {start}"),
        Op::Lte => format!("{column} < {next}"),
        _ => return None,
    })
}

fn not_for(spec: &FieldSpec, value: &serde_json::Value) -> Error {
    Error::BadQuery(format!("filtered: {} cannot be compared with {value} in this way", spec.name))
}

pub(super) fn push_json(sql: &mut QueryBuilder<Sqlite>, value: &serde_json::Value) {
    match value {
        serde_json::Value::Null => sql.push("NULL"),
        serde_json::Value::Number(n) if n.is_i64() => sql.push_bind(n.as_i64()),
        // As a text it would be larger than every number, where the other side has no type to convert it to.
        serde_json::Value::Number(n) => sql.push_bind(n.as_f64()),
        serde_json::Value::String(text) => sql.push_bind(text.clone()),
        other => sql.push_bind(other.to_string()),
    };
}

/// For LIKE with `\` as the escape character.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
