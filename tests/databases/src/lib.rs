//! A database of its own for each test, on each kind of server, gone when the test is.

mod kind;
mod server;

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::FutureExt as _;

pub use kind::Kind;
pub use server::{drop_database, run_script};

/// Runs a test on a new database of each of these kinds; where one fails, the others still run.
///
/// # Panics
/// With the first panic of the test.
pub async fn on_each(kinds: &[Kind], test: impl AsyncFn(&Database)) {
    let mut failure = None;
    for &kind in kinds.iter().filter(|kind| kind.is_tested()) {
        println!("on {kind:?}");
        let outcome = async { test(&Database::new(kind).await).await };
        if let Err(panic) = AssertUnwindSafe(outcome).catch_unwind().await {
            println!("failed on {kind:?}");
            failure.get_or_insert(panic);
        }
    }
    if let Some(panic) = failure {
        resume_unwind(panic);
    }
}

/// A new and empty database. It is dropped with this, when a test panics too.
#[derive(Debug)]
pub struct Database {
    kind: Kind,
    url: String,
    folder: Option<tempfile::TempDir>,
}

impl Database {
    /// Makes one.
    ///
    /// # Panics
    /// When the server does not.
    pub async fn new(kind: Kind) -> Self {
        Self::owned_by(kind, std::process::id()).await
    }

    /// Makes one that `tests/servers` takes for a leftover once this process is gone.
    ///
    /// # Panics
    /// When the server does not make it.
    pub async fn owned_by(kind: Kind, process: u32) -> Self {
        let mut folder = None;
        let url = match kind {
            Kind::Memory => "sqlite::memory:".to_owned(),
            Kind::File => {
                let folder = folder.insert(tempfile::tempdir().expect("a folder"));
                format!("sqlite:{}", folder.path().join("test.db").display())
            }
            Kind::Postgres | Kind::Mysql => server::create_database(kind, &name(process)).await,
        };
        Self { kind, url, folder }
    }

    /// What `Db::connect` takes.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same with these options, `name=value` joined by `&`, and with a few connections alone:
    /// each test has its own, and a server has room for some hundred.
    #[must_use]
    pub fn url_with(&self, options: &str) -> String {
        let mut url = self.url.clone();
        let few = if self.kind.is_served() { "connections=4" } else { "" };
        for option in [few, options].into_iter().filter(|option| !option.is_empty()) {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(option);
        }
        url
    }

    /// Ends all sessions that are connected to it.
    ///
    /// # Panics
    /// When the server does not.
    pub async fn end_sessions(&self) {
        if self.kind.is_served() {
            server::end_sessions(&self.url).await.expect("the administrator may");
        }
    }

    /// On what it stands.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The folder of a file's database.
    #[must_use]
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.folder.as_ref().map(tempfile::TempDir::path)
    }

    /// Leaves the database to whoever knows its URL.
    #[must_use]
    pub fn keep(mut self) -> String {
        self.kind = Kind::Memory;
        self.folder.take().map(tempfile::TempDir::keep);
        std::mem::take(&mut self.url)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if !self.kind.is_served() {
            return;
        }
        let url = std::mem::take(&mut self.url);
        // A runtime cannot wait for another on its own thread.
        let dropped = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime")
                .block_on(drop_database(&url))
        });
        if let Ok(Err(error)) = dropped.join() {
            // A test that failed has said why already; one that passed leaves work to the next
            // start of the servers, which is no fault of what was tested.
            eprintln!("a test's database stays: {error}");
        }
    }
}

/// No other test's, on no other machine that shares the server.
fn name(process: u32) -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |age| age.as_nanos());
    format!("crud_test_{process}_{number}_{now:x}")
}
