//! The typed API over relations, on every database.

mod aggregate;
mod condition;
mod include;
mod library;
mod loader;
mod sql;
