//! What tables have several of under names: how it is compared and called.

use super::Weight;
use crate::store::catalogue::{Action, Check, Index, Reference};

/// Something of a table that has a name.
pub(super) trait Named {
    /// What it is called.
    const KIND: &'static str;

    fn name(&self) -> &str;

    /// What is an expression and nothing else.
    fn expression(&self) -> Option<&str> {
        None
    }

    /// Whether the two are the same but for their names.
    fn is_same(&self, other: &Self, tables: &dyn Fn(&str, &str) -> bool) -> bool;

    /// What it says, in words.
    fn words(&self) -> String;

    /// What it means that it is missing.
    fn missing(&self) -> Weight {
        Weight::Light
    }

    /// What it means that it is not as the other, which has its name.
    fn weight(&self, other: &Self) -> Weight {
        other.missing()
    }
}

impl Named for Index {
    const KIND: &'static str = "the index";

    fn name(&self) -> &str {
        &self.name
    }

    fn missing(&self) -> Weight {
        if self.is_unique { Weight::Heavy } else { Weight::Light }
    }

    /// An index that is no constraint keeps the same promise.
    fn weight(&self, other: &Self) -> Weight {
        let demands = |one: &Self| (one.is_unique, one.text.clone(), one.columns.clone());
        if demands(self) == demands(other) { Weight::Light } else { other.missing() }
    }

    fn is_same(&self, other: &Self, _: &dyn Fn(&str, &str) -> bool) -> bool {
        let what = |one: &Self| (one.is_unique, one.is_constraint);
        (&self.columns, &self.descending, &self.text)
            == (&other.columns, &other.descending, &other.text)
            && what(self) == what(other)
    }

    fn words(&self) -> String {
        let over = self.over();
        match (self.is_unique, self.is_constraint) {
            (false, _) => over,
            (true, true) => format!("UNIQUE {over}"),
            (true, false) => format!("UNIQUE INDEX {over}"),
        }
    }
}

impl Named for Reference {
    const KIND: &'static str = "the foreign key";

    fn name(&self) -> &str {
        &self.name
    }

    fn is_same(&self, other: &Self, tables: &dyn Fn(&str, &str) -> bool) -> bool {
        let rest = |one: &Self| {
            let Self { columns, target, on_delete, on_update, options, .. } = one.clone();
            (columns, target, on_delete, on_update, options)
        };
        rest(self) == rest(other) && tables(&self.table, &other.table)
    }

    fn words(&self) -> String {
        let mut words = format!(
            "({}) REFERENCES `{}` ({}) ON DELETE {}",
            self.columns.join(", "),
            self.table,
            self.target.join(", "),
            action(self.on_delete),
        );
        if !matches!(self.on_update, Action::NoAction | Action::Restrict) {
            words = format!("{words} ON UPDATE {}", action(self.on_update));
        }
        format!("{words} {}", self.options).trim_end().to_owned()
    }

    fn missing(&self) -> Weight {
        Weight::Heavy
    }

    /// Who refuses is the same to a server, now or at the end of the statement.
    fn weight(&self, other: &Self) -> Weight {
        let refuses = |action: Action| matches!(action, Action::Restrict | Action::NoAction);
        let is_alike = (&self.columns, &self.table, &self.target)
            == (&other.columns, &other.table, &other.target)
            && (self.on_delete == other.on_delete
                || refuses(self.on_delete) && refuses(other.on_delete));
        if is_alike { Weight::Light } else { Weight::Heavy }
    }
}

impl Named for Check {
    const KIND: &'static str = "the check";

    fn name(&self) -> &str {
        &self.name
    }

    fn expression(&self) -> Option<&str> {
        Some(&self.expression)
    }

    fn is_same(&self, other: &Self, _: &dyn Fn(&str, &str) -> bool) -> bool {
        self == other
    }

    fn words(&self) -> String {
        format!("({})", self.expression)
    }
}

fn action(action: Action) -> &'static str {
    match action {
        Action::NoAction => "NO ACTION",
        Action::Restrict => "RESTRICT",
        Action::Cascade => "CASCADE",
        Action::SetNull => "SET NULL",
        Action::SetDefault => "SET DEFAULT",
    }
}
