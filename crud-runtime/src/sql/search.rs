//! Search: the words of a record as each database indexes them, and how they are asked for.
//!
//! None of the databases splits text as we promise to (`query/search.rs`) unless it is told word by
//! word, so all are given words that are split, folded and cut already:
//! - `SQLite` by an FTS5 table of the `ascii` tokenizer, which splits just so;
//! - `PostgreSQL` by an index over an array of words, without a parser and a dictionary, so that
//!   neither locale nor configuration matter;
//! - `MySQL` by a generated column that has each word in hexadecimal digits, behind letters that
//!   make it longer than the shortest word that is indexed and unlike any stop word. Its own idea of
//!   a letter beyond ASCII, which differs by version and has gaps, is not asked.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::Dialect;
use super::shape::constraint_name;
use super::statement::Sql;
use crate::model::Table;
use crate::query::Filter;
use crate::query::search::{TEXT, WORD};

/// `MySQL`: the column that has the words.
pub(crate) const WORDS: &str = "_search";

/// `MySQL`: what stands in front of each word.
const MARK: &str = "z";

/// The name of what serves the search of a table: the index, and the FTS5 table of `SQLite`.
pub(crate) fn name(table: &str) -> String {
    constraint_name("_search", table, "")
}

/// `SQLite`: the name of the table that gives records their number in the FTS5 table, where they
/// have none of their own that lasts.
pub(crate) fn numbers(table: &str) -> String {
    constraint_name("_search", table, "number")
}

/// Appends the condition that a record has the words.
pub(super) fn matches(sql: &mut Sql, table: &'static Table, words: &[String], holds: bool) {
    if words.is_empty() || !table.has_search() {
        let holds = holds == words.is_empty();
        sql.push(if holds { "TRUE" } else { "FALSE" });
        return;
    }
    sql.push(if holds { "" } else { "NOT (" });
    match sql.dialect {
        Dialect::Sqlite => {
            sqlite_key(sql, table);
            sql.push(" IN (SELECT ");
            sqlite_found(sql, table, words, "");
            sql.push(")");
        }
        Dialect::Postgres => {
            postgres_words(sql, table);
            sql.push(" @@ ");
            asked(sql, words);
        }
        Dialect::Mysql => mysql_match(sql, words),
    }
    sql.push(if holds { "" } else { ")" });
}

/// Appends how well a record has the words, as something to sort by: the best is the least.
pub(super) fn relevance(sql: &mut Sql, table: &'static Table, words: &[String]) {
    match sql.dialect {
        Dialect::Sqlite => {
            sql.push("\"_relevance\"");
        }
        // Shorter texts of the same words first.
        Dialect::Postgres => {
            sql.push("-ts_rank(");
            postgres_words(sql, table);
            sql.push(", ");
            asked(sql, words);
            sql.push(", 2)");
        }
        Dialect::Mysql => {
            sql.push("-");
            mysql_match(sql, words);
        }
    }
}

/// Appends what a statement that sorts by relevance reads besides its table; returns what is left
/// of its filter.
pub(super) fn ranked<'f>(
    sql: &mut Sql,
    table: &'static Table,
    words: &[String],
    filter: &'f Filter,
) -> Cow<'f, Filter> {
    if sql.dialect == Dialect::Sqlite {
        sql.push(" JOIN (SELECT rank AS \"_relevance\", ");
        sqlite_found(sql, table, words, " AS \"_key_");
        // With a limit it is read by itself; the words would be looked up for each record otherwise.
        sql.push(" LIMIT -1) AS \"_found\" ON ");
        for (index, column) in table.key_columns().enumerate() {
            sql.push(if index > 0 { " AND " } else { "" });
            sql.name(table.name).push(".").name(column.name).push(" = ");
            sql.made(&format!("\"_key_{index}\""));
        }
        if let Filter::And(parts) = filter {
            let is_rest = |part: &&Filter| !matches!(part, Filter::Search(_));
            return Cow::Owned(Filter::And(parts.iter().filter(is_rest).cloned().collect()));
        }
    }
    Cow::Borrowed(filter)
}

/// What the key of a record is in a list of keys that were found.
fn sqlite_key(sql: &mut Sql, table: &'static Table) {
    let is_several = table.key.len() > 1;
    sql.push(if is_several { "(" } else { "" });
    for (index, column) in table.key_columns().enumerate() {
        sql.push(if index > 0 { ", " } else { "" }).column(column.name);
    }
    sql.push(if is_several { ")" } else { "" });
}

/// The keys of the records that have the words, called by their place where they need a name.
fn sqlite_found(sql: &mut Sql, table: &'static Table, words: &[String], called: &'static str) {
    let index = sql.dialect.quoted(&name(table.name));
    let call = |sql: &mut Sql, place: usize| {
        if !called.is_empty() {
            sql.push(called).made(&format!("{place}\""));
        }
    };
    if is_numbered(table) {
        sql.push("rowid");
        call(sql, 0);
        sql.push(" FROM ").made(&index);
    } else {
        for (place, column) in table.key_columns().enumerate() {
            sql.push(if place > 0 { ", " } else { "" }).push("numbered.").name(column.name);
            call(sql, place);
        }
        let numbers = sql.dialect.quoted(&numbers(table.name));
        sql.push(" FROM ").made(&index).push(" JOIN ").made(&numbers);
        sql.push(" AS numbered ON numbered.\"_search\" = ").made(&index).push(".rowid");
    }
    // Each word is a string of FTS5, in which nothing means anything, and a beginning.
    let mut asked = String::new();
    for word in words {
        // Writing into a `String` cannot fail.
        let _ = write!(asked, "\"{word}\"* ");
    }
    sql.push(" WHERE ").made(&index).push(" MATCH ").text(asked);
}

/// `SQLite`: whether records have a number of their own that lasts: an integer that is the key.
/// Other records get another when the file is vacuumed, or have none.
fn is_numbered(table: &Table) -> bool {
    let [key] = table.key else { return false };
    let column = &table.columns[*key];
    let has_rowid = table
        .sql_options
        .sqlite
        .is_none_or(|options| !options.to_ascii_uppercase().contains("WITHOUT ROWID"));
    let type_name = column.sql_type.sqlite.unwrap_or("INTEGER");
    column.column_type.integer_bounds().is_some()
        && type_name.eq_ignore_ascii_case("INTEGER")
        && has_rowid
}

/// Appends the words that the index of a table is over.
fn postgres_words(sql: &mut Sql, table: &'static Table) {
    let [before, between, behind] = POSTGRES;
    sql.push(before);
    for (index, column) in table.searchable().enumerate() {
        sql.push(if index > 0 { between } else { "" }).push("coalesce(").column(column.name);
        sql.push(postgres_end(column.sql_type.postgres.is_some()));
    }
    sql.push(behind);
}

/// `PostgreSQL`: the words of columns, which are told by their quoted names and whether their type
/// is the database's own, as an array that an index takes.
pub(crate) fn postgres(columns: impl Iterator<Item = (String, bool)>) -> String {
    let [before, between, behind] = POSTGRES;
    let column = |(name, is_native)| format!("coalesce({name}{}", postgres_end(is_native));
    let columns: Vec<_> = columns.map(column).collect();
    format!("{before}{}{behind}", columns.join(between))
}

/// What stands before, between and behind the columns. A lexeme has at most 2 KiB, and all of a
/// record at most a megabyte, which the function does not see to itself.
const POSTGRES: [&str; 3] = [
    "array_to_tsvector(array_remove(regexp_split_to_array(regexp_replace(lower(left(",
    " || ' ' || ",
    ", 250000) COLLATE \"C\"), '([a-z0-9\\u0080-\\U0010ffff]{60})[a-z0-9\\u0080-\\U0010ffff]+', \
     '\\1', 'g'), '[\\u0001-\\u002f\\u003a-\\u0060\\u007b-\\u007f]+'), ''))",
];

/// What stands behind a column.
const fn postgres_end(is_native: bool) -> &'static str {
    if is_native { "::text, '')" } else { ", '')" }
}

/// `SQLite`: the text of columns, in which FTS5 finds the words.
pub(super) fn sqlite(columns: impl Iterator<Item = String>) -> String {
    let columns: Vec<_> = columns.map(|name| format!("coalesce({name}, '')")).collect();
    format!("substr({}, 1, {TEXT})", columns.join(" || ' ' || "))
}

/// `MySQL`: the words of columns, each as hexadecimal digits behind [`MARK`].
///
/// Nothing is used but what `MySQL` and `MariaDB` do alike, which their regular expressions do not
/// where signs have a meaning in them; and `LOWER` would fold all of Unicode.
pub(super) fn mysql(columns: impl Iterator<Item = String>) -> String {
    let text = |name| format!("coalesce(convert({name} using utf8mb4), '')");
    let columns: Vec<_> = columns.map(text).collect();
    let mut words = format!("concat(' ', left(concat_ws(' ', {}), {TEXT}))", columns.join(", "));
    for letter in 'A'..='Z' {
        words = format!("replace({words}, '{letter}', '{}')", letter.to_ascii_lowercase());
    }
    for code in 1..=0x7F_u8 {
        let sign = char::from(code);
        if sign == '\'' || sign == '\\' || sign.is_ascii_control() {
            words = format!("replace({words}, char({code}), ' ')");
        } else if sign.is_ascii_punctuation() {
            words = format!("replace({words}, '{sign}', ' ')");
        }
    }
    // What is left has no byte below a space, so that `20` stands nowhere but where a space is. What
    // takes its place is as long, for MariaDB would move all that follows each time.
    // Capitals would be lost where an index is made over records that are there: InnoDB folds them
    // then, and not otherwise. A word that is longer than the index takes would not be in it.
    let digits = MARK.len() + 2 * WORD;
    format!(
        "regexp_replace(replace(lower(hex({words})), '20', ' {MARK}'), '(?<=[^ ]{{{digits}}})[^ ]+', \
         '')"
    )
}

/// `PostgreSQL`: appends the words that are asked for; as lexemes in quotes they mean nothing else.
fn asked(sql: &mut Sql, words: &[String]) {
    let words: Vec<_> = words.iter().map(|word| format!("'{word}':*")).collect();
    sql.push("CAST(CAST(").text(words.join(" & ")).push(" AS text) AS tsquery)");
}

/// `MySQL`: what is asked of the index.
pub(crate) fn mysql_asked(words: &[String]) -> String {
    let mut asked = String::new();
    for word in words {
        // Writing into a `String` cannot fail.
        let _ = write!(asked, "+{MARK}");
        for byte in word.bytes() {
            let _ = write!(asked, "{byte:02x}");
        }
        asked.push_str("* ");
    }
    asked
}

fn mysql_match(sql: &mut Sql, words: &[String]) {
    let asked = mysql_asked(words);
    sql.push("MATCH (").column(WORDS).push(") AGAINST (").text(asked).push(" IN BOOLEAN MODE)");
}
