//! The tables beside the one that is listed whose columns order it: the to-one sides of relations.

use super::existence::same;
use super::statement::{Scope, Sql};
use crate::model::{Link, Relation, Table};
use crate::query::{Sort, SortKey};

/// The relations that an order goes over, each with what the statement calls its target.
pub(super) struct Joins {
    table: &'static Table,
    all: Vec<(usize, Scope)>,
}

impl Joins {
    /// Those of an order. From here, columns of `table` carry its name where there are any.
    pub(super) fn of(sql: &mut Sql, table: &'static Table, order: &[Sort]) -> Self {
        let mut all: Vec<(usize, Scope)> = Vec::new();
        for sort in order {
            if let SortKey::Related { relation, .. } = sort.key
                && !all.iter().any(|(known, _)| *known == relation)
            {
                all.push((relation, sql.alias()));
            }
        }
        if !all.is_empty() {
            sql.qualify(table);
        }
        Self { table, all }
    }

    /// What the statement calls the table that has the key's column; nothing where the table that
    /// is listed stands alone.
    pub(super) fn scope(&self, sql: &Sql, key: SortKey) -> Option<Scope> {
        match key {
            SortKey::Related { relation, .. } => {
                self.all.iter().find(|(known, _)| *known == relation).map(|(_, scope)| *scope)
            }
            SortKey::Column(_) | SortKey::Relevance if self.all.is_empty() => None,
            SortKey::Column(_) | SortKey::Relevance => Some(sql.scope(self.table)),
        }
    }

    /// Appends the joins, behind the name of the table. Where there is a record for certain they
    /// are inner ones, so that the database may begin with either table.
    pub(super) fn push(&self, sql: &mut Sql) {
        for &(position, scope) in &self.all {
            let relation = &self.table.relations[position];
            let Link { target, near, far, .. } = relation.link(self.table);
            let is_certain = relation.is_certain(self.table);
            sql.push(if is_certain { " JOIN " } else { " LEFT JOIN " });
            sql.name(target.name).push(" ").called(scope).push(" ON ");
            let outer = sql.scope(self.table);
            same(sql, (target, far, scope), (self.table, near, outer));
            if !is_single(relation, target, far) {
                self.least(sql, relation, scope);
            }
        }
    }

    /// Appends the condition that no other record on that side has a lesser key: a record is
    /// listed once though the database would allow it several on a side that is to have one.
    fn least(&self, sql: &mut Sql, relation: &Relation, scope: Scope) {
        let Link { target, near, far, .. } = relation.link(self.table);
        let outer = sql.scope(self.table);
        sql.push(" AND NOT EXISTS (SELECT 1 FROM ");
        let other = sql.enter(target);
        sql.push(" WHERE ");
        same(sql, (target, far, other), (self.table, near, outer));
        sql.push(" AND (");
        for (index, &last) in target.key.iter().enumerate() {
            sql.push(if index > 0 { " OR (" } else { "(" });
            for &equal in &target.key[..index] {
                let name = target.columns[equal].name;
                sql.column_of(other, name).push(" = ").column_of(scope, name).push(" AND ");
            }
            let name = target.columns[last].name;
            sql.column_of(other, name).push(" < ").column_of(scope, name).push(")");
        }
        sql.push("))");
        sql.leave(outer);
    }
}

/// Whether the database allows one record at most on the other side.
fn is_single(relation: &Relation, target: &Table, far: &[usize]) -> bool {
    let is_within = |unique: &[usize]| unique.iter().all(|column| far.contains(column));
    relation.is_stored()
        || is_within(target.key)
        || far.iter().any(|&column| target.columns[column].unique)
        || target.indexes.iter().any(|index| index.unique && is_within(index.columns))
}
