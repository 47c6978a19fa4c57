//! What the limits of `MySQL` and `MariaDB` make of text, bytes and the indexes over them.

use std::fmt::Write as _;

use crate::codec;
use crate::error::{Error, Result};
use crate::model::{Column, ColumnType, Table};
use crate::sql::Dialect;
use crate::sql::constraint::{Constraint, constraints};

/// An index entry has at most so many bytes.
const INDEXED: u32 = 3072;

/// A character has up to so many.
const CHARACTER: u32 = 4;

/// What is longer and not indexed is stored apart from its record, of which no more than 65,535
/// bytes can lie together.
const INLINE: u32 = 255;

/// Appends the type of a column of text, words or bytes.
pub(super) fn text_type(
    table: &'static Table,
    position: usize,
    column: &Column,
    ddl: &mut String,
) -> Result<()> {
    let is_bytes = matches!(column.column_type, ColumnType::Bytes);
    let is_indexed = is_indexed(table, position);
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
                column.name, table.entity
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
pub(super) fn check_indexes(table: &'static Table) -> Result<()> {
    for (_, constraint) in constraints(Dialect::Mysql, table) {
        let columns = match &constraint {
            Constraint::PrimaryKey => table.key,
            Constraint::Unique(columns) | Constraint::Index(columns) => columns,
            Constraint::Reference(relation) => relation.columns,
            Constraint::Rule(..) | Constraint::Check(_) => continue,
        };
        let bytes: u32 = columns.iter().map(|&column| width(&table.columns[column])).sum();
        if bytes > INDEXED {
            let names: Vec<_> = columns.iter().map(|&column| table.columns[column].name).collect();
            return Err(Error::Config(format!(
                "the index over {} of `{}` has entries of {bytes} bytes, {CHARACTER} to a \
                 character; MySQL and MariaDB take {INDEXED}: add a smaller `length(..)` to its \
                 text fields",
                names.join(", "),
                table.entity
            )));
        }
    }
    Ok(())
}

/// The characters, or bytes, of the longest value that a column takes.
fn longest(column: &Column) -> Option<u32> {
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    match column.column_type {
        ColumnType::Enum(words) => {
            words.variants.iter().map(|word| count(word.chars().count())).max()
        }
        _ => [
            column.length.and_then(|(_, max)| max),
            column.format.and_then(codec::format::longest).map(count),
            column.pattern.and_then(codec::pattern::longest),
        ]
        .into_iter()
        .flatten()
        .min(),
    }
}

/// The bytes of a column in an index entry.
fn width(column: &Column) -> u32 {
    match column.column_type {
        ColumnType::Bool => 1,
        ColumnType::I16 => 2,
        ColumnType::I32 | ColumnType::U32 => 4,
        ColumnType::I64 | ColumnType::F64 | ColumnType::Timestamp => 8,
        ColumnType::Uuid => 16,
        ColumnType::Decimal => 9,
        ColumnType::Date => 3,
        ColumnType::Time => 6,
        // What has no bound is refused as a column.
        ColumnType::Bytes => longest(column).unwrap_or_default(),
        ColumnType::Text | ColumnType::Enum(_) => {
            longest(column).unwrap_or_default().saturating_mul(CHARACTER)
        }
        ColumnType::Json(_) => 0,
    }
}

fn is_indexed(table: &'static Table, position: usize) -> bool {
    table.is_key(position)
        || constraints(Dialect::Mysql, table).iter().any(|(_, constraint)| match constraint {
            Constraint::Unique(columns) | Constraint::Index(columns) => columns.contains(&position),
            Constraint::Reference(relation) => relation.columns.contains(&position),
            _ => false,
        })
}
