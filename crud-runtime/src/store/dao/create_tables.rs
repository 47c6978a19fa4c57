//! Tables as their descriptions say, or a clear word that they are not.

use crate::error::{Error, Result};
use crate::model::Table;
use crate::sql::{self, shape};
use crate::store::catalogue::{Catalogue, Difference, Weight};
use crate::store::connection::Connection;
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

async fn create_tables(connection: &mut Connection, tables: &[&'static Table]) -> Result<()> {
    let missing = missing_tables(connection, tables).await?;
    if let Some(table) = missing.iter().find(|table| table.unmanaged) {
        return Err(Error::Config(format!(
            "there is no table `{}`, which `{}` leaves to others to make (`unmanaged`)",
            table.name, table.entity
        )));
    }
    let missing: Vec<_> = missing.into_iter().map(shape::Table::of).collect();
    for ddl in sql::create_tables(connection.dialect(), &missing)? {
        connection.run(&ddl).await?;
    }
    Ok(())
}

/// Compares as far as that can be done without making anything: expressions are compared by being
/// there. What a server can live with it says to the log alone.
async fn missing_tables(
    connection: &mut Connection,
    tables: &[&'static Table],
) -> Result<Vec<&'static Table>> {
    let names: Vec<_> = tables.iter().map(|table| table.name).collect();
    let found = Catalogue::read_tables(connection, &names).await?;
    let is_there = |table: &&&'static Table| found.table(table.name).is_some();
    let there: Vec<_> = tables.iter().filter(is_there).collect();
    let shapes: Vec<_> = there.iter().map(|table| shape::Table::of(table)).collect();
    let differences = found.compare(&Catalogue::expected(found.dialect, &shapes)?);
    let mut errors = Vec::new();
    for table in there {
        let of_table = differences.iter().filter(|one| one.table == table.name);
        let told: Vec<_> =
            of_table.filter(|one| !table.unmanaged || one.matters_to(table)).collect();
        let (heavy, light): (Vec<_>, Vec<_>) =
            told.into_iter().partition(|one| one.weight == Weight::Heavy);
        let drifted: Vec<_> = light.iter().filter(|one| one.besides.is_none()).collect();
        if let Some(first) = drifted.first() {
            let count = drifted.len();
            tracing::warn!(count, "{first}; the command `check` names all in which it differs");
        }
        if !heavy.is_empty() {
            errors.push(refusal(table, &heavy));
        }
    }
    if !errors.is_empty() {
        return Err(Error::Config(errors.join("\n")));
    }
    Ok(tables.iter().filter(|table| !is_there(table)).copied().collect())
}

fn refusal(table: &Table, differences: &[&Difference]) -> String {
    let texts: Vec<_> = differences.iter().map(|one| one.text.as_str()).collect();
    let remedy = if table.unmanaged {
        "Change the struct to fit, or have the table changed"
    } else {
        "Where the application has migrations, `migrate diff` writes one and `migrate up` applies \
         it; otherwise change the table to fit (ALTER TABLE), or begin with another database"
    };
    format!(
        "the table `{}` in the database differs from `{}`: {}. {remedy}",
        table.name,
        table.entity,
        texts.join("; "),
    )
}
