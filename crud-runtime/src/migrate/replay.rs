//! Whether the migrations make what the structs describe, found out by running them.
//!
//! What a statement loses no comparison of snapshots can see: an index that goes with a table that
//! was rebuilt, a default that a changed type dropped. So all of them are applied to a database
//! that has nothing else to do, and what it says then is compared with what it would say of tables
//! that were just made.

use super::apply::{Migrator, Resume, Steps};
use super::folder::Folder;
use crate::error::{Error, Result};
use crate::sql::Dialect;
use crate::sql::shape::Schema;
use crate::store::catalogue::{Catalogue, Difference, OWN, Part, Weight};
use crate::store::{Db, Run};

/// What came of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Replayed {
    /// In what the tables differ.
    pub(crate) differences: Vec<Difference>,
    /// What somebody's own statements have made besides, for people.
    pub(crate) besides: Vec<Difference>,
}

/// Replays the migrations of `SQLite` in memory.
///
/// # Errors
/// Whatever keeps them from being applied.
pub(crate) async fn in_memory(folder: &Folder, schema: &Schema, steps: &Steps) -> Result<Replayed> {
    let db = Db::connect("sqlite::memory:").await?;
    let replayed = replay(&db, folder, schema, steps).await;
    db.close().await;
    replayed
}

/// Replays the migrations of a server on a database that is empty, and empties it again.
///
/// # Errors
/// [`Error::Config`] when it has something in it, and whatever keeps them from being applied.
pub(crate) async fn on_scratch(
    url: &str,
    folder: &Folder,
    schema: &Schema,
    steps: &Steps,
) -> Result<Replayed> {
    let db = Db::connect(url).await?;
    let replayed = async {
        let found = db.catalogue().await?;
        let views = found.views.iter().map(|view| &view.name);
        if let Some(name) = found.tables.iter().map(|table| &table.name).chain(views).next() {
            return Err(Error::Config(format!(
                "the scratch database has `{name}` in it: it is emptied after each use, so name \
                 one that is empty (CREATE DATABASE scratch)"
            )));
        }
        let replayed = replay(&db, folder, schema, steps).await;
        let emptied = empty(&db).await;
        let replayed = replayed?;
        emptied.map(|()| replayed)
    };
    let replayed = replayed.await;
    db.close().await;
    replayed
}

async fn replay(db: &Db, folder: &Folder, schema: &Schema, steps: &Steps) -> Result<Replayed> {
    let quiet = |_: &str| {};
    Migrator::new(db, folder, steps, &quiet)?.up(None, Resume::Auto).await?;
    let found = db.catalogue().await?;
    let expected = db.expected_catalogue(schema.tables.clone()).await?;
    let mut replayed = Replayed::default();
    for difference in found.compare(&expected) {
        let is_somebodys = difference.besides.as_ref().is_some_and(|name| !is_ours(name));
        let place = if is_somebodys { &mut replayed.besides } else { &mut replayed.differences };
        place.push(difference);
    }
    // A table of somebody's own, or one that was to be dropped.
    for table in found.tables.iter().filter(|table| expected.table(&table.name).is_none()) {
        replayed.besides.push(Difference {
            table: table.name.clone(),
            weight: Weight::Light,
            part: Part::Whole,
            text: "is there, and no entity has it".to_owned(),
            besides: Some(table.name.clone()),
        });
    }
    Ok(replayed)
}

/// Whether we would call an index or a constraint so: then no hand has made it, and it was to go.
fn is_ours(name: &str) -> bool {
    name.is_empty()
        || ["pk_", "uq_", "ix_", "fk_", "ck_", "_search_"].iter().any(|kind| name.starts_with(kind))
}

/// Drops the tables and views.
async fn empty(db: &Db) -> Result<()> {
    let found = db.catalogue().await?;
    let mut session = db.session().await?;
    let emptied = session.run(Run(dropping(db.dialect(), &found))).await;
    session.close().await;
    emptied
}

fn dropping(dialect: Dialect, found: &Catalogue) -> String {
    let mut script = String::new();
    let mut drop = |kind: &str, name: &str| {
        script.push_str("DROP ");
        script.push_str(kind);
        script.push_str(" IF EXISTS ");
        dialect.quote(name, &mut script);
        script.push_str(if dialect == Dialect::Postgres { " CASCADE; " } else { "; " });
    };
    found.views.iter().for_each(|view| drop("VIEW", &view.name));
    let tables = found.tables.iter().map(|table| table.name.as_str());
    tables.chain(OWN).for_each(|table| drop("TABLE", table));
    found.enums.iter().for_each(|(name, _)| drop("TYPE", name));
    found.domains.iter().for_each(|domain| drop("DOMAIN", &domain.name));
    match dialect {
        Dialect::Mysql => {
            format!("SET foreign_key_checks = 0; {script}SET foreign_key_checks = 1")
        }
        Dialect::Postgres | Dialect::Sqlite => script,
    }
}

#[cfg(test)]
#[path = "replay_tests.rs"]
mod tests;
