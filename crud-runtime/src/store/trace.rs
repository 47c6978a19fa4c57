//! Which statements a request comes to, and how the database means to run them.

use std::sync::{Mutex, OnceLock, PoisonError};

use super::Db;
use super::connection::Connection;
use super::task::Work;
use crate::codec::text;
use crate::error::Result;
use crate::model::{Column, Value, column};
use crate::sql::{Arg, Dialect, Statement};

/// The statements that ran since somebody wanted to know.
#[derive(Debug, Default)]
pub(super) struct Trace(OnceLock<Mutex<Vec<Statement>>>);

impl Trace {
    /// Takes note of a statement where somebody wants to know.
    pub(super) fn note(&self, statement: &Statement) {
        if let Some(noted) = self.0.get() {
            noted.lock().unwrap_or_else(PoisonError::into_inner).push(statement.clone());
        }
    }

    fn take(&self) -> Vec<Statement> {
        let noted = self.0.get_or_init(Mutex::default);
        std::mem::take(&mut *noted.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// One statement with how the database means to run it.
#[derive(Debug)]
pub(crate) struct Explained {
    pub(crate) sql: String,
    /// The arguments as text, in the order of their placeholders.
    pub(crate) arguments: Vec<String>,
    /// The database's own words.
    pub(crate) plan: Vec<String>,
}

impl Db {
    /// From here on, takes note of statements.
    pub(crate) fn begin_trace(&self) {
        self.shared().trace.take();
    }

    /// Has the database explain the statements that were noted, and forgets them.
    pub(crate) async fn explained(&self) -> Result<Vec<Explained>> {
        let statements = self.shared().trace.take();
        let explained = self.handle().read(false, Explain { statements }).await?;
        self.shared().trace.take();
        Ok(explained)
    }
}

struct Explain {
    statements: Vec<Statement>,
}

impl Work for Explain {
    type Output = Vec<Explained>;

    async fn run(&mut self, connection: &mut Connection) -> Result<Vec<Explained>> {
        /// What the database answers with.
        static PLAN: Column = column::<Option<String>>("plan").done();
        let (words, place) = match connection.dialect() {
            Dialect::Sqlite => ("EXPLAIN QUERY PLAN ", 3),
            Dialect::Postgres => ("EXPLAIN ", 0),
            // It has no other form that MySQL and MariaDB both know.
            Dialect::Mysql => ("EXPLAIN FORMAT=JSON ", 0),
        };
        let mut all = Vec::with_capacity(self.statements.len());
        for statement in &self.statements {
            let asked = Statement {
                text: format!("{words}{}", statement.text).into(),
                args: statement.args.clone(),
            };
            let mut plan = Vec::new();
            let mut sink = |fields: &super::fields::Fields<'_>| {
                if let Value::Text(line) = fields.value(place, &PLAN)? {
                    plan.extend(line.lines().map(str::to_owned));
                }
                Ok(())
            };
            connection.each(&asked, &mut sink).await?;
            let arguments = statement.args.iter().map(shown).collect();
            all.push(Explained { sql: statement.text.to_string(), arguments, plan });
        }
        Ok(all)
    }
}

/// An argument for people.
fn shown(arg: &Arg) -> String {
    match arg {
        Arg::Value(column, value) => value_shown(column, value),
        Arg::List(column, values) => {
            let values: Vec<_> = values.iter().map(|value| value_shown(column, value)).collect();
            format!("[{}]", values.join(", "))
        }
        Arg::Integer(integer) => integer.to_string(),
        Arg::Text(text) => format!("{text:?}"),
    }
}

fn value_shown(column: &Column, value: &Value) -> String {
    if value.is_null() {
        return "NULL".to_owned();
    }
    let mut out = String::new();
    text::write(column, value, &mut out);
    if matches!(value, Value::Text(_)) { format!("{out:?}") } else { out }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{AUTHOR, BOOK};
    use crate::query::{Filter, Quantifier, Query, Sort, TextMatch};
    use crate::store::dao;
    use crate::store::fixture::on_every_database;

    #[tokio::test]
    async fn statements_are_explained_in_the_databases_words() {
        on_every_database(&[&AUTHOR, &BOOK], async |db| {
            let named = Filter::Text(1, TextMatch::StartsWith, "Bor".to_owned());
            let query = Query {
                filter: Filter::Related(0, Quantifier::Some, Box::new(named)),
                sort: vec![Sort::column(3, true)],
                limit: Some(3),
                count: true,
                ..Query::all(&BOOK)
            };
            dao::list_rows(db.handle(), &BOOK, &query).await.expect("listed");
            assert!(db.explained().await.expect("nothing was noted").is_empty());
            db.begin_trace();
            dao::list_rows(db.handle(), &BOOK, &query).await.expect("listed");
            let explained = db.explained().await.expect("explained");
            let [page, count] = &explained[..] else { panic!("{explained:?}") };
            assert!(page.sql.contains("LIMIT") && count.sql.contains("count(*)"));
            assert_eq!(page.arguments[0], "\"Bor\"");
            assert_eq!(page.arguments.last().map(String::as_str), Some("4"));
            assert!(!page.plan.is_empty() && !count.plan.is_empty(), "{explained:?}");
        })
        .await;
    }
}
