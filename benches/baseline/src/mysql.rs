//! Tasks in `MySQL` or `MariaDB`, over sqlx's pool as it comes.

use chrono::{SubsecRound as _, Utc};
use sqlx::mysql::{MySqlPool, MySqlPoolOptions};

use crate::task::{NewTask, Note, Task, Tasks};

#[derive(Clone)]
pub(crate) struct Database(MySqlPool);

impl Database {
    pub(crate) async fn open(url: &str) -> sqlx::Result<Self> {
        // As many as crud's server has.
        let pool = MySqlPoolOptions::new().max_connections(10).connect(url).await?;
        sqlx::query(
            "CREATE TABLE IF NOT EXISTS tasks (
                id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
                title varchar(200) NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
                status varchar(11) NOT NULL CHECK (status IN ('open', 'in_progress', 'closed')),
                priority int NOT NULL,
                estimate double NOT NULL,
                done boolean NOT NULL,
                created_at datetime(6) NOT NULL,
                version bigint NOT NULL
            ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4",
        )
        .execute(&pool)
        .await?;
        sqlx::query(
            "CREATE TABLE IF NOT EXISTS notes (
                id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
                task_id bigint NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
                author varchar(200) NOT NULL,
                body varchar(200) NOT NULL,
                created_at datetime(6) NOT NULL
            ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4",
        )
        .execute(&pool)
        .await?;
        sqlx::query("CREATE INDEX notes_task_id ON notes (task_id, id)").execute(&pool).await.ok();
        Ok(Self(pool))
    }
}

impl Tasks for Database {
    async fn find(&self, id: i64) -> sqlx::Result<Option<Task>> {
        sqlx::query_as(
            "SELECT id, title, status, priority, estimate, done, created_at, version
             FROM tasks WHERE id = ?",
        )
        .bind(id)
        .fetch_optional(&self.0)
        .await
    }

    async fn page(&self, after: i64, count: i64) -> sqlx::Result<Vec<Task>> {
        sqlx::query_as(
            "SELECT id, title, status, priority, estimate, done, created_at, version
             FROM tasks WHERE id > ? ORDER BY id LIMIT ?",
        )
        .bind(after)
        .bind(count)
        .fetch_all(&self.0)
        .await
    }

    async fn notes(&self, tasks: Vec<i64>) -> sqlx::Result<Vec<Note>> {
        let marks = vec!["?"; tasks.len()].join(", ");
        let text = format!(
            "SELECT id, task_id, author, body, created_at FROM notes
             WHERE task_id IN ({marks}) ORDER BY id",
        );
        let query = sqlx::query_as(sqlx::AssertSqlSafe(text));
        tasks.into_iter().fold(query, sqlx::query::QueryAs::bind).fetch_all(&self.0).await
    }

    /// `MySQL` returns no rows from an insert; all but the key is known here.
    async fn insert(&self, new: NewTask) -> sqlx::Result<Task> {
        let created_at = Utc::now().trunc_subsecs(6);
        let written = sqlx::query(
            "INSERT INTO tasks (title, status, priority, estimate, done, created_at, version)
             VALUES (?, ?, ?, ?, ?, ?, 1)",
        )
        .bind(&new.title)
        .bind(new.status)
        .bind(new.priority)
        .bind(new.estimate)
        .bind(new.done)
        .bind(created_at)
        .execute(&self.0)
        .await?;
        Ok(Task {
            id: written.last_insert_id().cast_signed(),
            title: new.title,
            status: new.status,
            priority: new.priority,
            estimate: new.estimate,
            done: new.done,
            created_at,
            version: 1,
        })
    }
}
