//! What becomes of what serves a search.

use super::transition::Pair;
use crate::error::Result;
use crate::sql::{Dialect, part};

/// What becomes of it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fate {
    /// It goes, or is made anew.
    pub(super) goes: bool,
    /// It stays under another name.
    pub(super) is_renamed: bool,
    /// It comes, or is made anew.
    pub(super) comes: bool,
}

/// What becomes of what serves the search of a table, where that is not copied.
pub(super) fn fate(dialect: Dialect, pair: &Pair<'_>) -> Result<Fate> {
    let (Some(old), Some(new)) = (&pair.before.search, &pair.after.search) else {
        let (old, new) = (&pair.before.search, &pair.after.search);
        return Ok(Fate { goes: old.is_some(), is_renamed: false, comes: new.is_some() });
    };
    if is_same(dialect, pair)? {
        // SQLite renames no trigger.
        let is_renamed = old.name != new.name;
        let is_anew = is_renamed && dialect == Dialect::Sqlite;
        return Ok(Fate { goes: is_anew, is_renamed: is_renamed && !is_anew, comes: is_anew });
    }
    Ok(Fate { goes: true, is_renamed: false, comes: true })
}

/// Whether the same columns are searched, and none of them changes.
fn is_same(dialect: Dialect, pair: &Pair<'_>) -> Result<bool> {
    let columns = |table: &crate::sql::shape::Table| {
        table.search.as_ref().map(|search| search.columns.clone()).unwrap_or_default()
    };
    if columns(&pair.now) != columns(pair.after) {
        return Ok(false);
    }
    if dialect == Dialect::Sqlite && pair.now.key.columns != pair.after.key.columns {
        return Ok(false);
    }
    for (before, after) in &pair.kept {
        if !columns(pair.after).contains(&after.name) {
            continue;
        }
        // PostgreSQL follows a column to its new name. SQLite does in triggers, where the text
        // would no longer be what is made for the new name, and MySQL refuses.
        let is_called_alike = before.name == after.name || dialect == Dialect::Postgres;
        let same = crate::sql::shape::Column { name: after.name.clone(), ..(*before).clone() };
        let old = part::define(dialect, pair.before, &same)?;
        if !is_called_alike || old != part::define(dialect, pair.after, after)? {
            return Ok(false);
        }
    }
    Ok(true)
}
