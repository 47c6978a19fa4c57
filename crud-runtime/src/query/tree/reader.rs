//! What is found out while a body is read: all errors, and how much was asked for so far.

use serde_json::{Map, Value as Json};

use super::pointer::Pointer;
use crate::Violation;

/// How deep relations and junctions nest in one `where`.
pub(crate) const DEPTH: usize = 8;

/// How many to-many relations nest in one `where`: each multiplies what a database looks at.
pub(crate) const MANY: usize = 3;

/// How many conditions a body has.
pub(crate) const CONDITIONS: usize = 64;

/// How many values one `in` or `nin` has.
pub(crate) const VALUES: usize = 1000;

/// How many values all of them have together: each is an argument of the statement, and `SQLite`
/// takes 32766 of them.
pub(crate) const ALL_VALUES: usize = 10_000;

/// Nobody reads more errors than this.
const ERRORS: usize = 200;

/// Reads a body; what is wrong is noted, and reading goes on.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    errors: Vec<Violation>,
    /// Conditions so far.
    conditions: usize,
    /// Values of lists so far.
    values: usize,
    /// To-many relations that lead to where it reads.
    pub(super) many: usize,
    /// Relations so far that are included.
    pub(super) relations: usize,
}

impl Reader {
    /// The result, unless something was wrong.
    pub(crate) fn finish<T>(self, result: T) -> Result<T, Vec<Violation>> {
        if self.errors.is_empty() { Ok(result) } else { Err(self.errors) }
    }

    /// Whether nothing was wrong so far.
    pub(crate) fn is_content(&self) -> bool {
        self.errors.is_empty()
    }

    /// Notes that something is wrong.
    pub(crate) fn refuse(
        &mut self,
        at: Pointer<'_>,
        code: &'static str,
        detail: impl Into<String>,
    ) {
        if self.errors.len() < ERRORS {
            self.errors.push(Violation { pointer: at.text(), code, detail: detail.into() });
        }
    }

    /// Notes that there is no such member; `allowed` are those that there are.
    pub(crate) fn unknown(&mut self, at: Pointer<'_>, allowed: &str) {
        self.refuse(at, "unknown", format!("is no member; allowed are {allowed}"));
    }

    /// The members of an object.
    pub(crate) fn object(&mut self, at: Pointer<'_>, json: Json) -> Option<Map<String, Json>> {
        if let Json::Object(members) = json {
            Some(members)
        } else {
            self.refuse(at, "type", "must be an object");
            None
        }
    }

    /// The elements of an array of texts, of which there is one at least.
    pub(crate) fn texts(&mut self, at: Pointer<'_>, json: Json) -> Option<Vec<String>> {
        let Json::Array(elements) = json else {
            self.refuse(at, "type", "must be an array of strings");
            return None;
        };
        if elements.is_empty() {
            self.refuse(at, "length", "must not be empty; leave it out instead");
            return None;
        }
        let known = self.errors.len();
        let mut texts = Vec::with_capacity(elements.len());
        for (index, element) in elements.into_iter().enumerate() {
            match element {
                Json::String(text) => texts.push(text),
                _ => self.refuse(Pointer::Element(&at, index), "type", "must be a string"),
            }
        }
        (self.errors.len() == known).then_some(texts)
    }

    /// A text.
    pub(crate) fn text(&mut self, at: Pointer<'_>, json: Json) -> Option<String> {
        if let Json::String(text) = json {
            Some(text)
        } else {
            self.refuse(at, "type", "must be a string");
            None
        }
    }

    /// Counts a condition; `false` where that is one too many, which is said once.
    pub(super) fn counts(&mut self, at: Pointer<'_>) -> bool {
        self.conditions += 1;
        if self.conditions == CONDITIONS + 1 {
            let detail = format!("must not be: there are more than {CONDITIONS} conditions");
            self.refuse(at, "too_many", detail);
        }
        self.conditions <= CONDITIONS
    }

    /// Counts the values of a list; `false` where they are too many.
    pub(super) fn lists(&mut self, at: Pointer<'_>, values: usize) -> bool {
        self.values = self.values.saturating_add(values);
        if values > VALUES {
            self.refuse(at, "too_many", format!("must have at most {VALUES} values"));
        } else if self.values > ALL_VALUES {
            let detail = format!("must not be: there are more than {ALL_VALUES} values in all");
            self.refuse(at, "too_many", detail);
        }
        values <= VALUES && self.values <= ALL_VALUES
    }
}
