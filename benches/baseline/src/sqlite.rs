//! Tasks in `SQLite`: a pool of readers, one writer, WAL with `synchronous=FULL`.

use std::time::Duration;

use chrono::{SubsecRound as _, Utc};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::task::{NewTask, Note, Task, Tasks};

/// The database has one writer at a time: queueing for it in a pool of one is cheaper than polling.
#[derive(Clone)]
pub(crate) struct Database {
    readers: SqlitePool,
    writer: SqlitePool,
}

impl Database {
    pub(crate) async fn open(url: &str) -> sqlx::Result<Self> {
        let options = url
            .parse::<SqliteConnectOptions>()?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5));
        let writer =
            SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        sqlx::query(
            "CREATE TABLE IF NOT EXISTS tasks (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
                status TEXT NOT NULL CHECK (status IN ('open', 'in_progress', 'closed')),
                priority INTEGER NOT NULL,
                estimate REAL NOT NULL,
                done INTEGER NOT NULL,
                created_at TEXT NOT NULL,
                version INTEGER NOT NULL
            ) STRICT",
        )
        .execute(&writer)
        .await?;
        sqlx::query(
            "CREATE TABLE IF NOT EXISTS notes (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                task_id INTEGER NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
                author TEXT NOT NULL,
                body TEXT NOT NULL,
                created_at TEXT NOT NULL
            ) STRICT",
        )
        .execute(&writer)
        .await?;
        sqlx::query("CREATE INDEX IF NOT EXISTS notes_task_id ON notes (task_id, id)")
            .execute(&writer)
            .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .min_connections(4)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self { readers, writer })
    }
}

impl Tasks for Database {
    async fn find(&self, id: i64) -> sqlx::Result<Option<Task>> {
        sqlx::query_as(
            "SELECT id, title, status, priority, estimate, done, created_at, version
             FROM tasks WHERE id = ?",
        )
        .bind(id)
        .fetch_optional(&self.readers)
        .await
    }

    async fn page(&self, after: i64, count: i64) -> sqlx::Result<Vec<Task>> {
        sqlx::query_as(
            "SELECT id, title, status, priority, estimate, done, created_at, version
             FROM tasks WHERE id > ? ORDER BY id LIMIT ?",
        )
        .bind(after)
        .bind(count)
        .fetch_all(&self.readers)
        .await
    }

    async fn notes(&self, tasks: Vec<i64>) -> sqlx::Result<Vec<Note>> {
        let marks = vec!["?"; tasks.len()].join(", ");
        let text = format!(
            "SELECT id, task_id, author, body, created_at FROM notes
             WHERE task_id IN ({marks}) ORDER BY id",
        );
        let query = sqlx::query_as(sqlx::AssertSqlSafe(text));
        tasks.into_iter().fold(query, sqlx::query::QueryAs::bind).fetch_all(&self.readers).await
    }

    async fn insert(&self, new: NewTask) -> sqlx::Result<Task> {
        sqlx::query_as(
            "INSERT INTO tasks (title, status, priority, estimate, done, created_at, version)
             VALUES (?, ?, ?, ?, ?, ?, 1)
             RETURNING id, title, status, priority, estimate, done, created_at, version",
        )
        .bind(new.title)
        .bind(new.status)
        .bind(new.priority)
        .bind(new.estimate)
        .bind(new.done)
        .bind(Utc::now().trunc_subsecs(6))
        .fetch_one(&self.writer)
        .await
    }
}
