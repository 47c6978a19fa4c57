//! What is in doubt about a step that no transaction holds, once whoever began it is gone: whether
//! it was done.
//!
//! The server ends a statement whose client was killed, and gives the lock back only then; so it
//! either took effect or did not, and how the tables look tells which.

use std::hash::Hasher as _;

use siphasher::sip::SipHasher13;

use super::statement::{beginning, is_several};
use crate::error::Result;
use crate::model::Value;
use crate::sql::Dialect;
use crate::store::{Connection, Work};

/// What holds a step together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A transaction, with the record that it was done.
    Transaction,
    /// Nothing: the database commits it by itself, or refuses it inside a transaction.
    Alone,
}

/// What became of a step that was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Done,
    /// Nothing of it, or doing it again comes to the same.
    None,
    Unknown,
}

/// What holds this statement together.
pub(super) fn kind(dialect: Dialect, sql: &str) -> Kind {
    let words = beginning(sql);
    let first = words.first().map_or("", String::as_str);
    let is_whole = match dialect {
        Dialect::Sqlite => !["VACUUM", "PRAGMA", "ATTACH", "DETACH"].contains(&first),
        Dialect::Postgres => {
            let is_apart = matches!(first, "VACUUM" | "CLUSTER" | "ALTER")
                && (first != "ALTER" || words.get(1).is_some_and(|second| second == "SYSTEM"));
            !is_apart && !words.iter().any(|word| word == "CONCURRENTLY")
        }
        // Whatever else is said commits what came before.
        Dialect::Mysql => {
            ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "SELECT"].contains(&first)
                && !is_several(sql)
        }
    };
    if is_whole { Kind::Transaction } else { Kind::Alone }
}

/// How what a statement is about looks now.
#[derive(Clone)]
pub(super) struct Look(pub(super) String);

impl Work for Look {
    type Output = String;

    async fn run(&mut self, connection: &mut Connection) -> Result<String> {
        look(connection, &self.0).await
    }
}

/// Finds out what became of a statement, by how what it is about looked before it.
#[derive(Clone)]
pub(super) struct Recover {
    pub(super) sql: String,
    pub(super) mark: String,
}

impl Work for Recover {
    type Output = Effect;

    async fn run(&mut self, connection: &mut Connection) -> Result<Effect> {
        let words = beginning(&self.sql);
        let first = words.first().map_or("", String::as_str);
        if is_several(&self.sql) {
            return Ok(Effect::Unknown);
        }
        match connection.dialect() {
            Dialect::Sqlite if first == "VACUUM" || first == "PRAGMA" => Ok(Effect::None),
            Dialect::Postgres if words.iter().any(|word| word == "CONCURRENTLY") => {
                concurrently(connection, &words).await
            }
            Dialect::Postgres if first == "VACUUM" || first == "CLUSTER" => Ok(Effect::None),
            Dialect::Mysql => {
                let changes_form = ["CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE"];
                let repeats = ["ANALYZE", "OPTIMIZE", "SET", "GRANT", "REVOKE"];
                if look(connection, &self.sql).await? != self.mark {
                    Ok(Effect::Done)
                } else if changes_form.contains(&first) || repeats.contains(&first) {
                    Ok(Effect::None)
                } else {
                    Ok(Effect::Unknown)
                }
            }
            Dialect::Sqlite | Dialect::Postgres => Ok(Effect::Unknown),
        }
    }
}

/// An index that `PostgreSQL` was making beside everything else is there and of use, or is there
/// and of none until it is dropped.
async fn concurrently(connection: &mut Connection, words: &[String]) -> Result<Effect> {
    const VALID: &str = "
        SELECT indisvalid::int FROM pg_index
         WHERE indexrelid = coalesce(to_regclass(quote_ident($1)), to_regclass(quote_ident(lower($1))))";
    // A name without quotes has become a word in capitals.
    let mut rest = words.iter().skip_while(|word| *word != "CONCURRENTLY").skip(1);
    let name = rest.find(|word| !["IF", "NOT", "EXISTS"].contains(&word.as_str()));
    let Some(name) = name else { return Ok(Effect::Unknown) };
    let found = connection.texts(VALID, &[Value::Text(name.clone())]).await?;
    let is_valid = found.first().map(|row| row.first() == Some(&Some("1".to_owned())));
    match (words.first().map(String::as_str), is_valid) {
        (Some("CREATE"), Some(true)) | (Some("DROP"), None) => Ok(Effect::Done),
        (Some("CREATE"), Some(false)) => {
            let is_exact = "SELECT 1 WHERE to_regclass(quote_ident($1)) IS NOT NULL";
            let is_exact = connection.texts(is_exact, &[Value::Text(name.clone())]).await?;
            let name = if is_exact.is_empty() { name.to_lowercase() } else { name.clone() };
            let name = name.replace('"', "\"\"");
            connection.run(&format!("DROP INDEX CONCURRENTLY IF EXISTS \"{name}\"")).await?;
            Ok(Effect::None)
        }
        (Some("CREATE" | "DROP" | "REINDEX"), _) => Ok(Effect::None),
        _ => Ok(Effect::Unknown),
    }
}

/// A hash of the forms of all tables that the text has a name of, and of the names of all others.
async fn look(connection: &mut Connection, sql: &str) -> Result<String> {
    const NAMES: &str = "
        SELECT table_name, table_type FROM information_schema.tables
         WHERE table_schema = database() UNION ALL
        SELECT trigger_name, 'TRIGGER' FROM information_schema.triggers
         WHERE trigger_schema = database() UNION ALL
        SELECT routine_name, routine_type FROM information_schema.routines
         WHERE routine_schema = database()
         ORDER BY 1, 2";
    if connection.dialect() != Dialect::Mysql {
        return Ok(String::new());
    }
    let said = sql.to_lowercase();
    let mut hasher = SipHasher13::new();
    for row in connection.texts(NAMES, &[]).await? {
        let mut row = row.into_iter().flatten();
        let (name, kind) = (row.next().unwrap_or_default(), row.next().unwrap_or_default());
        hasher.write(format!("{kind} {name}\n").as_bytes());
        // In a statement the quotes of a name are doubled.
        let quoted = name.replace('`', "``").to_lowercase();
        if kind.contains("TABLE") && said.contains(&quoted) {
            let name = name.replace('`', "``");
            let form = connection.texts(&format!("SHOW CREATE TABLE `{name}`"), &[]).await?;
            let form = form.into_iter().flatten().flatten().collect::<Vec<_>>().join("\n");
            hasher.write(without_counter(&form).as_bytes());
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The form of a table without the number that it gives out next, which others change.
fn without_counter(form: &str) -> String {
    const COUNTER: &str = " AUTO_INCREMENT=";
    match form.split_once(COUNTER) {
        Some((before, after)) => {
            let after = after.trim_start_matches(|one: char| one.is_ascii_digit());
            format!("{before}{after}")
        }
        None => form.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_database_commits_by_itself_stands_alone() {
        for (dialect, sql, expected) in [
            (Dialect::Mysql, "ALTER TABLE a ADD b int", Kind::Alone),
            (Dialect::Mysql, "-- moves\nUPDATE a SET b = 1", Kind::Transaction),
            (Dialect::Mysql, "UPDATE a SET b = 1; ALTER TABLE a DROP b", Kind::Alone),
            (Dialect::Postgres, "ALTER TABLE a ADD b int", Kind::Transaction),
            (Dialect::Postgres, "CREATE UNIQUE INDEX CONCURRENTLY i ON a (b)", Kind::Alone),
            (Dialect::Postgres, "VACUUM a", Kind::Alone),
            (Dialect::Sqlite, "CREATE TABLE a (b)", Kind::Transaction),
            (Dialect::Sqlite, "VACUUM", Kind::Alone),
        ] {
            assert_eq!(kind(dialect, sql), expected, "{sql}");
        }
    }

    #[test]
    fn numbers_given_out_change_no_form() {
        let form =
            |number| format!("CREATE TABLE a (b int) ENGINE=InnoDB{number} DEFAULT CHARSET=x");
        assert_eq!(without_counter(&form(" AUTO_INCREMENT=17")), form(""));
    }
}
