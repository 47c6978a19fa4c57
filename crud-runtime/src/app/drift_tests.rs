//! Databases, snapshots and structs that differ: what `check` says, and what keeps a server from
//! starting.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use chrono::DateTime;
use crud_test_databases::{Database, Kind, on_each};

use super::App;
use crate::config::Settings;
use crate::migrate::Migrations;
use crate::migrate::folder::Folder;
use crate::migrate::intent::Intents;
use crate::migrate::make::Maker;
use crate::migrate::render::Manner;
use crate::model::Table;
use crate::sql::Dialect;
use crate::sql::ddl_tests::{LINES, ORDERS, THINGS};
use crate::sql::shape::Schema;
use crate::store::Run;
use crate::store::fixture::SHARED;
use crate::{Db, Error, cli};

fn app(tables: &[&'static Table]) -> App {
    let mut app = App::new("things");
    app.core.tables.extend_from_slice(tables);
    app
}

fn settings(database: &Database, auto_migrate: bool) -> Settings {
    let mut settings = App::new("things").core.default_settings();
    settings.database_url = database.url_with("");
    settings.auto_migrate = Some(auto_migrate);
    settings
}

async fn run(database: &Database, sql: &str) {
    let db = Db::connect(&database.url_with("")).await.expect("it opens");
    let mut session = db.session().await.expect("a session");
    session.run(Run(sql.to_owned())).await.expect("the statement runs");
    session.close().await;
    db.close().await;
}

async fn checked(app: App, database: &Database, flags: &[&str]) -> Result<(), String> {
    let url = database.url_with("");
    let arguments = ["things", "check", "--database-url", &url];
    let arguments: Vec<_> = arguments.iter().chain(flags).map(Into::into).collect();
    cli::run(Arc::new(app.core), Vec::new(), arguments).await.map_err(|error| error.to_string())
}

async fn started(app: App, database: &Database, auto_migrate: bool) -> Result<(), String> {
    match app.core.open(&settings(database, auto_migrate)).await {
        Ok(db) => {
            db.close().await;
            Ok(())
        }
        Err(Error::Config(message)) => Err(message),
        Err(error) => panic!("{error}"),
    }
}

/// Writes the migrations that make these tables.
fn write(folder: &Path, dialect: Dialect, tables: &[&'static Table]) {
    let maker = Maker {
        folder: &Folder::read(folder).expect("a folder"),
        dialects: &[dialect],
        name: "more",
        now: DateTime::UNIX_EPOCH,
    };
    let schema = Schema::of(tables);
    let draft = maker.diff(&schema, &Intents::default(), Manner::Whole).expect("a migration");
    for (path, text) in draft.files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
}

fn dialect(kind: Kind) -> Dialect {
    let named = |dialect: &Dialect| dialect.name() == kind.name();
    Dialect::ALL.into_iter().find(named).expect("a dialect")
}

#[tokio::test]
async fn a_database_that_drifted_is_told_and_not_misread() {
    on_each(SHARED, async |database| {
        let ours = || app(&[&THINGS]);
        started(ours(), database, true).await.expect("it makes its tables");
        checked(ours(), database, &[]).await.expect("all is as it was made");
        run(database, "CREATE INDEX somebodys ON things (small)").await;
        checked(ours(), database, &[]).await.expect("an index does no harm");
        let index = match database.kind() {
            Kind::Mysql => "DROP INDEX ix_things_day_time ON things",
            _ => "DROP INDEX ix_things_day_time",
        };
        run(database, index).await;
        let told = checked(ours(), database, &[]).await.expect_err("an index is gone");
        assert!(
            told.contains("table `things`: the index `ix_things_day_time` is missing"),
            "{told}"
        );
        started(ours(), database, false).await.expect("it can live without");
        run(database, "ALTER TABLE things DROP COLUMN file").await;
        for told in [
            started(ours(), database, true).await,
            started(ours(), database, false).await,
            checked(ours(), database, &[]).await,
        ] {
            let told = told.expect_err("a column is gone");
            assert!(told.contains("the column `file` is missing"), "{told}");
        }
    })
    .await;
}

#[tokio::test]
async fn structs_snapshot_and_database_are_held_against_each_other() {
    on_each(SHARED, async |database| {
        let folder = tempfile::tempdir().expect("a folder");
        let app = |tables: &[&'static Table]| app(tables).migrations(Migrations::at(folder.path()));
        write(folder.path(), dialect(database.kind()), &[&THINGS]);
        let told = checked(app(&[&THINGS]), database, &["--auto-migrate=false"]).await;
        assert!(told.expect_err("nothing is applied").contains("things migrate up"));
        checked(app(&[&THINGS]), database, &["--auto-migrate"]).await.expect("it will be");
        let told = started(app(&[&THINGS]), database, false).await;
        assert!(told.expect_err("nothing is applied").contains("things migrate up"));
        started(app(&[&THINGS]), database, true).await.expect("it is applied");
        checked(app(&[&THINGS]), database, &["--auto-migrate=false"]).await.expect("all is one");
        // The structs go ahead.
        let all: &[&'static Table] = &[&THINGS, &ORDERS, &LINES];
        let told = checked(app(all), database, &["--auto-migrate"]).await;
        let told = told.expect_err("a migration is missing");
        for part in [
            "a migration is missing",
            "table `lines`: is not in schema.json",
            "the database has no table orders, lines: no migration makes it",
        ] {
            assert!(told.contains(part), "{told}");
        }
        started(app(all), database, true).await.expect_err("there are no such tables");
        write(folder.path(), dialect(database.kind()), all);
        started(app(all), database, true).await.expect("now there are");
        checked(app(all), database, &["--auto-migrate=false"]).await.expect("all is one again");
    })
    .await;
}

#[test]
fn a_test_fails_when_a_migration_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = |tables: &[&'static Table]| app(tables).migrations(Migrations::at(folder.path()));
    write(folder.path(), Dialect::Sqlite, &[&THINGS]);
    app(&[&THINGS]).assert_migrated();
    let all = app(&[&THINGS, &ORDERS, &LINES]);
    let panic = catch_unwind(AssertUnwindSafe(|| all.assert_migrated())).expect_err("it fails");
    let said = panic.downcast_ref::<String>().expect("a text");
    assert!(said.contains("things migrate diff"), "{said}");
    assert!(said.contains("table `orders`: is not in schema.json"), "{said}");
    let none = super::App::new("things");
    let panic = catch_unwind(AssertUnwindSafe(|| none.assert_migrated())).expect_err("it fails");
    drop(panic);
}
