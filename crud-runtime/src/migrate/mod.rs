//! Migrations: how the tables that were become the tables that the structs describe.

mod diff;
mod file;
mod folder;
mod intent;
mod layout;
mod script;
mod snapshot;
