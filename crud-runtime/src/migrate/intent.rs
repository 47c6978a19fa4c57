//! What the code says of how its tables came about, which two schemas cannot tell: what was
//! renamed, and what is to be gone.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Table;

/// What the code says; tables and columns by the names they have now.
#[derive(Debug, Default)]
pub(crate) struct Intents {
    /// The entity of each table, for messages.
    pub(crate) entities: BTreeMap<String, String>,
    /// `renamed_from` on a struct: what the table was called.
    pub(crate) renamed_tables: BTreeMap<String, String>,
    /// `renamed_from` on a field, by table and column: what the column was called.
    pub(crate) renamed_columns: BTreeMap<(String, String), String>,
    /// `App::dropped`
    pub(crate) dropped_tables: BTreeSet<String>,
    /// `dropped` on a struct, by table and column.
    pub(crate) dropped_columns: BTreeSet<(String, String)>,
    /// Tables that are left to others.
    pub(crate) unmanaged: BTreeSet<String>,
    /// Whether types and sets of words may become narrower (`--allow narrow`): it fails where a
    /// record does not fit, and loses nothing.
    pub(crate) narrow: bool,
}

impl Intents {
    /// What described tables say.
    pub(crate) fn of(tables: &[&'static Table]) -> Self {
        let mut all = Self::default();
        for table in tables {
            let name = || table.name.to_owned();
            if table.unmanaged {
                all.unmanaged.insert(name());
                continue;
            }
            all.entities.insert(name(), table.entity.to_owned());
            if let Some(old) = table.renamed_from {
                all.renamed_tables.insert(name(), old.to_owned());
            }
            for column in table.columns {
                if let Some(old) = column.renamed_from {
                    all.renamed_columns.insert((name(), column.name.to_owned()), old.to_owned());
                }
            }
            for &dropped in table.dropped {
                all.dropped_columns.insert((name(), dropped.to_owned()));
            }
        }
        all
    }

    /// The entity that is stored in a table; the table itself where none is known.
    pub(crate) fn entity<'i>(&'i self, table: &'i str) -> &'i str {
        self.entities.get(table).map_or(table, String::as_str)
    }
}
