//! Reading the words of a text one after the other.

use super::token::{Kind, Token};
use crate::sql::Dialect;
use crate::store::catalogue::{Action, Reference};

/// Some words of a text, and how far they are read.
#[derive(Clone, Copy)]
pub(super) struct Part<'t> {
    pub(super) dialect: Dialect,
    sql: &'t str,
    tokens: &'t [Token<'t>],
}

impl<'t> Part<'t> {
    pub(super) fn new(dialect: Dialect, sql: &'t str, tokens: &'t [Token<'t>]) -> Self {
        Self { dialect, sql, tokens }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    pub(super) fn peek(&self) -> Option<&'t Token<'t>> {
        self.tokens.first()
    }

    pub(super) fn next(&mut self) -> Option<&'t Token<'t>> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    pub(super) fn is_next(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.is_word(word))
    }

    /// Takes these words, if they come next.
    pub(super) fn take(&mut self, words: &str) -> bool {
        let mut ahead = *self;
        for word in words.split(' ') {
            if !ahead.next().is_some_and(|token| token.is_word(word)) {
                return false;
            }
        }
        *self = ahead;
        true
    }

    /// Takes a name.
    pub(super) fn name(&mut self) -> Option<String> {
        let token = self.peek().filter(|token| {
            matches!(token.kind, Kind::Word | Kind::Name)
                || (token.kind == Kind::Text && self.dialect == Dialect::Sqlite)
        })?;
        self.next();
        Some(token.unquoted(self.dialect))
    }

    /// Takes what stands in parentheses, without them.
    pub(super) fn group(&mut self) -> Option<Self> {
        self.peek().filter(|token| token.is_symbol("("))?;
        let mut depth = 0_usize;
        for (index, token) in self.tokens.iter().enumerate() {
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                depth -= 1;
            }
            if depth == 0 {
                let inside = Self { tokens: &self.tokens[1..index], ..*self };
                self.tokens = &self.tokens[index + 1..];
                return Some(inside);
            }
        }
        None
    }

    /// The parts between the commas.
    pub(super) fn split(self) -> Vec<Self> {
        let mut parts = Vec::new();
        let (mut depth, mut start) = (0_usize, 0);
        for (index, token) in self.tokens.iter().enumerate() {
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                depth = depth.saturating_sub(1);
            } else if token.is_symbol(",") && depth == 0 {
                parts.push(Self { tokens: &self.tokens[start..index], ..self });
                start = index + 1;
            }
        }
        parts.push(Self { tokens: &self.tokens[start..], ..self });
        parts
    }

    /// The text as it stands.
    pub(super) fn text(&self) -> String {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => self.sql[first.start..last.end()].to_owned(),
            _ => String::new(),
        }
    }

    /// Takes words up to one of these, which stay; the first one is taken in any case.
    pub(super) fn until(&mut self, stops: &[&str]) -> Self {
        let all = *self;
        let mut taken = 0;
        while let Some(token) = self.peek() {
            if taken > 0 && stops.iter().any(|stop| token.is_word(stop)) {
                break;
            }
            if self.group().is_none() {
                self.next();
            }
            taken = all.tokens.len() - self.tokens.len();
        }
        Self { tokens: &all.tokens[..taken], ..all }
    }

    /// The columns in parentheses, where they are no more than that.
    pub(super) fn columns(self) -> Option<(Vec<String>, Vec<String>)> {
        let (mut columns, mut descending) = (Vec::new(), Vec::new());
        for part in self.split() {
            let (column, descends) = part.column()?;
            descending.extend(descends.then(|| column.clone()));
            columns.push(column);
        }
        Some((columns, descending))
    }

    /// The columns in parentheses, without what is more than that.
    pub(super) fn any_columns(self) -> Vec<String> {
        let mut columns = Vec::new();
        for mut part in self.split() {
            let name = part.name();
            // A name before a parenthesis is a function of SQLite, a part of a column of MySQL.
            let is_call = part.peek().is_some_and(|token| token.is_symbol("("));
            if !is_call || self.dialect == Dialect::Mysql {
                columns.extend(name);
            }
        }
        columns
    }

    fn column(mut self) -> Option<(String, bool)> {
        let name = self.name()?;
        let descends = !self.take("ASC") && self.take("DESC");
        self.is_empty().then_some((name, descends))
    }

    /// Takes a reference behind its columns: `REFERENCES …`.
    pub(super) fn reference(&mut self, name: String, columns: Vec<String>) -> Option<Reference> {
        if !self.take("REFERENCES") {
            return None;
        }
        let mut table = self.name()?;
        if self.peek().is_some_and(|token| token.is_symbol(".")) {
            self.next();
            table = format!("{table}.{}", self.name()?);
        }
        let target = self.group().map(Self::any_columns).unwrap_or_default();
        let usual =
            if self.dialect == Dialect::Mysql { Action::Restrict } else { Action::NoAction };
        let mut reference = Reference {
            name,
            columns,
            table,
            target,
            on_delete: usual,
            on_update: usual,
            options: String::new(),
        };
        let mut options: Vec<String> = Vec::new();
        loop {
            if self.take("ON DELETE") {
                reference.on_delete = self.action(usual);
            } else if self.take("ON UPDATE") {
                reference.on_update = self.action(usual);
            } else if self.take("MATCH") {
                options.push(format!("MATCH {}", self.name()?));
            } else if self.take("NOT DEFERRABLE") {
                // As it is without a word.
            } else if self.take("DEFERRABLE") {
                options.push("DEFERRABLE".to_owned());
            } else if self.take("INITIALLY DEFERRED") {
                options.push("INITIALLY DEFERRED".to_owned());
            } else if !self.take("INITIALLY IMMEDIATE") {
                break;
            }
        }
        reference.options = options.join(" ");
        Some(reference)
    }

    fn action(&mut self, usual: Action) -> Action {
        let actions = [
            ("CASCADE", Action::Cascade),
            ("SET NULL", Action::SetNull),
            ("SET DEFAULT", Action::SetDefault),
            ("RESTRICT", Action::Restrict),
        ];
        if self.take("NO ACTION") {
            return usual;
        }
        actions.into_iter().find(|(words, _)| self.take(words)).map_or(usual, |(_, action)| action)
    }
}
