//! Fields and types whose names are keywords.

use crud_runtime::prelude::*;

/// A keyword.
#[derive(Crud)]
#[crud(allow(all = public), index(r#type, r#ref), order_by(r#type))]
pub struct r#Match {
    /// The key.
    #[crud(primary_key, auto)]
    pub id: i64,
    /// What kind it is.
    #[crud(filter)]
    pub r#type: String,
    /// What it refers to.
    #[crud(references = r#Match)]
    pub r#ref: Option<i64>,
}

/// A choice of keywords.
#[derive(CrudEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum r#Loop {
    /// `while`
    r#While,
    /// `for`
    r#For,
}
