//! SQL in words, names, texts and signs: as much of its grammar as all databases share.

use crate::sql::Dialect;

/// One piece of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word without quotes, as it is written: a keyword, or a name.
    Word(String),
    /// A name in quotes.
    Name(String),
    /// A text.
    Text(String),
    Number(String),
    Sign(char),
}

impl Token {
    /// Whether it is this word of the language.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(own) if own.eq_ignore_ascii_case(word))
    }

    /// What it says, unless it is a sign.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Word(text) | Self::Name(text) | Self::Text(text) | Self::Number(text) => {
                Some(text)
            }
            Self::Sign(_) => None,
        }
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        *self == Self::Sign(sign)
    }
}

/// The statements of a text, each in its tokens; comments are no part of them.
pub(super) fn statements(dialect: Dialect, text: &str) -> Vec<Vec<Token>> {
    let mut all = Vec::new();
    let mut statement: Vec<Token> = Vec::new();
    for token in tokens(dialect, text) {
        if !token.is_sign(';') {
            statement.push(token);
        } else if !has_body(&statement) || statement.last().is_some_and(|last| last.is("END")) {
            all.push(std::mem::take(&mut statement));
        }
    }
    all.push(statement);
    all.retain(|statement| !statement.is_empty());
    all
}

/// Whether statements stand inside of this one.
fn has_body(statement: &[Token]) -> bool {
    let is_routine = |token: &Token| {
        ["TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"].iter().any(|word| token.is(word))
    };
    statement.first().is_some_and(|first| first.is("CREATE"))
        && statement.iter().take(6).any(is_routine)
        && statement.iter().any(|token| token.is("BEGIN"))
}

fn tokens(dialect: Dialect, text: &str) -> Vec<Token> {
    let mut reading = Reading { dialect, rest: text };
    let mut tokens = Vec::new();
    while let Some(token) = reading.next() {
        tokens.push(token);
    }
    tokens
}

struct Reading<'t> {
    dialect: Dialect,
    rest: &'t str,
}

impl<'t> Reading<'t> {
    fn next(&mut self) -> Option<Token> {
        self.skip();
        let first = self.rest.chars().next()?;
        let is_mysql = self.dialect == Dialect::Mysql;
        Some(match first {
            '\'' => Token::Text(self.quoted('\'', is_mysql)),
            // Sessions of ours take it for a name on all databases.
            '"' | '`' => Token::Name(self.quoted(first, false)),
            '[' if self.dialect == Dialect::Sqlite => {
                let name = self.until("]");
                Token::Name(name.trim_start_matches('[').to_owned())
            }
            '$' if self.dialect == Dialect::Postgres => self.dollar(),
            'e' | 'E' if self.dialect == Dialect::Postgres && self.rest[1..].starts_with('\'') => {
                self.rest = &self.rest[1..];
                Token::Text(self.quoted('\'', true))
            }
            'x' | 'X' | 'n' | 'N' | 'b' | 'B' if self.rest[1..].starts_with('\'') => {
                self.rest = &self.rest[1..];
                Token::Text(self.quoted('\'', false))
            }
            '0'..='9' => Token::Number(self.run(|one| one.is_ascii_alphanumeric() || one == '.')),
            one if one.is_alphabetic() || one == '_' => {
                Token::Word(self.run(|one| one.is_alphanumeric() || one == '_' || one == '$'))
            }
            sign => {
                self.rest = &self.rest[sign.len_utf8()..];
                Token::Sign(sign)
            }
        })
    }

    /// Leaves out spaces and comments.
    fn skip(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.starts_with("--")
                || (self.dialect == Dialect::Mysql && self.rest.starts_with('#'))
            {
                self.until("\n");
            } else if self.rest.starts_with("/*") {
                self.until("*/");
            } else {
                return;
            }
        }
    }

    /// What stands before an end that is left out, or all that is left.
    fn until(&mut self, end: &str) -> &'t str {
        let rest = self.rest;
        let (text, behind) = rest.split_once(end).unwrap_or((rest, ""));
        self.rest = behind;
        text
    }

    fn run(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let end = self.rest.find(|one| !belongs(one)).unwrap_or(self.rest.len());
        let (text, behind) = self.rest.split_at(end);
        self.rest = behind;
        text.to_owned()
    }

    /// What stands in quotes, which are doubled inside.
    fn quoted(&mut self, quote: char, has_escapes: bool) -> String {
        let mut text = String::new();
        let mut characters = self.rest.char_indices().skip(1).peekable();
        while let Some((place, one)) = characters.next() {
            if has_escapes && one == '\\' {
                text.extend(characters.next().map(|(_, escaped)| escaped));
            } else if one != quote {
                text.push(one);
            } else if characters.next_if(|(_, next)| *next == quote).is_some() {
                text.push(quote);
            } else {
                self.rest = &self.rest[place + 1..];
                return text;
            }
        }
        self.rest = "";
        text
    }

    /// A text between two `$tag$`, or an argument.
    fn dollar(&mut self) -> Token {
        let tag = self.rest[1..].split_once('$').map(|(tag, _)| tag);
        let is_tag = |tag: &&str| tag.chars().all(|one| one.is_alphanumeric() || one == '_');
        let Some(tag) = tag.filter(is_tag) else {
            self.rest = &self.rest[1..];
            return Token::Sign('$');
        };
        let mark = format!("${tag}$");
        self.rest = &self.rest[mark.len()..];
        Token::Text(self.until(&mark).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(dialect: Dialect, text: &str) -> Vec<String> {
        let show = |token: &Token| match token {
            Token::Word(word) => word.clone(),
            Token::Name(name) => format!("<{name}>"),
            Token::Text(text) => format!("'{text}'"),
            Token::Number(number) => format!("#{number}"),
            Token::Sign(sign) => sign.to_string(),
        };
        let all = statements(dialect, text).into_iter();
        all.map(|one| one.iter().map(show).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn what_is_quoted_ends_no_statement() {
        let text = "SELECT 'it''s; \\', \"a\"\"b;\" -- no; 'more\n, 1.5; /* ; */ DROP TABLE x;";
        let expected = ["SELECT 'it's; \\' , <a\"b;> , #1.5", "DROP TABLE x"];
        assert_eq!(read(Dialect::Sqlite, text), expected);
        assert_eq!(read(Dialect::Postgres, text), expected);
        let text = "INSERT INTO `a``b` VALUES ('it\\'s; ') # no;\n; SELECT 1";
        assert_eq!(
            read(Dialect::Mysql, text),
            ["INSERT INTO <a`b> VALUES ( 'it's; ' )", "SELECT #1"]
        );
        let text = "DO $do$ BEGIN; END; $do$; SELECT E'a\\';', $1";
        assert_eq!(read(Dialect::Postgres, text), ["DO ' BEGIN; END; '", "SELECT 'a';' , $ #1"]);
        assert_eq!(read(Dialect::Sqlite, "DROP TABLE [a b]"), ["DROP TABLE <a b>"]);
        assert_eq!(read(Dialect::Sqlite, "SELECT 'open; \""), ["SELECT 'open; \"'"]);
    }

    #[test]
    fn a_trigger_is_one_statement() {
        let text = "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; DROP TABLE c; END; \
                    DROP TABLE a";
        assert_eq!(read(Dialect::Sqlite, text).len(), 2);
    }
}
