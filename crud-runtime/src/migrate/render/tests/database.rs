//! What a database says of its tables, and what is in them.

use crate::Db;
use crate::sql::shape::Table;
use crate::sql::{Dialect, part, search};
use crate::store::{Connection, Run, Work};

/// Rows as texts.
struct Texts(String);

impl Work for Texts {
    type Output = Vec<Vec<Option<String>>>;

    async fn run(&mut self, connection: &mut Connection) -> crate::Result<Self::Output> {
        connection.texts(&self.0, &[]).await
    }
}

pub(super) async fn texts(db: &Db, sql: &str) -> Vec<Vec<Option<String>>> {
    let mut session = db.session().await.expect("a session");
    let rows = session.run(Texts(sql.to_owned())).await;
    session.close().await;
    rows.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
}

pub(super) async fn run(db: &Db, statements: impl IntoIterator<Item = String>) {
    let mut session = db.session().await.expect("a session");
    for sql in statements {
        let ran = session.run(Run(sql.clone())).await;
        ran.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }
    session.close().await;
}

/// What a database says of its tables, as far as it matters here.
pub(super) async fn catalogue(db: &Db) -> Vec<String> {
    let queries: &[&str] = match db.dialect() {
        Dialect::Sqlite => &["SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL \
             AND tbl_name NOT LIKE 'sqlite%' AND tbl_name NOT LIKE '\\_crud%' ESCAPE '\\' \
             ORDER BY type, name"],
        Dialect::Postgres => &[
            "SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull::text, \
                    attidentity::text, attcollation::regcollation::text, \
                    pg_get_expr(adbin, adrelid), col_description(attrelid, attnum) \
             FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid \
             LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum \
             WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 \
               AND NOT attisdropped AND relname NOT LIKE '\\_crud%' ORDER BY 1, 2",
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) \
             FROM pg_constraint WHERE connamespace = 'public'::regnamespace \
               AND conrelid::regclass::text NOT LIKE '\\_crud%' AND contype <> 'n' ORDER BY 1, 2",
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' \
               AND tablename NOT LIKE '\\_crud%' ORDER BY 1",
            "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class \
             WHERE relkind IN ('r', 'S') AND relnamespace = 'public'::regnamespace \
               AND relname NOT LIKE '\\_crud%' ORDER BY 1",
        ],
        Dialect::Mysql => &["SELECT table_name FROM information_schema.tables \
             WHERE table_schema = database() AND table_name NOT LIKE '\\\\_crud%' ORDER BY 1"],
    };
    let mut all = Vec::new();
    for query in queries {
        for row in texts(db, query).await {
            all.push(
                row.iter()
                    .map(|text| text.as_deref().unwrap_or("-"))
                    .collect::<Vec<_>>()
                    .join(" | "),
            );
        }
    }
    if db.dialect() == Dialect::Sqlite {
        // It keeps the text, where a column that is added stands behind the last.
        let words = |sql: &String| sql.split_whitespace().collect::<Vec<_>>().join(" ");
        return all.iter().map(words).collect();
    }
    if db.dialect() != Dialect::Mysql {
        return all;
    }
    let mut tables = Vec::new();
    for table in all {
        let created = texts(db, &format!("SHOW CREATE TABLE `{table}`")).await;
        let created = created[0][1].clone().unwrap_or_default();
        let lines = created.lines().map(|line| line.trim_end_matches(','));
        // Columns are in order; constraints and indexes are as they came.
        let is_column = |line: &&str| {
            line.starts_with("  `") && !line.contains(search::WORDS) || line.starts_with("CREATE")
        };
        let (columns, mut rest): (Vec<_>, Vec<_>) = lines.partition(is_column);
        rest.sort_unstable();
        let lines =
            columns.into_iter().chain(rest).map(|line| match line.find(" AUTO_INCREMENT=") {
                Some(place) if line.starts_with(')') => {
                    let behind = &line[place + 1..];
                    format!("{}{}", &line[..place], &behind[behind.find(' ').unwrap_or(0)..])
                }
                _ => line.to_owned(),
            });
        tables.push(lines.collect::<Vec<_>>().join("\n"));
    }
    tables
}

/// The values of columns, in the order of the key.
pub(super) async fn values(db: &Db, table: &Table, columns: &[String]) -> Vec<Vec<Option<String>>> {
    let dialect = db.dialect();
    if columns.is_empty() {
        return Vec::new();
    }
    let key = part::columns(dialect, &table.key.columns);
    let columns = part::columns(dialect, columns);
    let table = dialect.quoted(&table.name);
    texts(db, &format!("SELECT {columns} FROM {table} ORDER BY {key}")).await
}
