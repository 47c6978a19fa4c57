//! What the records that are there get in a column that takes no null.
//!
//! On the way forward that is the default, which the code must have. On the way back a column may
//! return that has none: then it gets the least that its rules allow, or what the key or the
//! target of a reference gives.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::model::Value;
use crate::sql::shape::{Column, Kind, Table};
use crate::sql::{Dialect, part};

/// What a record of the table gets, as an expression of one of its records.
pub(super) fn filler(dialect: Dialect, table: &Table, column: &Column) -> String {
    if let Some(default) = part::default(dialect, column) {
        return default;
    }
    let refers = table.references.iter().find_map(|reference| {
        let place = reference.columns.iter().position(|name| *name == column.name)?;
        Some((&reference.table, &reference.target, place))
    });
    if let Some((target, columns, place)) = refers {
        // Some record there. MySQL reads a table that it writes only where it is derived.
        let [column, target] = [&columns[place], target].map(|name| dialect.quoted(name));
        let order = part::columns(dialect, columns);
        return format!(
            "(SELECT {column} FROM (SELECT * FROM {target} ORDER BY {order} LIMIT 1) AS one)"
        );
    }
    let is_unique = table.uniques.iter().any(|unique| unique.columns.contains(&column.name));
    is_unique
        .then(|| distinct(dialect, table, column))
        .flatten()
        .unwrap_or_else(|| part::value(dialect, &column.kind, &least(column)))
}

/// Another value for each record, where the key or chance gives one.
fn distinct(dialect: Dialect, table: &Table, column: &Column) -> Option<String> {
    if column.kind == Kind::Uuid {
        return Some(
            match dialect {
                Dialect::Sqlite => "randomblob(16)",
                Dialect::Postgres => "gen_random_uuid()",
                Dialect::Mysql => "unhex(replace(uuid(), '-', ''))",
            }
            .to_owned(),
        );
    }
    let [key] = table.key.columns.as_slice() else { return None };
    if !table.column(key)?.kind.is_integer() {
        return None;
    }
    let key = dialect.quoted(key);
    match (&column.kind, dialect) {
        (Kind::I16 | Kind::I32 | Kind::I64 | Kind::U32 | Kind::F64 | Kind::Decimal(_), _) => {
            Some(key)
        }
        (Kind::Text, Dialect::Mysql) => Some(format!("CAST({key} AS char)")),
        (Kind::Text, _) => Some(format!("CAST({key} AS text)")),
        _ => None,
    }
}

/// The least value that the rules allow which the database knows: zero where it may be.
fn least(column: &Column) -> Value {
    let length = column.length.map_or(0, |(least, _)| least) as usize;
    let (min, max) = column.range.unwrap_or_default();
    let nearest = |zero: Decimal| {
        let zero = min.map_or(zero, |min| zero.max(min.decimal()));
        max.map_or(zero, |max| zero.min(max.decimal()))
    };
    match &column.kind {
        Kind::Bool => Value::Bool(false),
        Kind::I16 | Kind::I32 | Kind::I64 | Kind::U32 => {
            let zero = nearest(Decimal::ZERO);
            let whole = if zero.is_sign_negative() { zero.floor() } else { zero.ceil() };
            Value::Int(whole.to_i64().unwrap_or_default())
        }
        Kind::F64 => Value::Float(nearest(Decimal::ZERO).to_f64().unwrap_or_default()),
        Kind::Decimal(_) => Value::Decimal(nearest(Decimal::ZERO)),
        Kind::Text => Value::Text(" ".repeat(length)),
        Kind::Enum(words) => Value::Text(words.first().cloned().unwrap_or_default()),
        Kind::Uuid => Value::Uuid(uuid::Uuid::nil()),
        Kind::Date => Value::Date(chrono::NaiveDate::default()),
        Kind::Time => Value::Time(chrono::NaiveTime::default()),
        Kind::Timestamp => Value::Timestamp(chrono::DateTime::default()),
        Kind::Bytes => Value::Bytes(vec![0; length]),
        Kind::Json => Value::Json(serde_json::Value::Null),
    }
}
