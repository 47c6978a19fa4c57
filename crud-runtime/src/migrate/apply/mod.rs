//! Runs migrations on a database, and keeps account of them there.

mod batch;
mod data;
mod direction;
mod history;
mod inflight;
mod ledger;
mod lock;
mod migrator;
mod rebuild;
mod report;
mod statement;
mod stepwise;
#[cfg(test)]
mod tests;
mod whole;
mod work;

pub use self::batch::{Batch, Progress};
pub(crate) use self::data::Steps;
pub(crate) use self::direction::Job;
pub(crate) use self::ledger::State;
pub(crate) use self::migrator::{Migrator, Resume, Status, Target};
pub(crate) use self::report::duration;
