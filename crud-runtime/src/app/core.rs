//! The parts of an application that every way of running it needs.

use std::sync::Arc;

use ::http::header::{CONTENT_TYPE, HOST};
use ::http::{Method, Request};
use axum::Router;
use axum::body::Body;
use http_body_util::BodyExt as _;

use super::{check, documents};
use crate::config::Settings;
use crate::export::{Api, Route};
use crate::http::front::{Front, FrontLayer};
use crate::http::{self, Service};
use crate::migrate::Migrations;
use crate::migrate::apply::Steps;
use crate::model::Table;
use crate::{Db, Error, Result};

/// The parts of an application that every way of running it needs.
pub(crate) struct Core {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) description: String,
    pub(crate) tables: Vec<&'static Table>,
    pub(crate) merged: Vec<Router>,
    pub(crate) routes: Vec<Route>,
    pub(crate) defaults: Vec<Change>,
    /// How the tables of a database that is there become those of the entities.
    pub(crate) migrations: Option<Migrations>,
    /// Tables that are to be deleted.
    pub(crate) dropped: Vec<String>,
    /// The steps in Rust that they name.
    pub(crate) steps: Steps,
}

/// A change of the settings.
type Change = Box<dyn Fn(&mut Settings) + Send + Sync>;

impl Core {
    pub(crate) fn new(name: String) -> Self {
        Self {
            name,
            version: "0.1.0".to_owned(),
            description: String::new(),
            tables: Vec::new(),
            merged: Vec::new(),
            routes: Vec::new(),
            defaults: Vec::new(),
            migrations: None,
            dropped: Vec::new(),
            steps: Steps::default(),
        }
    }

    /// The settings before flags, environment and file.
    pub(crate) fn default_settings(&self) -> Settings {
        let mut settings = Settings::new(&self.name);
        self.defaults.iter().for_each(|change| change(&mut settings));
        settings
    }

    /// What documents are made from.
    pub(crate) fn api(&self) -> Api {
        Api {
            name: self.name.clone(),
            version: self.version.clone(),
            description: self.description.clone(),
            base: String::new(),
            tables: self.tables.clone(),
            routes: self.routes.clone(),
        }
    }

    /// Refuses an application whose parts contradict each other.
    pub(crate) fn check(&self) -> Result<()> {
        check::check(&self.tables, &self.routes)
    }

    /// Opens the database and makes sure of its tables.
    pub(crate) async fn open(&self, settings: &Settings) -> Result<Db> {
        self.check()?;
        let db = Db::connect(&settings.database_url).await?;
        self.prepare(&db, settings).await?;
        Ok(db)
    }

    /// Applies migrations, or creates missing tables where there are no migrations; or demands
    /// that nothing is missing.
    pub(crate) async fn prepare(&self, db: &Db, settings: &Settings) -> Result<()> {
        // The database at hand decides: the settings' URL may be another's.
        let is_auto = settings.auto_migrate.unwrap_or_else(|| db.is_embedded());
        let has_migrations = self.migrate(db, is_auto).await?;
        if is_auto && !has_migrations {
            return db.create_tables(&self.tables).await;
        }
        let missing = db.missing_tables(&self.tables).await?;
        if missing.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = missing.iter().map(|table| table.name).collect();
        let remedy = if has_migrations {
            format!("no migration makes it: write one with `{} migrate diff`", self.name)
        } else {
            "start with --auto-migrate to create what is missing".to_owned()
        };
        Err(Error::Config(format!("the database has no table {}: {remedy}", names.join(", "))))
    }

    /// What a server of ours serves.
    pub(crate) fn front(self: &Arc<Self>, db: &Db, settings: &Settings) -> Front<Router> {
        Front::new(self.plain(db, settings), settings)
    }

    /// Answers a request that reads, inside this process: its status, and its body as text. With
    /// a body it is a `QUERY`.
    pub(crate) async fn answer(
        self: &Arc<Self>,
        db: &Db,
        settings: &Settings,
        path: &str,
        body: Option<&str>,
    ) -> Result<(u16, String)> {
        let method = match body {
            None => Method::GET,
            Some(_) if path.ends_with(":query") => Method::POST,
            Some(_) => Method::QUERY,
        };
        let request = Request::builder().method(method).uri(path).header(HOST, "localhost");
        let request = request.header(CONTENT_TYPE, "application/json");
        let request = request.body(Body::from(body.unwrap_or_default().to_owned()));
        let request = request
            .map_err(|error| Error::Config(format!("{path} is no path of a request: {error}")))?;
        let response = self.front(db, settings).handle(request, None).await;
        let (head, body) = response.into_parts();
        let body = body
            .collect()
            .await
            .map_err(|error| Error::Config(format!("the answer to {path} breaks off: {error}")))?;
        Ok((head.status.as_u16(), String::from_utf8_lossy(&body.to_bytes()).into_owned()))
    }

    /// What a server of the user's serves.
    pub(crate) fn nested(self: &Arc<Self>, db: &Db, settings: &Settings) -> Router {
        self.plain(db, settings).layer(FrontLayer(Front::new((), settings)))
    }

    fn plain(self: &Arc<Self>, db: &Db, settings: &Settings) -> Router {
        let service = Arc::new(Service {
            db: db.clone(),
            tables: self.tables.clone(),
            documents: documents::documents(self, settings),
            problem_base: settings.problem_base_url.clone(),
        });
        self.merged.iter().fold(http::router(&service), |all, own| all.merge(own.clone()))
    }
}
