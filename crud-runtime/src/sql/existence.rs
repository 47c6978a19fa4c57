//! Conditions on the records on the other side of a relation, as existence: no record is counted
//! twice.

use super::Dialect;
use super::condition::{is_trivial, write};
use super::served::indexes;
use super::statement::{Scope, Sql};
use crate::model::{Cardinality, Link, Relation, Table};
use crate::query::{Comparison, Filter, Linked, Quantifier};

/// Appends the condition that records on the other side of a relation match so (`holds`), or not.
pub(super) fn related(
    sql: &mut Sql,
    table: &'static Table,
    relation: usize,
    quantifier: Quantifier,
    part: &Filter,
    holds: bool,
) {
    let known = &table.relations[relation];
    // All match where there is none that does not.
    let (exists, inner) = match quantifier {
        Quantifier::Some => (holds, true),
        Quantifier::None => (!holds, true),
        Quantifier::Every => (!holds, false),
    };
    let is_any = inner && is_trivial(part);
    let listed_around = sql.lists;
    sql.lists |= sql.dialect == Dialect::Sqlite && comes_again(table, relation, part);
    if is_any && known.is_stored() && !table.unmanaged {
        // The database keeps references from leading nowhere.
        refers(sql, table, known, exists);
    } else if !is_any && (sql.lists || exists && is_listed(sql.dialect, known, part, inner)) {
        listed(sql, table, known, part, inner);
        sql.push(if exists { "" } else { " IS NOT TRUE" });
    } else {
        existing(sql, table, known, exists, (!is_any).then_some((part, inner)));
    }
    sql.lists = listed_around;
}

/// Whether a way over several to-many relations may lead to one record again and again, as n-m does:
/// `SQLite` would ask the same of it every time. As lists, each is made once.
fn comes_again(table: &'static Table, relation: usize, part: &Filter) -> bool {
    let (many, joins) = way(table, relation, part);
    many > 1 && joins > 0
}

/// How many to-many relations the longest way has, and the one with most joins how many of these.
fn way(table: &'static Table, relation: usize, part: &Filter) -> (usize, usize) {
    let known = &table.relations[relation];
    let (many, joins) = longest((known.target)(), part);
    let is_joined = matches!(known.cardinality, Cardinality::ManyToMany);
    (many + usize::from(known.is_to_many()), joins + usize::from(is_joined))
}

fn longest(table: &'static Table, filter: &Filter) -> (usize, usize) {
    match filter {
        Filter::Related(relation, _, part) => way(table, *relation, part),
        Filter::And(parts) | Filter::Or(parts) => {
            let all = parts.iter().map(|part| longest(table, part));
            all.fold((0, 0), |most, one| (most.0.max(one.0), most.1.max(one.1)))
        }
        Filter::Not(part) => longest(table, part),
        _ => (0, 0),
    }
}

/// Whether `SQLite` is to make a list of those on the other side first. It knows no other way to
/// begin there, and would look at every record of this side otherwise; with an unselective
/// condition and a large other side, a list costs more than it saves.
fn is_listed(dialect: Dialect, relation: &Relation, part: &Filter, inner: bool) -> bool {
    dialect == Dialect::Sqlite
        && inner
        && (relation.is_stored() || is_selective((relation.target)(), part))
}

/// Whether an index leads to the few that match.
fn is_selective(table: &'static Table, part: &Filter) -> bool {
    match part {
        Filter::Compare(column, Comparison::Eq, _) | Filter::In(column, _) => {
            indexes(table).iter().any(|index| index.columns.first() == Some(column))
        }
        Filter::Linked(_) | Filter::Search(_) => true,
        Filter::And(parts) => parts.iter().any(|part| is_selective(table, part)),
        Filter::Or(parts) => parts.iter().all(|part| is_selective(table, part)),
        Filter::Compare(..)
        | Filter::NotIn(..)
        | Filter::Null(..)
        | Filter::Text(..)
        | Filter::Related(..)
        | Filter::Not(_) => false,
    }
}

/// `"author_id" IS NOT NULL`
fn refers(sql: &mut Sql, table: &'static Table, relation: &Relation, exists: bool) {
    sql.push("(");
    for (index, &column) in relation.columns.iter().enumerate() {
        sql.push(match (index, exists) {
            (0, _) => "",
            (_, true) => " AND ",
            (_, false) => " OR ",
        });
        sql.column(table.columns[column].name);
        sql.push(if exists { " IS NOT NULL" } else { " IS NULL" });
    }
    sql.push(")");
}

/// `("author_id") IN (SELECT r1."id" FROM "authors" r1 WHERE …)`
fn listed(sql: &mut Sql, table: &'static Table, relation: &Relation, part: &Filter, inner: bool) {
    let Link { target, near, far, via } = relation.link(table);
    let outer = sql.scope(table);
    sql.push("(");
    columns(sql, (table, near, outer));
    sql.push(") IN (SELECT ");
    let scope = sql.alias();
    if let Some(via) = via {
        columns(sql, (via.table, via.near, scope));
        sql.push(" FROM ");
        sql.enter_as(via.table, scope);
        sql.push(" JOIN ");
        let inside = sql.enter(target);
        sql.push(" ON ");
        same(sql, (target, far, inside), (via.table, via.far, scope));
    } else {
        columns(sql, (target, far, scope));
        sql.push(" FROM ");
        sql.enter_as(target, scope);
    }
    sql.push(" WHERE ");
    write(sql, target, part, inner);
    sql.leave(outer);
    sql.push(")");
}

/// `EXISTS (SELECT 1 FROM … r1 WHERE …)`
fn existing(
    sql: &mut Sql,
    table: &'static Table,
    relation: &Relation,
    exists: bool,
    part: Option<(&Filter, bool)>,
) {
    let Link { target, near, far, via } = relation.link(table);
    sql.push(if exists { "EXISTS (SELECT 1 FROM " } else { "NOT EXISTS (SELECT 1 FROM " });
    let outer = sql.scope(table);
    if let Some(via) = via {
        let from = sql.enter(via.table);
        sql.push(" JOIN ");
        let inside = sql.enter(target);
        sql.push(" ON ");
        same(sql, (target, far, inside), (via.table, via.far, from));
        sql.push(" WHERE ");
        same(sql, (via.table, via.near, from), (table, near, outer));
    } else {
        let inside = sql.enter(target);
        sql.push(" WHERE ");
        same(sql, (target, far, inside), (table, near, outer));
    }
    if let Some((part, inner)) = part {
        sql.push(" AND ");
        write(sql, target, part, inner);
    }
    sql.leave(outer);
    // SQLite 3.51 makes joins of these, and of one within another a join that has records twice;
    // what has a limit it leaves as it is.
    sql.push(if sql.dialect == Dialect::Sqlite { " LIMIT 1)" } else { ")" });
}

/// The keys of those that are linked, which are few: `"id" IN (SELECT r1."tag_id" FROM … r1 …)`.
/// `EXISTS` would have `SQLite` ask for each record of the table.
pub(super) fn linked(sql: &mut Sql, linked: &Linked, holds: bool) {
    let Link { target, far, via, .. } = linked.table.relations[linked.relation].link(linked.table);
    let Some(via) = via else {
        sql.push(if holds { "FALSE" } else { "TRUE" });
        return;
    };
    let outer = sql.scope(target);
    if holds {
        sql.push("(");
        columns(sql, (target, far, outer));
        sql.push(") IN (SELECT ");
        let scope = sql.alias();
        columns(sql, (via.table, via.far, scope));
        sql.push(" FROM ");
        sql.enter_as(via.table, scope);
        sql.push(" WHERE ");
    } else {
        sql.push("NOT EXISTS (SELECT 1 FROM ");
        let scope = sql.enter(via.table);
        sql.push(" WHERE ");
        same(sql, (via.table, via.far, scope), (target, far, outer));
        sql.push(" AND ");
    }
    for (index, (&column, value)) in via.near.iter().zip(&linked.values).enumerate() {
        if index > 0 {
            sql.push(" AND ");
        }
        let column = &via.table.columns[column];
        sql.column(column.name).push(" = ");
        sql.value(column, value.clone());
    }
    sql.leave(outer);
    sql.push(")");
}

/// Appends columns with commas between them.
fn columns(sql: &mut Sql, (table, columns, scope): Columns) {
    for (index, &column) in columns.iter().enumerate() {
        sql.push(if index > 0 { ", " } else { "" });
        sql.column_of(scope, table.columns[column].name);
    }
}

/// Appends that columns of one table equal those of another.
pub(super) fn same(sql: &mut Sql, left: Columns, right: Columns) {
    for (index, (&one, &other)) in left.1.iter().zip(right.1).enumerate() {
        if index > 0 {
            sql.push(" AND ");
        }
        sql.column_of(left.2, left.0.columns[one].name).push(" = ");
        sql.column_of(right.2, right.0.columns[other].name);
    }
}

/// Columns of a table, and what the statement calls it.
pub(super) type Columns = (&'static Table, &'static [usize], Scope);
