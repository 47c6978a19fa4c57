//! Settings: from flags, the environment, a file and defaults, in that order.

mod nearest;
mod resolve;
mod setting;
mod settings;
mod unit;

pub(crate) use nearest::nearest;
pub(crate) use resolve::{Sources, resolve};
pub(crate) use setting::{Group, SETTINGS, Setting};
pub use settings::{LogFormat, Network, Settings};
