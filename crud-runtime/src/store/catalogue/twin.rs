//! How a database would spell the expressions of tables, found out without touching those that
//! are there.
//!
//! The same definitions are made as temporary tables, which are the session's own, are read, and
//! go. `SQLite` keeps texts as they are given: there, reading what would be run is enough.

use std::fmt::Write as _;

use super::expected::UNKNOWN;
use super::postgres::{self, Place};
use super::text::Definition;
use super::{Catalogue, mysql};
use crate::error::Result;
use crate::sql::{self, Dialect, search, search_ddl, shape};
use crate::store::connection::Connection;

/// Expressions of tables: of defaults by table and column, of checks by table and name.
#[derive(Debug, Default)]
struct Expressions {
    defaults: Vec<(String, String, String)>,
    checks: Vec<(String, String, String)>,
    /// Of what serves the search of a table.
    searches: Vec<(String, String)>,
}

impl Catalogue {
    /// What this database would say of tables of these shapes, expressions and all. On a server
    /// this needs a transaction, and the right to make temporary tables.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn expected_by(
        connection: &mut Connection,
        shapes: &[shape::Table],
    ) -> Result<Self> {
        let mut expected = Self::expected(connection.dialect(), shapes)?;
        let known = match connection.dialect() {
            Dialect::Sqlite => of_texts(shapes)?,
            Dialect::Postgres => of_postgres(connection, shapes).await?,
            Dialect::Mysql => of_mysql(connection, shapes).await?,
        };
        for table in &mut expected.tables {
            let find = |all: &[(String, String, String)], name: &str| {
                let is_it = |one: &&(String, String, String)| one.0 == table.name && one.1 == name;
                all.iter().find(is_it).map(|one| one.2.clone())
            };
            for column in &mut table.columns {
                if column.default.as_deref() == Some(UNKNOWN) {
                    column.default = find(&known.defaults, &column.name).or(column.default.take());
                }
            }
            if let Some(search) = &mut table.search
                && let Some((_, known)) = known.searches.iter().find(|one| one.0 == table.name)
            {
                search.definition.clone_from(known);
            }
            for check in &mut table.checks {
                if let Some(expression) = find(&known.checks, &check.name) {
                    check.expression = expression;
                }
            }
        }
        Ok(expected)
    }
}

fn of_texts(shapes: &[shape::Table]) -> Result<Expressions> {
    let mut known = Expressions::default();
    for shape in shapes {
        for ddl in sql::create_tables(Dialect::Sqlite, std::slice::from_ref(shape))? {
            if let Some(definition) = Definition::read(Dialect::Sqlite, &ddl) {
                known.take(&shape.name, definition);
            }
        }
    }
    Ok(known)
}

async fn of_postgres(connection: &mut Connection, shapes: &[shape::Table]) -> Result<Expressions> {
    connection.run("SAVEPOINT twin").await?;
    let read = async {
        for shape in shapes {
            connection.run(&temporary(Dialect::Postgres, &without_links(shape))?).await?;
        }
        postgres::read(connection, Place::Temporary, false).await
    };
    let read = read.await;
    connection.run("ROLLBACK TO SAVEPOINT twin; RELEASE SAVEPOINT twin").await?;
    let mut known = Expressions::default();
    for table in read?.tables {
        for column in table.columns {
            if let Some(default) = column.default {
                known.defaults.push((table.name.clone(), column.name, default));
            }
        }
        if let Some(search) = table.search {
            known.searches.push((table.name.clone(), search.definition));
        }
        for check in table.checks {
            known.checks.push((table.name.clone(), check.name, check.expression));
        }
    }
    Ok(known)
}

/// Temporary tables hide those of their name, and a schema has each name of a check once: the
/// twins have names of their own.
async fn of_mysql(connection: &mut Connection, shapes: &[shape::Table]) -> Result<Expressions> {
    let mut known = Expressions::default();
    for shape in shapes {
        let mut twin = without_links(shape);
        "_crud_twin".clone_into(&mut twin.name);
        for (position, check) in twin.checks.iter_mut().enumerate() {
            check.name = format!("ck__crud_twin_own_{position}");
        }
        connection.run(&temporary(Dialect::Mysql, &twin)?).await?;
        let shown = mysql::show(connection, &twin.name).await;
        connection.run("DROP TEMPORARY TABLE _crud_twin").await?;
        let Some(mut definition) = shown? else { continue };
        // A column that a foreign key may set to null has no rules there, but has them here.
        let (ours, theirs) = (shape.rules(Dialect::Mysql), twin.rules(Dialect::Mysql));
        let own = twin.checks.iter().map(|check| &check.name).zip(&shape.checks);
        let own: Vec<_> = own.collect();
        let called = |name: &String| {
            if let Some((_, check)) = own.iter().find(|(twin, _)| *twin == name) {
                return Some(check.name.clone());
            }
            let (_, column, rule) = theirs.iter().find(|one| one.0 == *name)?;
            ours.iter().find(|one| (&one.1, &one.2) == (column, rule)).map(|one| one.0.clone())
        };
        definition.checks.retain_mut(|check| match called(&check.name) {
            Some(name) => {
                check.name = name;
                true
            }
            None => false,
        });
        known.take(&shape.name, definition);
    }
    Ok(known)
}

/// The table alone: a temporary one refers to no other, and its indexes say nothing here.
fn without_links(shape: &shape::Table) -> shape::Table {
    shape::Table { references: Vec::new(), indexes: Vec::new(), ..shape.clone() }
}

fn temporary(dialect: Dialect, shape: &shape::Table) -> Result<String> {
    let mut script = String::new();
    // MySQL has no such index over a temporary table.
    let search = shape.search.as_ref().filter(|_| dialect == Dialect::Mysql);
    let index =
        search.map(search_ddl::mysql).map_or("\0".to_owned(), |[_, it]| format!(",\n  {it}"));
    for ddl in sql::create_tables(dialect, std::slice::from_ref(shape))? {
        let ddl = ddl
            .strip_prefix("CREATE TABLE")
            .map_or_else(|| ddl.clone(), |rest| format!("CREATE TEMPORARY TABLE{rest}"));
        let ddl = ddl.replace(&index, "");
        // Writing into a `String` cannot fail.
        let _ = write!(script, "{ddl};");
    }
    Ok(script)
}

impl Expressions {
    fn take(&mut self, table: &str, definition: Definition) {
        for column in definition.columns {
            if column.name == search::WORDS
                && let Some(generated) = &column.generated
            {
                self.searches.push((table.to_owned(), generated.clone()));
            }
            if let Some(default) = column.default {
                self.defaults.push((table.to_owned(), column.name, default));
            }
        }
        for check in definition.checks {
            self.checks.push((table.to_owned(), check.name, check.expression));
        }
    }
}
