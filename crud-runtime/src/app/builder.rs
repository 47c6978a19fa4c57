//! What an application is made of.

use std::future::Future;
use std::sync::Arc;

use axum::Router;
use futures_util::future::{BoxFuture, LocalBoxFuture};

use super::{Command, Context, Core, TestApp};
use crate::cli;
use crate::config::Settings;
use crate::export::Route;
use crate::model::Crud;
use crate::{Batch, Db, Migrations, Progress, Result};

/// An application: entities that are served, routes and commands of your own.
///
/// ```no_run
/// use crud_runtime::prelude::*;
///
/// # async fn doc() -> crud_runtime::Result<()> {
/// App::new("library").version("1.0.0").run().await
/// # }
/// ```
pub struct App {
    pub(super) core: Core,
    commands: Vec<Command>,
}

impl App {
    /// An application of this name, which its database file, documents and help carry.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { core: Core::new(name.into()), commands: Vec::new() }
    }

    /// The version that documents and `--version` show; `0.1.0` unless said.
    ///
    /// `App::new("library").version(env!("CARGO_PKG_VERSION"))` takes that of your package.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.core.version = version.into();
        self
    }

    /// What the application is for, in Markdown, for documents and `--help`.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.core.description = description.into();
        self
    }

    /// Serves an entity.
    #[must_use]
    pub fn entity<T: Crud>(mut self) -> Self {
        self.core.tables.push(T::TABLE);
        self
    }

    /// Changes what settings are unless a flag, the environment or a file says otherwise.
    #[must_use]
    pub fn settings(mut self, change: impl Fn(&mut Settings) + Send + Sync + 'static) -> Self {
        self.core.defaults.push(Box::new(change));
        self
    }

    /// Has the tables made and changed by migrations.
    ///
    /// `migrate up` applies them, and so does the start where settings say so (`--auto-migrate`,
    /// the default on `SQLite`); elsewhere the application does not start before they are applied.
    /// Without migrations, missing tables are created as the structs say, and others left alone.
    ///
    /// ```no_run
    /// # use crud_runtime::prelude::*;
    /// # async fn doc() -> crud_runtime::Result<()> {
    /// App::new("library").migrations(migrations!("migrations")).run().await
    /// # }
    /// ```
    #[must_use]
    pub fn migrations(mut self, migrations: Migrations) -> Self {
        self.core.migrations = Some(migrations);
        self
    }

    /// Says that a table which has no entity any more is to be deleted with all its records: the
    /// next migration does so. That an entity is not listed says nothing by itself.
    ///
    /// ```no_run
    /// # use crud_runtime::prelude::*;
    /// # async fn doc() -> crud_runtime::Result<()> {
    /// App::new("library").migrations(migrations!("migrations")).dropped("loans").run().await
    /// # }
    /// ```
    #[must_use]
    pub fn dropped(mut self, table: impl Into<String>) -> Self {
        self.core.dropped.push(table.into());
        self
    }

    /// Adds a step in Rust, which a migration names in a line `-- crud: rust NAME`: for data that
    /// a statement cannot move. [`Batch`] shows one.
    #[must_use]
    pub fn step<W, F>(mut self, name: impl Into<String>, work: W) -> Self
    where
        W: Fn(Batch) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Progress>> + Send + 'static,
    {
        self.core.steps.add(name.into(), work);
        self
    }

    /// Serves routes of your own beside those of the entities, and describes them in the document.
    ///
    /// Requests reach them within the same limits; give the router its state first
    /// (`Router::with_state`). A path that an entity has already makes axum panic.
    #[must_use]
    pub fn merge(mut self, router: Router, described: impl IntoIterator<Item = Route>) -> Self {
        self.core.merged.push(router);
        self.core.routes.extend(described);
        self
    }

    /// Adds a command to the application's binary.
    ///
    /// ```no_run
    /// use crud_runtime::clap::{Arg, Command};
    /// use crud_runtime::prelude::*;
    ///
    /// /// Reads books from a file.
    /// async fn import(context: Context) -> crud_runtime::Result<()> {
    ///     let file = context.matches().get_one::<String>("FILE");
    ///     let db = context.db().await?;
    ///     // …
    ///     db.close().await;
    ///     Ok(())
    /// }
    ///
    /// # async fn doc() -> crud_runtime::Result<()> {
    /// let command = Command::new("import").about("Reads books").arg(Arg::new("FILE"));
    /// App::new("library").command(command, import).run().await
    /// # }
    /// ```
    #[must_use]
    pub fn command<F, R, E>(mut self, command: clap::Command, handler: F) -> Self
    where
        F: FnOnce(Context) -> R + 'static,
        R: Future<Output = Result<(), E>> + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.commands.push(Command::new(command, handler));
        self
    }

    /// Does what the command line says: `serve` unless it names another command.
    ///
    /// # Errors
    /// Whatever keeps the command from doing its work; `main` can return it, and its message says
    /// what to do.
    pub async fn run(self) -> Result<()> {
        self.running().await
    }

    /// The compiler makes the code of a future where it is first polled. Behind `dyn Future` that
    /// is here: the server is not compiled anew with every application.
    fn running(self) -> LocalBoxFuture<'static, Result<()>> {
        let Self { core, commands } = self;
        Box::pin(cli::run(Arc::new(core), commands, std::env::args_os()))
    }

    /// A router that serves the application from a database, for a server of your own.
    ///
    /// Nest it anywhere (`Router::nest("/api", …)`): `Location`, `Link` and the documents name the
    /// whole path. The limits on requests hold; those on connections are your server's matter.
    /// Settings come from [`App::settings`] alone. Missing tables are created on `SQLite`, as
    /// `serve` does.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) when entities contradict each other or the database's tables.
    pub async fn router(self, db: &Db) -> Result<Router> {
        self.routing(db).await
    }

    fn routing(self, db: &Db) -> BoxFuture<'_, Result<Router>> {
        Box::pin(async move {
            let settings = self.core.default_settings();
            self.core.check()?;
            self.core.prepare(db, &settings).await?;
            Ok(Arc::new(self.core).nested(db, &settings))
        })
    }

    /// The application with a database of its own that vanishes with it, and a client that needs
    /// no network.
    ///
    /// The database is `SQLite` in memory, unless the environment variable `TEST_DATABASE_URL` names
    /// another.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) when entities contradict each other, and whatever the database reports.
    pub async fn test(self) -> Result<TestApp> {
        self.testing().await
    }

    fn testing(self) -> BoxFuture<'static, Result<TestApp>> {
        Box::pin(TestApp::start(Arc::new(self.core)))
    }
}
