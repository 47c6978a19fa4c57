//! Statements that a user wrote: their placeholders, and whether they write.

use std::fmt::Write as _;

use super::statement::{Arg, Statement};
use super::{Dialect, native};

/// Words that a statement which only reads begins with.
const READING: &[&str] =
    &["SELECT", "WITH", "VALUES", "TABLE", "SHOW", "EXPLAIN", "DESCRIBE", "DESC", "PRAGMA"];

/// Words that make a statement write, wherever they stand.
const WRITING: &[&str] = &["INSERT", "UPDATE", "DELETE", "MERGE", "INTO"];

/// What a transaction's own methods do.
const CONTROL: &[&str] =
    &["BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE"];

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'t> {
    /// A keyword or a bare name.
    Word(&'t str),
    /// `?`, for which a value is given.
    Placeholder,
    /// `??`, which is a question mark.
    Mark,
    /// A text, a quoted name, a comment, or anything else.
    Other(&'t str),
}

/// The statement with `?` in the dialect's own spelling.
///
/// # Errors
/// What is wrong: a number of values that is not that of the placeholders, say.
pub(crate) fn raw(dialect: Dialect, text: &str, args: Vec<Arg>) -> Result<Statement, String> {
    let mut sql = String::with_capacity(text.len() + 16);
    let mut count = 0;
    let is_control = first_word(text).is_some_and(|word| is_one_of(word, CONTROL));
    if is_control {
        return Err("a transaction is begun and ended by `Db` and `Transaction`".to_owned());
    }
    for part in Parts::of(dialect, text) {
        match part {
            Part::Word(part) | Part::Other(part) => sql.push_str(part),
            Part::Mark => sql.push('?'),
            Part::Placeholder => {
                count += 1;
                placeholder(dialect, count, args.get(count - 1), &mut sql);
            }
        }
    }
    if count != args.len() {
        return Err(format!(
            "the SQL has {count} placeholders, and {} values are bound",
            args.len()
        ));
    }
    Ok(Statement { text: sql.into(), args })
}

fn placeholder(dialect: Dialect, number: usize, arg: Option<&Arg>, sql: &mut String) {
    // Writing into a `String` cannot fail.
    let _ = match dialect {
        Dialect::Sqlite => write!(sql, "?{number}"),
        Dialect::Postgres => write!(sql, "${number}"),
        Dialect::Mysql => write!(sql, "?"),
    };
    if dialect == Dialect::Postgres
        && let Some(Arg::Value(column, _)) = arg
        && let Some(native) = native::on(dialect, column)
    {
        let _ = write!(sql, "::{}", native::cast(native));
    }
}

/// Whether the statement may write. One that only reads may be said to write, never the other way
/// round, but for functions that write.
pub(crate) fn writes(text: &str) -> bool {
    let mut words = Parts::of(Dialect::Postgres, text).filter_map(|part| match part {
        Part::Word(word) => Some(word),
        _ => None,
    });
    let reads = words.next().is_some_and(|first| is_one_of(first, READING));
    !reads || words.any(|word| is_one_of(word, WRITING))
}

/// What a statement does to which table: its first verb that writes, in upper case, and the name
/// behind it.
pub(crate) fn written(dialect: Dialect, text: &str) -> Option<(&'static str, String)> {
    const VERBS: &[&str] = &["INSERT", "REPLACE", "UPDATE", "DELETE"];
    /// What may stand between a verb and the name.
    const BETWEEN: &[&str] = &[
        "INTO",
        "FROM",
        "ONLY",
        "OR",
        "IGNORE",
        "REPLACE",
        "ABORT",
        "FAIL",
        "ROLLBACK",
        "QUICK",
        "LOW_PRIORITY",
        "HIGH_PRIORITY",
        "DELAYED",
    ];
    let mut parts = Parts::of(dialect, text).filter_map(|part| match part {
        Part::Word(name) => Some((name, true)),
        Part::Other(".") => Some((".", false)),
        Part::Other(other) if other.starts_with(['"', '`', '[']) => Some((other, false)),
        _ => None,
    });
    let verb = parts.find_map(|(word, is_word)| {
        VERBS.iter().find(|verb| is_word && verb.eq_ignore_ascii_case(word)).copied()
    })?;
    let mut parts = parts.skip_while(|(word, is_word)| *is_word && is_one_of(word, BETWEEN));
    let (mut name, _) = parts.next()?;
    // Behind the point of a schema's stands the table's.
    while let Some((".", _)) = parts.next() {
        (name, _) = parts.next()?;
    }
    let Some(quote) = name.chars().next().filter(|one| ['"', '`', '['].contains(one)) else {
        return Some((verb, name.to_owned()));
    };
    let quote = if quote == '[' { ']' } else { quote };
    let inner = name.get(1..name.len() - 1)?;
    Some((verb, inner.replace(&format!("{quote}{quote}"), &quote.to_string())))
}

/// The words of a statement, names among them.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    Parts::of(Dialect::Postgres, text).filter_map(|part| match part {
        Part::Word(word) => Some(word),
        Part::Other(other) => other.strip_prefix('"')?.strip_suffix('"'),
        _ => None,
    })
}

fn first_word(text: &str) -> Option<&str> {
    Parts::of(Dialect::Postgres, text).find_map(|part| match part {
        Part::Word(word) => Some(word),
        _ => None,
    })
}

fn is_one_of(word: &str, all: &[&str]) -> bool {
    all.iter().any(|one| one.eq_ignore_ascii_case(word))
}

struct Parts<'t> {
    dialect: Dialect,
    rest: &'t str,
    /// Whether a text that begins here has escapes: `E'…'`.
    has_escapes: bool,
}

impl<'t> Parts<'t> {
    const fn of(dialect: Dialect, text: &'t str) -> Self {
        Self { dialect, rest: text, has_escapes: false }
    }

    /// How long the part is that begins with this character.
    fn length(&self, first: char) -> usize {
        let (rest, is_mysql) = (self.rest, self.dialect == Dialect::Mysql);
        match first {
            '\'' => quoted(rest, '\'', is_mysql || self.has_escapes),
            '"' => quoted(rest, '"', false),
            '`' if self.dialect != Dialect::Postgres => quoted(rest, '`', false),
            '[' if self.dialect == Dialect::Sqlite => through(rest, 1, "]"),
            '#' if is_mysql => through(rest, 1, "\n"),
            '-' if rest.starts_with("--") => {
                // MySQL takes `5--1` for a difference.
                let next = rest[2..].chars().next();
                let is_comment = !is_mysql || next.is_none_or(char::is_whitespace);
                if is_comment { through(rest, 2, "\n") } else { 1 }
            }
            '/' if rest.starts_with("/*") => comment(rest, self.dialect == Dialect::Postgres),
            '$' if self.dialect == Dialect::Postgres => dollars(rest),
            first => first.len_utf8(),
        }
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = Part<'t>;

    fn next(&mut self) -> Option<Part<'t>> {
        let rest = self.rest;
        let first = rest.chars().next()?;
        let is_word = |one: char| one.is_alphanumeric() || one == '_' || one == '$';
        let (length, part): (_, fn(&'t str) -> Part<'t>) = if rest.starts_with("??") {
            (2, |_| Part::Mark)
        } else if first == '?' {
            (1, |_| Part::Placeholder)
        } else if first.is_alphanumeric() || first == '_' {
            (rest.find(|one| !is_word(one)).unwrap_or(rest.len()), Part::Word)
        } else {
            (self.length(first), Part::Other)
        };
        let (found, rest) = rest.split_at(length);
        self.rest = rest;
        self.has_escapes = found.eq_ignore_ascii_case("e");
        Some(part(found))
    }
}

/// Through the end of what is quoted; a doubled quote does not end it.
fn quoted(text: &str, quote: char, has_escapes: bool) -> usize {
    let mut rest = text.char_indices().skip(1).peekable();
    while let Some((index, one)) = rest.next() {
        if one == '\\' && has_escapes {
            rest.next();
        } else if one == quote && rest.next_if(|(_, next)| *next == quote).is_none() {
            return index + one.len_utf8();
        }
    }
    text.len()
}

/// Through the end that is behind so many bytes.
fn through(text: &str, begin: usize, end: &str) -> usize {
    text[begin..].find(end).map_or(text.len(), |found| begin + found + end.len())
}

fn comment(text: &str, nests: bool) -> usize {
    let (mut depth, mut at) = (1, 2);
    while let Some(found) = text[at..].find(['*', '/']) {
        at += found;
        if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else if nests && text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else {
            at += 1;
        }
    }
    text.len()
}

/// `$tag$ … $tag$`
fn dollars(text: &str) -> usize {
    let tag = text[1..].find(|one: char| !one.is_alphanumeric() && one != '_');
    match tag {
        Some(end) if text[1 + end..].starts_with('$') => {
            let tag = &text[..end + 2];
            through(text, tag.len(), tag)
        }
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(dialect: Dialect, text: &str) -> String {
        let count = Parts::of(dialect, text).filter(|part| *part == Part::Placeholder).count();
        let args = (0..count).map(|_| Arg::Integer(0)).collect();
        raw(dialect, text, args).expect("as many values").text.to_string()
    }

    #[test]
    fn placeholders_are_found_where_they_are_some() {
        let plain = "SELECT \"?\", '?''?' FROM t -- ?\n WHERE a = ? AND b=?/* ? */";
        assert_eq!(
            spelt(Dialect::Postgres, plain),
            "SELECT \"?\", '?''?' FROM t -- ?\n WHERE a = $1 AND b=$2/* ? */"
        );
        assert!(spelt(Dialect::Sqlite, plain).ends_with("a = ?1 AND b=?2/* ? */"));
        assert_eq!(spelt(Dialect::Mysql, plain), plain);
        for (dialect, text, expected) in [
            (Dialect::Postgres, "a ?? ? E'\\'?' $x$ ? $x$ ?", "a ? $1 E'\\'?' $x$ ? $x$ $2"),
            (Dialect::Postgres, "a[?] /* /* ? */ ? */ ?", "a[$1] /* /* ? */ ? */ $2"),
            (Dialect::Postgres, "$1 é?", "$1 é$1"),
            (Dialect::Sqlite, "[?] `?` ?", "[?] `?` ?1"),
            (Dialect::Mysql, "'\\'?' # ?\n 5--? ", "'\\'?' # ?\n 5--? "),
            (Dialect::Sqlite, "'?", "'?"),
            (Dialect::Postgres, "/* ?", "/* ?"),
        ] {
            assert_eq!(spelt(dialect, text), expected);
        }
        let refused = raw(Dialect::Mysql, "SELECT ?", Vec::new()).expect_err("one is missing");
        assert_eq!(refused, "the SQL has 1 placeholders, and 0 values are bound");
    }

    #[test]
    fn what_is_written_is_found() {
        for (text, expected) in [
            ("insert into Books (a) values (?)", Some(("INSERT", "Books"))),
            ("INSERT OR REPLACE INTO \"my \"\"books\" VALUES (1)", Some(("INSERT", "my \"books"))),
            ("UPDATE ONLY public.books SET a = 1", Some(("UPDATE", "books"))),
            ("/* INSERT */ DELETE FROM \"public\".\"books\"", Some(("DELETE", "books"))),
            ("WITH a AS (SELECT 1) UPDATE books SET a = 1", Some(("UPDATE", "books"))),
            ("SELECT 'UPDATE books'", None),
            ("INSERT INTO", None),
        ] {
            let expected = expected.map(|(verb, name)| (verb, name.to_owned()));
            assert_eq!(written(Dialect::Postgres, text), expected, "{text}");
        }
        let quoted = "REPLACE INTO `it``s`.`b``s` SET a = 1";
        assert_eq!(written(Dialect::Mysql, quoted), Some(("REPLACE", "b`s".to_owned())));
    }

    #[test]
    fn what_writes_is_recognised() {
        for text in [
            "INSERT INTO t VALUES (1)",
            " update t set a = 1",
            "WITH gone AS (DELETE FROM t RETURNING a) SELECT a FROM gone",
            "CREATE TABLE t (a int)",
            "SELECT a INTO b FROM t",
            "SELECT a FROM t FOR UPDATE",
            "",
        ] {
            assert!(writes(text), "{text}");
        }
        for text in [
            "SELECT 'INSERT', \"update\" FROM t -- DELETE",
            "(select replace(a, 'x', 'y') from t)",
            "with a as (select 1) select * from a",
        ] {
            assert!(!writes(text), "{text}");
        }
    }
}
