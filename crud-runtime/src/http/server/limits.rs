//! How much a client may take, and for how long.

use std::time::Duration;

/// How much a client may take, and for how long.
///
/// Sizes are bytes. A connection's timeouts are looked at four times within each, so that one
/// ends up to a quarter late; this keeps clocks and timers off the path of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Open connections. Beyond them a client is told 503 and disconnected.
    pub connections: usize,
    /// Requests being worked on. Beyond them a client is told 503.
    pub requests: usize,
    /// A request's body, as sent and as unpacked (413).
    pub body: usize,
    /// A request's path and query (414).
    pub uri: usize,
    /// A request's line and header fields together (431). Their number is limited to 100.
    pub head: usize,
    /// From the first byte of a request to the end of its header fields; also from connecting to
    /// the first byte.
    pub head_timeout: Duration,
    /// Between an answer and the next request of a connection.
    pub idle_timeout: Duration,
    /// Between two pieces of a request's body (408).
    pub body_timeout: Duration,
    /// For all pieces of a request's body (408).
    pub body_total_timeout: Duration,
    /// In which a client must take at least one KiB of its answer.
    pub write_timeout: Duration,
    /// For working on a request (504).
    pub request_timeout: Duration,
    /// For requests in flight to be answered once the server is told to stop.
    pub shutdown_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            requests: 512,
            body: 1 << 20,
            uri: 16 << 10,
            head: 32 << 10,
            head_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_mins(1),
            body_timeout: Duration::from_secs(10),
            body_total_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(30),
            request_timeout: Duration::from_secs(30),
            shutdown_timeout: Duration::from_secs(15),
        }
    }
}
