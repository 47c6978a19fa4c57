//! Values that no other record has, made anew in every run by a script in the collection.

use serde_json::{Value, json};

use crate::codec::{pattern, text};
use crate::model::{Column, ColumnType, Format, Table};
use crate::schema::{self, Language};

/// The script that makes words of a [`Language`].
pub(super) const HELPER: &str = include_str!("unique.js");

/// Positions of the columns whose values must be made anew, given which ones hold references to
/// records of the same run.
pub(super) fn columns(table: &Table, references: &[usize]) -> Vec<usize> {
    let mut unique: Vec<usize> = (0..table.columns.len())
        .filter(|position| table.columns[*position].unique && !references.contains(position))
        .collect();
    let composites = table.indexes.iter().filter(|index| index.unique).map(|index| index.columns);
    for columns in composites.chain([table.key]) {
        let is_new = |column: &usize| references.contains(column) || unique.contains(column);
        if columns.iter().any(is_new) {
            continue;
        }
        let can = |column: &&usize| generator(&table.columns[**column]).is_some();
        unique.extend(columns.iter().find(can));
    }
    unique.retain(|position| table.columns[*position].creatable);
    unique.sort_unstable();
    unique
}

/// The largest integer up to which a script's numbers are exact.
const EXACT: i64 = 9_007_199_254_740_991;

/// What the script makes the column's values of; `None` where there are too few to choose from.
pub(super) fn generator(column: &Column) -> Option<Value> {
    if column.validate.is_some() {
        return None;
    }
    let (least, most) = match column.column_type {
        ColumnType::Text => column.length.unwrap_or((0, None)),
        _ => (0, None),
    };
    let length = least.max(12).min(most.unwrap_or(u32::MAX));
    let (regex, check) = match column.column_type {
        ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => {
            let (low, high) = schema::integer_bounds(column);
            // A positive number where there is one.
            let low = if high > 0 { low.max(1) } else { low.max(-EXACT) };
            return Some(json!({"integer": [low, high.min(EXACT)]}));
        }
        ColumnType::Text => match (column.pattern, column.format) {
            (Some(own), _) => (own.to_owned(), Some(pattern::portable(own).into_owned())),
            (None, Some(format)) => (of_format(format).to_owned(), None),
            (None, None) => (format!("^[a-z]{{{length}}}$"), None),
        },
        ColumnType::Uuid => ("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$".to_owned(), None),
        ColumnType::Decimal | ColumnType::Bytes => (schema::pattern_of(column)?, None),
        ColumnType::Date => ("^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$".to_owned(), None),
        ColumnType::Time => (text::TIME.to_owned(), None),
        ColumnType::Timestamp => (
            "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T(0[0-9]|1[0-9]):[0-5][0-9]:[0-5][0-9]Z$"
                .to_owned(),
            None,
        ),
        ColumnType::Bool | ColumnType::F64 | ColumnType::Json(_) | ColumnType::Enum(_) => {
            return None;
        }
    };
    let mut generator = json!({"language": Language::of(&regex, length)?.to_json()});
    if least > 0 {
        generator["least"] = json!(least);
    }
    if let Some(most) = most {
        generator["most"] = json!(most);
    }
    if let Some(check) = check {
        generator["pattern"] = json!(check);
    }
    Some(generator)
}

const fn of_format(format: Format) -> &'static str {
    match format {
        Format::Email => r"^[a-z]{12}@example\.org$",
        Format::Uri => r"^https://example\.org/[a-z]{12}$",
        Format::Hostname => r"^[a-z]{12}\.example\.org$",
        Format::Ipv4 => r"^10\.[1-9][0-9]\.[1-9][0-9]\.[1-9][0-9]$",
        Format::Ipv6 => "^2001:db8:[1-9a-f]{4}:[1-9a-f]{4}::1$",
    }
}
