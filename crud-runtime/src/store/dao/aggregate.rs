//! Functions over groups of records.

use super::page::FULL;
use crate::codec::json;
use crate::error::{Error, Result};
use crate::model::{Column, ColumnType, Row, Table};
use crate::query::aggregate::{Aggregate, Function};
use crate::sql;
use crate::store::connection::Connection;
use crate::store::executor::Handle;
use crate::store::failure::Failure;
use crate::store::fields::Fields;
use crate::store::task::Work;

/// Groups as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Groups {
    /// What was to open it, then a JSON array.
    pub(crate) items: Vec<u8>,
    /// Whether more follow: there are more than the limit, or those here fill the page.
    pub(crate) more: bool,
}

/// Groups as JSON behind `opening`, fewer than asked for where their values are large.
pub(crate) async fn aggregate(
    handle: Handle<'_>,
    table: &'static Table,
    aggregate: &Aggregate,
    opening: &'static [u8],
) -> Result<Groups> {
    handle.read(false, AsJson { table, aggregate: aggregate.clone(), opening }).await
}

/// Groups as rows: the values of the groups, then those of the functions.
pub(crate) async fn aggregate_rows(
    handle: Handle<'_>,
    table: &'static Table,
    aggregate: Aggregate,
) -> Result<Vec<Row>> {
    handle.read(false, AsRows { table, aggregate }).await
}

struct AsJson {
    table: &'static Table,
    aggregate: Aggregate,
    opening: &'static [u8],
}

impl Work for AsJson {
    type Output = Groups;

    async fn run(&mut self, connection: &mut Connection) -> Result<Groups> {
        let members = Members::of(self.table, &self.aggregate);
        let limit = self.aggregate.limit;
        // One more than asked for tells whether there are more.
        let read = limit.map(|limit| u64::from(limit) + 1);
        let statement = sql::aggregate(connection.dialect(), self.table, &self.aggregate, read);
        let mut items = self.opening.to_vec();
        items.push(b'[');
        let (mut written, mut more) = (0, false);
        let mut sink = |fields: &Fields<'_>| {
            if limit.is_some_and(|limit| written >= limit) || items.len() >= FULL {
                more = true;
                return Ok(());
            }
            if written > 0 {
                items.push(b',');
            }
            written += 1;
            members
                .write(fields, &mut items)
                .map_err(|(place, error)| too_large(self.table, &self.aggregate, place, error))
        };
        let answered = connection.each(&statement, &mut sink).await;
        answered.map_err(|failure| beyond(self.table, &self.aggregate, failure))?;
        items.push(b']');
        Ok(Groups { items, more })
    }
}

struct AsRows {
    table: &'static Table,
    aggregate: Aggregate,
}

impl Work for AsRows {
    type Output = Vec<Row>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Vec<Row>> {
        let Self { table, aggregate } = self;
        let limit = aggregate.limit.map(u64::from);
        let statement = sql::aggregate(connection.dialect(), table, aggregate, limit);
        let columns = columns(table, aggregate);
        let mut rows = Vec::new();
        let mut sink = |fields: &Fields<'_>| {
            let values = columns.iter().enumerate().map(|(place, column)| {
                let value = fields.value(place, column);
                value.map_err(|error| too_large(table, aggregate, place, error))
            });
            rows.push(values.collect::<Result<_>>()?);
            Ok(())
        };
        let answered = connection.each(&statement, &mut sink).await;
        answered.map_err(|failure| beyond(table, aggregate, failure))?;
        Ok(rows)
    }
}

/// What cannot be read of a sum or mean of decimals has more digits than they have.
fn too_large(table: &'static Table, aggregate: &Aggregate, place: usize, error: Error) -> Error {
    let function = place.checked_sub(aggregate.groups.len());
    match (error, function.and_then(|index| named(table, *aggregate.functions.get(index)?))) {
        (Error::Stored { .. }, Some(function)) => Error::TooLarge { function },
        (error, _) => error,
    }
}

/// The same, where the database itself has no place for it.
fn beyond(table: &'static Table, aggregate: &Aggregate, failure: Failure) -> Error {
    let mut computed = aggregate.computed().into_iter();
    match (&failure, computed.find_map(|function| named(table, function))) {
        (Failure::OutOfRange(_), Some(function)) => Error::TooLarge { function },
        _ => failure.into(),
    }
}

/// The name of a sum or mean that is a decimal.
fn named(table: &'static Table, function: Function) -> Option<String> {
    let is_sum = matches!(function, Function::Sum(_) | Function::Avg(_));
    let column = function.operand().filter(|_| is_sum)?;
    let is_decimal = matches!(function.column(table).column_type, ColumnType::Decimal);
    is_decimal.then(|| format!("{}({})", function.kind(), table.columns[column].member))
}

/// What the columns of an answer are like.
fn columns(table: &'static Table, aggregate: &Aggregate) -> Vec<&'static Column> {
    let groups = aggregate.groups.iter().map(|group| group.column(table));
    groups.chain(aggregate.functions.iter().map(|function| function.column(table))).collect()
}

/// The members of an item, in the order in which they are written: groups, then functions of one
/// kind together. What stands before each is made once.
struct Members {
    /// Before the value, its place in the answer, and what it is like.
    values: Vec<(Vec<u8>, usize, &'static Column)>,
    end: Vec<u8>,
}

impl Members {
    fn of(table: &'static Table, aggregate: &Aggregate) -> Self {
        let groups = aggregate.groups.iter().map(|group| ("group", Some(group.name(table))));
        let functions = aggregate.functions.iter().map(|function| {
            let member = function.operand().map(|column| table.columns[column].member.to_owned());
            (function.kind(), member)
        });
        let columns = columns(table, aggregate);
        let mut named: Vec<_> = groups.chain(functions).zip(columns).enumerate().collect();
        // Those of one kind stand in one object, where the first of them stands.
        let kinds: Vec<_> = named.iter().map(|(_, ((kind, _), _))| *kind).collect();
        named.sort_by_key(|(_, ((kind, _), _))| kinds.iter().position(|first| first == kind));

        let (mut values, mut before, mut open) = (Vec::new(), vec![b'{'], None);
        for (place, ((kind, member), column)) in named {
            if open == Some(kind) {
                before.push(b',');
            } else {
                if open.is_some_and(|open| open != "count") {
                    before.push(b'}');
                }
                if open.is_some() {
                    before.push(b',');
                }
                json::write_text(kind, &mut before);
                before.push(b':');
                if member.is_some() {
                    before.push(b'{');
                }
            }
            if let Some(member) = member {
                json::write_text(&member, &mut before);
                before.push(b':');
            }
            open = Some(kind);
            values.push((std::mem::take(&mut before), place, column));
        }
        let end = if open.is_some_and(|open| open != "count") { b"}}".as_slice() } else { b"}" };
        if open.is_none() {
            return Self { values, end: b"{}".to_vec() };
        }
        Self { values, end: end.to_vec() }
    }

    /// Writes an item, or says which value cannot be read.
    fn write(&self, fields: &Fields<'_>, out: &mut Vec<u8>) -> Result<(), (usize, Error)> {
        for (before, place, column) in &self.values {
            out.extend_from_slice(before);
            let value = fields.value(*place, column).map_err(|error| (*place, error))?;
            json::write(column, &value, out);
        }
        out.extend_from_slice(&self.end);
        Ok(())
    }
}
