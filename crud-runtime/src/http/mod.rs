//! HTTP: routes over tables, bodies to changes, rows to answers, every refusal a problem detail.

mod accept;
mod address;
mod aggregate;
mod body;
mod collection;
mod document;
mod endpoint;
pub(crate) mod etag;
pub(crate) mod front;
mod key;
pub(crate) mod kind;
mod links;
mod listing;
mod nested;
mod page;
mod precondition;
mod prefer;
pub(crate) mod problem;
mod query;
mod record;
mod related;
mod representation;
mod resource;
mod router;
pub(crate) mod server;
mod service;

pub(crate) use address::Prefix;
pub(crate) use document::Document;
pub(crate) use router::router;
pub use server::Limits;
pub(crate) use service::Service;
