//! Records of one table written together: in as few statements as there can be, each error led back
//! to its record.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::answered;
use super::form::Rows;
use super::read::{KEYS, text_of};
use super::write::complete;
use crate::error::{Error, Result};
use crate::model::{Changes, Row, Table, Value};
use crate::query::{Comparison, Filter, Query};
use crate::sql;
use crate::store::connection::Connection;
use crate::store::failure::Failure;
use crate::store::fields::Fields;

/// A value of each column, with its position.
type Values = Vec<(usize, Value)>;

/// Inserts records, each with its place in the body, in their order. Answers with their rows where
/// somebody `wants` them.
///
/// Those that say the same columns go together, as many at once as a power of two: so a table has
/// ten texts at most for what a body may hold, and databases keep them prepared. Where nobody could
/// say which row is which, because the database makes the keys and does not tell them, they go one
/// by one.
pub(super) async fn insert_all(
    connection: &mut Connection,
    table: &'static Table,
    records: &[(&str, &Changes)],
    now: DateTime<Utc>,
    wants: bool,
) -> Result<Vec<Row>> {
    let completed: Vec<Values> =
        records.iter().map(|(_, changes)| complete(table, changes, now)).collect();
    let most = connection.dialect().most_arguments();
    let mut rows = Vec::with_capacity(if wants { records.len() } else { 0 });
    let mut done = 0;
    while let Some(first) = completed.get(done) {
        let rest = &completed[done..];
        let alike = rest.iter().take_while(|other| columns(other).eq(columns(first))).count();
        let count = alike.min(most / first.len().max(1)).max(1);
        let count = 1 << count.ilog2();
        let columns: Vec<usize> = columns(first).collect();
        let together = if wants {
            count > 1 && can_tell(connection, table, &columns)
        } else {
            // Alone it would be read back where the database does not answer.
            count > 1 || !connection.dialect().has_returning()
        };
        let together = together && !columns.is_empty();
        let inserted = if together {
            insert_together(connection, table, &columns, &rest[..count], wants).await?
        } else {
            None
        };
        if let Some(inserted) = inserted {
            rows.extend(inserted);
        } else {
            let form = if wants { Rows::of(table) } else { Rows::none(table) };
            for ((place, _), values) in records[done..].iter().zip(&rest[..count]) {
                let row = answered::insert(connection, table, values.clone(), &form).await;
                let row = row.map_err(|error| error.within(place))?;
                rows.extend(wants.then_some(row));
            }
        }
        done += count;
    }
    Ok(rows)
}

fn columns(values: &Values) -> impl Iterator<Item = usize> {
    values.iter().map(|(column, _)| *column)
}

/// Whether the rows can be told apart after they were inserted together: the database answers with
/// them, or their keys are known before. What triggers change behind the answer is read by the key.
fn can_tell(connection: &Connection, table: &'static Table, columns: &[usize]) -> bool {
    let has_keys = table.key.iter().all(|column| columns.contains(column));
    has_keys || connection.dialect().has_returning() && !table.triggers
}

/// Inserts records by one statement; `None` where one of them breaks a constraint, so that one by
/// one they will say which.
async fn insert_together(
    connection: &mut Connection,
    table: &'static Table,
    columns: &[usize],
    records: &[Values],
    wants: bool,
) -> Result<Option<Vec<Row>>> {
    let dialect = connection.dialect();
    let answers = wants && dialect.has_returning() && !table.triggers;
    let form: Vec<usize> = if answers { (0..table.columns.len()).collect() } else { Vec::new() };
    let values = records.iter().map(|record| record.iter().map(|(_, value)| value.clone()));
    let values: Vec<Row> = values.map(Iterator::collect).collect();
    let statement = sql::insert_all(dialect, table, columns, values, &form);
    let mut rows = Vec::new();
    connection.mark_with_next();
    let mut sink = |fields: &Fields<'_>| {
        rows.push(row(table, &form, fields)?);
        Ok(())
    };
    match connection.each(&statement, &mut sink).await {
        Ok(()) => {}
        Err(Failure::Other(error)) => return Err(error),
        Err(_) => {
            connection.undo().await?;
            return Ok(None);
        }
    }
    if !wants {
        return Ok(Some(rows));
    }
    let place = |column: &usize| columns.iter().position(|one| one == column);
    // All three answer in the order of the values, which only PostgreSQL's and MariaDB's
    // documentation lets one expect; where the keys are known, nothing is expected.
    if let Some(places) = table.key.iter().map(place).collect::<Option<Vec<_>>>() {
        let key = |record: &Values| places.iter().map(|&place| record[place].1.clone()).collect();
        let keys: Vec<Vec<Value>> = records.iter().map(key).collect();
        if !answers {
            let all: Vec<usize> = (0..table.columns.len()).collect();
            rows = rows_by_keys(connection, table, &all, &keys, false).await?;
        }
        rows = in_order(table, &keys, rows);
    }
    if rows.len() != records.len() {
        return Err(Error::Database("an inserted record was not found again".into()));
    }
    Ok(Some(rows))
}

/// The rows by their keys' order; those that are not there are left out.
fn in_order(table: &'static Table, keys: &[Vec<Value>], rows: Vec<Row>) -> Vec<Row> {
    let name = |row: &Row| text_of(table, table.key, table.key.iter().map(|&column| &row[column]));
    let mut known: HashMap<String, Row> = rows.into_iter().map(|row| (name(&row), row)).collect();
    keys.iter().filter_map(|key| known.remove(&text_of(table, table.key, key.iter()))).collect()
}

/// Deletes the records with these keys, each with the place in the body, if any, that is told where
/// another record keeps it. One that is not there any more is gone as it should be.
pub(super) async fn delete_all(
    connection: &mut Connection,
    table: &'static Table,
    gone: &[(&str, Vec<Value>)],
) -> Result<()> {
    for gone in gone.chunks(KEYS) {
        if let [(place, key)] = gone {
            delete_one(connection, table, place, key).await?;
            continue;
        }
        let keys: Vec<_> = gone.iter().map(|(_, key)| key.clone()).collect();
        let statement = sql::delete_all(connection.dialect(), table, &keys);
        connection.mark_with_next();
        match connection.each(&statement, &mut |_| Ok(())).await {
            Ok(()) => {}
            Err(Failure::Other(error)) => return Err(error),
            Err(_) => {
                connection.undo().await?;
                for (place, key) in gone {
                    delete_one(connection, table, place, key).await?;
                }
            }
        }
    }
    Ok(())
}

async fn delete_one(
    connection: &mut Connection,
    table: &'static Table,
    place: &str,
    key: &[Value],
) -> Result<()> {
    match answered::delete(connection, table, key, &Rows::none(table)).await {
        Ok(_) | Err(Error::NotFound) => Ok(()),
        Err(error) if place.is_empty() => Err(error),
        Err(error) => Err(error.within(place)),
    }
}

/// Columns of the records with these keys, in no order; `lock` keeps them from others until the
/// transaction ends.
pub(super) async fn rows_by_keys(
    connection: &mut Connection,
    table: &'static Table,
    columns: &[usize],
    keys: &[Vec<Value>],
    lock: bool,
) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(keys.len());
    for keys in keys.chunks(KEYS) {
        let statement = sql::by_keys(connection.dialect(), table, columns, keys, lock);
        let mut sink = |fields: &Fields<'_>| {
            rows.push(row(table, columns, fields)?);
            Ok(())
        };
        connection.each(&statement, &mut sink).await?;
    }
    Ok(rows)
}

/// A table's records, by their key's order, that have one of these rows of values in these columns.
pub(super) async fn rows_among(
    connection: &mut Connection,
    table: &'static Table,
    columns: &[usize],
    values: &[Row],
) -> Result<Vec<Row>> {
    let all: Vec<usize> = (0..table.columns.len()).collect();
    let mut rows = Vec::new();
    for values in values.chunks(KEYS) {
        let filter = if let ([column], [_, _, ..]) = (columns, values) {
            Filter::In(*column, values.iter().flatten().cloned().collect())
        } else {
            // To a power of two, so that the number of texts stays small.
            let padding = values.len().next_power_of_two() - values.len();
            let padding = values.iter().cycle().take(padding);
            Filter::Or(values.iter().chain(padding).map(|row| equal(columns, row)).collect())
        };
        let query = Query { filter, ..Query::all(table) };
        let statement = sql::page(connection.dialect(), table, &all, &query, None);
        let mut sink = |fields: &Fields<'_>| {
            rows.push(row(table, &all, fields)?);
            Ok(())
        };
        connection.each(&statement, &mut sink).await?;
    }
    Ok(rows)
}

/// What equals these values in these columns.
fn equal(columns: &[usize], values: &Row) -> Filter {
    let pairs = columns.iter().zip(values);
    let equal =
        |(&column, value): (&usize, &Value)| Filter::Compare(column, Comparison::Eq, value.clone());
    Filter::And(pairs.map(equal).collect())
}

fn row(table: &'static Table, columns: &[usize], fields: &Fields<'_>) -> Result<Row> {
    let columns = columns.iter().enumerate();
    columns.map(|(index, &column)| fields.value(index, &table.columns[column])).collect()
}
