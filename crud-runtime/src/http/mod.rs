//! HTTP: routes over tables, bodies to changes, rows to answers, every refusal a problem detail.

mod accept;
mod address;
mod body;
mod document;
pub(crate) mod etag;
pub(crate) mod front;
mod key;
pub(crate) mod kind;
mod prefer;
pub(crate) mod problem;
pub(crate) mod server;

pub(crate) use address::Prefix;
pub(crate) use document::Document;
pub use server::Limits;
