//! What leads from one state of the tables to another, as statements: rendered when a file is made,
//! never when it is run, so that people read what happens.

mod constraint;
mod filler;
mod form;
mod loss;
mod mysql;
mod postgres;
mod search;
mod sqlite;
#[cfg(test)]
mod tests;
mod transition;

pub(crate) use self::loss::{Loss, losses};
pub(crate) use self::transition::Transition;
use super::script::Script;
use crate::error::Result;
use crate::sql::Dialect;

/// How `PostgreSQL` gets from one state to another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Manner {
    /// All of it or nothing.
    #[default]
    Whole,
    /// Step by step, so that others wait for as little as can be.
    Concurrently,
}

/// The statements that lead from one state to another.
///
/// # Errors
/// [`Error::Config`](crate::Error::Config) where a database cannot have such a table.
pub(crate) fn render(dialect: Dialect, transition: &Transition, manner: Manner) -> Result<Script> {
    match dialect {
        Dialect::Sqlite => sqlite::render(transition),
        Dialect::Postgres => postgres::render(transition, manner),
        Dialect::Mysql => mysql::render(transition),
    }
}
