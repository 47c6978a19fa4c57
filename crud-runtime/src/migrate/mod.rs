//! Migrations: how the tables that were become the tables that the structs describe.

mod diff;
mod intent;
mod layout;
mod snapshot;
