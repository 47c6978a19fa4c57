//! Tasks: the row and its handlers, whatever database they are kept in.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Decode, Encode, Type};

/// The queries, by a database that has them.
pub(crate) trait Tasks: Clone + Send + Sync + 'static {
    fn find(&self, id: i64) -> impl Future<Output = sqlx::Result<Option<Task>>> + Send;

    /// The first `count` behind this key.
    fn page(&self, after: i64, count: i64) -> impl Future<Output = sqlx::Result<Vec<Task>>> + Send;

    /// The notes of these tasks, by their keys.
    fn notes(&self, tasks: Vec<i64>) -> impl Future<Output = sqlx::Result<Vec<Note>>> + Send;

    fn insert(&self, new: NewTask) -> impl Future<Output = sqlx::Result<Task>> + Send;
}

#[derive(Serialize, sqlx::FromRow)]
pub(crate) struct Task {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) status: Status,
    pub(crate) priority: i32,
    pub(crate) estimate: f64,
    pub(crate) done: bool,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) version: i64,
}

#[derive(Serialize, sqlx::FromRow)]
pub(crate) struct Note {
    pub(crate) id: i64,
    pub(crate) task_id: i64,
    pub(crate) author: String,
    pub(crate) body: String,
    pub(crate) created_at: DateTime<Utc>,
}

/// A task with its notes: written out, because `flatten` takes longer.
#[derive(Serialize)]
pub(crate) struct Noted {
    id: i64,
    title: String,
    status: Status,
    priority: i32,
    estimate: f64,
    done: bool,
    created_at: DateTime<Utc>,
    version: i64,
    notes: Vec<Note>,
}

#[derive(Serialize, Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    #[default]
    Open,
    InProgress,
    Closed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTask {
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) status: Status,
    pub(crate) priority: i32,
    pub(crate) estimate: f64,
    #[serde(default)]
    pub(crate) done: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    #[serde(default = "default_limit")]
    limit: i64,
    #[serde(default)]
    cursor: i64,
    include: Option<Included>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Included {
    Notes,
}

#[derive(Serialize)]
pub(crate) struct Listing<T> {
    items: Vec<T>,
    next: Option<String>,
}

pub(crate) enum Failure {
    NotFound,
    Invalid(&'static str),
    Database(sqlx::Error),
}

pub(crate) async fn read<T: Tasks>(
    State(tasks): State<T>,
    Path(id): Path<i64>,
) -> Result<Json<Task>, Failure> {
    tasks.find(id).await?.map(Json).ok_or(Failure::NotFound)
}

pub(crate) async fn list<T: Tasks>(
    State(tasks): State<T>,
    Query(page): Query<Page>,
) -> Result<Response, Failure> {
    let limit = page.limit.clamp(1, 1000);
    // One row more than asked for tells whether there is a next page.
    let mut items = tasks.page(page.cursor, limit + 1).await?;
    let mut next = None;
    if i64::try_from(items.len()).is_ok_and(|found| found > limit) {
        items.pop();
        next = items.last().map(|task| task.id.to_string());
    }
    if page.include.is_none() {
        return Ok(Json(Listing { items, next }).into_response());
    }
    let mut notes: HashMap<i64, Vec<Note>> = HashMap::with_capacity(items.len());
    for note in tasks.notes(items.iter().map(|task| task.id).collect()).await? {
        notes.entry(note.task_id).or_default().push(note);
    }
    let with_notes = |task: Task| Noted {
        notes: notes.remove(&task.id).unwrap_or_default(),
        id: task.id,
        title: task.title,
        status: task.status,
        priority: task.priority,
        estimate: task.estimate,
        done: task.done,
        created_at: task.created_at,
        version: task.version,
    };
    let items: Vec<_> = items.into_iter().map(with_notes).collect();
    Ok(Json(Listing { items, next }).into_response())
}

pub(crate) async fn create<T: Tasks>(
    State(tasks): State<T>,
    Json(new): Json<NewTask>,
) -> Result<Response, Failure> {
    if !(1..=200).contains(&new.title.chars().count()) {
        return Err(Failure::Invalid("title must have 1 to 200 characters"));
    }
    let task = tasks.insert(new).await?;
    let location = format!("/tasks/{}", task.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(task)).into_response())
}

const fn default_limit() -> i64 {
    50
}

impl Status {
    const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in_progress",
            Self::Closed => "closed",
        }
    }
}

// A status is kept as text; sqlx's derive would ask for a type of its own on two of the databases.
impl<D: sqlx::Database> Type<D> for Status
where
    str: Type<D>,
{
    fn type_info() -> D::TypeInfo {
        <str as Type<D>>::type_info()
    }

    fn compatible(info: &D::TypeInfo) -> bool {
        <str as Type<D>>::compatible(info)
    }
}

impl<'q, D: sqlx::Database> Encode<'q, D> for Status
where
    &'static str: Encode<'q, D>,
{
    fn encode_by_ref(&self, arguments: &mut D::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        self.word().encode_by_ref(arguments)
    }
}

impl<'r, D: sqlx::Database> Decode<'r, D> for Status
where
    &'r str: Decode<'r, D>,
{
    fn decode(value: D::ValueRef<'r>) -> Result<Self, BoxDynError> {
        match <&str>::decode(value)? {
            "open" => Ok(Self::Open),
            "in_progress" => Ok(Self::InProgress),
            "closed" => Ok(Self::Closed),
            word => Err(format!("no status is called `{word}`").into()),
        }
    }
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
