//! Records on the other side of relations: embedded in JSON, or as rows for the typed API.

mod related;

pub(crate) use related::related;
