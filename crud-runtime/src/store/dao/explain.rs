//! Which members and entities a broken constraint is about.

use super::form::Rows;
use super::read::find;
use crate::codec::{one_of, rules};
use crate::error::{Error, Result, Violation};
use crate::model::{Column, OnDelete, Relation, Row, Table, Value};
use crate::query::{Comparison, Filter};
use crate::sql::{self, Arg, Constraint, Dialect, Rule, Statement};
use crate::store::connection::Connection;
use crate::store::failure::Failure;

/// What was attempted. The statement was undone, the transaction goes on.
#[derive(Clone, Copy)]
pub(super) enum Attempt<'a> {
    Insert(&'a Statement),
    /// Of the record with this key.
    Update(&'a Statement, &'a [Value]),
    /// Of the record with this key.
    Delete(&'a [Value]),
    /// A statement of the user's own, of which no more is known than its text says.
    Raw,
}

/// The error that a failed statement means.
pub(super) async fn explain(
    connection: &mut Connection,
    table: &'static Table,
    failure: Failure,
    attempt: Attempt<'_>,
) -> Error {
    let dialect = connection.dialect();
    match &failure {
        Failure::UniqueColumns(columns) => unique_columns(dialect, table, columns),
        Failure::Unique(name) => unique(dialect, table, name),
        Failure::NotNull(column) => not_null(table, column),
        Failure::Check(name) => check(dialect, table, name, attempt),
        Failure::TooLong(column) => misfit(table, column.as_deref(), "length", attempt),
        Failure::OutOfRange(column) => misfit(table, column.as_deref(), "range", attempt),
        Failure::Foreign(name) => match attempt {
            Attempt::Insert(_) => reference(dialect, table, name),
            // Whoever does not set its reference cannot have broken it.
            Attempt::Update(..) if sets(dialect, table, name, attempt) => {
                reference(dialect, table, name)
            }
            Attempt::Update(..) | Attempt::Delete(_) | Attempt::Raw => {
                restricted(connection, table, name)
            }
        },
        Failure::Reference(name) => reference(dialect, table, name),
        Failure::Restricted(name) => restricted(connection, table, name),
        Failure::SomeReference => match some_reference(connection, table, attempt).await {
            Ok(error) => error,
            Err(error) => Some(error),
        },
        Failure::Other(_) => None,
    }
    .unwrap_or_else(|| failure.into())
}

pub(super) fn members(table: &'static Table, columns: &[usize]) -> Vec<&'static str> {
    columns.iter().map(|&column| table.member_of(column)).collect()
}

/// The unique constraint over these columns, which is all that `SQLite` says of it.
pub(super) fn unique_columns(dialect: Dialect, table: &'static Table, text: &str) -> Option<Error> {
    let is_meant = |columns: &[usize]| {
        let names: Vec<_> = columns
            .iter()
            .map(|&column| format!("{}.{}", table.name, table.columns[column].name))
            .collect();
        names.join(", ") == text
    };
    sql::constraints(dialect, table).into_iter().find_map(|(_, constraint)| match constraint {
        Constraint::PrimaryKey if is_meant(table.key) => {
            Some(Error::Unique(members(table, table.key)))
        }
        Constraint::Unique(columns) if is_meant(&columns) => {
            Some(Error::Unique(members(table, &columns)))
        }
        _ => None,
    })
}

pub(super) fn unique(dialect: Dialect, table: &'static Table, name: &str) -> Option<Error> {
    sql::constraints(dialect, table).into_iter().find_map(|(known, constraint)| match constraint {
        Constraint::PrimaryKey if known == name || name == "PRIMARY" => {
            Some(Error::Unique(members(table, table.key)))
        }
        Constraint::Unique(columns) if known == name => {
            Some(Error::Unique(members(table, &columns)))
        }
        _ => None,
    })
}

/// The reference of this name.
pub(super) fn reference(dialect: Dialect, table: &'static Table, name: &str) -> Option<Error> {
    sql::constraints(dialect, table).into_iter().find_map(|(known, constraint)| match constraint {
        Constraint::Reference(relation) if known == name => {
            Some(Error::Reference(members(table, relation.columns)))
        }
        _ => None,
    })
}

/// Whether the table has the reference of this name, and the attempt sets one of its columns.
fn sets(dialect: Dialect, table: &'static Table, name: &str, attempt: Attempt<'_>) -> bool {
    sql::constraints(dialect, table).into_iter().any(|(known, constraint)| match constraint {
        Constraint::Reference(relation) if known == name => {
            relation.columns.iter().any(|&column| attempt.value(&table.columns[column]).is_some())
        }
        _ => false,
    })
}

/// The entity that has the reference of this name.
fn restricted(connection: &Connection, table: &'static Table, name: &str) -> Option<Error> {
    let dialect = connection.dialect();
    known_tables(connection, table)
        .into_iter()
        .find(|other| reference(dialect, other, name).is_some())
        .map(|other| Error::Restricted(other.entity))
}

/// The value that its column is too small for.
pub(super) fn misfit(
    table: &'static Table,
    name: Option<&str>,
    code: &'static str,
    attempt: Attempt<'_>,
) -> Option<Error> {
    let broken = |column: &&'static Column| {
        attempt.value(column).and_then(|value| rules::check_value(column, value).err())
    };
    let column = match name {
        Some(name) => table.columns.iter().find(|column| column.name == name)?,
        // The database does not say which; our own check does.
        None => table.columns.iter().find(|column| broken(column).is_some())?,
    };
    let (code, detail) =
        broken(&column).unwrap_or_else(|| (code, "does not fit its column".to_owned()));
    Some(Error::Invalid(vec![Violation::member(column.member, code, detail)]))
}

pub(super) fn not_null(table: &'static Table, name: &str) -> Option<Error> {
    let column = table.columns.iter().find(|column| column.name == name)?;
    Some(Error::Invalid(vec![Violation::member(column.member, "required", "is required")]))
}

pub(super) fn check(
    dialect: Dialect,
    table: &'static Table,
    name: &str,
    attempt: Attempt<'_>,
) -> Option<Error> {
    let (_, constraint) =
        sql::constraints(dialect, table).into_iter().find(|(known, _)| known == name)?;
    let violation = match constraint {
        Constraint::Rule(position, rule) => {
            let column = &table.columns[position];
            let code = match rule {
                Rule::Length => "length",
                Rule::Range => "range",
                Rule::Words => "enum",
                Rule::Json => "invalid",
            };
            // Our own check of the same rule says more than the constraint's name.
            let (code, detail) = attempt
                .value(column)
                .and_then(|value| rules::check_value(column, value).err())
                .unwrap_or_else(|| (code, "breaks a rule of the database".to_owned()));
            table.violation(position, code, detail)
        }
        Constraint::OneOf(one_of) => one_of::broken(table, one_of),
        Constraint::Check(check) => Violation {
            pointer: String::new(),
            code: "check",
            detail: format!("breaks the rule `{}`", check.name),
        },
        _ => return None,
    };
    Some(Error::Invalid(vec![violation]))
}

impl Attempt<'_> {
    /// The value that was to be stored in a column, where it was given.
    fn value(&self, column: &Column) -> Option<&Value> {
        match self {
            // Assignments stand before the condition on the key.
            Self::Insert(statement) | Self::Update(statement, _) => {
                statement.args.iter().find_map(|arg| match arg {
                    Arg::Value(of, value) if of.name == column.name => Some(value),
                    _ => None,
                })
            }
            Self::Delete(_) | Self::Raw => None,
        }
    }
}

/// `SQLite` says that a foreign key failed, not which: what the record refers to is looked up,
/// then what refers to the record.
async fn some_reference(
    connection: &mut Connection,
    table: &'static Table,
    attempt: Attempt<'_>,
) -> Result<Option<Error>> {
    let stored: Option<Row> = match attempt {
        Attempt::Insert(_) | Attempt::Raw => None,
        Attempt::Update(_, key) | Attempt::Delete(key) => {
            find(connection, table, key, &Rows::of(table), false).await?
        }
    };
    if !matches!(attempt, Attempt::Delete(_)) {
        for relation in table.references() {
            let values = relation.columns.iter().map(|&column| {
                let stored = stored.as_ref().map(|row| &row[column]);
                attempt.value(&table.columns[column]).or(stored).cloned().unwrap_or(Value::Null)
            });
            if dangles(connection, relation, values.collect()).await? {
                return Ok(Some(Error::Reference(members(table, relation.columns))));
            }
        }
    }
    match stored {
        Some(row) => referrer(connection, table, &row, attempt).await,
        None => Ok(None),
    }
}

async fn dangles(
    connection: &mut Connection,
    relation: &Relation,
    values: Vec<Value>,
) -> Result<bool> {
    // A reference with a null in it refers to nothing.
    if values.iter().any(Value::is_null) {
        return Ok(false);
    }
    let target = (relation.target)();
    let all = relation
        .referenced()
        .iter()
        .zip(values)
        .map(|(&column, value)| Filter::Compare(column, Comparison::Eq, value))
        .collect();
    let statement = sql::exists(connection.dialect(), target, &Filter::And(all));
    Ok(connection.first(&statement, |_| Ok(())).await?.is_none())
}

/// The entity whose records keep this one from being deleted or renamed.
async fn referrer(
    connection: &mut Connection,
    table: &'static Table,
    row: &Row,
    attempt: Attempt<'_>,
) -> Result<Option<Error>> {
    let deletes = matches!(attempt, Attempt::Delete(_));
    let known = known_tables(connection, table);
    for (other, relation) in referrers(&known, table) {
        if deletes && relation.on_delete != OnDelete::Restrict {
            continue;
        }
        let values: Vec<_> =
            relation.referenced().iter().map(|&column| row[column].clone()).collect();
        let statement = sql::refers(connection.dialect(), other, relation, &values);
        if connection.first(&statement, |_| Ok(())).await?.is_some() {
            return Ok(Some(Error::Restricted(other.entity)));
        }
    }
    // What would be deleted along may be referred to in turn.
    let mut reached = vec![table];
    let mut index = 0;
    while deletes && index < reached.len() {
        for (other, relation) in referrers(&known, reached[index]) {
            if relation.on_delete == OnDelete::Restrict && index > 0 {
                return Ok(Some(Error::Restricted(other.entity)));
            }
            if relation.on_delete == OnDelete::Cascade
                && !reached.iter().any(|table| table.name == other.name)
            {
                reached.push(other);
            }
        }
        index += 1;
    }
    Ok(None)
}

/// The tables of this database, and those that this one names.
fn known_tables(connection: &Connection, table: &'static Table) -> Vec<&'static Table> {
    let mut known = connection.shared().tables();
    let named = table.relations.iter().map(|relation| (relation.target)());
    for other in named.chain([table]) {
        if !known.iter().any(|known| known.name == other.name) {
            known.push(other);
        }
    }
    known
}

/// The references to a table.
pub(super) fn referrers<'k>(
    known: &'k [&'static Table],
    table: &'static Table,
) -> impl Iterator<Item = (&'static Table, &'static Relation)> + 'k {
    known
        .iter()
        .flat_map(|other| other.references().map(move |relation| (*other, relation)))
        .filter(move |(_, relation)| (relation.target)().name == table.name)
}
