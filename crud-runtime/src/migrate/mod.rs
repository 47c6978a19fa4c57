//! Migrations: how the tables that were become the tables that the structs describe.

pub(crate) mod apply;
mod diff;
mod embedded;
mod file;
mod folder;
pub(crate) mod inspect;
mod intent;
mod layout;
mod render;
mod script;
mod snapshot;

pub use self::embedded::Migrations;
