//! What is said of locks, asked of the servers themselves.

use crud_test_databases::{Kind, on_each};

use super::{Known, lint};
use crate::migrate::file::Risk;
use crate::migrate::script::{Mode, Script, Step};
use crate::sql::Dialect;
use crate::store::fixture::SHARED;
use crate::store::{Connection, Db, Work};

/// Tables with a few records.
const TABLES: [&str; 4] = [
    "CREATE TABLE authors (id bigint NOT NULL PRIMARY KEY, name varchar(40) NOT NULL UNIQUE)",
    "CREATE TABLE books (id bigint NOT NULL PRIMARY KEY, author_id bigint NOT NULL, \
     title varchar(40) NOT NULL, note varchar(200), price numeric(9,2) NOT NULL DEFAULT 0, \
     pages integer DEFAULT 1)",
    "INSERT INTO authors VALUES (1, 'a'), (2, 'b')",
    "INSERT INTO books VALUES (1, 1, 'a', 'a', 1, 1), (2, 2, 'b', 'b', 2, 2)",
];

/// Statements one after the other, and what each answers; nothing where one fails.
struct Ask(Vec<String>);

impl Work for Ask {
    type Output = Option<Vec<Vec<Option<String>>>>;

    async fn run(&mut self, connection: &mut Connection) -> crate::Result<Self::Output> {
        let mut last = Vec::new();
        for sql in &self.0 {
            match connection.texts(sql, &[]).await {
                Ok(rows) => last = rows,
                Err(error) => {
                    println!("{sql}: {error:?}");
                    return Ok(None);
                }
            }
        }
        Ok(Some(last))
    }
}

async fn ask(db: &Db, statements: &[&str]) -> Option<String> {
    let mut session = db.session().await.expect("a session");
    let statements = statements.iter().map(|sql| (*sql).to_owned()).collect();
    let answer = session.run(Ask(statements)).await;
    session.close().await;
    let rows = answer.expect("the session works")?;
    Some(rows.into_iter().flatten().flatten().next().unwrap_or_default())
}

/// Whether others are said to wait for as long as the records take.
fn is_said(dialect: Dialect, sql: &str) -> bool {
    let script =
        |text: &str| Script { mode: Mode::Stepwise, steps: vec![Step::Sql(text.to_owned())] };
    let mut known = Known::default();
    known.run(dialect, &script(&TABLES[..2].join(";")));
    let advice = lint(dialect, &script(sql), &known);
    advice.iter().any(|one| [Risk::Locks, Risk::Rewrites].contains(&one.risk))
}

#[tokio::test]
async fn postgres_locks_what_is_said() {
    let kinds: Vec<_> = SHARED.iter().copied().filter(|kind| *kind == Kind::Postgres).collect();
    on_each(&kinds, async |database| {
        let db = Db::connect(&database.url_with("")).await.expect("it opens");
        ask(&db, &TABLES).await.expect("the tables are made");
        for sql in [
            "ALTER TABLE books ADD COLUMN a integer NOT NULL DEFAULT 5",
            "ALTER TABLE books ADD COLUMN a timestamptz DEFAULT now()",
            "ALTER TABLE books ADD COLUMN a uuid DEFAULT gen_random_uuid()",
            "ALTER TABLE books ADD COLUMN a bigserial",
            "ALTER TABLE books ADD COLUMN a bigint GENERATED ALWAYS AS (id * 2) STORED",
            "ALTER TABLE books DROP COLUMN note",
            "ALTER TABLE books RENAME COLUMN note TO remark",
            "ALTER TABLE books ALTER COLUMN title TYPE varchar(80)",
            "ALTER TABLE books ALTER COLUMN title TYPE text",
            "ALTER TABLE books ALTER COLUMN title TYPE varchar(20)",
            "ALTER TABLE books ALTER COLUMN price TYPE numeric(12,2)",
            "ALTER TABLE books ALTER COLUMN price TYPE numeric(12,3)",
            "ALTER TABLE books ALTER COLUMN price TYPE numeric",
            "ALTER TABLE books ALTER COLUMN pages TYPE bigint",
            "ALTER TABLE books ALTER COLUMN note SET NOT NULL",
            "ALTER TABLE books ALTER COLUMN title DROP NOT NULL",
            "ALTER TABLE books ALTER COLUMN pages DROP DEFAULT",
            "ALTER TABLE books ADD CONSTRAINT u UNIQUE (pages)",
            "ALTER TABLE books ADD CONSTRAINT c CHECK (pages > 0)",
            "ALTER TABLE books ADD CONSTRAINT c CHECK (pages > 0) NOT VALID",
            "ALTER TABLE books ADD CONSTRAINT f FOREIGN KEY (author_id) REFERENCES authors (id)",
            "ALTER TABLE books ADD CONSTRAINT f FOREIGN KEY (author_id) REFERENCES authors (id) NOT VALID",
            "ALTER TABLE books ADD CONSTRAINT e EXCLUDE (pages WITH =)",
            "CREATE INDEX i ON books (pages)",
            "UPDATE books SET pages = 2",
        ] {
            let seen = "SELECT (seq_tup_read > 0)::text FROM pg_stat_xact_all_tables \
                        WHERE relid = 'books'::regclass";
            let found = ask(&db, &["BEGIN", sql, seen]).await.expect("it runs");
            assert_eq!(found == "true", is_said(Dialect::Postgres, sql), "{sql}");
        }
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn mariadb_refuses_to_do_gently_what_is_said() {
    let kinds: Vec<_> = SHARED.iter().copied().filter(|kind| *kind == Kind::Mysql).collect();
    on_each(&kinds, async |database| {
        let db = Db::connect(&database.url_with("")).await.expect("it opens");
        // MySQL has no word for what needs neither a copy nor an index anew.
        if ask(&db, &["SELECT version() LIKE '%MariaDB%'"]).await.as_deref() == Some("1") {
            for change in [
                "ADD COLUMN a int NOT NULL DEFAULT (5)",
                "ADD COLUMN a datetime(6) NOT NULL DEFAULT (CURRENT_TIMESTAMP)",
                "ADD COLUMN a char(36) DEFAULT (uuid())",
                "ADD COLUMN a bigint GENERATED ALWAYS AS (id) STORED",
                "ADD COLUMN a bigint GENERATED ALWAYS AS (id) VIRTUAL",
                "DROP COLUMN note",
                "RENAME COLUMN note TO remark",
                "MODIFY COLUMN title varchar(60) NOT NULL",
                "MODIFY COLUMN title varchar(64) NOT NULL",
                "MODIFY COLUMN title varchar(20) NOT NULL",
                "MODIFY COLUMN note varchar(300)",
                "MODIFY COLUMN title varchar(40) NOT NULL COMMENT 'x'",
                "MODIFY COLUMN title varchar(40)",
                "MODIFY COLUMN title varchar(40) CHARACTER SET latin1 NOT NULL",
                "MODIFY COLUMN note varchar(200) NOT NULL",
                "MODIFY COLUMN pages bigint DEFAULT 1",
                "MODIFY COLUMN price decimal(10,2) NOT NULL DEFAULT 0",
                "CONVERT TO CHARACTER SET latin1",
                "ADD UNIQUE INDEX u (pages)",
                "ADD INDEX i (pages)",
                "ADD FULLTEXT INDEX i (title)",
                "ADD CONSTRAINT c CHECK (pages > 0)",
                "ADD CONSTRAINT f FOREIGN KEY (author_id) REFERENCES authors (id)",
                "DROP PRIMARY KEY, ADD PRIMARY KEY (id, title)",
                "COMMENT = 'x'",
                "ENGINE=InnoDB",
            ] {
                let gone = ["DROP TABLE IF EXISTS books", "DROP TABLE IF EXISTS authors"];
                ask(&db, &[&gone[..], &TABLES[..]].concat()).await.expect("the tables are made");
                let sql = format!("ALTER TABLE books {change}");
                let gently = format!("{sql}, ALGORITHM=NOCOPY, LOCK=NONE");
                let is_refused = ask(&db, &[&gently]).await.is_none();
                assert_eq!(is_refused, is_said(Dialect::Mysql, &sql), "{sql}");
            }
        }
        db.close().await;
    })
    .await;
}
