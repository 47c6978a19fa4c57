//! Literals of the attribute language as values of their column.

use rust_decimal::prelude::ToPrimitive;

use super::text;
use crate::model::{Column, ColumnType, Literal, Value};

/// The value that a literal stands for.
///
/// `None` when it does not fit the column, which the derive refuses.
pub(crate) fn value(column: &Column, literal: Literal) -> Option<Value> {
    match (literal, column.column_type) {
        (Literal::Bool(value), ColumnType::Bool) => Some(Value::Bool(value)),
        (Literal::Number(number), ColumnType::F64) => Some(Value::Float(number.float())),
        (Literal::Number(number), ColumnType::Decimal) => Some(Value::Decimal(number.decimal())),
        (Literal::Number(number), column_type) if column_type.is_integer() => {
            number.decimal().to_i64().map(Value::Int)
        }
        (Literal::Text(word), ColumnType::Text) => Some(Value::Text(word.to_owned())),
        (Literal::Text(word), _) => text::parse(column, word).ok(),
        _ => None,
    }
}
