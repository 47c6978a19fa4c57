//! What leads from one state of the tables to another, whichever way: two schemas, and what of the
//! one is called otherwise in the other.

use std::collections::BTreeSet;

use crate::migrate::diff::{Change, Plan};
use crate::sql::shape::{Column, Index, Schema, Table};

/// What leads from one state of the tables to another.
#[derive(Debug, Clone)]
pub(crate) struct Transition {
    /// The tables that are there, without those that are left to others from now on.
    pub(crate) before: Schema,
    pub(crate) after: Schema,
    /// Old and new names of tables, in an order in which each new name is free.
    pub(crate) tables: Vec<(String, String)>,
    /// Likewise those of columns.
    pub(crate) columns: Vec<RenamedColumn>,
}

/// A column that is called otherwise.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RenamedColumn {
    /// What the table is called in the end.
    pub(crate) table: String,
    pub(crate) from: String,
    pub(crate) to: String,
}

/// A table that is there before and after.
#[derive(Debug)]
pub(crate) struct Pair<'t> {
    pub(crate) before: &'t Table,
    pub(crate) after: &'t Table,
    /// What is there, with everything called as in the end. Constraints keep their names; columns
    /// that go are called as nothing else is.
    pub(crate) now: Table,
    /// Columns of `before` that go.
    pub(crate) dropped: Vec<&'t Column>,
    /// Columns of `after` that are new.
    pub(crate) added: Vec<&'t Column>,
    /// The others, before and after, in the order of the latter.
    pub(crate) kept: Vec<(&'t Column, &'t Column)>,
    /// Old and new names of columns, in an order in which each new name is free once the columns
    /// that go are gone.
    pub(crate) renamed: Vec<(&'t str, &'t str)>,
}

impl Transition {
    /// What a plan says.
    pub(crate) fn of(before: &Schema, after: &Schema, plan: &Plan) -> Self {
        let (mut tables, mut columns, mut gone) = (Vec::new(), Vec::new(), BTreeSet::new());
        for change in &plan.changes {
            match change {
                Change::RenameTable { from, to } => tables.push((from.clone(), to.clone())),
                Change::RenameColumn { table, from, to } => columns.push(RenamedColumn {
                    table: table.clone(),
                    from: from.clone(),
                    to: to.clone(),
                }),
                Change::Drop(table) => drop(gone.insert(table.name.as_str())),
                Change::Create(_) | Change::Alter(_) => {}
            }
        }
        let mut transition = Self { before: before.clone(), after: after.clone(), tables, columns };
        let stays = |name: &str| after.tables.iter().any(|table| table.name == name);
        let left: Vec<_> = before
            .tables
            .iter()
            .map(|table| (table, transition.name_after(&table.name).unwrap_or(&table.name)))
            .filter(|(_, name)| !stays(name) && !gone.contains(name))
            .map(|(table, _)| table.name.clone())
            .collect();
        transition.before.tables.retain(|table| !left.contains(&table.name));
        transition
    }

    /// The way back.
    pub(crate) fn reversed(&self) -> Self {
        let swap = |(from, to): &(String, String)| (to.clone(), from.clone());
        let back = |renamed: &RenamedColumn| RenamedColumn {
            table: self.name_before(&renamed.table).unwrap_or(&renamed.table).to_owned(),
            from: renamed.to.clone(),
            to: renamed.from.clone(),
        };
        Self {
            before: self.after.clone(),
            after: self.before.clone(),
            tables: self.tables.iter().rev().map(swap).collect(),
            columns: self.columns.iter().rev().map(back).collect(),
        }
    }

    /// The tables that are there before and after, those that are renamed first and in their order.
    pub(crate) fn pairs(&self) -> Vec<Pair<'_>> {
        let renamed = self.tables.iter().map(|(_, to)| to);
        let other = self.after.tables.iter().map(|table| &table.name);
        let other = other.filter(|name| self.tables.iter().all(|(_, to)| to != *name));
        renamed.chain(other).filter_map(|name| self.pair(name)).collect()
    }

    /// Tables that go.
    pub(crate) fn dropped(&self) -> Vec<Table> {
        let goes = |table: &&Table| {
            self.name_after(&table.name).is_none_or(|name| self.after.table(name).is_none())
        };
        self.before.tables.iter().filter(goes).cloned().collect()
    }

    /// Tables that are new.
    pub(crate) fn created(&self) -> Vec<Table> {
        let is_new = |table: &&Table| {
            self.name_before(&table.name).is_none_or(|name| self.before.table(name).is_none())
        };
        self.after.tables.iter().filter(is_new).cloned().collect()
    }

    fn pair(&self, name: &str) -> Option<Pair<'_>> {
        let after = self.after.table(name)?;
        let before = self.before.table(self.name_before(name)?)?;
        let mut pair = Pair {
            before,
            after,
            now: self.in_new_words(before),
            dropped: Vec::new(),
            added: Vec::new(),
            kept: Vec::new(),
            renamed: self
                .columns
                .iter()
                .filter(|renamed| renamed.table == name)
                .map(|renamed| (renamed.from.as_str(), renamed.to.as_str()))
                .collect(),
        };
        for column in &after.columns {
            let place = pair.now.columns.iter().position(|now| now.name == column.name);
            match place {
                Some(place) => pair.kept.push((&before.columns[place], column)),
                None => pair.added.push(column),
            }
        }
        for (old, now) in before.columns.iter().zip(&pair.now.columns) {
            if now.name.starts_with(GONE) {
                pair.dropped.push(old);
            }
        }
        Some(pair)
    }

    /// The table as it is, with everything called as in the end.
    fn in_new_words(&self, before: &Table) -> Table {
        let mut now = before.clone();
        let own = |columns: &mut Vec<String>| {
            for column in columns {
                *column = self.column_after(before, column);
            }
        };
        let indexes = |indexes: &mut Vec<Index>| {
            for index in indexes {
                own(&mut index.columns);
                own(&mut index.descending);
            }
        };
        own(&mut now.key.columns);
        indexes(&mut now.uniques);
        indexes(&mut now.indexes);
        now.search.iter_mut().for_each(|search| own(&mut search.columns));
        for reference in &mut now.references {
            own(&mut reference.columns);
            if let Some(target) = self.before.table(&reference.table) {
                for column in &mut reference.target {
                    *column = self.column_after(target, column);
                }
                reference.table = match self.name_after(&reference.table) {
                    Some(name) => name.to_owned(),
                    None => format!("{GONE}{}", reference.table),
                };
            }
        }
        for column in &mut now.columns {
            column.name = self.column_after(before, &column.name);
        }
        if let Some(name) = self.name_after(&before.name) {
            name.clone_into(&mut now.name);
        }
        now
    }

    /// What a column of a table that is there is called in the end.
    fn column_after(&self, table: &Table, column: &str) -> String {
        let name = self.name_after(&table.name).unwrap_or_default();
        let mut renamed = self.columns.iter().filter(|renamed| renamed.table == name);
        if let Some(renamed) = renamed.clone().find(|renamed| renamed.from == column) {
            return renamed.to.clone();
        }
        let stays = self.after.table(name).is_some_and(|table| table.column(column).is_some());
        // Another has the name now, or none.
        if !stays || renamed.any(|renamed| renamed.to == column) {
            return format!("{GONE}{column}");
        }
        column.to_owned()
    }

    /// What a table that is there is called in the end; nothing where that is another's name.
    fn name_after<'n>(&'n self, name: &'n str) -> Option<&'n str> {
        match self.tables.iter().find(|(from, _)| from == name) {
            Some((_, to)) => Some(to),
            None if self.tables.iter().any(|(_, to)| to == name) => None,
            None => Some(name),
        }
    }

    /// What a table of the end is called before; nothing where that is another's name.
    fn name_before<'n>(&'n self, name: &'n str) -> Option<&'n str> {
        match self.tables.iter().find(|(_, to)| to == name) {
            Some((from, _)) => Some(from),
            None if self.tables.iter().any(|(from, _)| from == name) => None,
            None => Some(name),
        }
    }
}

/// What the name of a column that goes begins with; no database has such a name.
const GONE: char = '\0';

impl Pair<'_> {
    /// Whether nothing has to be done.
    pub(crate) fn is_same(&self) -> bool {
        self.before == self.after
    }

    /// Whether a column that goes has the name that another gets.
    pub(crate) fn is_in_the_way(&self) -> bool {
        self.renamed.iter().any(|(_, to)| self.dropped.iter().any(|column| column.name == *to))
    }
}

impl Schema {
    /// The table with this name.
    pub(crate) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}
