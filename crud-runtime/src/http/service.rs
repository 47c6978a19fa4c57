//! What all routes share: the database, the tables, the documents and the settings.

use crate::model::Table;
use crate::store::Db;

use super::document::Document;

/// The application as HTTP serves it.
pub(crate) struct Service {
    /// Where records are.
    pub(crate) db: Db,
    /// What is served; paths are unique.
    pub(crate) tables: Vec<&'static Table>,
    /// Documents besides the records.
    pub(crate) documents: Vec<Document>,
    /// What stands before `/problems` in `type`, where that is not this application.
    pub(crate) problem_base: Option<String>,
}
