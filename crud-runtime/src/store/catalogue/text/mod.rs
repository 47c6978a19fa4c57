//! The text of a `CREATE` statement, as `SQLite` keeps it and `MySQL` shows it.

mod column;
mod definition;
mod part;
#[cfg(test)]
mod tests;
mod token;

pub(super) use column::Defined;
pub(super) use definition::{Definition, Key, KeyKind, index};
pub(super) use token::normal;
