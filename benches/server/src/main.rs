//! The tables of the hand-written server in `benches/baseline`, as a user of crud writes it.

use crud_runtime::prelude::*;

/// Something to be done.
#[derive(Crud)]
#[crud(allow(all = public), has_many(notes: Note::TASK_ID))]
struct Task {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(length(1..=200))]
    title: String,
    #[crud(default = Status::Open)]
    status: Status,
    priority: i32,
    estimate: f64,
    #[crud(default = false)]
    done: bool,
    #[crud(created_at)]
    created_at: DateTime<Utc>,
    #[crud(version)]
    version: i64,
}

/// What was said about a task.
#[derive(Crud)]
#[crud(allow(all = public))]
struct Note {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(references = Task, on_delete = cascade)]
    task_id: i64,
    #[crud(length(1..=100))]
    author: String,
    #[crud(length(1..=200))]
    body: String,
    #[crud(created_at)]
    created_at: DateTime<Utc>,
}

/// How far it is.
#[derive(CrudEnum)]
enum Status {
    Open,
    InProgress,
    Closed,
}

#[tokio::main]
async fn main() -> crud_runtime::Result<()> {
    App::new("tasks").entity::<Task>().entity::<Note>().run().await
}
