//! What becomes of constraints and indexes, where a database knows them by name.

use super::search;
use super::transition::{Pair, Transition};
use crate::error::Result;
use crate::sql::part::OwnIndex;
use crate::sql::shape::{Index, Reference, Table};
use crate::sql::{self, Dialect, part};

/// What becomes of all constraints and indexes.
pub(super) struct Constraints<'t> {
    /// Of each table that is there before and after.
    pub(super) tables: Vec<Fates<'t>>,
    /// Foreign keys that go, or give way for a while, with the old names of their tables.
    pub(super) old_references: Vec<(String, String)>,
    /// The new name of the table, and old and new name of the foreign key.
    pub(super) renamed_references: Vec<(String, String, String)>,
    /// Foreign keys that come, or come back.
    pub(super) new_references: Vec<(&'t Table, &'t Reference)>,
    /// Tables that are new.
    pub(super) created: Vec<Table>,
    /// Tables that change, to which nothing can refer before they are ready.
    changing: Vec<&'t str>,
}

/// What becomes of those of one table.
pub(super) struct Fates<'t> {
    pub(super) checks: Fate<(String, String)>,
    pub(super) uniques: Fate<&'t Index>,
    pub(super) indexes: Fate<OwnIndex>,
    pub(super) search: search::Fate,
}

/// What becomes of those of one kind.
pub(super) struct Fate<New> {
    /// Old names.
    pub(super) gone: Vec<String>,
    /// Old and new names of what is the same apart from them.
    pub(super) renamed: Vec<(String, String)>,
    pub(super) new: Vec<New>,
}

impl<'t> Constraints<'t> {
    pub(super) fn of(
        dialect: Dialect,
        transition: &'t Transition,
        pairs: &[Pair<'t>],
    ) -> Result<Self> {
        let tables =
            pairs.iter().map(|pair| Fates::of(dialect, pair)).collect::<Result<Vec<_>>>()?;
        let mut all = Self {
            tables,
            old_references: Vec::new(),
            renamed_references: Vec::new(),
            new_references: Vec::new(),
            created: transition.created(),
            changing: pairs
                .iter()
                .filter(|pair| !pair.is_same())
                .map(|pair| pair.after.name.as_str())
                .collect(),
        };
        for pair in pairs {
            all.references(dialect, pair, pairs)?;
        }
        all.put_off(transition);
        // Tables go in an order in which nobody refers to those that are gone.
        let dropped = transition.dropped();
        let order = part::in_order(&dropped);
        for (place, table) in order.iter().enumerate() {
            for reference in &table.references {
                let is_later = order[place + 1..].iter().any(|other| other.name == reference.table);
                if is_later {
                    all.old_references.push((table.name.clone(), reference.name.clone()));
                }
            }
        }
        Ok(all)
    }

    /// Puts off foreign keys of new tables to those that change meanwhile.
    fn put_off(&mut self, transition: &'t Transition) {
        for table in &self.created {
            let Some(whole) = transition.after.table(&table.name) else { continue };
            let changing = &self.changing;
            let late = whole.references.iter().filter(|one| changing.contains(&one.table.as_str()));
            self.new_references.extend(late.map(|reference| (whole, reference)));
        }
    }

    /// Whether a foreign key of a new table comes when the table that it refers to is ready.
    pub(super) fn is_put_off(&self, reference: &Reference) -> bool {
        self.changing.contains(&reference.table.as_str())
    }

    fn references(&mut self, dialect: Dialect, pair: &Pair<'t>, pairs: &[Pair<'t>]) -> Result<()> {
        let mut staying = Vec::new();
        for (old, now) in pair.before.references.iter().zip(&pair.now.references) {
            let is_like = |after: &&Reference| {
                Reference { name: String::new(), ..now.clone() }
                    == Reference { name: String::new(), ..(*after).clone() }
            };
            let after = pair.after.references.iter().find(is_like);
            // PostgreSQL alone gives a foreign key another name.
            let after =
                after.filter(|after| dialect == Dialect::Postgres || after.name == old.name);
            let is_moved = is_moved(dialect, pair, now, pairs)?;
            match after.filter(|_| !is_moved) {
                Some(after) => {
                    staying.push(after);
                    if after.name != old.name {
                        self.renamed_references.push((
                            pair.after.name.clone(),
                            old.name.clone(),
                            after.name.clone(),
                        ));
                    }
                }
                None => {
                    self.old_references.push((pair.before.name.clone(), old.name.clone()));
                }
            }
        }
        let new = pair.after.references.iter().filter(|after| !staying.contains(after));
        self.new_references.extend(new.map(|reference| (pair.after, reference)));
        Ok(())
    }
}

/// Whether a foreign key has to give way although it is the same in the end: columns on one of its
/// sides change, or the index below it does.
fn is_moved(
    dialect: Dialect,
    pair: &Pair<'_>,
    reference: &Reference,
    pairs: &[Pair<'_>],
) -> Result<bool> {
    if is_changed(dialect, pair, &reference.columns)? {
        return Ok(true);
    }
    let target = pairs.iter().find(|target| target.after.name == reference.table);
    target.map_or(Ok(false), |target| is_changed(dialect, target, &reference.target))
}

fn is_changed(dialect: Dialect, pair: &Pair<'_>, columns: &[String]) -> Result<bool> {
    for (before, after) in &pair.kept {
        let types = [(pair.before, before), (pair.after, after)]
            .map(|(table, column)| sql::type_name(dialect, table, column));
        let [old, new] = types;
        // MySQL wants a reference and its target to be alike while a column is defined anew.
        let is_defined_anew = dialect == Dialect::Mysql
            && (before.nullable, before.auto) != (after.nullable, after.auto);
        if columns.contains(&after.name) && (old? != new? || is_defined_anew) {
            return Ok(true);
        }
    }
    let served = |index: &&Index| index.columns.starts_with(columns);
    let before = pair.now.uniques.iter().chain(&pair.now.indexes).filter(served);
    let stays =
        |index: &Index| pair.after.uniques.contains(index) || pair.after.indexes.contains(index);
    Ok(dialect == Dialect::Mysql && before.clone().any(|index| !stays(index)))
}

impl<'t> Fates<'t> {
    fn of(dialect: Dialect, pair: &Pair<'t>) -> Result<Self> {
        let indexes = |table: &Table| {
            let all = part::indexes(dialect, table).into_iter();
            all.map(|index| {
                let what = (index.unique, index.columns.clone(), index.descending.clone());
                (index.name.clone(), what, index)
            })
        };
        let before = part::uniques(&pair.now).into_iter();
        let before = before.map(|unique| (unique.name.clone(), unique.columns.clone()));
        let after = part::uniques(pair.after).into_iter();
        let after = after.map(|unique| (unique.name.clone(), unique.columns.clone(), unique));
        let old = indexes(&pair.now).map(|(name, what, _)| (name, what)).collect();
        Ok(Self {
            checks: checks(dialect, pair)?,
            uniques: fate(before.collect(), after.collect()),
            indexes: fate(old, indexes(pair.after).collect()),
            search: search::fate(dialect, pair)?,
        })
    }
}

/// What becomes of checks. One over a column that changes its type, or has another name, is made
/// anew: how the database keeps it depends on both.
fn checks(dialect: Dialect, pair: &Pair<'_>) -> Result<Fate<(String, String)>> {
    let mut touched = Vec::new();
    for (before, after) in &pair.kept {
        let old = sql::type_name(dialect, pair.before, before)?;
        if before.name != after.name || old != sql::type_name(dialect, pair.after, after)? {
            touched.extend([&before.name, &after.name]);
        }
    }
    // Rules name one column, which is looked for in quotes; what the user writes has it anyhow.
    let is_touched = |condition: &str| touched.iter().any(|name| condition.contains(*name));
    let names = part::checks(dialect, pair.before).into_iter().map(|(name, _)| name);
    let conditions = part::checks(dialect, &pair.now).into_iter().map(|(_, condition)| condition);
    let before = names
        .zip(conditions)
        .map(|(name, condition)| {
            let is_touched = is_touched(&condition);
            (name, (condition, is_touched))
        })
        .collect();
    let after = part::checks(dialect, pair.after)
        .into_iter()
        .map(|(name, condition)| (name.clone(), (condition.clone(), false), (name, condition)));
    let mut fate = fate(before, after.collect());
    if dialect == Dialect::Mysql {
        // It gives no check another name.
        let all = part::checks(dialect, pair.after);
        for (from, to) in std::mem::take(&mut fate.renamed) {
            fate.gone.push(from);
            fate.new.extend(all.iter().find(|(name, _)| *name == to).cloned());
        }
    }
    Ok(fate)
}

/// What becomes of what was, by name and meaning.
fn fate<What: PartialEq, New>(
    before: Vec<(String, What)>,
    after: Vec<(String, What, New)>,
) -> Fate<New> {
    let mut fate = Fate { gone: Vec::new(), renamed: Vec::new(), new: Vec::new() };
    let mut before: Vec<_> = before.into_iter().map(Some).collect();
    let mut rest = Vec::new();
    for (name, what, new) in after {
        let same = before
            .iter_mut()
            .find(|old| old.as_ref().is_some_and(|old| old.0 == name && old.1 == what));
        match same {
            Some(old) => *old = None,
            None => rest.push((name, what, new)),
        }
    }
    for (name, what, new) in rest {
        let same = before.iter_mut().find(|old| old.as_ref().is_some_and(|old| old.1 == what));
        match same.and_then(Option::take) {
            Some((old, _)) => fate.renamed.push((old, name)),
            None => fate.new.push(new),
        }
    }
    fate.gone.extend(before.into_iter().flatten().map(|(name, _)| name));
    fate
}

/// Statements that give something another name, in an order in which each name is free.
pub(super) fn when_free(mut renames: Vec<(String, String, String)>) -> Vec<String> {
    let mut statements = Vec::with_capacity(renames.len());
    while !renames.is_empty() {
        let is_free =
            |(_, to, _): &(String, String, String)| renames.iter().all(|(from, ..)| from != to);
        // Names do not go round in circles, because those of tables and columns do not.
        let next = renames.iter().position(is_free).unwrap_or_default();
        statements.push(renames.remove(next).2);
    }
    statements
}
