//! A table: its columns, and its constraints and indexes under their names.

use serde::{Deserialize, Serialize};

use super::name::name;
use super::{Column, Directed, Native};
use crate::model::{self, NamedWhat, OnDelete, OnUpdate};
use crate::sql::{Dialect, search};

/// A table of a database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    pub(crate) name: String,
    /// The doc comment; empty when there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) comment: String,
    /// In declaration order.
    pub(crate) columns: Vec<Column>,
    pub(crate) key: Index,
    /// No two records agree in all columns of one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) uniques: Vec<Index>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) references: Vec<Reference>,
    /// The user's own; those of rules are made for each database
    /// ([`rules`](Self::rules)).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) checks: Vec<Check>,
    /// Indexes that demand nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) indexes: Vec<Index>,
    /// The columns that a search looks in, under the name of what serves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) search: Option<Index>,
    /// What stands behind the columns, where it is not ours.
    #[serde(default, skip_serializing_if = "Native::is_none")]
    pub(crate) sql_options: Native,
}

/// Columns that have an index, under the name of the index or its constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Index {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    /// Those of which the greatest come first: never the last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) descending: Vec<String>,
    /// Whether it is no more than that: among the unique ones an index that is no constraint, among
    /// the others one that does not go on with the key.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) bare: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reference {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    /// The table that is referred to.
    pub(crate) table: String,
    /// Its columns, in the same order.
    pub(crate) target: Vec<String>,
    #[serde(with = "Fate")]
    pub(crate) on_delete: OnDelete,
    #[serde(with = "Following", default, skip_serializing_if = "is_unsaid")]
    pub(crate) on_update: OnUpdate,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_unsaid(on_update: &OnUpdate) -> bool {
    *on_update == OnUpdate::NoAction
}

/// How [`OnDelete`] is written down.
#[derive(Serialize, Deserialize)]
#[serde(remote = "OnDelete", rename_all = "snake_case")]
enum Fate {
    Restrict,
    Cascade,
    SetNull,
    NoAction,
}

/// How [`OnUpdate`] is written down.
#[derive(Serialize, Deserialize)]
#[serde(remote = "OnUpdate", rename_all = "snake_case")]
enum Following {
    NoAction,
    Restrict,
    Cascade,
    SetNull,
}

/// A condition of the user's in SQL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Check {
    pub(crate) name: String,
    pub(crate) expression: String,
}

impl Table {
    /// The shape of a described table.
    pub(crate) fn of(table: &'static model::Table) -> Self {
        let index = |kind: &str, over: Directed| {
            let columns = &over.columns;
            let (what, bare) = match kind {
                "ix" => (NamedWhat::Index, true),
                _ if named(table, NamedWhat::UniqueIndex, columns).is_some() => {
                    (NamedWhat::UniqueIndex, true)
                }
                _ => (NamedWhat::Unique, false),
            };
            let stated = named(table, what, columns).filter(|_| over.descending.is_empty());
            Index {
                bare: bare && stated.is_some(),
                name: stated.unwrap_or_else(|| name(kind, table.name, &over.words(table.columns))),
                columns: names(table, columns),
                descending: names(table, &over.descending),
            }
        };
        let references = table.references().map(|relation| {
            let target = (relation.target)();
            let stated = named(table, NamedWhat::Reference, relation.columns);
            let columns = names(table, relation.columns);
            Reference {
                name: stated.unwrap_or_else(|| name("fk", table.name, &columns.join("_"))),
                columns,
                table: target.name.to_owned(),
                target: names(target, relation.referenced()),
                on_delete: relation.on_delete,
                on_update: relation.on_update,
            }
        });
        let stated = table.checks.iter().map(|check| (check.name, check.expression.to_owned()));
        // Those of `one_of` come last, which `constraints` relies on.
        let groups = table.one_of.iter().map(|one_of| (one_of.name, exactly_one(table, one_of)));
        let checks = stated.chain(groups).map(|(check, expression)| Check {
            name: named(table, NamedWhat::Check(check), &[])
                .unwrap_or_else(|| name("ck", table.name, check)),
            expression,
        });
        Self {
            name: table.name.to_owned(),
            comment: table.description.to_owned(),
            columns: table.columns.iter().map(Column::of).collect(),
            key: Index {
                name: named(table, NamedWhat::Key, &[])
                    .unwrap_or_else(|| name("pk", table.name, "")),
                columns: names(table, table.key),
                descending: Vec::new(),
                bare: false,
            },
            uniques: uniques(table)
                .into_iter()
                .map(|columns| index("uq", columns.into()))
                .collect(),
            references: references.collect(),
            checks: checks.collect(),
            indexes: indexes(table).into_iter().map(|over| index("ix", over)).collect(),
            search: searched(table),
            sql_options: Native::of(table.sql_options),
        }
    }

    /// The column with this name.
    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether an index or a constraint that has one is over this column.
    pub(crate) fn is_indexed(&self, column: &str) -> bool {
        let has = |columns: &[String]| columns.iter().any(|name| name == column);
        [&self.key].into_iter().chain(&self.uniques).chain(&self.indexes).any(|i| has(&i.columns))
            || self.references.iter().any(|reference| has(&reference.columns))
    }
}

/// What is left to others has no index of ours.
fn searched(table: &'static model::Table) -> Option<Index> {
    let columns: Vec<_> = table.searchable().map(|column| column.name.to_owned()).collect();
    let is_served = !columns.is_empty() && !table.unmanaged;
    let name = || search::name(table.name);
    is_served.then(|| Index { name: name(), columns, descending: Vec::new(), bare: false })
}

/// The condition that one of the columns is set and the others are not, as all databases read it.
fn exactly_one(table: &model::Table, one_of: &model::OneOf) -> String {
    let set = one_of.columns.iter().map(|&column| {
        // A session of MySQL is told that this is a name, as in standard SQL.
        let quoted = Dialect::Postgres.quoted(table.columns[column].name);
        format!("CASE WHEN {quoted} IS NULL THEN 0 ELSE 1 END")
    });
    format!("{} = 1", set.collect::<Vec<_>>().join(" + "))
}

/// The name that is stated for what has these columns.
fn named(table: &model::Table, what: NamedWhat, columns: &[usize]) -> Option<String> {
    let found = table.names.iter().find(|named| named.what == what && named.columns == columns);
    found.map(|named| named.name.to_owned())
}

/// The columns of all that is stated to be called so.
fn stated(table: &model::Table, what: NamedWhat) -> impl Iterator<Item = Vec<usize>> {
    let found = table.names.iter().filter(move |named| named.what == what);
    found.map(|named| named.columns.to_vec())
}

fn names(table: &model::Table, columns: &[usize]) -> Vec<String> {
    columns.iter().map(|&column| table.columns[column].name.to_owned()).collect()
}

/// Sets of columns in which no two records agree, without the key.
pub(in crate::sql) fn uniques(table: &'static model::Table) -> Vec<Vec<usize>> {
    let single = table
        .columns
        .iter()
        .enumerate()
        .filter(|(position, column)| column.unique && table.key != [*position])
        .map(|(position, _)| vec![position]);
    let several =
        table.indexes.iter().filter(|index| index.unique).map(|index| index.columns.to_vec());
    let stated = [NamedWhat::Unique, NamedWhat::UniqueIndex];
    let stated = stated.into_iter().flat_map(|what| self::stated(table, what));
    distinct(single.chain(several).chain(stated))
}

/// The indexes that are no constraints: those asked for, and one for each reference, unless a
/// constraint or another index begins with the same columns. One that is named is there.
pub(in crate::sql) fn indexes(table: &'static model::Table) -> Vec<Directed> {
    let several = table.indexes.iter().filter(|index| !index.unique).map(Directed::of);
    let references = table
        .references()
        .filter(|relation| !relation.columns.iter().any(|&column| table.columns[column].unindexed))
        .map(|relation| relation.columns.to_vec().into());
    let single = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.indexed)
        .map(|(position, _)| vec![position].into());
    let mut made: Vec<Directed> = stated(table, NamedWhat::Index).map(Directed::from).collect();
    let constraints = uniques(table).into_iter().chain([table.key.to_vec()]);
    let constraints: Vec<_> = constraints.map(Directed::from).collect();
    for over in several.chain(references).chain(single) {
        let serves = |other: &Directed| other.begins_with(over.order());
        if !constraints.iter().chain(&made).any(serves) {
            made.push(over);
        }
    }
    made
}

fn distinct(sets: impl Iterator<Item = Vec<usize>>) -> Vec<Vec<usize>> {
    let mut distinct = Vec::new();
    for set in sets {
        if !distinct.contains(&set) {
            distinct.push(set);
        }
    }
    distinct
}
