//! HTTP: routes over tables, bodies to changes, rows to answers, every refusal a problem detail.

pub(crate) mod address;
pub(crate) mod etag;
pub(crate) mod front;
pub(crate) mod kind;
pub(crate) mod problem;
pub(crate) mod server;

pub use server::Limits;
