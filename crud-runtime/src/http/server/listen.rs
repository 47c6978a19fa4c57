//! Accepting connections, and ending all of them.

use std::convert::Infallible;
use std::future::Future;
use std::io::{Error as IoError, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use http::Request;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep, timeout};
use tower::Service;

use super::Limits;
use super::connection::Protocol;
use super::overflow::{POLITE, refuse};
use super::watch::{Order, Watch, Watcher};
use crate::http::front::Front;
use crate::http::front::slot::Slots;
use crate::{Error, Result};

/// Listens on `host:port`.
///
/// # Errors
/// [`Error::Config`] when the port is taken or the host is not this machine's.
pub(crate) async fn bind(address: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|source| match source.kind() {
        ErrorKind::AddrInUse => Error::Config(format!(
            "cannot listen on {address}: another program does already; \
             stop it, or choose another port with --bind (port 0 takes a free one)"
        )),
        ErrorKind::AddrNotAvailable => Error::Config(format!(
            "cannot listen on {address}: this machine does not have that address; \
             use 127.0.0.1 for this machine alone, or 0.0.0.0 to let others in"
        )),
        ErrorKind::PermissionDenied => Error::Config(format!(
            "cannot listen on {address}: ports below 1024 need a privilege; \
             choose a higher one with --bind"
        )),
        _ => Error::Io { context: format!("cannot listen on {address}"), source },
    })
}

/// Serves until `stop` is ready, then lets requests in flight be answered.
pub(crate) async fn serve<S>(
    listener: TcpListener,
    front: Front<S>,
    limits: Limits,
    stop: impl Future<Output = ()>,
) where
    S: Service<Request<Body>, Response = Response, Error = Infallible>
        + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send,
{
    let mut connections = Connections::new(limits);
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            _ = connections.ticks.tick() => connections.look(),
            accepted = accept(&listener) => match accepted {
                Ok(socket) => connections.open(socket, &front),
                Err(error) => connections.fail(&error).await,
            },
        }
    }
    // From here on the system refuses new connections.
    drop(listener);
    connections.finish().await;
}

/// The next connection.
async fn accept(listener: &TcpListener) -> std::io::Result<TcpStream> {
    let (socket, _) = listener.accept().await?;
    // Answers are written in one piece; waiting for more to send only delays them.
    socket.set_nodelay(true)?;
    Ok(socket)
}

/// All connections of a server.
struct Connections {
    protocol: Arc<Protocol>,
    limits: Limits,
    tasks: JoinSet<()>,
    watchers: Vec<Watcher>,
    ticks: Interval,
    looked: Instant,
    open: Slots,
    polite: Slots,
    /// Whether the log has been told of trouble since the connections were last looked at: a flood
    /// of clients must not become a flood of lines.
    told: bool,
}

impl Connections {
    fn new(mut limits: Limits) -> Self {
        limits.connections = limits.connections.min(affordable());
        let mut ticks = interval(Watcher::period(&limits));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            protocol: Arc::new(Protocol::new(&limits)),
            open: Slots::new(limits.connections),
            polite: Slots::new(POLITE.min(limits.connections.div_ceil(4))),
            told: false,
            tasks: JoinSet::new(),
            watchers: Vec::new(),
            looked: Instant::now(),
            ticks,
            limits,
        }
    }

    fn open<S>(&mut self, socket: TcpStream, front: &Front<S>)
    where
        S: Service<Request<Body>, Response = Response, Error = Infallible>
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send,
    {
        let Some(slot) = self.open.take(1) else { return self.overflow(socket) };
        let watch = Arc::new(Watch::default());
        self.watchers.push(Watcher::new(Arc::clone(&watch)));
        let (protocol, front) = (Arc::clone(&self.protocol), front.clone());
        self.tasks.spawn(async move {
            protocol.serve(socket, front, watch).await;
            drop(slot);
        });
    }

    /// Sends a client away, and makes room for the next one.
    fn overflow(&mut self, socket: TcpStream) {
        if !std::mem::replace(&mut self.told, true) {
            tracing::warn!("{} connections are open: refusing more", self.limits.connections);
        }
        self.make_room();
        if let Some(slot) = self.polite.take(1) {
            self.tasks.spawn(async move {
                refuse(socket).await;
                drop(slot);
            });
        }
    }

    /// Ends the connections that nobody is waiting for.
    fn make_room(&self) {
        self.watchers.iter().filter(|watcher| watcher.is_idle()).for_each(|idle| {
            idle.tell(Order::Finish);
        });
    }

    /// Survives a failure to accept.
    async fn fail(&mut self, error: &IoError) {
        match error.kind() {
            // The client was gone before it was accepted.
            ErrorKind::ConnectionAborted
            | ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionReset
            | ErrorKind::InvalidInput
            | ErrorKind::NotConnected => {}
            // Most likely no file descriptors are left. The connection stays in the queue, so
            // trying again at once would spin.
            _ => {
                if !std::mem::replace(&mut self.told, true) {
                    tracing::error!("cannot accept connections: {error}");
                }
                self.make_room();
                sleep(Duration::from_millis(50)).await;
            }
        }
    }

    /// Looks at all connections.
    fn look(&mut self) {
        let passed = self.looked.elapsed();
        self.looked = Instant::now();
        self.told = false;
        while self.tasks.try_join_next().is_some() {}
        self.watchers.retain(|watcher| !watcher.is_over());
        for watcher in &mut self.watchers {
            watcher.look(&self.limits, passed);
        }
    }

    /// Lets requests in flight be answered, within bounds.
    async fn finish(mut self) {
        self.watchers.iter().for_each(|watcher| watcher.tell(Order::Finish));
        let limit = self.limits.shutdown_timeout;
        let ended = timeout(limit, async {
            loop {
                tokio::select! {
                    joined = self.tasks.join_next() => if joined.is_none() { break },
                    _ = self.ticks.tick() => self.look(),
                }
            }
        });
        if ended.await.is_err() {
            tracing::warn!("{} connections are still open: ending them", self.tasks.len());
        }
        self.tasks.shutdown().await;
    }
}

/// How many connections the process may have, leaving descriptors for the database.
fn affordable() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    soft.map_or(usize::MAX, |soft| soft.saturating_sub(64).max(soft / 2))
}
