//! Records that belong together: nested collections, links, and writes of several at once.

pub(crate) mod entity;
mod fate;
mod links;
mod nested;
mod race;
mod reference;
mod related;
