//! The types of `MySQL` and `MariaDB`.

use super::column::{Fit, Type, decimal, parts};
use crate::store::catalogue::Column;

const SECONDS: &str = "keeps fewer digits of a second than a microsecond has";
const ENDS: &str = "ends in 2038 in the database";
const PADDED: &str = "loses the spaces at its end in the database";
const SINGLE: &str = "keeps seven digits, no more";

/// How a column is read and written; none where it cannot be.
pub(super) fn fit(column: &Column) -> Option<Fit> {
    let fit = of_type(column)?;
    // Ours has its default in parentheses, which the database keeps.
    let is_plain = column.on_update.is_none() && column.default.is_none();
    Some(Fit { is_ours: fit.is_ours && is_plain, ..fit })
}

fn of_type(column: &Column) -> Option<Fit> {
    let type_name = column.type_name.as_str();
    if let Some(words) = words(type_name, "enum(") {
        // A variant has a word.
        if words.iter().any(String::is_empty) {
            return Some(Fit::native(Type::Text));
        }
        return Some(Fit::native(Type::Enum(words)));
    }
    let (name, numbers) = parts(type_name);
    let number = |place: usize| numbers.get(place).copied();
    let is_binary =
        matches!(column.collation.as_deref(), Some("utf8mb4_nopad_bin" | "utf8mb4_0900_bin"));
    Some(match name.as_str() {
        "boolean" => Fit::ours(Type::Bool),
        "tinyint" if numbers == [1] => Fit::ours(Type::Bool),
        "bit" if numbers == [1] => Fit::native(Type::Bool),
        "tinyint" => Fit::native(Type::I16).range(-128, Some(127)),
        "tinyint unsigned" => Fit::native(Type::I16).range(0, Some(255)),
        "smallint" => Fit::ours(Type::I16),
        "smallint unsigned" => Fit::native(Type::I32).range(0, Some(65_535)),
        "mediumint" => Fit::native(Type::I32).range(-8_388_608, Some(8_388_607)),
        "mediumint unsigned" => Fit::native(Type::I32).range(0, Some(16_777_215)),
        "int" => Fit::ours(Type::I32),
        "int unsigned" => Fit::ours(Type::U32),
        "bigint" => Fit::ours(Type::I64),
        "bigint unsigned" => Fit::native(Type::I64).range(0, None),
        "year" => Fit::native(Type::I16).range(1901, Some(2155)),
        "float" | "float unsigned" => Fit::native(Type::F64).note(SINGLE),
        "double" if numbers.is_empty() => Fit::ours(Type::F64),
        "double" | "double unsigned" => Fit::native(Type::F64),
        "decimal" | "decimal unsigned" => {
            let (digits, scale) = (number(0)?, number(1).unwrap_or(0));
            match decimal(digits, scale) {
                Some(rust) if name == "decimal" => Fit::ours(rust),
                Some(rust) => Fit::native(rust),
                None => Fit::native(decimal(18, scale)?)
                    .note("has more than 18 digits in the database: a value of more is an error"),
            }
        }
        "varchar" => Fit::native(Type::Text).length(number(0)),
        "char" => Fit::native(Type::Text).length(number(0)).note(PADDED),
        "longtext" if is_binary => Fit::ours(Type::Text),
        "tinytext" | "text" | "mediumtext" | "longtext" => Fit::native(Type::Text),
        "json" => Fit::native(Type::Json),
        "date" => Fit::ours(Type::Date),
        "time" if numbers == [6] => Fit::ours(Type::Time),
        "time" => Fit::native(Type::Time).note(SECONDS),
        "datetime" if numbers == [6] => Fit::ours(Type::Timestamp),
        "datetime" => Fit::native(Type::Timestamp).note(SECONDS),
        "timestamp" => Fit::native(Type::Timestamp).note(ENDS),
        "varbinary" | "binary" => Fit::native(Type::Bytes).length(number(0)),
        "longblob" => Fit::ours(Type::Bytes),
        "tinyblob" | "blob" | "mediumblob" => Fit::native(Type::Bytes),
        _ => return None,
    })
}

/// The words of an enum's type: `enum('a','it''s')`.
fn words(type_name: &str, before: &str) -> Option<Vec<String>> {
    let inside = type_name.strip_prefix(before)?.strip_suffix(')')?;
    let mut words = Vec::new();
    let mut rest = inside;
    while let Some(behind) = rest.strip_prefix('\'') {
        let mut word = String::new();
        let mut characters = behind.char_indices().peekable();
        let mut end = behind.len();
        while let Some((place, one)) = characters.next() {
            if one == '\'' && characters.next_if(|(_, next)| *next == '\'').is_none() {
                end = place + 1;
                break;
            }
            word.push(one);
        }
        words.push(word);
        rest = behind[end..].strip_prefix(',').unwrap_or_default();
    }
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_read_with_their_quotes() {
        let read = words("enum('G','PG-13','it''s, so')", "enum(").expect("an enum");
        assert_eq!(read, ["G", "PG-13", "it's, so"]);
        assert_eq!(words("varchar(5)", "enum("), None);
    }
}
