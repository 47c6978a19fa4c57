//! `schema.json`: the tables that the migrations written so far make.
//!
//! People read it in reviews and git merges it, so a column is a line, and nothing that goes
//! without saying is said. The hash is there to make two branches that both migrate collide, and
//! to find a file that was put together by hand.

use std::hash::Hasher as _;

use serde::{Deserialize, Serialize};
use serde_json::Serializer;
use siphasher::sip::SipHasher13;

use super::layout::Layout;
use crate::error::{Error, Result};
use crate::sql::shape::{Schema, Table};

/// The version of the format; a program reads its own and older ones.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    hash: String,
    /// The migration that was written last, so that two branches that each write one collide,
    /// also where it moves data alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    tables: Vec<Table>,
}

/// What even a file of a later version says.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// The text of a snapshot, with the migration that was written last.
pub(crate) fn write(schema: &Schema, last: Option<&str>) -> String {
    let file = File {
        version: VERSION,
        hash: hash(schema),
        last: last.map(str::to_owned),
        tables: schema.tables.clone(),
    };
    let mut text = Vec::new();
    let written = file.serialize(&mut Serializer::with_formatter(&mut text, Layout::default()));
    debug_assert!(written.is_ok(), "strings and numbers are JSON, and memory takes them");
    text.push(b'\n');
    String::from_utf8(text).unwrap_or_default()
}

/// The tables of a snapshot, and the migration that was written last.
///
/// # Errors
/// [`Error::Config`] for a text that is none, or one that a later release wrote.
pub(crate) fn read(text: &str) -> Result<(Schema, Option<String>)> {
    let unreadable = |error: serde_json::Error| {
        Error::Config(format!(
            "schema.json cannot be read: {error}. It is written by `migrate diff` alone; take it \
             back from version control"
        ))
    };
    let Versioned { version } = serde_json::from_str(text).map_err(unreadable)?;
    if version > VERSION {
        return Err(Error::Config(format!(
            "schema.json has version {version} of its format, this release of crud knows \
             {VERSION}: build with the release that wrote it, or a later one"
        )));
    }
    let File { hash: said, last, mut tables, .. } =
        serde_json::from_str(text).map_err(unreadable)?;
    tables.sort_by(|one, other| one.name.cmp(&other.name));
    let schema = Schema { tables };
    let is = hash(&schema);
    if is != said {
        return Err(Error::Config(format!(
            "schema.json says that its hash is {said}, and it is {is}: it was edited or merged by \
             hand. Take the whole file, and the migrations with it, from one branch; remove the \
             migrations of the other; and run `migrate diff` again"
        )));
    }
    Ok((schema, last))
}

/// The hash of some tables, 16 hexadecimal digits: the same whenever and wherever they are the
/// same. It tells apart what nobody has made alike on purpose.
pub(crate) fn hash(schema: &Schema) -> String {
    let text = serde_json::to_string(&schema.tables).unwrap_or_default();
    let mut hasher = SipHasher13::new();
    hasher.write(text.as_bytes());
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
#[path = "snapshot_tests.rs"]
mod tests;
