//! Databases for the store's tests: one of each kind whose driver is compiled in.

use crud_test_databases::{Database, Kind, on_each};

use super::Db;
use crate::model::Table;

/// The kinds that a test of the store runs on.
pub(crate) const KINDS: &[Kind] = &[
    #[cfg(feature = "sqlite")]
    Kind::Memory,
    #[cfg(feature = "sqlite")]
    Kind::File,
    #[cfg(feature = "postgres")]
    Kind::Postgres,
    #[cfg(feature = "mysql")]
    Kind::Mysql,
];

/// Those of them where others read while a transaction is open.
pub(crate) const SHARED: &[Kind] = &[
    #[cfg(feature = "sqlite")]
    Kind::File,
    #[cfg(feature = "postgres")]
    Kind::Postgres,
    #[cfg(feature = "mysql")]
    Kind::Mysql,
];

/// A new database with these tables.
pub(crate) async fn open(database: &Database, options: &str, tables: &[&'static Table]) -> Db {
    let db = Db::connect(&database.url_with(options)).await.expect("the database opens");
    db.create_tables(tables).await.expect("the tables are made");
    db
}

/// Runs a test on each kind of database, with these tables in it.
pub(crate) async fn on_every_database(tables: &[&'static Table], test: impl AsyncFn(Db)) {
    on_each(KINDS, async |database| {
        let db = open(database, "", tables).await;
        test(db.clone()).await;
        db.close().await;
    })
    .await;
}
