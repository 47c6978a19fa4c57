//! One page of a list.

use std::borrow::Cow;

use super::join::Joins;
use super::order::{self, Term};
use super::statement::{Sql, Statement};
use super::{Dialect, condition, search, select};
use crate::model::Table;
use crate::query::{Query, Sort, SortKey};

/// Selects columns of a page, then what it is ordered by of other tables, in the order's order.
/// What is in front of a position comes backwards, from the position on.
pub(crate) fn page(
    dialect: Dialect,
    table: &'static Table,
    columns: &[usize],
    query: &Query,
    limit: Option<u64>,
) -> Statement {
    let mut sql = Sql::new(dialect);
    let sorts = query.order(table);
    let joins = Joins::of(&mut sql, table, &sorts);
    let terms = terms(&sql, table, &joins, &sorts, query.before.is_some());
    begin(&mut sql, table, columns, &terms);
    sql.push(" FROM ").name(table.name);
    joins.push(&mut sql);
    let words = query.search().filter(|_| query.is_counted());
    let filter = match words {
        Some(words) => search::ranked(&mut sql, table, words, &query.filter),
        None => Cow::Borrowed(&query.filter),
    };
    let mut word = " WHERE ";
    if !condition::is_trivial(&filter) {
        sql.push(word);
        condition::matches(&mut sql, table, &filter);
        word = " AND ";
    }
    let position = query.before.as_ref().or(query.after.as_ref());
    if let Some(position) = position.filter(|position| !position.is_empty()) {
        sql.push(word);
        order::behind(&mut sql, &terms, position);
    }
    sql.push(" ORDER BY ");
    order::by(&mut sql, table, &terms, words.unwrap_or_default());
    select::window(&mut sql, limit, query.offset);
    sql.finish()
}

/// The order as the statement has it, `backwards` for what is in front of a position.
fn terms(
    sql: &Sql,
    table: &'static Table,
    joins: &Joins,
    sorts: &[Sort],
    backwards: bool,
) -> Vec<Term> {
    let term = |sort: &Sort| Term {
        scope: joins.scope(sql, sort.key),
        column: sort.key.of(table),
        nullable: sort.key.is_nullable(table),
        descending: sort.descending != backwards,
        key: sort.key,
    };
    sorts.iter().map(term).collect()
}

fn begin(sql: &mut Sql, table: &'static Table, columns: &[usize], terms: &[Term]) {
    sql.push("SELECT ");
    if columns.is_empty() {
        sql.push("1");
    }
    for (index, &column) in columns.iter().enumerate() {
        sql.push(if index > 0 { ", " } else { "" });
        sql.column(table.columns[column].name);
    }
    for term in terms.iter().filter(|term| matches!(term.key, SortKey::Related { .. })) {
        sql.push(", ");
        term.push(sql);
    }
}
