//! Migrations that a program carries with it.

use crud_runtime::prelude::*;
use crud_runtime::{Migrations, Result};

/// What stands on the shelf.
#[derive(Crud)]
#[crud(allow(all = public), table = "books")]
struct Tome {
    /// The key.
    #[crud(primary_key)]
    id: i64,
    /// What it is called.
    title: Option<String>,
}

fn app(migrations: Migrations) -> App {
    App::new("shelf").entity::<Tome>().migrations(migrations)
}

const MAKE: &str = "CREATE TABLE books (id INTEGER NOT NULL PRIMARY KEY, title TEXT) STRICT;
                    INSERT INTO books VALUES (7, 'The Dispossessed');";

#[tokio::test]
async fn no_file_is_needed_where_it_runs() -> Result<()> {
    let files = &[("sqlite/20240101000000_make.up.sql", MAKE)];
    let carried = crud_runtime::__private::migrations("/no/such/folder", files, true);
    let db = Db::connect("sqlite::memory:").await?;
    let _ = app(carried).router(&db).await?;
    assert_eq!(Tome::find(&db, 7).await?.title.as_deref(), Some("The Dispossessed"));
    Ok(())
}

#[tokio::test]
async fn a_folder_of_the_package_is_carried() -> Result<()> {
    let db = Db::connect("sqlite::memory:").await?;
    let _ = app(migrations!("tests/migrate/migrations")).router(&db).await?;
    assert_eq!(Tome::find(&db, 8).await?.title.as_deref(), Some("Rocannon's World"));
    Ok(())
}

#[tokio::test]
async fn without_migrations_tables_are_made_as_the_structs_say() -> Result<()> {
    let db = Db::connect("sqlite::memory:").await?;
    let _ = app(migrations!("tests/migrate/nowhere")).router(&db).await?;
    assert_eq!(Tome::count(&db).await?, 0);
    Ok(())
}
