//! The rows of one resource, as the API must serve them.

use std::fmt::Write as _;

use crud_runtime::prelude::serde_json::{Map, Value};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// One row: its members with their values, in the form that the API answers with.
pub type Row = Map<String, Value>;

/// One resource and the rows that it is to have.
pub struct Resource {
    /// What the terminal calls it.
    pub name: &'static str,
    /// Where the API serves it: `tracks`.
    pub path: &'static str,
    /// The members of the key, in its order.
    pub key: &'static [&'static str],
    /// The members that name another row of the same resource, which must be there first.
    pub parent: &'static [&'static str],
    /// The members of text that a list can be filtered by.
    pub texts: &'static [&'static str],
    /// The members that a list can be sorted by, of texts and numbers.
    pub sorts: &'static [&'static str],
    /// The rows, in any order.
    pub rows: Vec<Row>,
}

impl Resource {
    /// The key of a row as the API writes it in a path: `7`, `1,3402`, `en,%2C`.
    pub(crate) fn key_of(&self, row: &Row) -> String {
        segment(self.key, row).unwrap_or_default()
    }

    /// The key of the row that must stand before this one.
    pub(crate) fn parent_of(&self, row: &Row) -> Option<String> {
        segment(self.parent, row).filter(|key| !key.is_empty())
    }
}

/// The values of these members as one segment of a path; nothing where one is null.
fn segment(members: &[&str], row: &Row) -> Option<String> {
    let mut segment = String::new();
    for (place, member) in members.iter().enumerate() {
        if place > 0 {
            segment.push(',');
        }
        match row.get(*member) {
            None | Some(Value::Null) => return None,
            Some(Value::String(text)) => {
                segment.extend(utf8_percent_encode(text, NON_ALPHANUMERIC));
            }
            // Writing into a `String` cannot fail.
            Some(other) => drop(write!(segment, "{other}")),
        }
    }
    Some(segment)
}
