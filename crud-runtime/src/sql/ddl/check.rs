//! The rules of a column as conditions that the database checks too.

use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy::{ToNegativeInfinity, ToPositiveInfinity};
use rust_decimal::prelude::ToPrimitive as _;

use crate::model::{Number, Value};
use crate::sql::shape::{Column, Kind, Rule};
use crate::sql::{Dialect, literal};

/// Appends the condition that the column keeps the rule.
pub(super) fn check(dialect: Dialect, column: &Column, rule: Rule, ddl: &mut String) {
    match rule {
        Rule::Length => {
            let bytes = column.kind == Kind::Bytes;
            ddl.push_str(match (dialect, bytes) {
                (Dialect::Sqlite, _) | (Dialect::Mysql, true) => "length(",
                (Dialect::Postgres, true) => "octet_length(",
                (Dialect::Postgres | Dialect::Mysql, false) => "char_length(",
            });
            dialect.quote(&column.name, ddl);
            ddl.push(')');
            let (min, max) = column.length.unwrap_or_default();
            let bound = |length: u32| length.to_string();
            between(Some(bound(min)), max.map(bound), ddl);
        }
        Rule::Range => {
            dialect.quote(&column.name, ddl);
            let (min, max) = bounds(dialect, column);
            between(min, max, ddl);
        }
        Rule::Words => {
            dialect.quote(&column.name, ddl);
            ddl.push_str(" IN (");
            match &column.kind {
                Kind::Enum(words) => {
                    for (index, word) in words.iter().enumerate() {
                        ddl.push_str(if index > 0 { ", " } else { "" });
                        dialect.quote_text(word, ddl);
                    }
                }
                _ => ddl.push_str("0, 1"),
            }
            ddl.push(')');
        }
        Rule::Json => {
            ddl.push_str("json_valid(");
            dialect.quote(&column.name, ddl);
            ddl.push(')');
        }
    }
}

fn between(min: Option<String>, max: Option<String>, ddl: &mut String) {
    match (min, max) {
        (Some(min), Some(max)) => {
            ddl.push_str(" BETWEEN ");
            ddl.push_str(&min);
            ddl.push_str(" AND ");
            ddl.push_str(&max);
        }
        (Some(min), None) => {
            ddl.push_str(" >= ");
            ddl.push_str(&min);
        }
        (None, Some(max)) => {
            ddl.push_str(" <= ");
            ddl.push_str(&max);
        }
        (None, None) => ddl.push_str(" IS NOT NULL"),
    }
}

/// The bounds of `range` and of the type, as literals in the column's stored form.
fn bounds(dialect: Dialect, column: &Column) -> (Option<String>, Option<String>) {
    let (min, max) = column.range.unwrap_or_default();
    let render = |value: Value| {
        let mut out = String::new();
        literal::write(dialect, &column.kind, &value, &mut out);
        out
    };
    match &column.kind {
        Kind::F64 => {
            let bound = |number: Number| render(Value::Float(number.float()));
            (min.map(bound), max.map(bound))
        }
        Kind::Decimal(precision) => {
            let scale = u32::from(precision.scale);
            let greatest = 10_i64.pow(u32::from(precision.digits)) - 1;
            let type_bound = |sign: i64| {
                (dialect == Dialect::Sqlite).then(|| Decimal::new(sign * greatest, scale))
            };
            // A bound between two values that the column can store is met by the inner one.
            let min = min.map(|min| round(min, scale, true)).max(type_bound(-1));
            let max = [max.map(|max| round(max, scale, false)), type_bound(1)]
                .into_iter()
                .flatten()
                .min();
            let bound = |decimal| render(Value::Decimal(decimal));
            (min.map(bound), max.map(bound))
        }
        kind => {
            let native = match (kind, dialect) {
                (Kind::I16 | Kind::I32, Dialect::Sqlite)
                | (Kind::U32, Dialect::Sqlite | Dialect::Postgres) => kind.integer_bounds(),
                _ => None,
            };
            let whole = |number, up| round(number, 0, up).to_i64();
            let min = min.and_then(|min| whole(min, true)).max(native.map(|(least, _)| least));
            let max = [max.and_then(|max| whole(max, false)), native.map(|(_, most)| most)]
                .into_iter()
                .flatten()
                .min();
            let bound = |integer| render(Value::Int(integer));
            (min.map(bound), max.map(bound))
        }
    }
}

fn round(number: Number, scale: u32, up: bool) -> Decimal {
    let strategy = if up { ToPositiveInfinity } else { ToNegativeInfinity };
    number.decimal().round_dp_with_strategy(scale, strategy)
}
