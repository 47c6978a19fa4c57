//! Filters as SQL conditions.
//!
//! SQL is three-valued, filters are two-valued. Negation is carried inwards to the comparisons,
//! where a null is answered for; what is left compares plainly, so that indexes serve it.

use rust_decimal::Decimal;

use super::existence::{linked, related};
use super::statement::Sql;
use super::{Dialect, native, search};
use crate::model::{Column, Table, Value};
use crate::query::{Comparison, Filter, TextMatch};

/// Appends the condition that a record matches the filter.
pub(super) fn matches(sql: &mut Sql, table: &'static Table, filter: &Filter) {
    write(sql, table, filter, true);
}

/// Whether the filter matches every record, so that it needs no condition.
pub(super) fn is_trivial(filter: &Filter) -> bool {
    matches!(filter, Filter::And(parts) if parts.iter().all(is_trivial))
}

/// Appends the condition that the filter holds (`holds`) or does not.
pub(super) fn write(sql: &mut Sql, table: &'static Table, filter: &Filter, holds: bool) {
    match filter {
        Filter::Compare(column, comparison, value) => {
            let comparison = if holds { *comparison } else { opposite(*comparison) };
            compare(sql, &table.columns[*column], comparison, value, !holds);
        }
        Filter::In(column, values) => one_of(sql, &table.columns[*column], values, holds),
        Filter::NotIn(column, values) => one_of(sql, &table.columns[*column], values, !holds),
        Filter::Null(column, null) => {
            sql.column(table.columns[*column].name);
            sql.push(if *null == holds { " IS NULL" } else { " IS NOT NULL" });
        }
        Filter::Text(column, how, text) => {
            text_match(sql, &table.columns[*column], *how, text, holds);
        }
        Filter::Related(relation, quantifier, part) => {
            related(sql, table, *relation, *quantifier, part, holds);
        }
        Filter::Linked(linked) => self::linked(sql, linked, holds),
        Filter::Search(words) => search::matches(sql, table, words, holds),
        Filter::And(parts) => junction(sql, table, parts, holds, holds),
        Filter::Or(parts) => junction(sql, table, parts, holds, !holds),
        Filter::Not(part) => write(sql, table, part, !holds),
    }
}

fn junction(sql: &mut Sql, table: &'static Table, parts: &[Filter], holds: bool, and: bool) {
    match parts {
        [] => {
            sql.push(if and { "TRUE" } else { "FALSE" });
        }
        [part] => write(sql, table, part, holds),
        _ => {
            sql.push("(");
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    sql.push(if and { " AND " } else { " OR " });
                }
                write(sql, table, part, holds);
            }
            sql.push(")");
        }
    }
}

const fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Eq => Comparison::Ne,
        Comparison::Ne => Comparison::Eq,
        Comparison::Gt => Comparison::Lte,
        Comparison::Gte => Comparison::Lt,
        Comparison::Lt => Comparison::Gte,
        Comparison::Lte => Comparison::Gt,
    }
}

/// `negated` says that the comparison stands for the opposite one not holding, so that nulls
/// match it; for `Ne` they always do.
fn compare(
    sql: &mut Sql,
    column: &'static Column,
    comparison: Comparison,
    value: &Value,
    negated: bool,
) {
    let with_nulls = match comparison {
        Comparison::Ne => true,
        Comparison::Eq => false,
        _ => negated,
    };
    let Some((comparison, value)) = representable(column, comparison, value) else {
        // No stored value equals it.
        sql.push(if with_nulls { "TRUE" } else { "FALSE" });
        return;
    };
    or_null(sql, column, with_nulls, |sql| {
        sql.column(column.name);
        sql.push(operator(comparison));
        sql.value(column, value);
    });
}

/// How a comparison is spelled.
pub(super) fn operator(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Eq => " = ",
        Comparison::Ne => " <> ",
        Comparison::Gt => " > ",
        Comparison::Gte => " >= ",
        Comparison::Lt => " < ",
        Comparison::Lte => " <= ",
    }
}

/// Appends a condition; where nulls match it too, says so.
fn or_null(
    sql: &mut Sql,
    column: &'static Column,
    with_nulls: bool,
    condition: impl FnOnce(&mut Sql),
) {
    if !(with_nulls && column.nullable) {
        return condition(sql);
    }
    sql.push("(");
    condition(sql);
    sql.push(" OR ").column(column.name).push(" IS NULL)");
}

/// The same comparison with a value that the column can store: a decimal with more digits behind
/// the point than the column has lies between two stored values, as a text with U+0000 does. `None` where equality is asked
/// with such a value, or with null, which nothing equals.
pub(super) fn representable(
    column: &Column,
    comparison: Comparison,
    value: &Value,
) -> Option<(Comparison, Value)> {
    match value {
        Value::Null => None,
        Value::Decimal(decimal) => {
            let below = floor(*decimal, column.precision.scale);
            let comparison = match comparison {
                _ if below == *decimal => comparison,
                Comparison::Eq | Comparison::Ne => return None,
                Comparison::Gt | Comparison::Gte => Comparison::Gt,
                Comparison::Lt | Comparison::Lte => Comparison::Lte,
            };
            Some((comparison, Value::Decimal(below)))
        }
        // No text has U+0000, which PostgreSQL does not even compare with: this one lies between
        // what stands in front of it and everything longer.
        Value::Text(text) if text.contains('\0') => {
            let below = text.split('\0').next().unwrap_or_default();
            let comparison = match comparison {
                Comparison::Eq | Comparison::Ne => return None,
                Comparison::Gt | Comparison::Gte => Comparison::Gt,
                Comparison::Lt | Comparison::Lte => Comparison::Lte,
            };
            Some((comparison, Value::Text(below.to_owned())))
        }
        _ => Some((comparison, value.clone())),
    }
}

fn floor(decimal: Decimal, scale: u8) -> Decimal {
    use rust_decimal::RoundingStrategy::ToNegativeInfinity;
    decimal.round_dp_with_strategy(u32::from(scale), ToNegativeInfinity)
}

/// Membership. Lists are padded to the next power of two with their last value, so that the
/// number of texts stays small.
fn one_of(sql: &mut Sql, column: &'static Column, values: &[Value], member: bool) {
    let mut values: Vec<_> = values
        .iter()
        .filter_map(|value| representable(column, Comparison::Eq, value))
        .map(|(_, value)| value)
        .collect();
    let Some(last) = values.last().cloned() else {
        sql.push(if member { "FALSE" } else { "TRUE" });
        return;
    };
    values.resize(values.len().next_power_of_two(), last);
    or_null(sql, column, !member, |sql| {
        sql.column(column.name);
        sql.push(if member { " IN (" } else { " NOT IN (" });
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                sql.push(", ");
            }
            sql.value(column, value);
        }
        sql.push(")");
    });
}

fn text_match(sql: &mut Sql, column: &'static Column, how: TextMatch, text: &str, holds: bool) {
    if text.contains('\0') {
        // No stored text has it.
        sql.push(if holds { "FALSE" } else { "TRUE" });
        return;
    }
    or_null(sql, column, !holds, |sql| {
        if !holds {
            sql.push("NOT (");
        }
        positive_text_match(sql, column, how, text);
        if !holds {
            sql.push(")");
        }
    });
}

fn positive_text_match(sql: &mut Sql, column: &'static Column, how: TextMatch, text: &str) {
    let name = column.name;
    match (how, sql.dialect) {
        _ if text.is_empty() => {
            // Every text contains, begins and ends with the empty one.
            sql.column(name).push(" IS NOT NULL");
        }
        (TextMatch::Contains, Dialect::Sqlite) => {
            // LIKE would fold A to Z.
            sql.push("instr(").column(name).push(", ").text(text.to_owned()).push(") > 0");
        }
        (TextMatch::Contains, Dialect::Postgres) => {
            sql.push("strpos(").column(name).push(", ").text(text.to_owned()).push(") > 0");
        }
        (TextMatch::Contains, Dialect::Mysql) => {
            sql.push("LOCATE(").text(text.to_owned()).push(", ").column(name).push(") > 0");
        }
        (TextMatch::ContainsIgnoreCase, Dialect::Sqlite) => {
            // `lower` folds A to Z alone, as SQLite is built without ICU.
            sql.push("instr(lower(").column(name).push("), ");
            sql.text(text.to_ascii_lowercase()).push(") > 0");
        }
        (TextMatch::ContainsIgnoreCase, Dialect::Postgres) => {
            // Under the collation "C", `lower` folds A to Z alone.
            sql.push("strpos(lower(").column(name).push(" COLLATE \"C\"), ");
            sql.text(text.to_ascii_lowercase()).push(") > 0");
        }
        (TextMatch::ContainsIgnoreCase, Dialect::Mysql) => {
            // LOWER would fold all of Unicode.
            sql.column(name).push(" REGEXP ").text(either_case(text));
        }
        (TextMatch::StartsWith, dialect) if native::on(dialect, column).is_some() => {
            // Its collation may have another order, in which what begins alike does not stand
            // together.
            let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
            let is_sqlite = dialect == Dialect::Sqlite;
            sql.push(if is_sqlite { "substr(" } else { "left(" }).column(name);
            sql.push(if is_sqlite { ", 1, " } else { ", " }).integer(length);
            sql.push(if dialect == Dialect::Postgres { "::integer" } else { "" });
            sql.push(") = ").text(text.to_owned());
        }
        (TextMatch::StartsWith, _) => {
            // By code point, what begins with `ab` is what stands from `ab` to before `ac`: an
            // index serves that.
            sql.push("(").column(name).push(" >= ").text(text.to_owned());
            if let Some(successor) = successor(text) {
                sql.push(" AND ").column(name).push(" < ").text(successor);
            }
            sql.push(")");
        }
        (TextMatch::EndsWith, dialect) => {
            let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
            if dialect == Dialect::Sqlite {
                sql.push("substr(").column(name).push(", ").integer(-length);
            } else {
                sql.push("right(").column(name).push(", ").integer(length);
                // There is no `right` for a length of 64 bits.
                sql.push(if dialect == Dialect::Postgres { "::integer" } else { "" });
            }
            sql.push(") = ").text(text.to_owned());
        }
    }
}

/// The first text by code point behind all that begin with this one.
fn successor(text: &str) -> Option<String> {
    let mut text = text.to_owned();
    while let Some(last) = text.pop() {
        let next = match last {
            // The surrogates in between are no characters.
            '\u{D7FF}' => Some('\u{E000}'),
            _ => char::from_u32(u32::from(last) + 1),
        };
        if let Some(next) = next {
            text.push(next);
            return Some(text);
        }
    }
    None
}

/// A regular expression for this text with A to Z in either case.
fn either_case(text: &str) -> String {
    let mut regex = String::with_capacity(text.len() * 4);
    for character in text.chars() {
        if character.is_ascii_alphabetic() {
            regex.extend([
                '[',
                character.to_ascii_lowercase(),
                character.to_ascii_uppercase(),
                ']',
            ]);
        } else {
            if character.is_ascii_punctuation() {
                regex.push('\\');
            }
            regex.push(character);
        }
    }
    regex
}
