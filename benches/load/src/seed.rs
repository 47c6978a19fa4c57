//! The rows that both servers start with: the same values, whoever created the table, on whatever
//! database.

use std::path::Path;

use crate::Result;
use crate::database::{Database, Kind};
use crate::server::Server;
use crate::workload::{NOTED, NOTES};

/// Lets the server create its table, then fills it.
pub(crate) fn fill(program: &Path, database: &Database, rows: u32) -> Result<()> {
    Server::start(program, database, &[])?.kill()?;
    let settle = settle(database.kind);
    database.run(&[&insert(database.kind, rows), settle[0], &notes(), settle[1]])
}

/// A fixed sequence in place of random numbers, so that every run reads the same rows.
fn insert(kind: Kind, rows: u32) -> String {
    let numbers = match kind {
        Kind::Sqlite => format!(
            "numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows})"
        ),
        Kind::Postgres => format!("numbers (n) AS (SELECT generate_series(1::bigint, {rows}))"),
        // It bounds recursion, so the numbers are made of digits.
        Kind::Mysql => "digits (d) AS (SELECT 0 UNION ALL SELECT d + 1 FROM digits WHERE d < 9),
             numbers (n) AS (
                SELECT 1 + a.d + 10 * (b.d + 10 * (c.d + 10 * (d.d + 10 * (e.d + 10 * f.d))))
                FROM digits a, digits b, digits c, digits d, digits e, digits f)"
            .to_owned(),
    };
    let length = match kind {
        Kind::Postgres => "(20 + n * 7919 % 50)::integer",
        Kind::Sqlite | Kind::Mysql => "20 + n * 7919 % 50",
    };
    let created_at = match kind {
        Kind::Sqlite => {
            "strftime('%Y-%m-%dT%H:%M:%S', 1704067200 + n * 61, 'unixepoch')
                || printf('.%06dZ', 1 + n * 32452843 % 999999)"
        }
        Kind::Postgres => {
            "to_timestamp(1704067200 + n * 61)
                + (1 + n * 32452843 % 999999) * interval '1 microsecond'"
        }
        Kind::Mysql => {
            "TIMESTAMP'2024-01-01 00:00:00.000000' + INTERVAL n * 61 SECOND
                + INTERVAL 1 + n * 32452843 % 999999 MICROSECOND"
        }
    };
    format!(
        "INSERT INTO tasks (title, status, priority, estimate, done, created_at, version)
         WITH RECURSIVE {numbers}
         SELECT
            concat('Task ', n, ': ', substr(
                'call back the customer about \"the invoice\" and note what was agreed upon',
                1, {length})),
            CASE n % 3 WHEN 0 THEN 'open' WHEN 1 THEN 'in_progress' ELSE 'closed' END,
            n * 104729 % 1000,
            (n * 15485863 % 10000) / 16.0,
            n % 4 = 0,
            {created_at},
            1 + n % 9
         FROM numbers WHERE n <= {rows} ORDER BY n"
    )
}

/// Notes of the first tasks, those of one task apart from each other as time would have it.
fn notes() -> String {
    let numbers: Vec<_> = (1..=NOTES).map(|number| format!("SELECT {number} AS n")).collect();
    format!(
        "INSERT INTO notes (task_id, author, body, created_at)
         SELECT
            tasks.id,
            concat('user ', (tasks.id * 31 + number.n) % 97),
            concat('Note ', number.n, ': called back, the \"invoice\" will be paid by Friday'),
            tasks.created_at
         FROM tasks, ({}) number WHERE tasks.id <= {NOTED} ORDER BY number.n, tasks.id",
        numbers.join(" UNION ALL ")
    )
}

/// What the database would do sooner or later, done before anything is measured.
const fn settle(kind: Kind) -> [&'static str; 2] {
    match kind {
        Kind::Sqlite => ["PRAGMA wal_checkpoint(TRUNCATE)"; 2],
        Kind::Postgres => ["VACUUM (ANALYZE, FREEZE) tasks", "VACUUM (ANALYZE, FREEZE) notes"],
        Kind::Mysql => ["ANALYZE TABLE tasks", "ANALYZE TABLE notes"],
    }
}
