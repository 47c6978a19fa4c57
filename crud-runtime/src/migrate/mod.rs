//! Migrations: how the tables that were become the tables that the structs describe.

pub(crate) mod apply;
#[cfg(test)]
mod chain;
mod diff;
pub(crate) mod drift;
mod embedded;
pub(crate) mod file;
pub(crate) mod folder;
pub(crate) mod inspect;
pub(crate) mod intent;
mod layout;
pub(crate) mod lint;
pub(crate) mod make;
pub(crate) mod render;
pub(crate) mod replay;
mod script;
mod snapshot;

pub use self::embedded::Migrations;
