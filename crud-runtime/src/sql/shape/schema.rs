//! All tables of an application.

use super::Table;
use crate::model;

/// The tables that an application is the master of, by name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Schema {
    pub(crate) tables: Vec<Table>,
}

impl Schema {
    /// The shapes of described tables; those that are left to others (`unmanaged`) are not among
    /// them.
    pub(crate) fn of(tables: &[&'static model::Table]) -> Self {
        let ours = tables.iter().filter(|table| !table.unmanaged);
        let mut tables: Vec<_> = ours.map(|table| Table::of(table)).collect();
        tables.sort_by(|one, other| one.name.cmp(&other.name));
        Self { tables }
    }
}
