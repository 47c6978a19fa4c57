//! Commands that the user adds to the application.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use clap::ArgMatches;
use futures_util::future::BoxFuture;

use super::{Core, Running};
use crate::config::Settings;
use crate::{Db, Error, Result};

/// A command with what it does.
pub(crate) struct Command {
    pub(crate) command: clap::Command,
    pub(crate) handler: Handler,
}

/// What a command does.
type Handler = Box<dyn FnOnce(Context) -> Pin<Box<dyn Future<Output = Result<()>>>>>;

impl Command {
    pub(crate) fn new<F, R, E>(command: clap::Command, handler: F) -> Self
    where
        F: FnOnce(Context) -> R + 'static,
        R: Future<Output = Result<(), E>> + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let handler: Handler = Box::new(|context| {
            let done = handler(context);
            Box::pin(async { done.await.map_err(|error| own(error.into())) })
        });
        Self { command, handler }
    }
}

/// An error of ours stays what it is.
fn own(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    error.downcast::<Error>().map_or_else(Error::Command, |error| *error)
}

/// What a command of your own works with.
pub struct Context {
    pub(crate) core: Arc<Core>,
    pub(crate) settings: Settings,
    pub(crate) given: Vec<&'static str>,
    pub(crate) matches: ArgMatches,
}

impl Context {
    /// The command's own arguments.
    #[must_use]
    pub fn matches(&self) -> &ArgMatches {
        &self.matches
    }

    /// The settings, from flags, environment, file and defaults.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether a setting, `database-url`, was given by flag, environment or file.
    #[must_use]
    pub fn is_given(&self, setting: &str) -> bool {
        self.given.contains(&setting)
    }

    /// The database, its tables checked, and created where settings say so.
    ///
    /// # Errors
    /// [`Error::Config`] when the database cannot be opened or its tables differ.
    pub async fn db(&self) -> Result<Db> {
        self.core.open(&self.settings).await
    }

    /// Serves the application inside this process, on a free port of this machine.
    ///
    /// # Errors
    /// As [`Context::db`], and [`Error::Io`] when there is no free port.
    pub async fn start(&self) -> Result<Running> {
        self.starting().await
    }

    /// Behind `dyn Future`, so that the server is compiled here and not in the application.
    fn starting(&self) -> BoxFuture<'_, Result<Running>> {
        let mut settings = self.settings.clone();
        "127.0.0.1:0".clone_into(&mut settings.bind);
        Box::pin(async move { Running::start(&self.core, &settings).await })
    }
}
