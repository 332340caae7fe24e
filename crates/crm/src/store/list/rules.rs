//! One filter rule as SQL: the value checked and bound, never pasted.

use mycrm_store::{Date, Money, Timestamp};
use sqlx::{QueryBuilder, Sqlite};

use super::{FieldSpec, Kind};
use crate::list::{ListQuery, Op};
use crate::{Error, Result};

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
    if spec.kind == Kind::Instant
        && let Some(day) = value.as_str().and_then(|text| text.parse::<Date>().ok())
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
            sql.push(format!("{column} IN ("));
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
    sql.push(if op == Op::Ne { "NOT (0" } else { "(0" });
    for value in values {
        sql.push(" OR ");
        for (i, part) in spec.sql.split('$').enumerate() {
            if i > 0 {
                push_json(sql, value);
            }
            sql.push(part);
        }
    }
    sql.push(")");
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
        (Kind::Integer, Json::String(text)) => text.parse::<i64>().map_err(|_| wrong())?.into(),
        (Kind::Money, Json::String(_) | Json::Number(_)) => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            Money::parse(&text, query.currency).map_err(|_| wrong())?.minor.into()
        }
        (Kind::Instant, Json::String(text)) => {
            text.parse::<Timestamp>().map_err(|_| wrong())?.millis().into()
        }
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
        serde_json::Value::String(text) => sql.push_bind(text.clone()),
        other => sql.push_bind(other.to_string()),
    };
}

/// For LIKE with `\` as the escape character.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
