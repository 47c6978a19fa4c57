//! The rows that both servers start with: the same values, whoever created the table.

use std::path::Path;

use rusqlite::Connection;

use crate::Result;
use crate::server::Server;

/// Lets the server create its table, then fills it.
pub(crate) fn database(program: &Path, database: &Path, rows: u32) -> Result<()> {
    Server::start(program, database, &[])?.kill()?;
    let connection = Connection::open(database)?;
    // A fixed sequence in place of random numbers, so that every run reads the same rows.
    connection.execute(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1)
         INSERT INTO tasks (title, status, priority, estimate, done, created_at, version)
         SELECT
            printf('Task %d: %s', n, substr(
                'call back the customer about \"the invoice\" and note what was agreed upon',
                1, 20 + n * 7919 % 50)),
            CASE n % 3 WHEN 0 THEN 'open' WHEN 1 THEN 'in_progress' ELSE 'closed' END,
            n * 104729 % 1000,
            (n * 15485863 % 10000) / 16.0,
            n % 4 = 0,
            strftime('%Y-%m-%dT%H:%M:%S', 1704067200 + n * 61, 'unixepoch')
                || printf('.%06dZ', 1 + n * 32452843 % 999999),
            1 + n % 9
         FROM numbers",
        [rows],
    )?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}
