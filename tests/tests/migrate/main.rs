//! Migrations as an operator runs them: one process after the other, or at once, or killed.

mod command;
mod embedded;
mod instances;
mod kill;
mod shelf;
