//! Writes that answer with the record they wrote: by `RETURNING` where the database has it,
//! elsewhere by reading it in the same transaction.

use super::explain::{Attempt, explain};
use super::form::Form;
use super::read::find;
use crate::error::{Error, Result};
use crate::model::{Default, Table, Value};
use crate::sql::{self, Assignment, Statement};
use crate::store::connection::Connection;

/// Inserts a record.
pub(super) async fn insert<F: Form>(
    connection: &mut Connection,
    table: &'static Table,
    mut values: Vec<(usize, Value)>,
    form: &F,
) -> Result<F::Answer> {
    let dialect = connection.dialect();
    if dialect.has_returning() && table.triggers {
        return insert_and_find(connection, table, values, form).await;
    }
    if dialect.has_returning() {
        let statement = sql::insert(dialect, table, values, form.columns());
        let attempt = Attempt::Insert(&statement);
        return first(connection, table, &statement, attempt, form)
            .await?
            .ok_or_else(|| Error::Database("an insert answered with no record".into()));
    }
    evaluate_key(connection, table, &mut values).await?;
    let key: Vec<_> = table.key.iter().map(|&column| given(&values, column)).collect();
    let statement = sql::insert(dialect, table, values, form.columns());
    let generated = match connection.insert(&statement).await {
        Ok(generated) => generated,
        Err(failure) => {
            return Err(explain(connection, table, failure, Attempt::Insert(&statement)).await);
        }
    };
    // What is not given of a key is what the database counts.
    let key: Option<Vec<_>> =
        key.into_iter().map(|part| part.or_else(|| generated.map(Value::Int))).collect();
    let record = match key {
        Some(key) => find(connection, table, &key, form, false).await?,
        None => None,
    };
    record.ok_or_else(|| Error::Database("an inserted record was not found again".into()))
}

/// Inserts a record that triggers may change behind what `RETURNING` tells.
async fn insert_and_find<F: Form>(
    connection: &mut Connection,
    table: &'static Table,
    values: Vec<(usize, Value)>,
    form: &F,
) -> Result<F::Answer> {
    let statement = sql::insert(connection.dialect(), table, values, table.key);
    let key = connection.first(&statement, |fields| {
        let part = |(index, &column): (usize, &usize)| fields.value(index, &table.columns[column]);
        table.key.iter().enumerate().map(part).collect::<Result<Vec<_>>>()
    });
    let key = match key.await {
        Ok(key) => key,
        Err(failure) => {
            return Err(explain(connection, table, failure, Attempt::Insert(&statement)).await);
        }
    };
    let record = match key {
        Some(key) => find(connection, table, &key, form, false).await?,
        None => None,
    };
    record.ok_or_else(|| Error::Database("an inserted record was not found again".into()))
}

/// Updates the record with this key.
pub(super) async fn update<F: Form>(
    connection: &mut Connection,
    table: &'static Table,
    key: &[Value],
    assignments: Vec<(usize, Assignment)>,
    form: &F,
) -> Result<F::Answer> {
    let dialect = connection.dialect();
    let is_behind = !dialect.has_returning() || table.triggers;
    let behind = is_behind.then(|| moved(table, key, &assignments));
    let statement = sql::update(dialect, table, key, assignments, form.columns());
    let attempt = Attempt::Update(&statement, key);
    let returned = first(connection, table, &statement, attempt, form).await?;
    match behind {
        Some(key) => find(connection, table, &key, form, false).await?,
        None => returned,
    }
    .ok_or(Error::NotFound)
}

/// Deletes the record with this key.
pub(super) async fn delete<F: Form>(
    connection: &mut Connection,
    table: &'static Table,
    key: &[Value],
    form: &F,
) -> Result<F::Answer> {
    let dialect = connection.dialect();
    let before = if dialect.has_returning() {
        None
    } else {
        Some(find(connection, table, key, form, true).await?.ok_or(Error::NotFound)?)
    };
    let statement = sql::delete(dialect, table, key, form.columns());
    let returned = first(connection, table, &statement, Attempt::Delete(key), form).await?;
    before.or(returned).ok_or(Error::NotFound)
}

/// Runs a write; the first record of its answer.
async fn first<F: Form>(
    connection: &mut Connection,
    table: &'static Table,
    statement: &Statement,
    attempt: Attempt<'_>,
    form: &F,
) -> Result<Option<F::Answer>> {
    let shared = connection.shared().clone();
    match connection.first(statement, |fields| form.read(fields, &shared)).await {
        Ok(answer) => Ok(answer),
        Err(failure) => Err(explain(connection, table, failure, attempt).await),
    }
}

/// Adds what the database would make of a key's `default_sql`: behind the insert nobody could say
/// which record it was.
async fn evaluate_key(
    connection: &mut Connection,
    table: &'static Table,
    values: &mut Vec<(usize, Value)>,
) -> Result<()> {
    for &position in table.key {
        let column = &table.columns[position];
        if let Some(Default::Sql(expression)) = column.default
            && given(values, position).is_none()
        {
            let statement = sql::evaluate(connection.dialect(), column, expression);
            let value = connection.first(&statement, |fields| fields.value(0, column)).await?;
            values.extend(value.map(|value| (position, value)));
        }
    }
    Ok(())
}

fn given(values: &[(usize, Value)], column: usize) -> Option<Value> {
    values.iter().find(|(position, _)| *position == column).map(|(_, value)| value.clone())
}

/// The key after the assignments.
fn moved(table: &Table, key: &[Value], assignments: &[(usize, Assignment)]) -> Vec<Value> {
    let parts = table.key.iter().zip(key);
    parts
        .map(|(column, part)| {
            let assigned = assignments.iter().find_map(|(position, assignment)| match assignment {
                Assignment::Value(value) if position == column => Some(value),
                _ => None,
            });
            assigned.unwrap_or(part).clone()
        })
        .collect()
}
