//! Tasks: the row, its handlers and their SQL.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SubsecRound as _, Utc};
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;

use crate::Database;

#[derive(Serialize, sqlx::FromRow)]
pub(crate) struct Task {
    id: i64,
    title: String,
    status: Status,
    priority: i32,
    estimate: f64,
    done: bool,
    created_at: DateTime<Utc>,
    version: i64,
}

#[derive(Serialize, Deserialize, Clone, Copy, Default, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
enum Status {
    #[default]
    Open,
    InProgress,
    Closed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTask {
    title: String,
    #[serde(default)]
    status: Status,
    priority: i32,
    estimate: f64,
    #[serde(default)]
    done: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    #[serde(default = "default_limit")]
    limit: i64,
    #[serde(default)]
    cursor: i64,
}

#[derive(Serialize)]
pub(crate) struct Listing {
    items: Vec<Task>,
    next: Option<String>,
}

pub(crate) enum Failure {
    NotFound,
    Invalid(&'static str),
    Database(sqlx::Error),
}

pub(crate) async fn create_table(writer: &SqlitePool) -> sqlx::Result<()> {
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
    .execute(writer)
    .await?;
    Ok(())
}

pub(crate) async fn read(
    State(database): State<Database>,
    Path(id): Path<i64>,
) -> Result<Json<Task>, Failure> {
    sqlx::query_as(
        "SELECT id, title, status, priority, estimate, done, created_at, version
         FROM tasks WHERE id = ?",
    )
    .bind(id)
    .fetch_optional(&database.readers)
    .await?
    .map(Json)
    .ok_or(Failure::NotFound)
}

pub(crate) async fn list(
    State(database): State<Database>,
    Query(page): Query<Page>,
) -> Result<Json<Listing>, Failure> {
    let limit = page.limit.clamp(1, 1000);
    // One row more than asked for tells whether there is a next page.
    let mut items: Vec<Task> = sqlx::query_as(
        "SELECT id, title, status, priority, estimate, done, created_at, version
         FROM tasks WHERE id > ? ORDER BY id LIMIT ?",
    )
    .bind(page.cursor)
    .bind(limit + 1)
    .fetch_all(&database.readers)
    .await?;
    let mut next = None;
    if i64::try_from(items.len()).is_ok_and(|found| found > limit) {
        items.pop();
        next = items.last().map(|task| task.id.to_string());
    }
    Ok(Json(Listing { items, next }))
}

pub(crate) async fn create(
    State(database): State<Database>,
    Json(new): Json<NewTask>,
) -> Result<Response, Failure> {
    if !(1..=200).contains(&new.title.chars().count()) {
        return Err(Failure::Invalid("title must have 1 to 200 characters"));
    }
    let task: Task = sqlx::query_as(
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
    .fetch_one(&database.writer)
    .await?;
    let location = format!("/tasks/{}", task.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(task)).into_response())
}

const fn default_limit() -> i64 {
    50
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, title) = match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "Not found"),
            Self::Invalid(title) => (StatusCode::UNPROCESSABLE_ENTITY, title),
            Self::Database(error) => {
                tracing::error!(%error, "the database failed");
                (StatusCode::INTERNAL_SERVER_ERROR, "Internal error")
            }
        };
        let problem = serde_json::json!({ "title": title, "status": status.as_u16() });
        let media_type = HeaderValue::from_static("application/problem+json");
        (status, [(header::CONTENT_TYPE, media_type)], Json(problem)).into_response()
    }
}
