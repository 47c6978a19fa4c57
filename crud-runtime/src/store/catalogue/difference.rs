//! In what two catalogues of one kind of database differ, in words for people.

mod list;
#[cfg(test)]
mod whole;

use std::fmt;

use self::list::Named;
use super::expected::{OURS, UNKNOWN};
use super::text::normal;
use super::{Catalogue, Column, Identity, Index, Search, Table};
use crate::model::{self, Operation};
use crate::sql::Dialect;

/// One thing in which a table is not as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) table: String,
    pub(crate) weight: Weight,
    pub(crate) part: Part,
    /// What it is, without the table.
    pub(crate) text: String,
    /// The name of an index or a constraint that is there besides what is expected.
    pub(crate) besides: Option<String>,
}

/// What of a table differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// That it is there, its comment, its options.
    Whole,
    Column,
    /// A column beside those that are expected which a new record would need.
    Unfilled,
    Key,
    /// Whatever else has a name: constraints and indexes.
    Named,
}

/// How much a difference matters to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// The server reads, writes and promises the same: an index, a comment, a name, a rule that it
    /// checks too, something that is there besides.
    Light,
    /// The server would misread a value, fail to write, or promise what the database does not
    /// keep.
    Heavy,
}

impl Difference {
    /// Whether it matters of a table that is left to others (`unmanaged`): what can be read and
    /// written does, what they promise about it is their own matter.
    pub(crate) fn matters_to(&self, unmanaged: &model::Table) -> bool {
        self.weight == Weight::Heavy
            && match self.part {
                Part::Column | Part::Key => true,
                Part::Unfilled => unmanaged.serves(Operation::Create),
                Part::Whole | Part::Named => false,
            }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "table `{}`: {}", self.table, self.text)
    }
}

impl Catalogue {
    /// In what the tables that are expected differ here; what is here besides is nobody's concern.
    pub(crate) fn compare(&self, expected: &Self) -> Vec<Difference> {
        let mut differences = Vec::new();
        for table in &expected.tables {
            let mut telling = Telling {
                catalogue: self,
                table: &table.name,
                part: Part::Whole,
                differences: &mut differences,
            };
            match self.table(&table.name) {
                Some(found) => telling.table(found, table),
                None => telling.heavy("is missing".to_owned()),
            }
        }
        differences
    }
}

/// One table being compared.
struct Telling<'c> {
    catalogue: &'c Catalogue,
    table: &'c str,
    part: Part,
    differences: &'c mut Vec<Difference>,
}

impl Telling<'_> {
    fn tell(&mut self, weight: Weight, text: String) {
        let table = self.table.to_owned();
        self.differences.push(Difference { table, weight, part: self.part, text, besides: None });
    }

    /// An index or a constraint that is there and that nobody expects.
    fn besides(&mut self, name: &str, text: String) {
        self.light(text);
        if let Some(told) = self.differences.last_mut() {
            told.besides = Some(name.to_owned());
        }
    }

    fn heavy(&mut self, text: String) {
        self.tell(Weight::Heavy, text);
    }

    fn light(&mut self, text: String) {
        self.tell(Weight::Light, text);
    }

    fn table(&mut self, found: &Table, expected: &Table) {
        self.part = Part::Column;
        for column in &expected.columns {
            match found.column(&column.name) {
                Some(other) => self.column(other, column, is_key(found, column)),
                None => self.heavy(format!("the column `{}` is missing", column.name)),
            }
        }
        for column in &found.columns {
            if expected.column(&column.name).is_some() {
                continue;
            }
            let name = &column.name;
            let fills_itself = column.nullable
                || column.default.is_some()
                || column.generated.is_some()
                || column.identity.is_some();
            if fills_itself {
                self.light(format!("the column `{name}` is there, and is not expected"));
            } else {
                self.part = Part::Unfilled;
                self.heavy(format!(
                    "the column `{name}` is there, and is not expected; it is NOT NULL without a \
                     default, so that no record can be made without it"
                ));
                self.part = Part::Column;
            }
        }
        self.part = Part::Key;
        self.key(found.key.as_ref(), expected.key.as_ref());
        self.part = Part::Named;
        self.named(&found.uniques, &expected.uniques);
        self.named(&found.references, &expected.references);
        self.named(&found.checks, &expected.checks);
        let mut indexes = expected.indexes.clone();
        if self.catalogue.is_ascending {
            for index in &mut indexes {
                index.descending.clear();
            }
        }
        self.named(&found.indexes, &indexes);
        self.search(found.search.as_ref(), expected.search.as_ref());
        self.part = Part::Whole;
        if found.comment != expected.comment {
            self.light(format!("the comment {}", is_not(&found.comment, &expected.comment)));
        }
        for option in expected.options.iter().filter(|one| !found.options.contains(one)) {
            self.light(format!("it is not {option}"));
        }
        for option in found.options.iter().filter(|one| !expected.options.contains(one)) {
            self.light(format!("it is {option}, which is not expected"));
        }
    }

    fn column(&mut self, found: &Column, expected: &Column, is_key: bool) {
        let name = &found.name;
        if !found.type_name.eq_ignore_ascii_case(&expected.type_name) {
            let (is, not) = (&found.type_name, &expected.type_name);
            self.heavy(format!("the column `{name}` is {is}, not {not}"));
        } else if !self.is_same_collation(found, expected) {
            let called = |collation: &Option<String>| {
                collation.clone().unwrap_or_else(|| "the usual one".to_owned())
            };
            let (is, not) = (called(&found.collation), called(&expected.collation));
            self.heavy(format!("the collation of the column `{name}` is {is}, not {not}"));
        }
        // A key takes no null, whatever SQLite has been told.
        if found.nullable != expected.nullable && !is_key {
            let is = if found.nullable {
                "may be null, which is not expected"
            } else {
                "is NOT NULL, which is not expected"
            };
            self.heavy(format!("the column `{name}` {is}"));
        }
        // The sequence of a serial column is called by whoever made it.
        let is_serial = |column: &Column| column.identity == Some(Identity::Serial);
        match (&found.default, &expected.default) {
            _ if is_serial(found) && is_serial(expected) => {}
            (None, Some(default)) => {
                let default = if default == UNKNOWN { "" } else { default };
                let text = format!("the column `{name}` has no default {default}");
                self.heavy(text.trim_end().to_owned());
            }
            (Some(default), None) => {
                self.light(format!(
                    "the column `{name}` has the default {default}, which is not expected"
                ));
            }
            (Some(is), Some(not)) if !self.is_same_expression(is, not) => {
                self.light(format!("the default of the column `{name}` is {is}, not {not}"));
            }
            _ => {}
        }
        if found.identity != expected.identity {
            let text = match (&found.identity, &expected.identity) {
                (None, _) => "gets no number from the database".to_owned(),
                (Some(is), None) => format!("gets its number from the database ({is:?})"),
                (Some(is), Some(not)) => format!("gets its number as {is:?}, not as {not:?}"),
            };
            // Numbers come, and those of an insert are taken, all the same.
            let is_light = found.identity.is_some() && found.identity != Some(Identity::Always)
                || expected.identity.is_none();
            let weight = if is_light { Weight::Light } else { Weight::Heavy };
            self.tell(weight, format!("the column `{name}` {text}"));
        }
        let mut text = |what: &str, is: &Option<String>, not: &Option<String>| {
            if is != not {
                let (is, not) = (is.as_deref().unwrap_or(""), not.as_deref().unwrap_or(""));
                self.heavy(format!("{what} of the column `{name}` {}", is_not(is, not)));
            }
        };
        text("the expression", &found.generated, &expected.generated);
        text("the ON UPDATE", &found.on_update, &expected.on_update);
        if found.comment != expected.comment {
            let text = is_not(&found.comment, &expected.comment);
            self.light(format!("the comment of the column `{name}` {text}"));
        }
    }

    fn key(&mut self, found: Option<&Index>, expected: Option<&Index>) {
        let over = |index: Option<&Index>| {
            index.map_or_else(
                || "missing".to_owned(),
                |index| format!("({})", index.columns.join(", ")),
            )
        };
        let columns = |index: Option<&Index>| index.map(|index| index.columns.clone());
        if columns(found) != columns(expected) {
            let (is, not) = (over(found), over(expected));
            return self.heavy(format!("the primary key is {is}, not {not}"));
        }
        if let (Some(found), Some(expected)) = (found, expected)
            && found.name != expected.name
            && !found.name.is_empty()
        {
            let (is, not) = (&found.name, &expected.name);
            self.light(format!("the primary key is called `{is}`, not `{not}`"));
        }
    }

    fn search(&mut self, found: Option<&Search>, expected: Option<&Search>) {
        // PostgreSQL finds the same without an index.
        let weight = match self.catalogue.dialect {
            Dialect::Postgres => Weight::Light,
            Dialect::Sqlite | Dialect::Mysql => Weight::Heavy,
        };
        match (found, expected) {
            (None, None) => {}
            (None, Some(expected)) => {
                self.tell(weight, format!("what serves a search, `{}`, is missing", expected.name));
            }
            (Some(found), None) => {
                let text = format!("`{}` serves a search, and none is expected", found.name);
                self.besides(&found.name, text);
            }
            (Some(found), Some(expected)) => {
                if !self.is_same_expression(&found.definition, &expected.definition) {
                    self.tell(
                        weight,
                        format!(
                            "`{}` serves a search in other columns, or in another way: it is {}, \
                             not {}",
                            found.name, found.definition, expected.definition
                        ),
                    );
                }
            }
        }
    }

    /// Things that have names, compared by them, and else by what they are.
    fn named<T: Named>(&mut self, found: &[T], expected: &[T]) {
        let mut rest: Vec<&T> = Vec::new();
        for one in expected {
            match found.iter().find(|found| found.name() == one.name() && !one.name().is_empty()) {
                Some(found) if self.is_same(found, one) => {}
                Some(found) => {
                    let (is, not) = (found.words(), one.words());
                    let weight = found.weight(one);
                    self.tell(weight, format!("{} `{}` is {is}, not {not}", T::KIND, one.name()));
                }
                None => rest.push(one),
            }
        }
        let mut others: Vec<&T> = found
            .iter()
            .filter(|found| {
                found.name().is_empty()
                    || !expected.iter().any(|expected| expected.name() == found.name())
            })
            .collect();
        for one in rest {
            let is_known = one.expression() != Some(UNKNOWN);
            if let Some(place) =
                others.iter().position(|&found| is_known && self.is_same(found, one))
            {
                let found = others.remove(place);
                // What SQLite was told no name for is known by none.
                if found.name() != one.name() && !found.name().is_empty() {
                    let (is, not) = (shown(found.name()), shown(one.name()));
                    let words = one.words();
                    self.light(format!("{} {words} is called {is}, not {not}", T::KIND));
                }
            } else {
                let name = shown(one.name());
                let words = if is_known { format!(": {}", one.words()) } else { String::new() };
                self.tell(one.missing(), format!("{} {name} is missing{words}", T::KIND));
            }
        }
        for found in others {
            let (name, words) = (shown(found.name()), found.words());
            let text = format!("{} {name} is there, and is not expected: {words}", T::KIND);
            self.besides(found.name(), text);
        }
    }

    fn is_same<T: Named>(&self, found: &T, expected: &T) -> bool {
        match (found.expression(), expected.expression()) {
            (Some(found), Some(expected)) => self.is_same_expression(found, expected),
            _ => found.is_same(expected, &|one, other| self.catalogue.is_same(one, other)),
        }
    }

    fn is_same_expression(&self, found: &str, expected: &str) -> bool {
        found == expected
            || found == UNKNOWN
            || expected == UNKNOWN
            || self.catalogue.dialect == Dialect::Sqlite && normal(found) == normal(expected)
    }

    fn is_same_collation(&self, found: &Column, expected: &Column) -> bool {
        let (Some(is), Some(not)) = (&found.collation, &expected.collation) else {
            // MySQL says the collation of every text; where we say none, any will do.
            let is_said = found.collation.is_some() || expected.collation.is_some();
            return !is_said || self.catalogue.dialect == Dialect::Mysql;
        };
        let is_ours = |collation: &String| OURS.contains(&collation.as_str());
        is.eq_ignore_ascii_case(not) || is_ours(is) && is_ours(not)
    }
}

fn is_key(table: &Table, column: &Column) -> bool {
    table.key.as_ref().is_some_and(|key| key.columns.contains(&column.name))
}

fn is_not(is: &str, not: &str) -> String {
    match (is, not) {
        ("", not) => format!("is missing: {not:?}"),
        (is, "") => format!("is {is:?}, and none is expected"),
        (is, not) => format!("is {is:?}, not {not:?}"),
    }
}

fn shown(name: &str) -> String {
    if name.is_empty() { "without a name".to_owned() } else { format!("`{name}`") }
}
