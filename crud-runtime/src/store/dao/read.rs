//! Reading records.

use std::collections::HashMap;

use super::form::{Form, Rows};
use super::page::SHORT;
use crate::codec;
use crate::error::Result;
use crate::model::{Row, Table, Value};
use crate::query::Filter;
use crate::sql;
use crate::store::connection::Connection;
use crate::store::executor::Handle;
use crate::store::fields::Fields;
use crate::store::task::Work;

/// Keys that one statement asks for at most; `SQLite` takes 32766 arguments.
pub(super) const KEYS: usize = 1024;

/// The record with this key.
pub(crate) async fn read<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    key: &[Value],
    form: &F,
) -> Result<Option<F::Answer>> {
    handle.read(true, Find { table, key: key.to_vec(), form: form.clone() }).await
}

/// The records with these keys, in no order; keys without a record are passed over.
pub(crate) async fn many<F: Form>(
    handle: Handle<'_>,
    table: &'static Table,
    keys: Vec<Vec<Value>>,
    form: &F,
) -> Result<Vec<F::Answer>> {
    let bounded = keys.len() <= SHORT as usize;
    handle.read(bounded, Many { table, keys, form: form.clone() }).await
}

/// The rows with these keys, in the keys' order; keys without a record are passed over.
pub(crate) async fn many_in_order(
    handle: Handle<'_>,
    table: &'static Table,
    keys: Vec<Row>,
) -> Result<Vec<Row>> {
    let rows = many(handle, table, keys.clone(), &Rows::of(table)).await?;
    let rows: HashMap<_, _> = rows
        .into_iter()
        .map(|row| (text_of(table, table.key, table.key.iter().map(|&column| &row[column])), row))
        .collect();
    let text = |key: &Row| text_of(table, table.key, key.iter());
    let found = keys.iter().filter_map(|key| rows.get(&text(key)).cloned());
    Ok(found.collect())
}

/// A text that is the same for equal values of these columns alone.
pub(super) fn text_of<'k>(
    table: &'static Table,
    columns: &[usize],
    values: impl Iterator<Item = &'k Value>,
) -> String {
    let mut all = String::new();
    for (&column, value) in columns.iter().zip(values) {
        let column = &table.columns[column];
        let mut part = String::new();
        codec::text::write(column, value, &mut part);
        // The length keeps `a` + `bc` apart from `ab` + `c`.
        all.push_str(&part.len().to_string());
        all.push(':');
        all.push_str(&part);
    }
    all
}

/// How many records match.
pub(crate) async fn count(
    handle: Handle<'_>,
    table: &'static Table,
    filter: &Filter,
) -> Result<u64> {
    handle.read(false, Count { table, filter: filter.clone() }).await
}

/// Whether a record matches.
pub(crate) async fn exists(
    handle: Handle<'_>,
    table: &'static Table,
    filter: &Filter,
) -> Result<bool> {
    handle.read(false, Exists { table, filter: filter.clone() }).await
}

struct Find<F> {
    table: &'static Table,
    key: Row,
    form: F,
}

impl<F: Form> Work for Find<F> {
    type Output = Option<F::Answer>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Option<F::Answer>> {
        find(connection, self.table, &self.key, &self.form, false).await
    }
}

struct Many<F> {
    table: &'static Table,
    keys: Vec<Row>,
    form: F,
}

impl<F: Form> Work for Many<F> {
    type Output = Vec<F::Answer>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Vec<F::Answer>> {
        let Self { table, keys, form } = self;
        let shared = connection.shared().clone();
        let mut answers = Vec::with_capacity(keys.len());
        for keys in keys.chunks(KEYS) {
            let statement = sql::by_keys(connection.dialect(), table, form.columns(), keys, false);
            let mut sink = |fields: &Fields<'_>| {
                answers.push(form.read(fields, &shared)?);
                Ok(())
            };
            connection.each(&statement, &mut sink).await?;
        }
        Ok(answers)
    }
}

struct Count {
    table: &'static Table,
    filter: Filter,
}

impl Work for Count {
    type Output = u64;

    async fn run(&mut self, connection: &mut Connection) -> Result<u64> {
        count_in(connection, self.table, &self.filter).await
    }
}

struct Exists {
    table: &'static Table,
    filter: Filter,
}

impl Work for Exists {
    type Output = bool;

    async fn run(&mut self, connection: &mut Connection) -> Result<bool> {
        let statement = sql::exists(connection.dialect(), self.table, &self.filter);
        Ok(connection.first(&statement, |_| Ok(())).await?.is_some())
    }
}

/// The record with this key; `lock` keeps it from others until the transaction ends.
pub(crate) async fn find<F: Form>(
    connection: &mut Connection,
    table: &'static Table,
    key: &[Value],
    form: &F,
    lock: bool,
) -> Result<Option<F::Answer>> {
    let dialect = connection.dialect();
    let statement = if lock {
        sql::by_key(dialect, table, form.columns(), key, true)
    } else {
        form.by_key(dialect, table, key)
    };
    let shared = connection.shared().clone();
    Ok(connection.first(&statement, |fields| form.read(fields, &shared)).await?)
}

/// How many records match, on this connection.
pub(super) async fn count_in(
    connection: &mut Connection,
    table: &'static Table,
    filter: &Filter,
) -> Result<u64> {
    let statement = sql::count(connection.dialect(), table, filter);
    let count = connection.first(&statement, |fields| fields.integer(0)).await?;
    Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or_default())
}
