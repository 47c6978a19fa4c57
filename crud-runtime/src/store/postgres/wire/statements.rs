//! The statements that a session has prepared, by their text.

use std::sync::Arc;

/// How many are kept.
const PREPARED: usize = 100;

/// What is prepared, the one that was used last first.
///
/// A list and not a map: few texts are used often, those stand in front, and texts of different
/// lengths are told apart at once, so that the search is less work than a hash of the text.
#[derive(Default)]
pub(super) struct Statements {
    kept: Vec<Prepared>,
    /// The one whose text is on its way to the server.
    parsing: Option<Prepared>,
    /// The names of those that the server may forget.
    leaving: Vec<String>,
    /// How many there have been; a name is never used twice.
    count: u64,
}

struct Prepared {
    text: Arc<str>,
    name: String,
}

impl Statements {
    /// Whether the text is prepared.
    pub(super) fn find(&mut self, text: &str) -> bool {
        let found = self.kept.iter().position(|prepared| *prepared.text == *text);
        if let Some(index @ 1..) = found {
            self.kept[..=index].rotate_right(1);
        }
        found.is_some()
    }

    /// The name of what was found, or begun, last.
    pub(super) fn name(&self) -> &str {
        self.parsing.as_ref().or(self.kept.first()).map_or("", |prepared| &prepared.name)
    }

    /// A name for a text that is about to be sent.
    pub(super) fn begin(&mut self, text: &Arc<str>) -> &str {
        self.count += 1;
        let name = format!("s{}", self.count);
        &self.parsing.insert(Prepared { text: Arc::clone(text), name }).name
    }

    /// The server has prepared what it was sent.
    pub(super) fn end(&mut self) {
        if let Some(prepared) = self.parsing.take() {
            self.kept.insert(0, prepared);
            self.leaving
                .extend(self.kept.drain(PREPARED.min(self.kept.len())..).map(|one| one.name));
        }
    }

    /// The server has not prepared what it was sent.
    pub(super) fn fail(&mut self) {
        self.parsing = None;
    }

    /// Lets go of the statement with this text.
    pub(super) fn drop(&mut self, text: &str) {
        if let Some(index) = self.kept.iter().position(|prepared| *prepared.text == *text) {
            self.leaving.push(self.kept.remove(index).name);
        }
    }

    /// The server knows none of them any more.
    pub(super) fn clear(&mut self) {
        self.kept.clear();
        self.leaving.clear();
    }

    /// The names of those that the server is to be told to forget.
    pub(super) fn leaving(&mut self) -> impl Iterator<Item = String> {
        self.leaving.drain(..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepare(statements: &mut Statements, text: &str) {
        statements.begin(&text.into());
        statements.end();
    }

    /// The name of the statement with this text.
    fn find<'name>(statements: &'name mut Statements, text: &str) -> Option<&'name str> {
        statements.find(text).then(|| statements.name())
    }

    #[test]
    fn those_that_were_not_used_for_longest_leave() {
        let mut statements = Statements::default();
        for number in 0..PREPARED {
            prepare(&mut statements, &number.to_string());
        }
        assert_eq!(find(&mut statements, "0"), Some("s1"));
        assert_eq!(statements.leaving().count(), 0);
        prepare(&mut statements, "one more");
        assert_eq!(statements.leaving().collect::<Vec<_>>(), ["s2"]);
        assert_eq!(find(&mut statements, "1"), None);
        assert_eq!(find(&mut statements, "0"), Some("s1"));
        assert_eq!(find(&mut statements, "one more"), Some("s101"));
    }

    #[test]
    fn what_the_server_did_not_prepare_is_not_found() {
        let mut statements = Statements::default();
        statements.begin(&"SELECT".into());
        assert_eq!(find(&mut statements, "SELECT"), None);
        statements.fail();
        statements.end();
        assert_eq!(find(&mut statements, "SELECT"), None);
        prepare(&mut statements, "SELECT");
        assert_eq!(find(&mut statements, "SELECT"), Some("s2"));
        statements.drop("SELECT");
        assert_eq!(find(&mut statements, "SELECT"), None);
        assert_eq!(statements.leaving().collect::<Vec<_>>(), ["s2"]);
    }
}
