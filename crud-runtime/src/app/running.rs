//! A server at work.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::Core;
use crate::config::Settings;
use crate::http::server;
use crate::{Db, Result};

/// A server at work in this process; [`Running::stop`] ends it.
pub struct Running {
    address: SocketAddr,
    db: Db,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    pub(crate) async fn start(core: &Arc<Core>, settings: &Settings) -> Result<Self> {
        let db = core.open(settings).await?;
        let listener = server::bind(&settings.bind).await?;
        let address = listener.local_addr().map_err(|source| {
            let context = format!("cannot listen on {}", settings.bind);
            crate::Error::Io { context, source }
        })?;
        let front = core.front(&db, settings);
        let limits = settings.limits.clone();
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(server::serve(listener, front, limits, async {
            // A `Running` that is dropped without `stop` stops the server as well.
            let _ = stopped.await;
        }));
        Ok(Self { address, db, stop, task })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens, as a URL without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Lets requests in flight be answered, then ends the server and closes the database.
    pub async fn stop(self) {
        // The receiver is only gone when the server has ended already.
        let _ = self.stop.send(());
        if let Err(error) = self.task.await {
            tracing::error!("the server: {error}");
        }
        self.db.close().await;
    }
}

/// Ready when the process is told to stop: Ctrl-C, or SIGTERM from whatever supervises it.
///
/// A second signal ends the process at once.
pub(crate) async fn stop_signal() {
    signal().await;
    tracing::info!("stopping: requests in flight are answered; press Ctrl-C again to end at once");
    tokio::spawn(async {
        signal().await;
        std::process::exit(130);
    });
}

async fn signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without a handler the signal ends the process by itself.
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => interrupt.await,
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
