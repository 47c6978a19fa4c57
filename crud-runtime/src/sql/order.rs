//! The order of a list, and what stands behind a position in it.

use super::statement::Sql;
use super::{Dialect, native, search};
use crate::model::{Column, Table, Value};
use crate::query::{Sort, SortKey};

/// Appends the terms of ORDER BY: nulls last ascending and first descending, on every database.
pub(super) fn terms(sql: &mut Sql, table: &'static Table, order: &[Sort], words: &[String]) {
    for (index, sort) in order.iter().enumerate() {
        if index > 0 {
            sql.push(", ");
        }
        if sort.key == SortKey::Relevance {
            search::relevance(sql, table, words);
            sql.push(if sort.descending { " DESC" } else { "" });
            continue;
        }
        let column = sort.key.of(table);
        // Null is the greatest to PostgreSQL, the least to the others. The words are left out
        // where they change nothing, because SQLite's planner then uses indexes.
        if column.nullable && sql.dialect == Dialect::Mysql {
            sql.name(column.name);
            sql.push(if sort.descending { " IS NOT NULL, " } else { " IS NULL, " });
        }
        if is_ordered_by_declaration(sql.dialect, column) {
            sql.push("concat(").name(column.name).push(")");
        } else {
            sql.name(column.name);
        }
        if sort.descending {
            sql.push(" DESC");
        }
        if column.nullable && sql.dialect == Dialect::Sqlite {
            sql.push(if sort.descending { " NULLS FIRST" } else { " NULLS LAST" });
        }
    }
}

/// Whether the database would sort by the place of a word in its type, and compares by its text:
/// `MySQL`'s own enums.
fn is_ordered_by_declaration(dialect: Dialect, column: &Column) -> bool {
    dialect == Dialect::Mysql
        && native::on(dialect, column)
            .is_some_and(|native| native.starts_with("enum(") || native.starts_with("ENUM("))
}

/// Appends the condition that a record stands behind this position.
pub(super) fn behind(sql: &mut Sql, table: &'static Table, order: &[Sort], position: &[Value]) {
    let columns: Vec<_> = order
        .iter()
        .zip(position)
        .map(|(sort, value)| (sort.key.of(table), sort.descending, value))
        .collect();
    let one_way = columns.windows(2).all(|pair| pair[0].1 == pair[1].1);
    let no_nulls = columns.iter().all(|(column, ..)| !column.nullable);
    match columns.as_slice() {
        [(column, descending, value)] => past(sql, column, *descending, value),
        // SQLite and PostgreSQL walk an index for a comparison of rows; MySQL does not.
        [first, ..] if one_way && no_nulls && sql.dialect != Dialect::Mysql => {
            sql.push("(");
            for (index, (column, ..)) in columns.iter().enumerate() {
                if index > 0 {
                    sql.push(", ");
                }
                sql.name(column.name);
            }
            sql.push(if first.1 { ") < (" } else { ") > (" });
            for (index, (column, _, value)) in columns.iter().enumerate() {
                if index > 0 {
                    sql.push(", ");
                }
                sql.value(column, (*value).clone());
            }
            sql.push(")");
        }
        _ => lexicographic(sql, &columns),
    }
}

/// Appends `a > 1 OR (a = 1 AND b > 2) OR …`, with a bound on the first column that an index can
/// serve.
fn lexicographic(sql: &mut Sql, columns: &[(&'static Column, bool, &Value)]) {
    sql.push("(");
    if let [(column, descending, value), ..] = columns
        && !column.nullable
    {
        sql.name(column.name);
        sql.push(if *descending { " <= " } else { " >= " });
        sql.value(column, (*value).clone()).push(" AND (");
    }
    for index in 0..columns.len() {
        if index > 0 {
            sql.push(" OR ");
        }
        sql.push("(");
        for (column, _, value) in &columns[..index] {
            sql.name(column.name);
            if value.is_null() {
                sql.push(" IS NULL AND ");
            } else {
                sql.push(" = ").value(column, (*value).clone()).push(" AND ");
            }
        }
        let (column, descending, value) = columns[index];
        past(sql, column, descending, value);
        sql.push(")");
    }
    if columns.first().is_some_and(|(column, ..)| !column.nullable) {
        sql.push(")");
    }
    sql.push(")");
}

/// Appends the condition that one column stands behind the value.
fn past(sql: &mut Sql, column: &'static Column, descending: bool, value: &Value) {
    let name = column.name;
    match (value.is_null(), descending) {
        // Ascending, nulls are last: nothing is behind them.
        (true, false) => {
            sql.push("FALSE");
        }
        (true, true) => {
            sql.name(name).push(" IS NOT NULL");
        }
        (false, false) if column.nullable => {
            sql.push("(").name(name).push(" > ").value(column, value.clone());
            sql.push(" OR ").name(name).push(" IS NULL)");
        }
        (false, false) => {
            sql.name(name).push(" > ").value(column, value.clone());
        }
        (false, true) => {
            sql.name(name).push(" < ").value(column, value.clone());
        }
    }
}
