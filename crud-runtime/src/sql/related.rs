//! The records that belong to others: one statement for all of them.

use super::join::Joins;
use super::order::{self, Term};
use super::statement::{Scope, Sql, Statement};
use super::{Dialect, condition, existence};
use crate::model::{Link, Relation, Table, Value, Via};
use crate::query::{Query, Sort};

/// The most arguments that the keys of one statement take: `SQLite` has 32,766 in all.
const ARGUMENTS: usize = 30_000;

/// How many keys one statement asks for at most.
pub(crate) fn most_keys(dialect: Dialect, link: &Link) -> usize {
    match dialect {
        Dialect::Postgres => usize::MAX,
        Dialect::Sqlite | Dialect::Mysql => ARGUMENTS / link.near.len().max(1),
    }
}

/// What is asked of the records on the other side of a link.
pub(crate) struct Related<'q> {
    /// Both ends.
    pub(crate) link: Link,
    /// Columns of the target. Behind them come those that equal this side's, where they are a
    /// join's: see [`Related::key`].
    pub(crate) columns: &'q [usize],
    /// Which records; their order; how many for each key.
    pub(crate) query: &'q Query,
    /// The relation that it is the link of.
    pub(crate) relation: &'static Relation,
    /// The most rows that are of use.
    pub(crate) most: Option<usize>,
}

impl Related<'_> {
    /// The table and the columns that equal the keys.
    fn key(&self) -> (&'static Table, &'static [usize]) {
        match self.link.via {
            Some(via) => (via.table, via.near),
            None => (self.link.target, self.link.far),
        }
    }

    /// Selects the records that belong to these keys: the values of the columns that the link
    /// compares on this side, one key behind the other. Records of one key come in their order.
    pub(crate) fn statement(&self, dialect: Dialect, keys: Vec<Value>) -> Statement {
        let mut sql = Sql::new(dialect);
        let join = self.link.via.map(|_| sql.alias());
        let target = sql.alias();
        let sorts = self.sorts();
        let joins = Joins::of(&mut sql, self.link.target, &sorts);
        sql.leave(target);
        let term = |sort: &Sort| Term {
            scope: joins.scope(&sql, sort.key).or(Some(target)),
            column: sort.key.of(self.link.target),
            nullable: sort.key.is_nullable(self.link.target),
            descending: sort.descending,
            key: sort.key,
        };
        let terms = sorts.iter().map(term).collect();
        let scopes = Scopes { keys: join.unwrap_or(target), target, joins, terms };
        match self.query.limit {
            Some(limit) if self.relation.is_to_many() => {
                self.limited(&mut sql, &scopes, keys, limit);
            }
            _ => self.all(&mut sql, &scopes, keys),
        }
        // It stands in the text because a plan that does not know it expects little.
        if let Some(most) = self.most {
            sql.push(" LIMIT ").number(most);
        }
        sql.finish()
    }

    /// The order. Where one record is expected and the database would allow several, it is the one
    /// with the least key, whatever orders lists.
    fn sorts(&self) -> Vec<Sort> {
        let target = self.link.target;
        if self.relation.is_to_many() {
            return self.query.order(target);
        }
        target.key.iter().map(|&column| Sort::column(column, false)).collect()
    }

    fn all(&self, sql: &mut Sql, scopes: &Scopes, keys: Vec<Value>) {
        sql.push("SELECT ");
        self.select(sql, scopes, false);
        self.from(sql, scopes, keys);
        // There is one for each key at most.
        if !self.relation.is_stored() {
            sql.push(" ORDER BY ");
            order::by(sql, self.link.target, &scopes.terms, &[]);
        }
    }

    /// `SELECT … FROM (SELECT …, ROW_NUMBER() OVER (PARTITION BY key ORDER BY …) n …) WHERE n <= 5`
    fn limited(&self, sql: &mut Sql, scopes: &Scopes, keys: Vec<Value>, limit: u32) {
        let (table, columns) = self.key();
        let own = if self.link.via.is_some() { columns.len() } else { 0 };
        sql.push("SELECT ");
        for index in 0..self.columns.len() + own {
            sql.push(if index > 0 { ", c" } else { "c" }).number(index);
        }
        sql.push(" FROM (SELECT ");
        self.select(sql, scopes, true);
        sql.push(", ROW_NUMBER() OVER (PARTITION BY ");
        for (index, &column) in columns.iter().enumerate() {
            sql.push(if index > 0 { ", " } else { "" });
            sql.column_of(scopes.keys, table.columns[column].name);
        }
        sql.push(" ORDER BY ");
        order::by(sql, self.link.target, &scopes.terms, &[]);
        sql.push(") AS n");
        self.from(sql, scopes, keys);
        sql.push(") ranked WHERE n <= ").integer(limit.into()).push(" ORDER BY n");
    }

    /// The columns; `named` gives each a name of its own, `c0`, `c1`.
    fn select(&self, sql: &mut Sql, scopes: &Scopes, named: bool) {
        let own = self.columns.iter();
        let own = own.map(|&column| (scopes.target, &self.link.target.columns[column]));
        let key = self.link.via.into_iter().flat_map(|via| {
            via.near.iter().map(move |&column| (scopes.keys, &via.table.columns[column]))
        });
        for (index, (scope, column)) in own.chain(key).enumerate() {
            sql.push(if index > 0 { ", " } else { "" });
            sql.column_of(scope, column.name);
            if named {
                sql.push(" AS c").number(index);
            }
        }
    }

    /// The tables and the condition.
    fn from(&self, sql: &mut Sql, scopes: &Scopes, keys: Vec<Value>) {
        let target = self.link.target;
        sql.push(" FROM ");
        match self.link.via {
            None => {
                sql.enter_as(target, scopes.target);
                scopes.joins.push(sql);
                sql.push(" WHERE ");
                one_of(sql, scopes.target, target, self.link.far, keys);
            }
            Some(via) if is_set(via) => {
                sql.enter_as(via.table, scopes.keys);
                self.join(sql, scopes, via);
                sql.push(" WHERE ");
                one_of(sql, scopes.keys, via.table, via.near, keys);
            }
            // A pair that is there twice would give the record twice.
            Some(via) => {
                sql.push("(SELECT DISTINCT ").columns(via.table, via.near).push(", ");
                sql.columns(via.table, via.far).push(" FROM ").name(via.table.name).push(" WHERE ");
                one_of(sql, Scope::Name(via.table.name), via.table, via.near, keys);
                sql.push(") ").called(scopes.keys);
                self.join(sql, scopes, via);
                sql.push(" WHERE TRUE");
            }
        }
        if !condition::is_trivial(&self.query.filter) {
            sql.push(" AND ");
            condition::matches(sql, target, &self.query.filter);
        }
    }

    fn join(&self, sql: &mut Sql, scopes: &Scopes, via: Via) {
        let Link { target, far, .. } = self.link;
        sql.push(" JOIN ").enter_as(target, scopes.target);
        sql.push(" ON ");
        existence::same(sql, (target, far, scopes.target), (via.table, via.far, scopes.keys));
        scopes.joins.push(sql);
    }
}

/// What a statement calls its tables, and what orders them.
struct Scopes {
    /// The table with the keys: a join where there is one.
    keys: Scope,
    target: Scope,
    joins: Joins,
    terms: Vec<Term>,
}

/// Whether a join has each pair once at most.
fn is_set(via: Via) -> bool {
    let is_pair = |columns: &[usize]| {
        columns.iter().all(|column| via.near.contains(column) || via.far.contains(column))
    };
    let mut unique = via.table.indexes.iter().filter(|index| index.unique);
    is_pair(via.table.key)
        || unique.any(|index| {
            is_pair(index.columns)
                && index.columns.iter().all(|&column| !via.table.columns[column].nullable)
        })
}

/// Appends the condition that columns equal those of one of the keys. `PostgreSQL` takes them as
/// one argument a column, so that one text serves any number; for the others they are padded to a
/// power of two.
fn one_of(
    sql: &mut Sql,
    scope: Scope,
    table: &'static Table,
    columns: &'static [usize],
    keys: Vec<Value>,
) {
    let column = |index: usize| &table.columns[columns[index]];
    let width = columns.len();
    if sql.dialect == Dialect::Postgres {
        let mut lists: Vec<Vec<Value>> = vec![Vec::with_capacity(keys.len() / width); width];
        for (index, value) in keys.into_iter().enumerate() {
            lists[index % width].push(value);
        }
        names(sql, scope, table, columns);
        sql.push(if width == 1 { " = ANY(" } else { " IN (SELECT * FROM unnest(" });
        for (index, list) in lists.into_iter().enumerate() {
            sql.push(if index > 0 { ", " } else { "" });
            sql.list(column(index), list);
        }
        sql.push(if width == 1 { ")" } else { "))" });
        return;
    }
    let count = keys.len() / width;
    let padded = count.next_power_of_two().min(ARGUMENTS / width).max(count);
    let last = keys[keys.len().saturating_sub(width)..].to_vec();
    let padding = std::iter::repeat_n(last, padded - count).flatten();
    let mut values = keys.into_iter().chain(padding);
    // MySQL and MariaDB find their way through an index by alternatives, not by a list of rows.
    let is_alternative = width > 1 && sql.dialect == Dialect::Mysql;
    if is_alternative {
        sql.push("(");
    } else {
        names(sql, scope, table, columns);
        sql.push(if width == 1 { " IN (" } else { " IN (VALUES " });
    }
    for index in 0..padded {
        if index > 0 {
            sql.push(if is_alternative { " OR " } else { ", " });
        }
        if width > 1 {
            sql.push("(");
        }
        for (part, value) in values.by_ref().take(width).enumerate() {
            if is_alternative {
                sql.push(if part > 0 { " AND " } else { "" });
                sql.column_of(scope, column(part).name).push(" = ");
            } else if part > 0 {
                sql.push(", ");
            }
            sql.value(column(part), value);
        }
        if width > 1 {
            sql.push(")");
        }
    }
    sql.push(")");
}

/// `r1."a"`, or `(r1."a", r1."b")`.
fn names(sql: &mut Sql, scope: Scope, table: &'static Table, columns: &[usize]) {
    if columns.len() > 1 {
        sql.push("(");
    }
    for (index, &column) in columns.iter().enumerate() {
        sql.push(if index > 0 { ", " } else { "" });
        sql.column_of(scope, table.columns[column].name);
    }
    if columns.len() > 1 {
        sql.push(")");
    }
}
