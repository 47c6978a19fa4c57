//! What a good engineer would write by hand over axum and sqlx: the yardstick of the benches.
//!
//! One table, typed rows, cached statements, a pool of readers and one writer, WAL with
//! `synchronous=FULL`, and the layers that any public server has. It is meant to be beaten
//! honestly: when it can be made faster in the ordinary way, make it so.

mod task;

use std::env;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::routing::get;
use http::{HeaderName, HeaderValue, StatusCode, header};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use tower::ServiceBuilder;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tracing::{Span, info_span};
use tracing_subscriber::EnvFilter;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The database has one writer at a time: queueing for it in a pool of one is cheaper than polling.
#[derive(Clone)]
struct Database {
    readers: SqlitePool,
    writer: SqlitePool,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt()
        .with_env_filter(
            EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")),
        )
        .with_writer(std::io::stderr)
        .init();
    let url = env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite:baseline.db".to_owned());
    let bind = env::var("BIND").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());

    let database = open(&url).await?;
    task::create_table(&database.writer).await?;
    let listener = tokio::net::TcpListener::bind(&bind).await?;
    tracing::info!("listening on http://{bind}");
    axum::serve(listener, router(database)).await?;
    Ok(())
}

async fn open(url: &str) -> Result<Database, Box<dyn std::error::Error>> {
    let options = url
        .parse::<SqliteConnectOptions>()?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5));
    let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(4)
        .min_connections(4)
        .connect_with(options.read_only(true))
        .await?;
    Ok(Database { readers, writer })
}

fn router(database: Database) -> Router {
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/livez", get(async || "ok"))
        .route("/tasks", get(task::list).post(task::create))
        .route("/tasks/{id}", get(task::read))
        .with_state(database)
        .layer(
            ServiceBuilder::new()
                .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
                .layer(TraceLayer::new_for_http().make_span_with(span))
                .layer(PropagateRequestIdLayer::new(REQUEST_ID))
                .layer(TimeoutLayer::with_status_code(
                    StatusCode::GATEWAY_TIMEOUT,
                    Duration::from_secs(30),
                ))
                .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .layer(header(header::X_FRAME_OPTIONS, "DENY"))
                .layer(header(header::REFERRER_POLICY, "no-referrer"))
                .layer(header(
                    header::CONTENT_SECURITY_POLICY,
                    "default-src 'none'; frame-ancestors 'none'",
                )),
        )
}

fn span(request: &Request) -> Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    info_span!("request", method = %request.method(), path = request.uri().path(), id)
}
