//! The tables as they are when a statement begins, as far as the files before it say.

use std::collections::BTreeMap;

use super::act::{Act, Change, Column, Constraint, Index, Table, What};
use super::parse;
use crate::error::Result;
use crate::migrate::script::{Script, Step};
use crate::sql::shape::Schema;
use crate::sql::{self, Dialect};

/// What is known of the tables.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(super) tables: BTreeMap<String, Table>,
}

impl Known {
    /// The tables that a database has that was made from a schema.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) where it cannot have such a table.
    pub(crate) fn of(dialect: Dialect, schema: &Schema) -> Result<Self> {
        let mut known = Self::default();
        for text in sql::create_tables(dialect, &schema.tables)? {
            known.read(dialect, &text);
        }
        known.settle();
        Ok(known)
    }

    /// What is known after a script.
    pub(crate) fn run(&mut self, dialect: Dialect, script: &Script) {
        for step in &script.steps {
            if let Step::Sql(text) = step {
                self.read(dialect, text);
            }
        }
        self.settle();
    }

    fn read(&mut self, dialect: Dialect, text: &str) {
        for statement in parse::statements(dialect, text) {
            statement.acts.iter().for_each(|act| self.apply(act));
        }
    }

    /// All tables are in use.
    pub(super) fn settle(&mut self) {
        self.tables.values_mut().for_each(|table| table.is_new = false);
    }

    /// Whether somebody can be using the table.
    pub(super) fn is_used(&self, table: &str) -> bool {
        self.tables.get(table).is_none_or(|table| !table.is_new)
    }

    pub(super) fn column(&self, table: &str, column: &str) -> Option<&Column> {
        self.tables.get(table)?.column(column)
    }

    /// The table that an index is of.
    pub(super) fn table_of_index(&self, index: &str) -> Option<&Table> {
        self.tables.values().find(|table| table.indexes.iter().any(|own| own.name == index))
    }

    /// Whether a check says that the column takes no null, and all records were looked at.
    pub(super) fn has_value_check(&self, table: &str, column: &str) -> bool {
        let Some(table) = self.tables.get(table) else { return false };
        table.all_constraints().filter(|constraint| !constraint.not_valid).any(|constraint| {
            let What::Check(condition) = &constraint.what else { return false };
            let words: Vec<_> = condition.iter().filter_map(|token| token.text()).collect();
            matches!(words.as_slice(), [name, is, not, null] if name == &column
                && is.eq_ignore_ascii_case("is")
                && not.eq_ignore_ascii_case("not")
                && null.eq_ignore_ascii_case("null"))
        })
    }

    /// The tables that refer to this one, with whether it may take their records along.
    pub(super) fn referring(&self, table: &str) -> impl Iterator<Item = (&str, bool)> {
        self.tables.values().filter(move |own| own.name != table).flat_map(move |own| {
            own.all_constraints().filter_map(move |constraint| match &constraint.what {
                What::Refers { table: target, cascades } if target == table => {
                    Some((own.name.as_str(), *cascades))
                }
                _ => None,
            })
        })
    }

    pub(super) fn apply(&mut self, act: &Act) {
        match act {
            Act::CreateTable(table) => {
                let table = Table { is_new: true, ..table.clone() };
                self.tables.insert(table.name.clone(), table);
            }
            Act::DropTable(name) => {
                self.tables.remove(name);
            }
            Act::RenameTable { from, to } => {
                if let Some(mut table) = self.tables.remove(from) {
                    table.name.clone_from(to);
                    self.tables.insert(to.clone(), table);
                }
            }
            Act::Alter(table, change) => {
                if let Some(table) = self.tables.get_mut(table) {
                    alter(table, change);
                }
            }
            Act::CreateIndex { table, index, .. } => {
                if let Some(table) = self.tables.get_mut(table) {
                    table.indexes.push(index.clone());
                }
            }
            Act::DropIndex { name, .. } => {
                for table in self.tables.values_mut() {
                    table.indexes.retain(|index| index.name != *name);
                }
            }
            _ => {}
        }
    }
}

fn alter(table: &mut Table, change: &Change) {
    match change {
        Change::Add(column, _) => table.columns.push(column.clone()),
        Change::Drop(name) => table.columns.retain(|column| column.name != *name),
        Change::Rename { from, to } => {
            if let Some(column) = table.column_mut(from) {
                column.name.clone_from(to);
            }
        }
        Change::Type { column, to, .. } => {
            if let Some(column) = table.column_mut(column) {
                column.kind = to.clone();
            }
        }
        Change::NotNull(name) | Change::Null(name) => {
            if let Some(column) = table.column_mut(name) {
                column.nullable = matches!(change, Change::Null(_));
            }
        }
        Change::Default(name, default) => {
            if let Some(column) = table.column_mut(name) {
                column.default.clone_from(default);
            }
        }
        Change::Identity(name) => {
            if let Some(column) = table.column_mut(name) {
                column.auto = true;
            }
        }
        Change::Modify { old, column, .. } => {
            if let Some(known) = table.column_mut(old) {
                *known = column.clone();
            }
        }
        Change::Constrain(constraint) => table.constraints.push(constraint.clone()),
        Change::Unconstrain(name) | Change::DropIndex(name) => {
            let is_other = |one: &Constraint| one.name.as_deref() != Some(name);
            table.constraints.retain(is_other);
            for column in &mut table.columns {
                column.constraints.retain(is_other);
            }
            table.indexes.retain(|index| index.name != *name);
        }
        Change::DropKey => {
            table.constraints.retain(|one| !matches!(one.what, What::Key(_)));
        }
        Change::RenameConstraint { from, to } => {
            let all = table.constraints.iter_mut();
            let all = all.chain(table.columns.iter_mut().flat_map(|own| &mut own.constraints));
            for constraint in all.filter(|one| one.name.as_deref() == Some(from)) {
                constraint.name = Some(to.clone());
            }
        }
        Change::Validate(name) => {
            for constraint in &mut table.constraints {
                constraint.not_valid &= constraint.name.as_deref() != Some(name);
            }
        }
        Change::Index(index) => table.indexes.push(Index::clone(index)),
        Change::Charset | Change::Rewrite(_) | Change::Other => {}
    }
}
