//! The typed API over relations, on every database.

mod condition;
mod library;
