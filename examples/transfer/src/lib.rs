//! What the examples with real data share: the commands `load` and `verify`, over HTTP alone.
//!
//! An example says where its rows come from, as the JSON that the API must serve; see
//! [`commands`].

mod client;
mod command;
mod load;
mod progress;
mod resource;
mod verify;

pub use self::{
    command::{Read, commands},
    resource::{Resource, Row},
};

/// What went wrong, in words for the person at the terminal.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What may go wrong.
pub type Fallible<T> = std::result::Result<T, Failure>;
