//! Tables as their descriptions say, or a clear word that they are not.

use crate::error::{Error, Result};
use crate::model::{Default, Table};
use crate::sql::{self, shape};
use crate::store::connection::{Connection, Described};
use crate::store::task::Work;

/// Compares the tables that are there with their descriptions; returns those that are not.
pub(crate) struct MissingTables(pub(crate) Vec<&'static Table>);

/// Creates the tables that are missing and compares the others with their descriptions.
pub(crate) struct CreateTables(pub(crate) Vec<&'static Table>);

impl Work for MissingTables {
    type Output = Vec<&'static Table>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Vec<&'static Table>> {
        missing_tables(connection, &self.0).await
    }
}

impl Work for CreateTables {
    type Output = ();

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        connection.begin_schema().await?;
        let created = create_tables(connection, &self.0).await;
        connection.end_schema().await?;
        created
    }
}

async fn missing_tables(
    connection: &mut Connection,
    tables: &[&'static Table],
) -> Result<Vec<&'static Table>> {
    let (mut missing, mut errors) = (Vec::new(), Vec::new());
    for table in tables {
        let described = connection.describe(table).await?;
        if described.is_empty() {
            missing.push(*table);
        } else if let Err(error) = compare(connection, table, &described) {
            errors.push(error.to_string());
        }
    }
    if errors.is_empty() { Ok(missing) } else { Err(Error::Config(errors.join("\n"))) }
}

async fn create_tables(connection: &mut Connection, tables: &[&'static Table]) -> Result<()> {
    let mut missing = Vec::new();
    for table in tables {
        let described = connection.describe(table).await?;
        if !described.is_empty() {
            compare(connection, table, &described)?;
        } else if table.unmanaged {
            return Err(Error::Config(format!(
                "there is no table `{}`, which `{}` leaves to others to make (`unmanaged`)",
                table.name, table.entity
            )));
        } else {
            missing.push(*table);
        }
    }
    let missing: Vec<_> = missing.into_iter().map(shape::Table::of).collect();
    for ddl in sql::create_tables(connection.dialect(), &missing)? {
        connection.run(&ddl).await?;
    }
    Ok(())
}

/// Compares a table in the database with its description.
fn compare(connection: &Connection, table: &'static Table, described: &[Described]) -> Result<()> {
    let mut differences = Vec::new();
    let shape = shape::Table::of(table);
    for (position, column) in table.columns.iter().enumerate() {
        let name = column.name;
        let Some(found) = described.iter().find(|found| found.name == name) else {
            differences.push(format!("the column `{name}` is missing"));
            continue;
        };
        let expected = sql::type_name(connection.dialect(), &shape, &shape.columns[position])?;
        if !found.column_type.eq_ignore_ascii_case(&expected) {
            let is = &found.column_type;
            differences.push(format!("the column `{name}` is {is}, not {expected}"));
        }
        if found.in_key != table.is_key(position) {
            let is =
                if found.in_key { "part of the key there alone" } else { "no part of the key" };
            differences.push(format!("the column `{name}` is {is}"));
        } else if found.nullable != column.nullable {
            let is = if found.nullable { "may be null" } else { "is NOT NULL" };
            differences.push(format!("the column `{name}` {is}, unlike the field"));
        }
        if matches!(column.default, Some(Default::Sql(_))) && !found.has_default {
            differences.push(format!("the column `{name}` has no default"));
        }
    }
    for found in described {
        let is_known = table.columns.iter().any(|column| column.name == found.name);
        if !is_known && !found.nullable && !found.has_default {
            differences.push(format!(
                "the column `{}` is NOT NULL without a default, and the struct does not have it",
                found.name
            ));
        }
    }
    if differences.is_empty() {
        return Ok(());
    }
    Err(Error::Config(format!(
        "the table `{}` in the database differs from `{}`: {}. Change the table to fit (ALTER \
         TABLE), or begin with another database",
        table.name,
        table.entity,
        differences.join("; ")
    )))
}
