//! Records as they should be, whatever the database.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use uuid::Uuid;

use super::code::{Entity, Field};
use crate::model::{Precision, Value};
use crate::sql::shape::{Kind, Table};
use crate::sql::{Dialect, part};

/// A record: its values by the numbers of their fields. What is not in it was lost on the way, and
/// may be anything.
pub(super) type Record = BTreeMap<usize, Value>;

/// A value that no other record has, where the type has so many: the least digits that a narrower
/// type of the past would have to keep.
pub(super) fn value(field: &Field, number: usize) -> Value {
    let small = i64::try_from(number).unwrap_or_default();
    let text = |number| format!("it's \"{number}\" \\ ü");
    match &field.kind {
        _ if !field.words.is_empty() => {
            // The first two never go.
            Value::Text(field.words[number % 2.min(field.words.len())].clone())
        }
        Kind::Bool => Value::Bool(number % 2 == 1),
        Kind::I16 | Kind::I32 | Kind::I64 | Kind::U32 => Value::Int(small),
        Kind::F64 => Value::Float(small.to_f64().unwrap_or_default()),
        Kind::Text | Kind::Enum(_) => Value::Text(text(number)),
        Kind::Uuid => Value::Uuid(Uuid::from_u128(number as u128 * 0x1_0000_0001)),
        Kind::Decimal(precision) => Value::Decimal(scaled(Decimal::from(small), *precision)),
        Kind::Date => Value::Date(NaiveDate::default() + Days::new(number as u64)),
        Kind::Time => Value::Time(NaiveTime::default() + TimeDelta::microseconds(small * 1001)),
        Kind::Timestamp => Value::Timestamp(
            chrono::DateTime::default() + TimeDelta::microseconds(small * 1_000_001),
        ),
        Kind::Bytes => Value::Bytes(number.to_be_bytes().to_vec()),
        Kind::Json => Value::Json(serde_json::json!({ "n": number, "t": text(number) })),
    }
}

fn scaled(mut decimal: Decimal, precision: Precision) -> Decimal {
    decimal.rescale(u32::from(precision.scale));
    decimal
}

/// What a value becomes where its field is of this type.
pub(super) fn converted(value: Value, kind: &Kind) -> Value {
    match (value, kind) {
        (Value::Int(number), Kind::F64) => Value::Float(number.to_f64().unwrap_or_default()),
        (Value::Float(number), kind) if kind.is_integer() => {
            Value::Int(number.to_i64().unwrap_or_default())
        }
        (Value::Decimal(number), Kind::Decimal(precision)) => {
            Value::Decimal(scaled(number, *precision))
        }
        (value, _) => value,
    }
}

/// The statements that write these records.
pub(super) fn inserts(
    dialect: Dialect,
    table: &Table,
    entity: &Entity,
    records: &[Record],
) -> Vec<String> {
    let names: Vec<_> = table.columns.iter().map(|column| column.name.clone()).collect();
    let rows = records.iter().map(|record| {
        let values: Vec<_> =
            entity.fields.iter().map(|field| literal(dialect, field, &record[&field.id])).collect();
        format!(
            "INSERT INTO {} ({}) VALUES ({})",
            dialect.quoted(&table.name),
            part::columns(dialect, &names),
            values.join(", ")
        )
    });
    rows.collect()
}

fn literal(dialect: Dialect, field: &Field, value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        value => part::value(dialect, &field.kind, value),
    }
}

/// The question of how many of these records a table has just so.
pub(super) fn count(dialect: Dialect, entity: &Entity, records: &[Record]) -> String {
    let same = |field: &Field, value: &Value| {
        let name = dialect.quoted(&field.name);
        match (value, &field.kind, dialect) {
            (Value::Null, ..) => format!("{name} IS NULL"),
            (value, Kind::Json, Dialect::Postgres) => {
                format!("{name}::text = {}", literal(dialect, field, value))
            }
            (value, ..) => format!("{name} = {}", literal(dialect, field, value)),
        }
    };
    let each = records.iter().map(|record| {
        let known = entity.fields.iter().filter_map(|field| Some((field, record.get(&field.id)?)));
        let all: Vec<_> = known.map(|(field, value)| same(field, value)).collect();
        format!("({})", all.join(" AND "))
    });
    let each: Vec<_> = each.collect();
    let condition = if each.is_empty() { "1 = 0".to_owned() } else { each.join("\n OR ") };
    let table = dialect.quoted(&entity.name);
    format!(
        "SELECT (SELECT count(*) FROM {table} WHERE {condition}), (SELECT count(*) FROM {table})"
    )
}
