//! What is rendered, run on each database: the tables are those that would be created anew, there
//! and back, and what was stored is kept.

mod case;
mod chain;
mod code;
mod column;
mod database;
#[cfg(feature = "sqlite")]
mod hand;
mod one_of;
mod order;
mod table;
