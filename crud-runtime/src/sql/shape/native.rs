//! What stands in the SQL of one database instead of what we would write there.

use serde::{Deserialize, Serialize};

use crate::model;
use crate::sql::Dialect;

/// A spelling for each database that has one of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Native {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sqlite: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) postgres: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mysql: Option<String>,
}

impl Native {
    pub(super) fn of(native: model::Native) -> Self {
        Self {
            sqlite: native.sqlite.map(str::to_owned),
            postgres: native.postgres.map(str::to_owned),
            mysql: native.mysql.map(str::to_owned),
        }
    }

    /// The spelling on this database, where it has one of its own.
    pub(crate) fn on(&self, dialect: Dialect) -> Option<&str> {
        match dialect {
            Dialect::Sqlite => self.sqlite.as_deref(),
            Dialect::Postgres => self.postgres.as_deref(),
            Dialect::Mysql => self.mysql.as_deref(),
        }
    }

    /// Whether no database has a spelling of its own.
    pub(crate) fn is_none(&self) -> bool {
        *self == Self::default()
    }
}
