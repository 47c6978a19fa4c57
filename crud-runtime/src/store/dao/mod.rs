//! The operations on records of a table: what HTTP and the typed API both call.
//!
//! Concrete but for the form of the answer, JSON bytes or a row of values.

mod aggregate;
mod answered;
mod batch;
mod create_tables;
mod explain;
mod explain_raw;
mod form;
mod include;
mod keyed;
mod links;
mod nested;
mod page;
mod precondition;
mod read;
mod settle;
mod write;

#[cfg(test)]
mod tests;

pub(crate) use aggregate::{aggregate, aggregate_rows};
pub(crate) use create_tables::{CreateTables, MissingTables};
pub(crate) use explain_raw::explain_raw;
pub(crate) use form::{Projection, Record, Rows};
pub(crate) use include::{read_with, related};
pub(crate) use keyed::Keyed;
pub(crate) use links::{link, set_links, unlink};
pub(crate) use nested::{Child, Children, What, create_nested, patch_nested, replace_nested};
pub(crate) use page::{Listing, list, list_rows, list_rows_in};
pub(crate) use precondition::{Precondition, Tags};
pub(crate) use read::{count, exists, many_in_order, read};
pub(crate) use settle::Update;
pub(crate) use write::{assign, create, create_many, delete, patch, replace};
