//! What a broken constraint means where a user's own statement broke it: what it means elsewhere, as
//! far as the constraint's name, or the statement's text, says whose it is.

use super::explain::{
    Attempt, check, members, misfit, not_null, reference, referrers, unique, unique_columns,
};
use crate::error::Error;
use crate::model::{OnDelete, Table};
use crate::sql::{self, Dialect};
use crate::store::connection::Connection;
use crate::store::failure::Failure;

/// The error that a user's failed statement means, which is read as records of `table`, if any.
pub(crate) fn explain_raw(
    connection: &Connection,
    table: Option<&'static Table>,
    text: &str,
    failure: Failure,
) -> Error {
    let mut known = connection.shared().tables();
    known.extend(table.filter(|table| !known.iter().any(|known| known.name == table.name)));
    let dialect = connection.dialect();
    let written = sql::written(dialect, text);
    let target = written.as_ref().and_then(|(_, name)| {
        known.iter().find(|table| table.name.eq_ignore_ascii_case(name)).copied()
    });
    let statement = Written { dialect, text, known, verb: written.map(|(verb, _)| verb), target };
    statement.explain(&failure).unwrap_or_else(|| failure.into())
}

struct Written<'t> {
    dialect: Dialect,
    text: &'t str,
    known: Vec<&'static Table>,
    verb: Option<&'static str>,
    /// The table that it writes to.
    target: Option<&'static Table>,
}

impl Written<'_> {
    fn explain(&self, failure: &Failure) -> Option<Error> {
        let Self { dialect, target, .. } = *self;
        match failure {
            Failure::UniqueColumns(columns) => {
                self.first(|table| unique_columns(dialect, table, columns))
            }
            // Every table of MySQL's has a key of this name.
            Failure::Unique(name) if name == "PRIMARY" => unique(dialect, target?, name),
            Failure::Unique(name) => self.first(|table| unique(dialect, table, name)),
            Failure::NotNull(column) => not_null(target?, column),
            Failure::Check(name) => self.first(|table| check(dialect, table, name, Attempt::Raw)),
            Failure::TooLong(column) => misfit(target?, column.as_deref(), "length", Attempt::Raw),
            Failure::OutOfRange(column) => {
                misfit(target?, column.as_deref(), "range", Attempt::Raw)
            }
            Failure::Reference(name) => self.first(|table| reference(dialect, table, name)),
            Failure::Restricted(name) => self.owner(name).map(|own| Error::Restricted(own.entity)),
            Failure::Foreign(name) => {
                let owner = self.owner(name)?;
                let is_own = target.is_some_and(|target| target.name == owner.name);
                if is_own && self.verb != Some("DELETE") {
                    reference(dialect, owner, name)
                } else {
                    Some(Error::Restricted(owner.entity))
                }
            }
            Failure::SomeReference => self.some_reference(),
            Failure::Other(_) => None,
        }
    }

    fn first(&self, explain: impl Fn(&'static Table) -> Option<Error>) -> Option<Error> {
        let target = self.target.into_iter();
        target.chain(self.known.iter().copied()).find_map(explain)
    }

    /// The table that has the reference of this name.
    fn owner(&self, name: &str) -> Option<&'static Table> {
        self.known.iter().copied().find(|table| reference(self.dialect, table, name).is_some())
    }

    /// `SQLite` says that a foreign key failed, not which. Whoever sets references has broken one of
    /// those that it names, or that it need not name; whoever sets none is referred to.
    fn some_reference(&self) -> Option<Error> {
        let target = self.target?;
        let deletes = self.verb == Some("DELETE");
        let is_set = |column: &&usize| {
            let name = target.columns[**column].name;
            self.verb != Some("UPDATE")
                || sql::words(self.text).any(|word| word.eq_ignore_ascii_case(name))
        };
        let mut set: Vec<usize> = Vec::new();
        for relation in target.references().filter(|_| !deletes) {
            if relation.columns.iter().any(|column| is_set(&column)) {
                set.extend(relation.columns);
            }
        }
        if !set.is_empty() {
            return Some(Error::Reference(members(target, &set)));
        }
        let mut referrers = referrers(&self.known, target);
        let keeps = |relation: &&crate::model::Relation| {
            matches!(relation.on_delete, OnDelete::Restrict | OnDelete::NoAction)
        };
        referrers
            .find(|(_, relation)| !deletes || keeps(relation))
            .map(|(other, _)| Error::Restricted(other.entity))
    }
}
