//! What clients name in an aggregate: functions, groups and what groups are sorted by.
//!
//! Each reader gives what is known, and what is refused with its place among the names.

use super::offer::{functions, groups};
use super::{AggregateKey, AggregateSort, Function, Group};
use crate::model::Table;

/// How many functions one question has.
pub(crate) const FUNCTIONS: usize = 64;

/// How many groups records are put into one in another.
pub(crate) const GROUPS: usize = 8;

/// Why something is refused, and its place among the names.
pub(super) type Refused = Vec<(usize, String)>;

/// The functions of these names.
pub(super) fn read_functions<'a>(
    table: &'static Table,
    names: impl Iterator<Item = &'a str>,
) -> (Vec<Function>, Refused) {
    read(names, FUNCTIONS, |name| {
        function(table, name)
            .ok_or_else(|| format!("no function {name:?}; allowed are {}", all_functions(table)))
    })
}

/// The groups of these names.
pub(super) fn read_groups<'a>(
    table: &'static Table,
    names: impl Iterator<Item = &'a str>,
) -> (Vec<Group>, Refused) {
    read(names, GROUPS, |name| {
        let known = groups(table).into_iter().find(|group| group.name(table) == name);
        known.ok_or_else(|| format!("cannot group by {name:?}; allowed are {}", all_groups(table)))
    })
}

/// The order of these names: functions, asked for or not, and groups that records are put into.
pub(super) fn read_order<'a>(
    table: &'static Table,
    grouped: &[Group],
    names: impl Iterator<Item = &'a str>,
) -> (Vec<AggregateSort>, Refused) {
    let (mut order, mut refused) = (Vec::<AggregateSort>::new(), Vec::new());
    for (index, name) in names.enumerate() {
        let (name, descending) = match name.strip_prefix('-') {
            Some(name) => (name, true),
            None => (name, false),
        };
        let group = grouped.iter().position(|group| group.name(table) == name);
        let function = || function(table, name).map(AggregateKey::Function);
        match group.map(AggregateKey::Group).or_else(function) {
            // What is named again decides nothing more.
            Some(key) if order.iter().any(|sort| sort.key == key) => {}
            Some(key) => order.push(AggregateSort { key, descending }),
            None => {
                let detail = format!(
                    "cannot sort by {name:?}; allowed are what group_by names, and {}, each with - \
                     for descending",
                    all_functions(table)
                );
                refused.push((index, detail));
            }
        }
    }
    (order, refused)
}

/// The function of this name.
pub(super) fn function(table: &'static Table, name: &str) -> Option<Function> {
    functions(table).into_iter().find(|function| function.name(table) == name)
}

/// All functions, for people who mistyped one.
pub(super) fn all_functions(table: &'static Table) -> String {
    let names = functions(table).into_iter().map(|function| function.name(table));
    names.collect::<Vec<_>>().join(", ")
}

/// All groups; the periods of a date in one word.
fn all_groups(table: &'static Table) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut dated: Vec<String> = Vec::new();
    for group in groups(table) {
        let whole = Group { truncate: None, ..group }.name(table);
        if group.truncate.is_none() {
            names.push(whole);
        } else if !dated.contains(&whole) {
            dated.push(whole);
        }
    }
    names.extend(dated.into_iter().map(|name| format!("day|week|month|year({name})")));
    names.join(", ")
}

fn read<'a, T: PartialEq>(
    names: impl Iterator<Item = &'a str>,
    most: usize,
    read: impl Fn(&str) -> Result<T, String>,
) -> (Vec<T>, Refused) {
    let (mut known, mut refused) = (Vec::new(), Vec::new());
    for (index, name) in names.enumerate() {
        match read(name) {
            Ok(one) if known.contains(&one) => {
                refused.push((index, format!("must name {name} only once")));
            }
            Ok(_) if known.len() == most => {
                refused.push((index, format!("must not be: there are more than {most}")));
                break;
            }
            Ok(one) => known.push(one),
            Err(detail) => refused.push((index, detail)),
        }
    }
    (known, refused)
}
