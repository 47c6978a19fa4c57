//! What a good engineer would write by hand over axum and sqlx: the yardstick of the benches.
//!
//! One table, typed rows, cached statements, sqlx's own pools, and the layers that any public
//! server has. It is meant to be beaten honestly: when it can be made faster in the ordinary way,
//! make it so. `DATABASE_URL` picks the database, and with it one of three modules of queries.

mod mysql;
mod postgres;
mod sqlite;
mod task;

use std::env;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::routing::get;
use http::{HeaderName, HeaderValue, StatusCode, header};
use tower::ServiceBuilder;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tracing::{Span, info_span};
use tracing_subscriber::EnvFilter;

use crate::task::Tasks;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

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

    let router = match url.split(':').next() {
        Some("sqlite") => router(sqlite::Database::open(&url).await?),
        Some("postgres") => router(postgres::Database::open(&url).await?),
        Some("mysql") => router(mysql::Database::open(&url).await?),
        _ => return Err(format!("no database for the scheme of `{url}`").into()),
    };
    let listener = tokio::net::TcpListener::bind(&bind).await?;
    tracing::info!("listening on http://{bind}");
    axum::serve(listener, router).await?;
    Ok(())
}

fn router<T: Tasks>(tasks: T) -> Router {
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/livez", get(async || "ok"))
        .route("/tasks", get(task::list::<T>).post(task::create::<T>))
        .route("/tasks/{id}", get(task::read::<T>))
        .with_state(tasks)
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
