//! The words of an SQL text.

use crate::sql::Dialect;

/// A word of an SQL text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    /// As it stands in the text, quotes included.
    pub(super) text: &'t str,
    pub(super) start: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, or a name without quotes.
    Word,
    /// A name in quotes.
    Name,
    /// A text in quotes.
    Text,
    Number,
    /// One character.
    Symbol,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == Kind::Symbol && self.text == symbol
    }

    /// The name, or the text, without its quotes.
    pub(super) fn unquoted(&self, dialect: Dialect) -> String {
        if !matches!(self.kind, Kind::Name | Kind::Text) || self.text.len() < 2 {
            return self.text.to_owned();
        }
        let inside = &self.text[1..self.text.len() - 1];
        if self.text.starts_with('[') {
            return inside.to_owned();
        }
        let quote = &self.text[..1];
        let single = inside.replace(&quote.repeat(2), quote);
        if dialect == Dialect::Mysql && self.kind == Kind::Text { escaped(&single) } else { single }
    }
}

/// The words of a text, without comments. What `MySQL` is to read in a comment is read.
pub(super) fn tokens(dialect: Dialect, sql: &str) -> Vec<Token<'_>> {
    let bytes = sql.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &sql[at..];
        let (kind, length) = match byte {
            b if b.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'-' if rest.starts_with("--") => {
                at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            b'/' if dialect == Dialect::Mysql && rest.starts_with("/*!") => {
                let digits = rest[3..].bytes().take_while(u8::is_ascii_digit).count();
                at += 3 + digits;
                continue;
            }
            b'*' if dialect == Dialect::Mysql && rest.starts_with("*/") => {
                at += 2;
                continue;
            }
            b'/' if rest.starts_with("/*") => {
                at += rest.find("*/").map_or(rest.len(), |end| end + 2);
                continue;
            }
            b'\'' => (Kind::Text, quoted(rest, b'\'', dialect == Dialect::Mysql)),
            b'"' | b'`' => (Kind::Name, quoted(rest, byte, false)),
            b'[' if dialect == Dialect::Sqlite => {
                (Kind::Name, rest.find(']').map_or(rest.len(), |end| end + 1))
            }
            b if b.is_ascii_digit() => (Kind::Number, run(rest)),
            b if b.is_ascii_alphabetic() || b == b'_' || b >= 0x80 => (Kind::Word, run(rest)),
            _ => (Kind::Symbol, 1),
        };
        tokens.push(Token { kind, text: &sql[at..at + length], start: at });
        at += length;
    }
    tokens
}

/// An expression of `SQLite` in one spelling: without comments and needless space, names without
/// quotes and case. `RENAME COLUMN` writes quotes into expressions that had none.
pub(in crate::store::catalogue) fn normal(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    for token in tokens(Dialect::Sqlite, sql) {
        if !out.is_empty() {
            out.push(' ');
        }
        match token.kind {
            Kind::Word => out.push_str(&token.text.to_lowercase()),
            Kind::Name => out.push_str(&token.unquoted(Dialect::Sqlite).to_lowercase()),
            Kind::Text | Kind::Number | Kind::Symbol => out.push_str(token.text),
        }
    }
    out
}

/// The bytes of a word or number.
fn run(text: &str) -> usize {
    text.bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'.') || *b >= 0x80)
        .scan(text.as_bytes().first().is_some_and(u8::is_ascii_digit), |is_number, byte| {
            // A point is part of a number, and between two names.
            (byte != b'.' || *is_number).then_some(())
        })
        .count()
}

/// The bytes of what stands in quotes.
fn quoted(text: &str, quote: u8, escapes: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        let is_doubled = bytes[at] == quote && bytes.get(at + 1) == Some(&quote);
        if is_doubled || escapes && bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at] == quote {
            return at + 1;
        } else {
            at += 1;
        }
    }
    text.len()
}

/// A text of `MySQL` with what its backslashes mean.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (character, character == '\\') {
            (_, true) => match characters.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some('0') => out.push('\0'),
                Some('Z') => out.push('\u{1a}'),
                Some(other) => out.push(other),
                None => {}
            },
            (other, false) => out.push(other),
        }
    }
    out
}
