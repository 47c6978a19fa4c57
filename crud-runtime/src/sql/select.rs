//! Reading: by key, by count.

use super::Dialect;
use super::condition;
use super::statement::{Arg, Sql, Statement};
use crate::model::{Relation, Table, Value};
use crate::query::Filter;

/// Selects columns of the record with this key; `lock` keeps it from others until the
/// transaction ends.
pub(crate) fn by_key(
    dialect: Dialect,
    table: &'static Table,
    columns: &[usize],
    key: &[Value],
    lock: bool,
) -> Statement {
    let mut sql = select(dialect, table, columns);
    sql.push(" WHERE ");
    has_key(&mut sql, table, key);
    if lock && dialect != Dialect::Sqlite {
        sql.push(" FOR UPDATE");
    }
    sql.finish()
}

/// The arguments of [`by_key`].
pub(crate) fn key_args(table: &'static Table, key: &[Value]) -> Vec<Arg> {
    table.key_columns().zip(key).map(|(column, value)| Arg::Value(column, value.clone())).collect()
}

/// Selects columns of the records with these keys, in no order; `lock` keeps them from others until
/// the transaction ends.
pub(crate) fn by_keys(
    dialect: Dialect,
    table: &'static Table,
    columns: &[usize],
    keys: &[Vec<Value>],
    lock: bool,
) -> Statement {
    let mut sql = select(dialect, table, columns);
    sql.push(" WHERE ");
    has_one_of(&mut sql, table, keys);
    if lock && dialect != Dialect::Sqlite {
        sql.push(" FOR UPDATE");
    }
    sql.finish()
}

/// Appends the condition that a record has one of these keys. The list is padded to a power of two,
/// so that the number of texts stays small.
pub(super) fn has_one_of(sql: &mut Sql, table: &'static Table, keys: &[Vec<Value>]) {
    if let [column] = table.key {
        let values = keys.iter().flatten().cloned().collect();
        condition::matches(sql, table, &Filter::In(*column, values));
        return;
    }
    let Some(last) = keys.last() else {
        sql.push("FALSE");
        return;
    };
    let padding = keys.len().next_power_of_two() - keys.len();
    for (index, key) in keys.iter().chain(std::iter::repeat_n(last, padding)).enumerate() {
        sql.push(if index > 0 { " OR (" } else { "(" });
        has_key(sql, table, key);
        sql.push(")");
    }
}

/// Counts the records that match.
pub(crate) fn count(dialect: Dialect, table: &'static Table, filter: &Filter) -> Statement {
    let mut sql = Sql::new(dialect);
    sql.push("SELECT count(*) FROM ").name(table.name);
    if !condition::is_trivial(filter) {
        sql.push(" WHERE ");
        condition::matches(&mut sql, table, filter);
    }
    sql.finish()
}

/// Selects one row where a record matches, none otherwise.
pub(crate) fn exists(dialect: Dialect, table: &'static Table, filter: &Filter) -> Statement {
    let mut sql = Sql::new(dialect);
    sql.push("SELECT 1 FROM ").name(table.name);
    if !condition::is_trivial(filter) {
        sql.push(" WHERE ");
        condition::matches(&mut sql, table, filter);
    }
    sql.push(" LIMIT 1");
    sql.finish()
}

/// Selects one row where a record of `table` refers by `relation` to these values.
pub(crate) fn refers(
    dialect: Dialect,
    table: &'static Table,
    relation: &Relation,
    values: &[Value],
) -> Statement {
    let all = relation
        .columns
        .iter()
        .zip(values)
        .map(|(&column, value)| {
            Filter::Compare(column, crate::query::Comparison::Eq, value.clone())
        })
        .collect();
    exists(dialect, table, &Filter::And(all))
}

fn select(dialect: Dialect, table: &'static Table, columns: &[usize]) -> Sql {
    let mut sql = Sql::new(dialect);
    sql.push("SELECT ");
    if columns.is_empty() {
        sql.push("1");
    }
    sql.columns(table, columns).push(" FROM ").name(table.name);
    sql
}

/// Appends the condition that a record has this key.
pub(super) fn has_key(sql: &mut Sql, table: &'static Table, key: &[Value]) {
    for (index, (column, value)) in table.key_columns().zip(key).enumerate() {
        if index > 0 {
            sql.push(" AND ");
        }
        sql.name(column.name).push(" = ").value(column, value.clone());
    }
}

/// Appends LIMIT and OFFSET.
pub(super) fn window(sql: &mut Sql, limit: Option<u64>, offset: u64) {
    let integer = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    match (limit, sql.dialect) {
        (Some(limit), _) => {
            sql.push(" LIMIT ").integer(integer(limit));
        }
        (None, _) if offset == 0 => return,
        // These two take no OFFSET without LIMIT.
        (None, Dialect::Sqlite) => {
            sql.push(" LIMIT -1");
        }
        (None, Dialect::Mysql) => {
            sql.push(" LIMIT 18446744073709551615");
        }
        (None, Dialect::Postgres) => {}
    }
    if offset > 0 {
        sql.push(" OFFSET ").integer(integer(offset));
    }
}
