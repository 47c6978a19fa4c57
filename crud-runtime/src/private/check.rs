//! Rules by value, asked while the user's crate compiles: each runs in a `const _` item of its
//! own, and its panic is the error's text.

use super::literal;
use crate::model::{Column, ColumnType, Default, Literal, Number, Precision, RefersTo, Table};

/// Whether the column's default fits its type.
#[track_caller]
pub const fn default(column: &Column) {
    if let Some(Default::Literal(literal)) = column.default {
        fits(column, literal);
    }
}

/// Whether the column's example fits its type.
#[track_caller]
pub const fn example(column: &Column) {
    if let Some(literal) = column.example {
        fits(column, literal);
    }
}

/// Whether both bounds of the column's range are numbers of its type.
#[track_caller]
pub const fn range(column: &Column) {
    if let Some((min, max)) = column.range {
        if let Some(min) = min {
            number(column, min);
        }
        if let Some(max) = max {
            number(column, max);
        }
    }
}

/// Whether a column that no client sets gets a value all the same.
#[track_caller]
pub const fn settable(column: &Column) {
    assert!(
        column.nullable || column.default.is_some(),
        "this column can never get a value: give it a `default` or `default_sql`, or make it an \
         `Option`"
    );
}

/// Whether `on_delete = set_null` can act.
#[track_caller]
pub const fn set_null(column: &Column) {
    assert!(
        column.nullable,
        "`set_null` needs a column that takes NULL: make the field an `Option`"
    );
}

/// Whether a reference of a `one_of` may be absent, as all but one are.
#[track_caller]
pub const fn choosable(column: &Column) {
    assert!(
        column.nullable,
        "all references of a `one_of` but one are null: make the field an `Option`"
    );
}

/// Whether a referenced column identifies a record.
#[track_caller]
pub const fn unique(table: &Table, column: usize) {
    let alone = table.key.len() == 1 && table.key[0] == column;
    assert!(
        table.columns[column].unique || alone,
        "the referenced column is not unique: write `#[crud(unique)]` on it"
    );
}

/// Whether a newtype leaves `NULL` to an `Option` around it.
#[track_caller]
pub const fn newtype(nullable: bool) {
    assert!(
        !nullable,
        "a newtype is not null by itself: write `Option` around it, on the column's field"
    );
}

/// Whether columns of the types `T` can hold a key of the type `K`.
pub const fn refers_to<T: RefersTo<K>, K>() {}

/// Whether a literal is a value of the column, within its rules.
#[track_caller]
const fn fits(column: &Column, literal: Literal) {
    match (column.column_type, literal) {
        (ColumnType::Bool, Literal::Bool(_)) => {}
        (ColumnType::Bool, _) => panic!("expected `true` or `false`"),
        (ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32, literal) => {
            let Literal::Number(literal) = literal else {
                panic!("expected an integer literal, such as `5`");
            };
            number(column, literal);
            in_range(column, literal);
        }
        (ColumnType::F64, literal) => {
            let Literal::Number(literal) = literal else {
                panic!("expected a number literal, such as `2.5`");
            };
            in_range(column, literal);
        }
        (ColumnType::Decimal, literal) => {
            let decimal = match literal {
                Literal::Number(number) => Some(number),
                Literal::Text(text) => literal::decimal(text.as_bytes()),
                Literal::Bool(_) => None,
            };
            let Some(decimal) = decimal else {
                panic!("expected a decimal, such as `2.50` or `\"2.50\"`");
            };
            number(column, decimal);
            in_range(column, decimal);
        }
        (ColumnType::Json(_), _) => {
            panic!("a JSON column takes no literal: write `default_sql = \"…\"`")
        }
        (_, Literal::Bool(_) | Literal::Number(_)) => panic!("expected a text literal"),
        (ColumnType::Text, Literal::Text(text)) => {
            in_length(column, literal::code_points(text.as_bytes()));
        }
        (ColumnType::Enum(words), Literal::Text(text)) => {
            let mut position = 0;
            while position < words.variants.len() {
                if literal::equal(words.variants[position].as_bytes(), text.as_bytes()) {
                    return;
                }
                position += 1;
            }
            panic!("no variant of the enum is stored as this word: name one by its path");
        }
        (ColumnType::Uuid, Literal::Text(text)) => {
            assert!(
                literal::is_uuid(text.as_bytes()),
                "expected a UUID, such as \"0190c7a4-5e4f-7b3a-8000-000000000000\""
            );
        }
        (ColumnType::Date, Literal::Text(text)) => {
            assert!(
                literal::is_date(text.as_bytes()),
                "expected a date of the years 1000 to 9999, such as \"2024-05-01\""
            );
        }
        (ColumnType::Time, Literal::Text(text)) => {
            assert!(
                literal::is_time(text.as_bytes()),
                "expected a time of day, such as \"12:30:00\""
            );
        }
        (ColumnType::Timestamp, Literal::Text(text)) => {
            assert!(
                literal::is_timestamp(text.as_bytes()),
                "expected an instant in UTC of the years 1000 to 9999, such as \
                 \"2024-05-01T12:30:00Z\""
            );
        }
        (ColumnType::Bytes, Literal::Text(text)) => {
            let Some(octets) = literal::base64_octets(text.as_bytes()) else {
                panic!("expected base64 with padding (RFC 4648), such as \"aGk=\"");
            };
            in_length(column, octets);
        }
    }
}

/// Whether a number is one of the column's type, whatever its range says.
#[track_caller]
const fn number(column: &Column, number: Number) {
    if let Some((min, max)) = column.column_type.integer_bounds() {
        assert!(number.is_integer(), "the column holds integers: remove the fraction");
        let integer = number.mantissa / 10_i64.pow(number.scale as u32);
        assert!(min <= integer && integer <= max, "the number does not fit the column's type");
    } else if matches!(column.column_type, ColumnType::Decimal) {
        let Precision { digits, scale } = column.precision;
        // In units of the column's last digit; `i128` holds 18 digits moved by 18 places.
        let moved = number.mantissa as i128 * 10_i128.pow(scale as u32);
        let unit = 10_i128.pow(number.scale as u32);
        assert!(
            moved % unit == 0 && (moved / unit).abs() < 10_i128.pow(digits as u32),
            "the number has more digits than the column: see its `decimal(digits, scale)`"
        );
    }
}

#[track_caller]
const fn in_range(column: &Column, number: Number) {
    if let Some((min, max)) = column.range {
        let above = match min {
            Some(min) => literal::is_at_most(min, number),
            None => true,
        };
        let below = match max {
            Some(max) => literal::is_at_most(number, max),
            None => true,
        };
        assert!(above && below, "the value is out of the column's own `range`");
    }
}

#[track_caller]
const fn in_length(column: &Column, length: usize) {
    if let Some((min, max)) = column.length {
        let below = match max {
            Some(max) => length <= max as usize,
            None => true,
        };
        assert!(min as usize <= length && below, "the value breaks the column's own `length`");
    }
}
