//! Values as SQL literals in their column's stored form: for DDL, which takes no arguments.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::shape::Kind;
use super::{Dialect, native};
use crate::codec::{json, text};
use crate::model::{Precision, Value};

/// Appends a value of a column of this type.
pub(super) fn write(dialect: Dialect, kind: &Kind, value: &Value, out: &mut String) {
    // Writing into a `String` cannot fail.
    let _ = match value {
        Value::Null => out.write_str("NULL"),
        Value::Bool(value) => out.write_str(match (dialect, value) {
            (Dialect::Sqlite, true) => "1",
            (Dialect::Sqlite, false) => "0",
            (_, true) => "TRUE",
            (_, false) => "FALSE",
        }),
        Value::Int(value) => write!(out, "{value}"),
        // `{:?}` writes a float so that it reads back as the same float.
        Value::Float(value) => write!(out, "{value:?}"),
        Value::Text(value) => {
            dialect.quote_text(value, out);
            Ok(())
        }
        Value::Decimal(value) => match (dialect, kind) {
            (Dialect::Sqlite, Kind::Decimal(precision)) => {
                write!(out, "{}", scaled(*precision, *value))
            }
            (_, Kind::Decimal(precision)) => {
                write!(out, "{}", text::with_scale(*precision, *value))
            }
            _ => write!(out, "{value}"),
        },
        Value::Uuid(value) => match dialect {
            Dialect::Postgres => write!(out, "'{value}'"),
            Dialect::Sqlite | Dialect::Mysql => write!(out, "x'{}'", value.simple()),
        },
        Value::Date(value) => {
            out.push('\'');
            let _ = text::write_date(*value, out);
            out.write_char('\'')
        }
        Value::Time(value) => {
            out.push('\'');
            let _ = text::write_time(*value, out);
            out.write_char('\'')
        }
        Value::Timestamp(value) => {
            let mut canonical = String::new();
            let _ = text::write_timestamp(*value, &mut canonical);
            if dialect == Dialect::Mysql {
                // DATETIME takes neither the letter in between nor the zone.
                canonical = canonical.replace('T', " ").replace('Z', "");
            }
            write!(out, "'{canonical}'")
        }
        Value::Bytes(value) => {
            out.push_str(if dialect == Dialect::Postgres { "'\\x" } else { "x'" });
            for byte in value {
                let _ = write!(out, "{byte:02x}");
            }
            out.write_char('\'')
        }
        Value::Json(value) => {
            dialect.quote_text(&json::canonical(value.clone()).to_string(), out);
            Ok(())
        }
    };
}

/// Appends a value in the form that a database's own type has customarily ([`native`]).
///
/// [`native`]: super::native
pub(super) fn write_native(dialect: Dialect, kind: &Kind, value: &Value, out: &mut String) {
    match (dialect, value) {
        (Dialect::Sqlite, Value::Decimal(decimal)) => out.push_str(&decimal.to_string()),
        (Dialect::Sqlite, Value::Timestamp(instant)) => {
            dialect.quote_text(&native::timestamp(*instant), out);
        }
        (Dialect::Sqlite, Value::Time(time)) => dialect.quote_text(&native::time(*time), out),
        _ => write(dialect, kind, value, out),
    }
}

/// What goes before and behind an SQL expression of the user's so that it yields the column's
/// stored form: `CURRENT_TIMESTAMP` is one spelling of an instant on `SQLite`, ours is another.
pub(super) const fn around(dialect: Dialect, kind: &Kind) -> (&'static str, &'static str) {
    const POWERS: [&str; 19] = [
        ") * 1) AS INTEGER))",
        ") * 10) AS INTEGER))",
        ") * 100) AS INTEGER))",
        ") * 1000) AS INTEGER))",
        ") * 10000) AS INTEGER))",
        ") * 100000) AS INTEGER))",
        ") * 1000000) AS INTEGER))",
        ") * 10000000) AS INTEGER))",
        ") * 100000000) AS INTEGER))",
        ") * 1000000000) AS INTEGER))",
        ") * 10000000000) AS INTEGER))",
        ") * 100000000000) AS INTEGER))",
        ") * 1000000000000) AS INTEGER))",
        ") * 10000000000000) AS INTEGER))",
        ") * 100000000000000) AS INTEGER))",
        ") * 1000000000000000) AS INTEGER))",
        ") * 10000000000000000) AS INTEGER))",
        ") * 100000000000000000) AS INTEGER))",
        ") * 1000000000000000000) AS INTEGER))",
    ];
    if !matches!(dialect, Dialect::Sqlite) {
        return ("(", ")");
    }
    match kind {
        Kind::Timestamp => ("(strftime('%Y-%m-%dT%H:%M:%f', ", ") || '000Z')"),
        Kind::Time => ("(strftime('%H:%M:%f', ", ") || '000')"),
        Kind::Date => ("(date(", "))"),
        Kind::Decimal(precision) => ("(CAST(round((", POWERS[precision.scale as usize]),
        _ => ("(", ")"),
    }
}

/// The integer that stands for a decimal on `SQLite`; beyond 64 bits, which no column holds but a
/// filter may ask for, the nearest that does.
pub(crate) fn scaled(precision: Precision, decimal: Decimal) -> i64 {
    let mantissa = text::with_scale(precision, decimal).mantissa();
    i64::try_from(mantissa).unwrap_or(if mantissa < 0 { i64::MIN } else { i64::MAX })
}
