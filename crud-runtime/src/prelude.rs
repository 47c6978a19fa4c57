//! What an application names: `use crud_runtime::prelude::*;`

pub use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
pub use rust_decimal::Decimal;
pub use uuid::Uuid;
pub use {schemars, serde, tokio};

pub use crate::model::{Change, Crud, Json};
pub use crate::{Crud, CrudEnum, CrudType, Dao, Db, Executor, Transaction};
