//! The database that an application works with.

use std::fmt;
use std::sync::Arc;

use super::connection::{Connection, Shared};
use super::dao;
use super::executor::Handle;
#[cfg(feature = "mysql")]
use super::mysql;
#[cfg(feature = "network")]
use super::network;
#[cfg(feature = "postgres")]
use super::postgres;
use super::session::{self, Session};
#[cfg(feature = "sqlite")]
use super::sqlite;
use super::task::Work;
use super::transaction::{Home, Lease, Returned, Transaction};
use crate::error::{Error, Result};
use crate::model::Table;
use crate::sql::Dialect;

/// How often [`Db::transaction`] runs its closure at most.
const ATTEMPTS: u32 = 5;

/// A database and the connections to it; clones share them.
///
/// ```
/// # use crud_runtime::Db;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> crud_runtime::Result<()> {
/// let db = Db::connect("sqlite::memory:").await?;
/// db.ping().await?;
/// db.close().await;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Db {
    driver: Driver,
    shared: Arc<Shared>,
}

/// The kinds of databases.
#[derive(Clone)]
enum Driver {
    #[cfg(feature = "sqlite")]
    Sqlite(sqlite::Database),
    #[cfg(feature = "network")]
    Network(network::Database),
}

impl Db {
    /// Opens a database.
    ///
    /// `sqlite:library.db` is a file, made when there is none; `sqlite::memory:` is a database
    /// that goes with its last handle. `postgres://user:password@host:5432/library` and
    /// `mysql://user:password@host:3306/library` are databases of a server, with `%40` and the
    /// like for what a URL cannot hold; their drivers are features of this crate, `postgres` and
    /// `mysql`. Options follow a `?` and are joined by `&`:
    ///
    /// | option | of | meaning |
    /// |---|---|---|
    /// | `timeout` | all | milliseconds that a statement may take: 30000 |
    /// | `transaction_timeout` | all | milliseconds that a transaction may stay open: 10000 |
    /// | `mode` | `SQLite` | `rwc` makes a missing file (the default), `rw` does not, `ro` reads alone, `memory` ignores the file's name |
    /// | `synchronous` | `SQLite` | `full`: a write that was answered survives a loss of power (the default); `normal`: the last ones may be lost; `off`: the file may be |
    /// | `busy_timeout` | `SQLite` | milliseconds to wait for another process that writes: 5000 |
    /// | `readers` | `SQLite` | connections that read: as many as cores, at least 4 |
    /// | `connections` | servers | connections at most, opened as they are needed: 10 |
    /// | `acquire_timeout` | servers | milliseconds to wait for a connection that others use: 5000 |
    /// | `connect_timeout` | servers | milliseconds that opening a connection may take: 5000 |
    /// | `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `host`, `application_name` | `PostgreSQL` | as for libpq; `sslmode` is `prefer` unless it is given |
    /// | `ssl-mode`, `ssl-ca`, `ssl-cert`, `ssl-key`, `socket` | `MySQL` | as for its own clients; `ssl-mode` is `PREFERRED` unless it is given |
    ///
    /// # Errors
    /// [`Error::Config`] when the URL is not understood, the file cannot be opened, or the server
    /// refuses the user or knows no such database; it says what to do. [`Error::Unavailable`] when
    /// the server does not answer.
    pub async fn connect(url: &str) -> Result<Self> {
        match url.split_once(':') {
            #[cfg(feature = "sqlite")]
            Some(("sqlite", rest)) => Self::in_process(sqlite::Options::parse(rest)?).await,
            #[cfg(feature = "postgres")]
            Some(("postgres" | "postgresql", _)) => {
                let endpoint = network::Endpoint::Postgres(postgres::Options::parse(url)?);
                Self::over_network(endpoint).await
            }
            #[cfg(feature = "mysql")]
            Some(("mysql" | "mariadb", _)) => {
                let endpoint = network::Endpoint::Mysql(mysql::Options::parse(url)?);
                Self::over_network(endpoint).await
            }
            Some((scheme, _)) => Err(unknown(scheme)),
            None => Err(Error::Config(format!(
                "`{url}` is no database URL: for a file, write `sqlite:{url}`"
            ))),
        }
    }

    #[cfg(feature = "sqlite")]
    async fn in_process(options: sqlite::Options) -> Result<Self> {
        let opened = tokio::task::spawn_blocking(move || sqlite::Database::open(&options))
            .await
            .map_err(|error| Error::Database(Box::new(error)))?;
        let (database, shared) = opened?;
        Ok(Self { driver: Driver::Sqlite(database), shared })
    }

    #[cfg(feature = "network")]
    async fn over_network(endpoint: network::Endpoint) -> Result<Self> {
        let (database, shared) = network::Database::open(endpoint).await?;
        Ok(Self { driver: Driver::Network(database), shared })
    }

    /// Opens a database to see what is in it. Nothing is written there, not even what others keep
    /// there to know each other by.
    pub(crate) async fn look(url: &str) -> Result<Self> {
        match url.split_once(':') {
            #[cfg(feature = "sqlite")]
            Some(("sqlite", rest)) => {
                Self::in_process(sqlite::Options::parse(rest)?.reading()).await
            }
            #[cfg(feature = "postgres")]
            Some(("postgres" | "postgresql", _)) => {
                let options = postgres::Options::parse(url)?;
                Ok(Self::unknown(network::Endpoint::Postgres(options)))
            }
            #[cfg(feature = "mysql")]
            Some(("mysql" | "mariadb", _)) => {
                let options = mysql::Options::parse(url)?;
                Ok(Self::unknown(network::Endpoint::Mysql(options)))
            }
            // It says what is wrong.
            _ => Self::connect(url).await,
        }
    }

    #[cfg(feature = "network")]
    fn unknown(endpoint: network::Endpoint) -> Self {
        let (database, shared) = network::Database::unknown(endpoint);
        Self { driver: Driver::Network(database), shared }
    }

    /// Creates the tables that are not there yet, in the order of their references, and compares
    /// those that are with their descriptions.
    ///
    /// # Errors
    /// [`Error::Config`] when a table stands in the database in another shape, naming the
    /// difference.
    pub async fn create_tables(&self, tables: &[&'static Table]) -> Result<()> {
        self.shared.add_tables(tables);
        let tables = tables.to_vec();
        self.write(dao::CreateTables(tables)).await
    }

    /// Compares the tables that are there with their descriptions, changes nothing, and returns
    /// those that are missing.
    ///
    /// # Errors
    /// [`Error::Config`] with every table that stands in the database in another shape.
    pub async fn missing_tables(&self, tables: &[&'static Table]) -> Result<Vec<&'static Table>> {
        self.shared.add_tables(tables);
        let tables = tables.to_vec();
        self.read(false, dao::MissingTables(tables)).await
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// The error of the database when there is none.
    pub async fn ping(&self) -> Result<()> {
        self.read(true, Ping).await
    }

    /// Finishes what is under way and closes all connections; whatever is asked afterwards, by
    /// clones too, is [`Error::Unavailable`].
    pub async fn close(&self) {
        match &self.driver {
            #[cfg(feature = "sqlite")]
            Driver::Sqlite(database) => database.close().await,
            #[cfg(feature = "network")]
            Driver::Network(database) => database.close().await,
        }
    }

    /// Begins a transaction. It is rolled back unless [`Transaction::commit`] is called, and when
    /// it stays open for longer than it may (`transaction_timeout`).
    ///
    /// What the transaction has read does not change while it is open, and it overwrites nothing
    /// that others changed since: that is [`Error::Busy`], and [`transaction`](Self::transaction)
    /// begins anew by itself. Two transactions may still each read what the other writes, as long
    /// as they write different records (*write skew*): where a rule spans records, write one of
    /// them in both, or let a constraint hold it.
    ///
    /// On `SQLite` nobody else writes meanwhile, and a database in memory is one connection, so
    /// that nobody else reads either: inside, use the transaction and wait for nothing else.
    ///
    /// ```
    /// # use crud_runtime::prelude::*;
    /// # #[derive(Crud)]
    /// # #[crud(allow(all = public))]
    /// # pub struct Book {
    /// #     #[crud(primary_key, auto)]
    /// #     pub id: i64,
    /// #     #[crud(filter, sort)]
    /// #     pub title: String,
    /// #     #[crud(filter, sort)]
    /// #     pub stars: Option<i32>,
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> crud_runtime::Result<()> {
    /// # let db = Db::connect("sqlite::memory:").await?;
    /// # db.create_tables(&[Book::TABLE]).await?;
    /// let mut transaction = db.begin().await?;
    /// Book::create(&mut transaction, NewBook { title: "Kept".to_owned(), stars: None }).await?;
    ///
    /// let mut savepoint = transaction.begin().await?;
    /// Book::create(&mut savepoint, NewBook { title: "Given up".to_owned(), stars: None }).await?;
    /// savepoint.rollback();
    ///
    /// transaction.commit().await?;
    /// assert_eq!(Book::count(&db).await?, 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Busy`] when another process keeps the database from being written;
    /// [`Error::Unavailable`] when there is no connection to be had.
    pub async fn begin(&self) -> Result<Transaction<'static>> {
        Ok(Transaction::new(self.lease().await?))
    }

    /// Runs a closure in a transaction: commits when it returns `Ok`, rolls back when it returns
    /// an error, and runs it again, five times at most, when the database was busy or the
    /// transaction lost to another. The closure must therefore have no effect elsewhere that
    /// cannot be had twice.
    ///
    /// The closure may borrow from around it, and gets the transaction as its own; `move` is not
    /// needed.
    ///
    /// ```
    /// # use crud_runtime::prelude::*;
    /// # #[derive(Crud)]
    /// # #[crud(allow(all = public))]
    /// # pub struct Book {
    /// #     #[crud(primary_key, auto)]
    /// #     pub id: i64,
    /// #     #[crud(filter, sort)]
    /// #     pub title: String,
    /// #     #[crud(filter, sort)]
    /// #     pub stars: Option<i32>,
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> crud_runtime::Result<()> {
    /// # let db = Db::connect("sqlite::memory:").await?;
    /// # db.create_tables(&[Book::TABLE]).await?;
    /// let titles = ["The Word for World Is Forest", "The Eye of the Heron"];
    /// let count = db
    ///     .transaction(async |mut transaction| {
    ///         for title in &titles {
    ///             let new = NewBook { title: title.to_string(), stars: None };
    ///             Book::create(&mut transaction, new).await?;
    ///         }
    ///         Book::count(&mut transaction).await
    ///     })
    ///     .await?;
    /// assert_eq!(count, 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the closure returns; [`Error::Timeout`] when the transaction stays open for longer
    /// than it may; the errors of the database.
    // An `AsyncFn(&mut Transaction)` would read alike, but futures of such closures that borrow
    // are not `Send` to the compiler (rust-lang/rust#110338), so that no handler could use them.
    pub async fn transaction<T, W, F>(&self, work: W) -> Result<T>
    where
        W: Fn(Transaction<'static>) -> F,
        F: Future<Output = Result<T>>,
    {
        let mut attempt = 1;
        loop {
            match self.attempt(&work).await {
                Err(Error::Busy) if attempt < ATTEMPTS => {
                    let pause = std::time::Duration::from_millis(10 << attempt);
                    tracing::debug!(attempt, "running a transaction again");
                    tokio::time::sleep(pause).await;
                    attempt += 1;
                }
                outcome => return outcome,
            }
        }
    }

    async fn attempt<T, W, F>(&self, work: &W) -> Result<T>
    where
        W: Fn(Transaction<'static>) -> F,
        F: Future<Output = Result<T>>,
    {
        let home = Home::default();
        let value = work(Transaction::lent(self.lease().await?, &home)).await?;
        match home.take() {
            Some(Returned::Open(lease)) => Transaction::new(lease).commit().await?,
            Some(Returned::Over) => {}
            // What it did is rolled back wherever it is.
            None => {
                return Err(Error::Unavailable(
                    "the closure kept the transaction beyond its end".to_owned(),
                ));
            }
        }
        Ok(value)
    }

    async fn lease(&self) -> Result<Lease> {
        match &self.driver {
            #[cfg(feature = "sqlite")]
            Driver::Sqlite(database) => Ok(Lease::Sqlite(database.begin().await?)),
            #[cfg(feature = "network")]
            Driver::Network(database) => Ok(Lease::Network(database.begin().await?)),
        }
    }

    /// A connection of one's own, outside of transactions and time limits.
    pub(crate) async fn session(&self) -> Result<Session> {
        match &self.driver {
            #[cfg(feature = "sqlite")]
            Driver::Sqlite(database) => Ok(Session::new(session::Held::Sqlite(database.clone()))),
            #[cfg(feature = "network")]
            Driver::Network(database) => {
                let session = Box::new(database.session().await?);
                Ok(Session::new(session::Held::Network(session)))
            }
        }
    }

    /// Whose SQL the database speaks.
    pub(crate) fn dialect(&self) -> Dialect {
        match &self.driver {
            #[cfg(feature = "sqlite")]
            Driver::Sqlite(_) => Dialect::Sqlite,
            #[cfg(feature = "network")]
            Driver::Network(database) => database.dialect(),
        }
    }

    /// Whether the database lives in this process, so that nobody else tends to its tables.
    pub(crate) fn is_embedded(&self) -> bool {
        match &self.driver {
            #[cfg(feature = "sqlite")]
            Driver::Sqlite(_) => true,
            #[cfg(feature = "network")]
            Driver::Network(_) => false,
        }
    }

    /// How many statements with an answer were run.
    #[cfg(test)]
    pub(crate) fn statements(&self) -> usize {
        self.shared.statements.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// What all connections share.
    pub(super) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// The key of record tags and cursors, kept in the database.
    pub(crate) fn secret(&self) -> &[u8; 16] {
        &self.shared.secret
    }

    /// This database as what statements run on.
    pub(crate) fn handle(&self) -> Handle<'_> {
        Handle::of_db(self)
    }

    /// Runs work that writes, in a transaction of its own.
    pub(super) async fn write<W: Work>(&self, work: W) -> Result<W::Output> {
        match &self.driver {
            #[cfg(feature = "sqlite")]
            Driver::Sqlite(database) => database.write(work).await,
            #[cfg(feature = "network")]
            // In a box, because it is larger than what a request that reads needs in all.
            Driver::Network(database) => Box::pin(database.write(work)).await,
        }
    }

    /// Runs work that reads; `bounded` says that it is short.
    pub(super) async fn read<W: Work>(&self, bounded: bool, work: W) -> Result<W::Output> {
        match &self.driver {
            #[cfg(feature = "sqlite")]
            Driver::Sqlite(database) => database.read(bounded, work).await,
            #[cfg(feature = "network")]
            Driver::Network(database) => database.read(work).await,
        }
    }

    /// How many connections that read nobody has borrowed, and how many there are.
    #[doc(hidden)]
    #[must_use]
    pub fn idle_readers(&self) -> (usize, usize) {
        match &self.driver {
            #[cfg(feature = "sqlite")]
            Driver::Sqlite(database) => database.idle_readers(),
            #[cfg(feature = "network")]
            Driver::Network(database) => database.idle(),
        }
    }
}

/// The error of a scheme that no driver here takes.
fn unknown(scheme: &str) -> Error {
    let feature = match scheme {
        "sqlite" => "sqlite",
        "postgres" | "postgresql" => "postgres",
        "mysql" | "mariadb" => "mysql",
        _ => {
            return Error::Config(format!(
                "no database is called `{scheme}:`: write `sqlite:library.db`, \
                 `postgres://user:password@host/database` or `mysql://user:password@host/database`"
            ));
        }
    };
    Error::Config(format!(
        "`{scheme}:` needs a driver that is not built in: add \"{feature}\" to the features of \
         crud-runtime in Cargo.toml"
    ))
}

/// A sign of life.
struct Ping;

impl Work for Ping {
    type Output = ();

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        connection.run("SELECT 1").await
    }
}

impl fmt::Debug for Db {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Db").finish_non_exhaustive()
    }
}
