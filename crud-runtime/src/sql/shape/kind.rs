//! The type of a column.

use std::fmt;

use crate::model::{self, ColumnType, Precision};

/// The type of a column, independent of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    I16,
    I32,
    I64,
    U32,
    F64,
    Text,
    Uuid,
    Decimal(Precision),
    Date,
    Time,
    Timestamp,
    Bytes,
    Json,
    /// One of these words, in declaration order.
    Enum(Vec<String>),
}

impl Kind {
    /// The type of a described column.
    pub(crate) fn of(column: &model::Column) -> Self {
        match column.column_type {
            ColumnType::Bool => Self::Bool,
            ColumnType::I16 => Self::I16,
            ColumnType::I32 => Self::I32,
            ColumnType::I64 => Self::I64,
            ColumnType::U32 => Self::U32,
            ColumnType::F64 => Self::F64,
            ColumnType::Text => Self::Text,
            ColumnType::Uuid => Self::Uuid,
            ColumnType::Decimal => Self::Decimal(column.precision),
            ColumnType::Date => Self::Date,
            ColumnType::Time => Self::Time,
            ColumnType::Timestamp => Self::Timestamp,
            ColumnType::Bytes => Self::Bytes,
            ColumnType::Json(_) => Self::Json,
            ColumnType::Enum(words) => {
                Self::Enum(words.variants.iter().map(|&word| word.to_owned()).collect())
            }
        }
    }

    /// The smallest and the largest integer of the type; nothing for what is no integer.
    pub(crate) const fn integer_bounds(&self) -> Option<(i64, i64)> {
        match self {
            Self::I16 => ColumnType::I16.integer_bounds(),
            Self::I32 => ColumnType::I32.integer_bounds(),
            Self::I64 => ColumnType::I64.integer_bounds(),
            Self::U32 => ColumnType::U32.integer_bounds(),
            _ => None,
        }
    }

    /// Whether values are integers.
    pub(crate) const fn is_integer(&self) -> bool {
        self.integer_bounds().is_some()
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bool => "bool",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U32 => "u32",
            Self::F64 => "f64",
            Self::Text => "text",
            Self::Uuid => "uuid",
            Self::Decimal(Precision { digits, scale }) => {
                return write!(f, "decimal({digits}, {scale})");
            }
            Self::Date => "date",
            Self::Time => "time",
            Self::Timestamp => "timestamp",
            Self::Bytes => "bytes",
            Self::Json => "json",
            Self::Enum(_) => "enum",
        })
    }
}
