//! A value of a column, in the one form that every layer passes on.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

/// A value of a column. Integers of every width are `Int`, enums are `Text`.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// SQL's `NULL`, JSON's `null`, Rust's `None`.
    Null,
    /// True or false.
    Bool(bool),
    /// An integer; the column's type says which width it must fit.
    Int(i64),
    /// A finite IEEE 754 double.
    Float(f64),
    /// Text without U+0000.
    Text(String),
    /// A UUID of any version.
    Uuid(Uuid),
    /// An exact decimal.
    Decimal(Decimal),
    /// A calendar date, years 1000 to 9999.
    Date(NaiveDate),
    /// A time of day with microseconds.
    Time(NaiveTime),
    /// An instant in UTC with microseconds, years 1000 to 9999.
    Timestamp(DateTime<Utc>),
    /// Octets.
    Bytes(Vec<u8>),
    /// A JSON document.
    Json(serde_json::Value),
}

impl Value {
    /// Whether this is `Null`.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

/// The stored values of one record, in the order of its table's columns.
pub type Row = Vec<Value>;
