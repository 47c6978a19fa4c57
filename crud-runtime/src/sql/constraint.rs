//! The constraints of a described table under their names, to lead an error of the database back
//! to the members that caused it.

use super::Dialect;
use super::shape::{self, Rule};
use crate::model::{Check, OneOf, Relation, Table};

/// What a named constraint demands.
#[derive(Debug, Clone)]
pub(crate) enum Constraint {
    /// No two records have the same key.
    PrimaryKey,
    /// No two records agree in these columns.
    Unique(Vec<usize>),
    /// The reference of this relation leads somewhere.
    Reference(&'static Relation),
    /// A rule of one column.
    Rule(usize, Rule),
    /// A check of the user's own.
    Check(&'static Check),
    /// Of these references exactly one is set.
    OneOf(&'static OneOf),
}

/// All constraints of a table, with their names.
pub(crate) fn constraints(dialect: Dialect, table: &'static Table) -> Vec<(String, Constraint)> {
    // What is there and how it is called is the shape's to say; it keeps the order of what it was
    // made from.
    let shape = shape::Table::of(table);
    let rules = shape.rules(dialect);
    let mut all = vec![(shape.key.name, Constraint::PrimaryKey)];
    for unique in shape.uniques {
        let position = |name: &String| table.columns.iter().position(|column| column.name == *name);
        let columns = unique.columns.iter().filter_map(position).collect();
        all.push((unique.name, Constraint::Unique(columns)));
    }
    for (reference, relation) in shape.references.into_iter().zip(table.references()) {
        all.push((reference.name, Constraint::Reference(relation)));
    }
    for (name, position, rule) in rules {
        all.push((name, Constraint::Rule(position, rule)));
    }
    let own = table.checks.iter().map(Constraint::Check);
    let groups = table.one_of.iter().map(Constraint::OneOf);
    for (named, check) in shape.checks.into_iter().zip(own.chain(groups)) {
        all.push((named.name, check));
    }
    all
}
