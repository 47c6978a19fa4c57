//! Entities inside an axum server of your own, beside its own routes and state.
//!
//! `cargo run -p embed`, then open <http://127.0.0.1:3000/api/docs>.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use crud_runtime::prelude::*;
use crud_runtime::schemars::JsonSchema;
use crud_runtime::serde::Serialize;
use crud_runtime::{Result, Route};

/// Something to do.
#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Task {
    #[crud(primary_key, auto)]
    pub id: Uuid,
    #[crud(length(1..=200), filter, sort)]
    pub title: String,
    #[crud(default = false, filter)]
    pub done: bool,
}

/// What the server knows besides its database.
#[derive(Clone)]
struct Server {
    db: Db,
    visits: Arc<AtomicU64>,
}

/// How much there is to do.
#[derive(Serialize, JsonSchema)]
#[serde(crate = "crud_runtime::serde")]
struct Summary {
    open: u64,
    visits: u64,
}

/// A route of the server's own that asks the same database.
async fn summary(State(server): State<Server>) -> Result<Json<Summary>> {
    let open = Task::query().filter(Task::DONE.eq(false)).count(&server.db).await?;
    let visits = server.visits.fetch_add(1, Ordering::Relaxed) + 1;
    Ok(Json(Summary { open, visits }))
}

async fn router(db: &Db) -> Result<Router> {
    let server = Server { db: db.clone(), visits: Arc::default() };
    let own = Router::new().route("/summary", get(summary)).with_state(server);
    let described = Route::get("/summary")
        .summary("How much there is to do")
        .response::<Summary>(200, "The numbers");
    let api = App::new("embed").entity::<Task>().merge(own, [described]).router(db).await?;
    // Everything above is served below `/api`; `Location`, `Link` and the document say so.
    Ok(Router::new().route("/", get(async || "see /api/docs")).nest("/api", api))
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let db = Db::connect("sqlite:embed.db").await?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("listening on http://127.0.0.1:3000: try http://127.0.0.1:3000/api/docs");
    axum::serve(listener, router(&db).await?).await?;
    Ok(())
}
