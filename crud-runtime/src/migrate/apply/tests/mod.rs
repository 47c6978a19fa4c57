//! Migrations as they are run, on each database.

mod data;
mod doubt;
mod instances;
mod rebuild;
mod refusal;
mod way;

use crud_test_databases::{Database, Kind, on_each};

use super::{Migrator, Resume, Steps};
use crate::error::Result;
use crate::migrate::folder::Folder;
use crate::migrate::snapshot;
use crate::model::Value;
use crate::sql::Dialect;
use crate::sql::shape::{Schema, Table};
use crate::store::fixture::KINDS;
use crate::store::{Connection, Db, Work};

/// Files of every dialect with the same text: `("20240101000000_make", "up", "…")`.
fn folder(files: &[(&str, &str, &str)]) -> Folder {
    let mut folder = Folder::default();
    for dialect in Dialect::ALL {
        for (title, direction, text) in files {
            // One step a statement, where a test does not say so itself.
            let steps = text.replace('§', "\n-- crud: step\n");
            let path = format!("{}/{title}.{direction}.sql", dialect.name());
            folder.sources.push((path, steps));
        }
    }
    folder.sources.sort();
    folder
}

/// Has the folder know that its first migration makes the table `a`.
fn describe(folder: &mut Folder) {
    static A: crate::model::Table = crate::model::Table { name: "a", ..crate::model::Table::EMPTY };
    let tables = Schema { tables: vec![Table::of(&A)] };
    let empty = snapshot::hash(&Schema { tables: Vec::new() });
    let hash = snapshot::hash(&tables);
    for (path, text) in &mut folder.sources {
        if path.ends_with("make.up.sql") {
            *text = format!("-- crud: parent={empty} result={hash}\n{text}");
        }
    }
    folder.snapshot = Some(tables);
}

const MAKE: (&str, &str, &str) = (
    "20240101000000_make",
    "up",
    "§CREATE TABLE a (id integer PRIMARY KEY, t varchar(20) NOT NULL);
     §INSERT INTO a (id, t) VALUES (1, 'one'), (2, 'two');",
);
const UNMAKE: (&str, &str, &str) = ("20240101000000_make", "down", "§DROP TABLE a;");
const WIDEN: (&str, &str, &str) =
    ("20240102000000_widen", "up", "§ALTER TABLE a ADD COLUMN u varchar(20);§UPDATE a SET u = t;");
const NARROW: (&str, &str, &str) =
    ("20240102000000_widen", "down", "-- crud: irreversible: a.u\n§ALTER TABLE a DROP COLUMN u;");

/// Runs a test on a new database of each kind.
async fn on_every_database(test: impl AsyncFn(&Database, Db)) {
    on_each(KINDS, async |database| {
        let db = connect(database).await;
        test(database, db.clone()).await;
        db.close().await;
    })
    .await;
}

async fn connect(database: &Database) -> Db {
    Db::connect(&database.url_with("")).await.expect("the database opens")
}

fn quiet(_: &str) {}

async fn up(db: &Db, folder: &Folder) -> Result<usize> {
    let steps = Steps::default();
    Migrator::new(db, folder, &steps, &quiet)?.up(None, Resume::Auto).await
}

/// What a statement of a test answers.
async fn ask(db: &Db, sql: &str) -> Result<Vec<Vec<String>>> {
    struct Ask(String);

    impl Work for Ask {
        type Output = Vec<Vec<Option<String>>>;

        async fn run(&mut self, connection: &mut Connection) -> Result<Self::Output> {
            connection.texts(&self.0, &[] as &[Value]).await
        }
    }

    let mut session = db.session().await?;
    let rows = session.run(Ask(sql.to_owned())).await;
    session.close().await;
    let texts = |row: Vec<Option<String>>| row.into_iter().map(Option::unwrap_or_default).collect();
    Ok(rows?.into_iter().map(texts).collect())
}

/// The one text that a statement answers.
async fn one(db: &Db, sql: &str) -> String {
    let rows = ask(db, sql).await.expect(sql);
    rows.into_iter().flatten().next().unwrap_or_default()
}

/// Whether each step is done by itself, as `MySQL` has it.
fn is_stepwise(database: &Database) -> bool {
    database.kind() == Kind::Mysql
}
