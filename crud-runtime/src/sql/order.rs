//! The order of a list.

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

    /// Appends the condition that a record stands behind the value; `bare` leaves out nulls.
    pub(super) fn past(&self, sql: &mut Sql, value: &Value, bare: bool) {
        match (value.is_null(), self.descending) {
            // Ascending, nulls are last: nothing is behind them.
            (true, false) => {
                sql.push("FALSE");
            }
            (true, true) => {
                self.push(sql).push(" IS NOT NULL");
            }
            (false, false) if self.nullable && !bare => {
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
    pub(super) fn equals(&self, sql: &mut Sql, value: &Value) {
        if value.is_null() {
            self.push(sql).push(" IS NULL");
        } else {
            self.push(sql).push(" = ").value(self.column, value.clone());
        }
    }
}

/// Whether all terms ascend, or all descend.
pub(super) fn is_one_way(terms: &[Term]) -> bool {
    terms.windows(2).all(|pair| pair[0].descending == pair[1].descending)
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

/// Appends the same for `PostgreSQL`, where the terms are columns of the answer, at these places
/// from 1.
pub(super) fn by_place(sql: &mut Sql, terms: &[Term], places: &[usize]) {
    for (index, (term, place)) in terms.iter().zip(places).enumerate() {
        sql.push(if index > 0 { ", " } else { "" });
        sql.made(&place.to_string());
        sql.push(if term.descending { " DESC" } else { "" });
    }
}

/// Whether the database would sort by the place of a word in its type, and compares by its text:
/// `MySQL`'s own enums.
pub(super) fn is_ordered_by_declaration(dialect: Dialect, column: &Column) -> bool {
    dialect == Dialect::Mysql
        && native::on(dialect, column)
            .is_some_and(|native| native.starts_with("enum(") || native.starts_with("ENUM("))
}
