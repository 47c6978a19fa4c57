//! Sending a client away before it has said anything.

use axum::response::IntoResponse;
use http_body_util::BodyExt;
use tokio::net::TcpStream;

use super::linger;
use crate::http::problem::Problem;

/// How many clients are sent away politely at once; any more are just disconnected.
pub(crate) const POLITE: usize = 64;

/// Tells the client to come back later.
///
/// Waiting instead would let clients that hold connections make the server look dead; this way
/// others, and load balancers, know at once.
pub(crate) async fn refuse(socket: TcpStream) {
    let answer = answer().await;
    // A new socket takes a few hundred bytes at once, or is broken.
    if socket.try_write(answer.as_bytes()).is_ok() {
        linger::close(socket).await;
    }
}

/// The one answer, as bytes: there is no request that it could fit.
async fn answer() -> String {
    let problem = Problem::unavailable().detail("the server has as many connections as it can");
    let response = problem.into_response();
    let (head, body) = response.into_parts();
    let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let fields = head.headers.iter().map(|(name, value)| {
        let value = value.to_str().unwrap_or_default();
        format!("{name}: {value}\r\n")
    });
    format!(
        "HTTP/1.1 {}\r\nconnection: close\r\ncontent-length: {}\r\n{}\r\n{}",
        head.status,
        body.len(),
        fields.collect::<String>(),
        String::from_utf8_lossy(&body)
    )
}
