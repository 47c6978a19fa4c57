//! What a program with entities needs: `use crud_runtime::prelude::*;`
//!
//! Crates are re-exported whole, `tokio` for `#[tokio::main]`, so that `crud-runtime` can be the
//! only dependency.

pub use crate::model::{Change, Crud, Json};
pub use crate::{App, Context, Db, Executor, TestApp, Transaction};
pub use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
pub use rust_decimal::Decimal;
pub use uuid::Uuid;
pub use {axum, chrono, clap, schemars, serde, serde_json, tokio, tracing};
