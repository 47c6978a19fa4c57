//! What can be said of a statement by its first words, whatever comments stand before them.

/// The words, names and signs that a statement begins with: words in capitals, names without
/// their quotes.
pub(super) fn beginning(sql: &str) -> Vec<String> {
    Scanner { rest: sql }.take(12).map(Token::into_text).collect()
}

/// Whether there is more than one statement.
pub(super) fn is_several(sql: &str) -> bool {
    let mut tokens = Scanner { rest: sql };
    tokens.any(|token| matches!(token, Token::Sign(';'))) && tokens.next().is_some()
}

/// The table that a statement drops.
pub(super) fn dropped_table(sql: &str) -> Option<String> {
    let words = beginning(sql);
    let rest = words.strip_prefix(&["DROP".to_owned(), "TABLE".to_owned()])?;
    let rest = rest.strip_prefix(&["IF".to_owned(), "EXISTS".to_owned()]).unwrap_or(rest);
    // A name without quotes was taken for a word; SQLite, whom this is for, does not mind.
    match rest {
        [_, dot, name, ..] if dot == "." => Some(name.clone()),
        [name, ..] => Some(name.clone()),
        [] => None,
    }
}

enum Token {
    /// Without quotes.
    Word(String),
    /// In `"…"`, `` `…` ``, `[…]` or `'…'`.
    Quoted(String),
    Sign(char),
}

impl Token {
    fn into_text(self) -> String {
        match self {
            Self::Word(word) => word.to_uppercase(),
            Self::Quoted(name) => name,
            Self::Sign(sign) => sign.to_string(),
        }
    }
}

/// Reads a statement as far as quotes and comments go, which all databases have alike, with a
/// backslash in a text taken as a character.
struct Scanner<'s> {
    rest: &'s str,
}

impl Scanner<'_> {
    fn skip(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let end = if self.rest.starts_with("--") || self.rest.starts_with('#') {
                self.rest.find('\n').map(|end| end + 1)
            } else if self.rest.starts_with("/*") {
                self.rest.find("*/").map(|end| end + 2)
            } else {
                return;
            };
            self.rest = &self.rest[end.unwrap_or(self.rest.len())..];
        }
    }

    fn quoted(&mut self, end: char) -> Token {
        let mut text = String::new();
        let mut characters = self.rest.char_indices().skip(1).peekable();
        while let Some((_, character)) = characters.next() {
            if character == end {
                // Doubled, it stands for itself.
                if characters.peek().is_none_or(|(_, next)| *next != end) {
                    break;
                }
                characters.next();
            }
            text.push(character);
        }
        let consumed = characters.peek().map_or(self.rest.len(), |(position, _)| *position);
        self.rest = &self.rest[consumed..];
        Token::Quoted(text)
    }
}

impl Iterator for Scanner<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip();
        let first = self.rest.chars().next()?;
        match first {
            '"' | '`' | '\'' => Some(self.quoted(first)),
            '[' => Some(self.quoted(']')),
            _ if first.is_alphanumeric() || first == '_' => {
                let is_part = |character: char| character.is_alphanumeric() || character == '_';
                let end = self.rest.find(|one| !is_part(one)).unwrap_or(self.rest.len());
                let word = self.rest[..end].to_owned();
                self.rest = &self.rest[end..];
                Some(Token::Word(word))
            }
            _ => {
                self.rest = &self.rest[first.len_utf8()..];
                Some(Token::Sign(first))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_that_is_dropped_is_found_behind_comments_and_quotes() {
        for (sql, table) in [
            ("DROP TABLE \"a \"\"b\"\"\"", Some("a \"b\"")),
            ("-- away; with it\n/* DROP TABLE x */ drop table if exists [a b]", Some("a b")),
            ("DROP TABLE main.`t`", Some("t")),
            ("DROP INDEX \"t\"", None),
            ("CREATE TABLE \"DROP TABLE\" (a)", None),
        ] {
            assert_eq!(dropped_table(sql).as_deref(), table, "{sql}");
        }
    }

    #[test]
    fn statements_are_counted_by_what_ends_them() {
        for one in ["SELECT 1", "SELECT ';' -- ;\n;", "UPDATE a SET b = 'it''s; c';  -- d;"] {
            assert!(!is_several(one), "{one}");
        }
        for several in ["SELECT 1; SELECT 2", "UPDATE a SET b = ';'; /* ; */ DELETE FROM c;"] {
            assert!(is_several(several), "{several}");
        }
    }
}
