//! What the tables of an application are, apart from its Rust: owned, comparable, and no more than
//! DDL says of them.
//!
//! A migration meets tables and columns that are no longer in the code. Whatever writes DDL
//! therefore reads shapes, and what a table has besides its columns is decided and named here
//! alone, so that an error of the database can be led back to the members that caused it.

mod column;
mod directed;
mod kind;
mod line;
mod name;
mod native;
mod rule;
mod schema;
mod table;

pub(crate) use column::{Column, Default};
pub(crate) use directed::Directed;
pub(crate) use kind::Kind;
pub(crate) use name::name as constraint_name;
pub(crate) use native::Native;
pub(crate) use rule::Rule;
pub(crate) use schema::Schema;
#[cfg(test)]
pub(crate) use table::Check;
pub(crate) use table::{Index, Reference, Table};
pub(super) use table::{indexes, uniques};
