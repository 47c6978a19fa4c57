//! The routes alone, for this project's own suites.

use std::sync::Arc;

use axum::Router;

use super::service::{BODY_LIMIT, Service};
use crate::Db;
use crate::model::Table;

/// The routes of these tables over a database.
pub fn router(db: Db, tables: &[&'static Table]) -> Router {
    let tables = tables.to_vec();
    let documents = Vec::new();
    let service = Service { db, tables, documents, problem_base: None, body_limit: BODY_LIMIT };
    super::router(&Arc::new(service))
}
