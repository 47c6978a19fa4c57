//! The application: entities, routes and commands put together, and ways to run them.

mod advice;
mod builder;
mod check;
mod command;
mod core;
mod documents;
mod drift;
#[cfg(test)]
mod drift_tests;
mod log;
mod migrate;
mod running;
mod test;
#[cfg(test)]
mod tests;

pub use self::builder::App;
pub use self::command::Context;
pub use self::running::Running;
pub use self::test::{TestApp, TestRequest, TestResponse};

pub(crate) use self::advice::advice;
pub(crate) use self::command::Command;
pub(crate) use self::core::Core;
pub(crate) use self::log::start as start_log;
pub(crate) use self::running::stop_signal;
