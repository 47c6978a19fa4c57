//! Records that belong together: nested collections, links, and writes of several at once.

mod entity;
mod fate;
mod links;
mod nested;
mod race;
mod related;
