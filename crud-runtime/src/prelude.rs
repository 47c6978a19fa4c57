//! What an application names: `use crud_runtime::prelude::*;`
//!
//! Crates are re-exported whole, `tokio` for `#[tokio::main]`, so that `crud-runtime` can be the
//! only dependency.

pub use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
pub use rust_decimal::Decimal;
pub use uuid::Uuid;
pub use {axum, clap, schemars, serde, serde_json, tokio};

pub use crate::model::{Change, Crud, Json};
pub use crate::{
    App, Context, Crud, CrudEnum, CrudType, Dao, Db, Executor, Related, TestApp, Transaction,
    migrations,
};
