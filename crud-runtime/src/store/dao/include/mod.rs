//! Records on the other side of relations: embedded in JSON, or as rows for the typed API.
//!
//! One statement for each relation, whatever the number of records: the keys of all records of a
//! level are asked for at once, and what comes is led back to them by its key. What is embedded
//! stays the bytes that the driver's row was written as, until it is copied into the answer; a
//! record that several others refer to is read once.

#[cfg(test)]
mod bound_tests;
mod fetch;
#[cfg(test)]
pub(crate) mod fixture;
mod list;
mod record;
mod related;
mod slots;
#[cfg(test)]
mod tests;
mod tree;

pub(super) use list::ListWith;
pub(super) use record::embedded;
pub(crate) use record::read_with;
pub(crate) use related::related;
