//! What the limits of `MySQL` and `MariaDB` make of text, bytes and the indexes over them.

use std::fmt::Write as _;

use crate::error::{Error, Result};
use crate::model::{OnDelete, OnUpdate};
use crate::sql::shape::{Column, Kind, Reference, Table};

/// `MySQL` and `MariaDB` have no collation in common that compares by code point and counts trailing
/// spaces; each reads the comment that is addressed to it.
pub(super) const COLLATE: &str =
    " /*!80017 COLLATE utf8mb4_0900_bin */ /*M!100203 COLLATE utf8mb4_nopad_bin */";

/// An index entry has at most so many bytes.
const INDEXED: u32 = 3072;

/// A character has up to so many.
const CHARACTER: u32 = 4;

/// What is longer and not indexed is stored apart from its record, of which no more than 65,535
/// bytes can lie together.
const INLINE: u32 = 255;

/// Appends the type of a column of text, words or bytes.
pub(super) fn text_type(table: &Table, column: &Column, ddl: &mut String) -> Result<()> {
    let is_bytes = column.kind == Kind::Bytes;
    let is_indexed = table.is_indexed(&column.name);
    let greatest = match (is_indexed, is_bytes) {
        (true, true) => INDEXED,
        (true, false) => INDEXED / CHARACTER,
        (false, _) => INLINE,
    };
    match longest(column) {
        Some(longest) if longest <= greatest => {
            // Writing into a `String` cannot fail.
            let _ = write!(ddl, "{}({longest})", if is_bytes { "varbinary" } else { "varchar" });
            Ok(())
        }
        _ if is_indexed => {
            let unit = if is_bytes { "bytes" } else { "characters" };
            Err(Error::Config(format!(
                "column `{}` of `{}` is indexed, which MySQL and MariaDB can do for {greatest} \
                 {unit} at most: add `length(..={greatest})` or less to the field",
                column.name, table.name
            )))
        }
        _ => {
            ddl.push_str(if is_bytes { "longblob" } else { "longtext" });
            Ok(())
        }
    }
}

/// Whether every index of the table fits. `MySQL` refuses those that do not; `MariaDB` makes a
/// hash of a unique one, which no reference can use.
pub(super) fn check_indexes(table: &Table) -> Result<()> {
    let own = [&table.key].into_iter().chain(&table.uniques).chain(&table.indexes);
    let own = own.map(|index| &index.columns);
    for columns in own.chain(table.references.iter().map(|reference| &reference.columns)) {
        let bytes: u32 = columns.iter().filter_map(|name| table.column(name)).map(width).sum();
        if bytes > INDEXED {
            return Err(Error::Config(format!(
                "the index over {} of `{}` has entries of {bytes} bytes, {CHARACTER} to a \
                 character; MySQL and MariaDB take {INDEXED}: add a smaller `length(..)` to its \
                 text fields",
                columns.join(", "),
                table.name
            )));
        }
    }
    Ok(())
}

/// Whether what is searched is nobody's but the record's own: no column is made of one that a
/// foreign key changes.
pub(super) fn check_search(table: &Table) -> Result<()> {
    let changes = |reference: &&Reference| {
        matches!(reference.on_delete, OnDelete::Cascade | OnDelete::SetNull)
            || matches!(reference.on_update, OnUpdate::Cascade | OnUpdate::SetNull)
    };
    for name in table.search.iter().flat_map(|search| &search.columns) {
        let is_there = |reference: &&Reference| reference.columns.contains(name);
        if table.references.iter().filter(changes).any(|one| is_there(&one)) {
            return Err(Error::Config(format!(
                "column `{name}` of `{}` is searched, and a reference that cascades or sets null \
                 changes it, which MySQL and MariaDB do not take together: write `on_delete = \
                 restrict`, or leave out `search`",
                table.name
            )));
        }
    }
    Ok(())
}

/// The characters, or bytes, of the longest value that a column takes.
fn longest(column: &Column) -> Option<u32> {
    let count = |word: &String| u32::try_from(word.chars().count()).unwrap_or(u32::MAX);
    if let Kind::Enum(words) = &column.kind {
        return words.iter().map(count).max();
    }
    let length = column.length.and_then(|(_, max)| max);
    length.into_iter().chain(column.longest).min()
}

/// The bytes of a column in an index entry.
fn width(column: &Column) -> u32 {
    match &column.kind {
        Kind::Bool => 1,
        Kind::I16 => 2,
        Kind::I32 | Kind::U32 => 4,
        Kind::I64 | Kind::F64 | Kind::Timestamp => 8,
        Kind::Uuid => 16,
        Kind::Decimal(_) => 9,
        Kind::Date => 3,
        Kind::Time => 6,
        // What has no bound is refused as a column.
        Kind::Bytes => longest(column).unwrap_or_default(),
        Kind::Text | Kind::Enum(_) => longest(column).unwrap_or_default().saturating_mul(CHARACTER),
        Kind::Json => 0,
    }
}
