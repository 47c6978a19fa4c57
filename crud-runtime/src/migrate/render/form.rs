//! The form in which `SQLite` stores the values of a column that changes its type: of its kind,
//! or from its own type to ours and back.

use crate::model::Precision;
use crate::sql::Dialect;
use crate::sql::shape::{Column, Kind};

/// What a stored value of the one column is in the other, as an expression.
pub(super) fn converted(value: &str, before: &Column, after: &Column) -> String {
    let is_native = |column: &Column| column.sql_type.on(Dialect::Sqlite).is_some();
    match (is_native(before), is_native(after)) {
        (false, false) => in_our_form(value, &before.kind, &after.kind),
        (true, true) => value.to_owned(),
        (true, false) => from_native(value, &after.kind),
        (false, true) => to_native(value, &before.kind),
    }
}

fn in_our_form(value: &str, before: &Kind, after: &Kind) -> String {
    match (before, after) {
        (
            Kind::Decimal(Precision { scale: old, .. }),
            Kind::Decimal(Precision { scale: new, .. }),
        ) if new > old => format!("{value} * {}", power(new - old)),
        (
            Kind::Decimal(Precision { scale: old, .. }),
            Kind::Decimal(Precision { scale: new, .. }),
        ) if new < old => {
            let power = power(old - new);
            let half = power / 2;
            format!("({value} + CASE WHEN {value} < 0 THEN -{half} ELSE {half} END) / {power}")
        }
        (before, Kind::F64) if before.is_integer() => format!("CAST({value} AS REAL)"),
        (Kind::F64, after) if after.is_integer() => format!("CAST(round({value}) AS INTEGER)"),
        _ => value.to_owned(),
    }
}

/// From the form that is customary to ours, which is text of a fixed width and scaled integers.
fn from_native(value: &str, kind: &Kind) -> String {
    let six = |from: u8| format!("substr(substr({value}, {from}) || '000000', 1, 6)");
    match kind {
        Kind::Decimal(Precision { scale, .. }) => {
            format!("CAST(round({value} * {}) AS INTEGER)", power(*scale))
        }
        Kind::Timestamp => format!(
            "substr({value}, 1, 10) || 'T' || substr({value}, 12, 8) || '.' || {} || 'Z'",
            six(21)
        ),
        Kind::Time => format!("substr({value}, 1, 8) || '.' || {}", six(10)),
        _ => value.to_owned(),
    }
}

fn to_native(value: &str, kind: &Kind) -> String {
    let fraction = |from: u8| format!("rtrim(rtrim(substr({value}, {from}, 7), '0'), '.')");
    match kind {
        Kind::Decimal(Precision { scale, .. }) => format!("{value} / {}.0", power(*scale)),
        Kind::Timestamp => {
            format!("substr({value}, 1, 10) || ' ' || substr({value}, 12, 8) || {}", fraction(20))
        }
        Kind::Time => format!("substr({value}, 1, 8) || {}", fraction(9)),
        _ => value.to_owned(),
    }
}

fn power(digits: u8) -> i64 {
    10_i64.pow(u32::from(digits))
}
