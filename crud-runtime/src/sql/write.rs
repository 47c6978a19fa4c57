//! Writing: one record, or new ones of one shape and those with these keys at once.

use super::literal::around;
use super::select::{has_key, has_one_of};
use super::shape::Kind;
use super::statement::{Sql, Statement};
use super::{Dialect, native};
use crate::model::{Column, ColumnType, Table, Value};

/// What an update does to one column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Assignment {
    /// Sets it.
    Value(Value),
    /// Sets it to what the database evaluates; `default_sql` alone comes here.
    Expression(&'static str),
    /// Adds one, or starts at one.
    Increment,
}

/// Inserts a record; columns that are not listed take the database's default. Where the dialect
/// can, the statement answers with the columns of `returning`.
pub(crate) fn insert(
    dialect: Dialect,
    table: &'static Table,
    values: Vec<(usize, Value)>,
    returning: &[usize],
) -> Statement {
    let mut sql = Sql::new(dialect);
    sql.push("INSERT INTO ").name(table.name);
    if values.is_empty() {
        sql.push(match dialect {
            Dialect::Sqlite | Dialect::Postgres => " DEFAULT VALUES",
            Dialect::Mysql => " () VALUES ()",
        });
    } else {
        let columns: Vec<_> = values.iter().map(|(column, _)| *column).collect();
        sql.push(" (").columns(table, &columns).push(") VALUES (");
        for (index, (column, value)) in values.into_iter().enumerate() {
            if index > 0 {
                sql.push(", ");
            }
            sql.value(&table.columns[column], value);
        }
        sql.push(")");
    }
    answer(&mut sql, table, returning);
    sql.finish()
}

/// Inserts records that all say the same columns, at least one.
pub(crate) fn insert_all(
    dialect: Dialect,
    table: &'static Table,
    columns: &[usize],
    records: Vec<Vec<Value>>,
    returning: &[usize],
) -> Statement {
    let mut sql = Sql::new(dialect);
    sql.push("INSERT INTO ").name(table.name);
    sql.push(" (").columns(table, columns).push(") VALUES ");
    for (index, record) in records.into_iter().enumerate() {
        sql.push(if index > 0 { ", (" } else { "(" });
        for (index, (&column, value)) in columns.iter().zip(record).enumerate() {
            if index > 0 {
                sql.push(", ");
            }
            sql.value(&table.columns[column], value);
        }
        sql.push(")");
    }
    answer(&mut sql, table, returning);
    sql.finish()
}

/// Updates the record with this key.
pub(crate) fn update(
    dialect: Dialect,
    table: &'static Table,
    key: &[Value],
    assignments: Vec<(usize, Assignment)>,
    returning: &[usize],
) -> Statement {
    let mut sql = Sql::new(dialect);
    sql.push("UPDATE ").name(table.name).push(" SET ");
    for (index, (column, assignment)) in assignments.into_iter().enumerate() {
        if index > 0 {
            sql.push(", ");
        }
        assign(&mut sql, &table.columns[column], assignment);
    }
    sql.push(" WHERE ");
    has_key(&mut sql, table, key);
    answer(&mut sql, table, returning);
    sql.finish()
}

/// Deletes the record with this key.
pub(crate) fn delete(
    dialect: Dialect,
    table: &'static Table,
    key: &[Value],
    returning: &[usize],
) -> Statement {
    let mut sql = Sql::new(dialect);
    sql.push("DELETE FROM ").name(table.name).push(" WHERE ");
    has_key(&mut sql, table, key);
    answer(&mut sql, table, returning);
    sql.finish()
}

/// Deletes the records with these keys.
pub(crate) fn delete_all(
    dialect: Dialect,
    table: &'static Table,
    keys: &[Vec<Value>],
) -> Statement {
    let mut sql = Sql::new(dialect);
    sql.push("DELETE FROM ").name(table.name).push(" WHERE ");
    has_one_of(&mut sql, table, keys);
    sql.finish()
}

/// Selects what the database makes of an expression for a column, in the column's form, where the
/// dialect cannot tell after the insert.
pub(crate) fn evaluate(
    dialect: Dialect,
    column: &'static Column,
    expression: &'static str,
) -> Statement {
    let mut sql = Sql::new(dialect);
    sql.push("SELECT CAST((").push(expression).push(match column.column_type {
        ColumnType::Bool
        | ColumnType::I16
        | ColumnType::I32
        | ColumnType::I64
        | ColumnType::U32 => ") AS signed)",
        ColumnType::F64 => ") AS double)",
        ColumnType::Text | ColumnType::Enum(_) | ColumnType::Json(_) => ") AS char)",
        ColumnType::Uuid => ") AS binary(16))",
        ColumnType::Bytes => ") AS binary)",
        // With more digits than any column has; the rest are zeros.
        ColumnType::Decimal => ") AS decimal(36, 18))",
        ColumnType::Date => ") AS date)",
        ColumnType::Time => ") AS time(6))",
        ColumnType::Timestamp => ") AS datetime(6))",
    });
    sql.finish()
}

fn assign(sql: &mut Sql, column: &'static Column, assignment: Assignment) {
    sql.name(column.name).push(" = ");
    match assignment {
        Assignment::Value(value) => {
            sql.value(column, value);
        }
        Assignment::Expression(expression) => {
            let (before, behind) = match native::on(sql.dialect, column) {
                Some(_) => ("(", ")"),
                None => around(sql.dialect, &Kind::of(column)),
            };
            sql.push(before).push(expression).push(behind);
        }
        Assignment::Increment if column.nullable => {
            sql.push("coalesce(").name(column.name).push(", 0) + 1");
        }
        Assignment::Increment => {
            sql.name(column.name).push(" + 1");
        }
    }
}

fn answer(sql: &mut Sql, table: &'static Table, returning: &[usize]) {
    if sql.dialect.has_returning() && !returning.is_empty() {
        sql.push(" RETURNING ").columns(table, returning);
    }
}
