//! Writing records: each function is one transaction, or part of the one that is open.

use chrono::{DateTime, SubsecRound as _, Utc};
use uuid::Uuid;

use super::explain::{Attempt, explain};
use super::form::{Form, TaggedRows};
use super::precondition::Precondition;
use super::read::find;
use super::settle::{Update, assignments, default_value, replacement};
use crate::error::{Error, Result};
use crate::model::{Changes, ColumnType, Default, Generated, Row, Table, Value};
use crate::sql::{self, Assignment};
use crate::store::connection::Connection;
use crate::store::executor::Handle;

/// What a replace did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written<A> {
    /// The record as it is now.
    pub(crate) record: A,
    /// Whether there was none before.
    pub(crate) created: bool,
}

/// Creates a record.
pub(crate) async fn create<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    changes: Changes,
    form: &F,
) -> Result<F::Answer> {
    let (form, now) = (form.clone(), now());
    handle
        .write(async move |connection| insert(connection, table, &changes, now, &form).await)
        .await
}

/// Creates records: all, or none of them.
pub(crate) async fn create_many<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    records: Vec<Changes>,
    form: &F,
) -> Result<Vec<F::Answer>> {
    let (form, now) = (form.clone(), now());
    handle
        .write(async move |connection| {
            let mut created = Vec::with_capacity(records.len());
            for changes in &records {
                created.push(insert(connection, table, changes, now, &form).await?);
            }
            Ok(created)
        })
        .await
}

/// Sets the whole writable state of a record; where keys are not generated, an unknown key
/// creates one.
pub(crate) async fn replace<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    key: &[Value],
    mut update: Update,
    form: &F,
) -> Result<Written<F::Answer>> {
    let (key, form, now) = (key.to_vec(), form.clone(), now());
    handle
        .write(async move |connection| {
            let Some((row, tag)) = locked(connection, table, &key).await? else {
                if table.generated(Generated::Auto).is_some() {
                    return Err(Error::NotFound);
                }
                update.precondition.check(None)?;
                let record = update.into_record(table, &key)?;
                let record = insert(connection, table, &record, now, &form).await?;
                return Ok(Written { record, created: true });
            };
            update.settle(table, &row, &tag)?;
            let assignments = replacement(table, &update.changes)?;
            let record = modify(connection, table, &key, assignments, now, &form).await?;
            Ok(Written { record, created: false })
        })
        .await
}

/// Sets some values of a record.
pub(crate) async fn patch<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    key: &[Value],
    mut update: Update,
    form: &F,
) -> Result<F::Answer> {
    let (key, form, now) = (key.to_vec(), form.clone(), now());
    handle
        .write(async move |connection| {
            if !update.is_plain() {
                let stored = locked(connection, table, &key).await?;
                let (row, tag) = stored.ok_or(Error::NotFound)?;
                update.settle(table, &row, &tag)?;
            }
            modify(connection, table, &key, assignments(&update.changes), now, &form).await
        })
        .await
}

/// Sets columns of a record, whoever may change them over HTTP.
pub(crate) async fn assign<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    key: &[Value],
    changes: Changes,
    form: &F,
) -> Result<F::Answer> {
    let (key, form, now) = (key.to_vec(), form.clone(), now());
    handle
        .write(async move |connection| {
            modify(connection, table, &key, assignments(&changes), now, &form).await
        })
        .await
}

/// Deletes a record and answers with what it was.
pub(crate) async fn delete<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    key: &[Value],
    precondition: Precondition,
    form: &F,
) -> Result<F::Answer> {
    let (key, form) = (key.to_vec(), form.clone());
    handle
        .write(async move |connection| {
            if !precondition.is_empty() {
                let stored = locked(connection, table, &key).await?;
                let (_, tag) = stored.ok_or(Error::NotFound)?;
                precondition.check(Some(&tag))?;
            }
            let statement = sql::delete(connection.dialect(), table, &key, form.columns());
            let shared = connection.shared().clone();
            match connection.first(&statement, |fields| form.read(fields, &shared)).await {
                Ok(deleted) => deleted.ok_or(Error::NotFound),
                Err(failure) => {
                    Err(explain(connection, table, failure, Attempt::Delete(&key)).await)
                }
            }
        })
        .await
}

/// The one instant of an operation, with the precision that is stored.
fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// The stored record with its tag, kept from other writers.
async fn locked(
    connection: &mut Connection,
    table: &'static Table,
    key: &[Value],
) -> Result<Option<(Row, String)>> {
    find(connection, table, key, &TaggedRows::of(table), true).await
}

async fn insert<F: Form>(
    connection: &mut Connection,
    table: &'static Table,
    changes: &Changes,
    now: DateTime<Utc>,
    form: &F,
) -> Result<F::Answer> {
    let values = complete(table, changes, now);
    let statement = sql::insert(connection.dialect(), table, values, form.columns());
    let shared = connection.shared().clone();
    match connection.first(&statement, |fields| form.read(fields, &shared)).await {
        Ok(Some(record)) => Ok(record),
        Ok(None) => Err(Error::Database("an insert answered with no record".into())),
        Err(failure) => Err(explain(connection, table, failure, Attempt::Insert(&statement)).await),
    }
}

/// The values of a new record: what is given, what we generate, what the description says. Left
/// out is what the database itself generates.
fn complete(table: &'static Table, changes: &Changes, now: DateTime<Utc>) -> Vec<(usize, Value)> {
    let mut values = Vec::with_capacity(table.columns.len());
    for (position, column) in table.columns.iter().enumerate() {
        let value = match (changes.get(position), column.generated, column.default) {
            (Some(value), ..) => value.clone(),
            (None, Some(Generated::Auto), _) => match column.column_type {
                ColumnType::Uuid => Value::Uuid(Uuid::now_v7()),
                _ => continue,
            },
            (None, Some(Generated::CreatedAt | Generated::UpdatedAt), _) => Value::Timestamp(now),
            (None, Some(Generated::Version), _) => Value::Int(1),
            (None, None, Some(Default::Sql(_))) => continue,
            // A value that must be there and is not breaks NOT NULL, which is reported as such.
            (None, None, default) => default_value(column, default).unwrap_or(Value::Null),
        };
        values.push((position, value));
    }
    values
}

/// Updates a record, with what we keep on every write; nothing to set is no write.
async fn modify<F: Form>(
    connection: &mut Connection,
    table: &'static Table,
    key: &[Value],
    mut assignments: Vec<(usize, Assignment)>,
    now: DateTime<Utc>,
    form: &F,
) -> Result<F::Answer> {
    if assignments.is_empty() {
        return find(connection, table, key, form, false).await?.ok_or(Error::NotFound);
    }
    for (generated, assignment) in [
        (Generated::UpdatedAt, Assignment::Value(Value::Timestamp(now))),
        (Generated::Version, Assignment::Increment),
    ] {
        if let Some(position) = table.generated(generated)
            && !assignments.iter().any(|(column, _)| *column == position)
        {
            assignments.push((position, assignment));
        }
    }
    let statement = sql::update(connection.dialect(), table, key, assignments, form.columns());
    let shared = connection.shared().clone();
    match connection.first(&statement, |fields| form.read(fields, &shared)).await {
        Ok(updated) => updated.ok_or(Error::NotFound),
        Err(failure) => {
            let attempt = Attempt::Update(&statement, key);
            Err(explain(connection, table, failure, attempt).await)
        }
    }
}
