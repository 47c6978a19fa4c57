//! The order of a list, and what stands behind a position in it.

use super::statement::{Scope, Sql};
use super::{Dialect, native, search};
use crate::model::{Column, Table, Value};
use crate::query::SortKey;

/// One part of an order as a statement has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    /// What the statement calls the column's table, where it has several.
    pub(super) scope: Option<Scope>,
    pub(super) column: &'static Column,
    pub(super) nullable: bool,
    pub(super) descending: bool,
    pub(super) key: SortKey,
}

impl Term {
    /// Appends the column.
    pub(super) fn push<'s>(&self, sql: &'s mut Sql) -> &'s mut Sql {
        match self.scope {
            Some(scope) => sql.column_of(scope, self.column.name),
            None => sql.name(self.column.name),
        }
    }

    /// Appends the condition that a record stands behind the value.
    fn past(&self, sql: &mut Sql, value: &Value) {
        match (value.is_null(), self.descending) {
            // Ascending, nulls are last: nothing is behind them.
            (true, false) => {
                sql.push("FALSE");
            }
            (true, true) => {
                self.push(sql).push(" IS NOT NULL");
            }
            (false, false) if self.nullable => {
                self.push(sql.push("(")).push(" > ").value(self.column, value.clone());
                self.push(sql.push(" OR ")).push(" IS NULL)");
            }
            (false, false) => {
                self.push(sql).push(" > ").value(self.column, value.clone());
            }
            (false, true) => {
                self.push(sql).push(" < ").value(self.column, value.clone());
            }
        }
    }

    /// Appends the condition that a record has the value.
    fn equals(&self, sql: &mut Sql, value: &Value) {
        if value.is_null() {
            self.push(sql).push(" IS NULL");
        } else {
            self.push(sql).push(" = ").value(self.column, value.clone());
        }
    }
}

/// Appends the terms of ORDER BY: nulls last ascending and first descending, on every database.
/// A search's words order by relevance.
pub(super) fn by(sql: &mut Sql, table: &'static Table, terms: &[Term], words: &[String]) {
    for (index, term) in terms.iter().enumerate() {
        sql.push(if index > 0 { ", " } else { "" });
        if term.key == SortKey::Relevance {
            search::relevance(sql, table, words);
            sql.push(if term.descending { " DESC" } else { "" });
            continue;
        }
        // Null is the greatest to PostgreSQL, the least to the others. The words are left out
        // where they change nothing, because SQLite's planner then uses indexes.
        if term.nullable && sql.dialect == Dialect::Mysql {
            term.push(sql);
            sql.push(if term.descending { " IS NOT NULL, " } else { " IS NULL, " });
        }
        if is_ordered_by_declaration(sql.dialect, term.column) {
            term.push(sql.push("concat(")).push(")");
        } else {
            term.push(sql);
        }
        if term.descending {
            sql.push(" DESC");
        }
        if term.nullable && sql.dialect == Dialect::Sqlite {
            sql.push(if term.descending { " NULLS FIRST" } else { " NULLS LAST" });
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
pub(super) fn behind(sql: &mut Sql, terms: &[Term], position: &[Value]) {
    let one_way = terms.windows(2).all(|pair| pair[0].descending == pair[1].descending);
    let no_nulls = terms.iter().all(|term| !term.nullable);
    match (terms, position) {
        ([term], [value]) => term.past(sql, value),
        // SQLite and PostgreSQL walk an index for a comparison of rows; MySQL does not.
        ([first, ..], _) if one_way && no_nulls && sql.dialect != Dialect::Mysql => {
            sql.push("(");
            for (index, term) in terms.iter().enumerate() {
                sql.push(if index > 0 { ", " } else { "" });
                term.push(sql);
            }
            sql.push(if first.descending { ") < (" } else { ") > (" });
            for (index, (term, value)) in terms.iter().zip(position).enumerate() {
                sql.push(if index > 0 { ", " } else { "" });
                sql.value(term.column, value.clone());
            }
            sql.push(")");
        }
        _ => lexicographic(sql, terms, position),
    }
}

/// Appends `a > 1 OR (a = 1 AND b > 2) OR …`, with a bound on the first column that an index can
/// serve.
fn lexicographic(sql: &mut Sql, terms: &[Term], position: &[Value]) {
    sql.push("(");
    let bounded = terms.first().zip(position.first()).filter(|(term, _)| !term.nullable);
    if let Some((term, value)) = bounded {
        term.push(sql).push(if term.descending { " <= " } else { " >= " });
        sql.value(term.column, value.clone()).push(" AND (");
    }
    for (index, (term, value)) in terms.iter().zip(position).enumerate() {
        sql.push(if index > 0 { " OR (" } else { "(" });
        for (term, value) in terms[..index].iter().zip(position) {
            term.equals(sql, value);
            sql.push(" AND ");
        }
        term.past(sql, value);
        sql.push(")");
    }
    sql.push(if bounded.is_some() { "))" } else { ")" });
}
