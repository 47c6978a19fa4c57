//! The types of `chrono`; instants are UTC and every time is cut to microseconds, which is what
//! all three databases keep.

use chrono::{DateTime, NaiveDate, NaiveTime, SubsecRound, Utc};

use super::primitive::payload;
use super::{Field, FieldError, plain};
use crate::model::{ColumnType, Value};

payload!(NaiveDate, Date, "a date");

plain!(NaiveTime);

impl Field for NaiveTime {
    type Base = Self;
    type Inner = Self;
    const TYPE: ColumnType = ColumnType::Time;

    fn to_value(&self) -> Value {
        Value::Time(self.trunc_subsecs(6))
    }

    fn from_value(value: Value) -> Result<Self, FieldError> {
        match value {
            Value::Time(time) => Ok(time),
            _ => Err(FieldError::new("a time of day")),
        }
    }
}

plain!(DateTime<Utc>);

impl Field for DateTime<Utc> {
    type Base = Self;
    type Inner = Self;
    const TYPE: ColumnType = ColumnType::Timestamp;

    fn to_value(&self) -> Value {
        Value::Timestamp(self.trunc_subsecs(6))
    }

    fn from_value(value: Value) -> Result<Self, FieldError> {
        match value {
            Value::Timestamp(instant) => Ok(instant),
            _ => Err(FieldError::new("an instant")),
        }
    }
}
