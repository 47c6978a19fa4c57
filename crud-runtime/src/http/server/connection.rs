//! One connection, from its first byte to its end.

use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_util::future::poll_fn;
use http::Request;
use http_body::{Frame, SizeHint};
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower::Service;

use super::Limits;
use super::linger;
use super::stream::Stream;
use super::watch::{Order, Phase, Watch};
use crate::http::front::Front;

/// What every connection of a server has in common.
pub(crate) struct Protocol {
    builder: Builder,
}

impl Protocol {
    pub(crate) fn new(limits: &Limits) -> Self {
        let mut builder = Builder::new();
        // Its timers are not used: see `watch`. 100 header fields are its own limit; setting it
        // would put them on the heap. A client that closes its side is gone: what it asked for is
        // given up, and the database told to stop. Whoever means to close one half alone (RFC 9112
        // has no word for it) cannot be told from it.
        builder
            .header_read_timeout(None)
            .max_header_size(limits.head)
            .max_buf_size(limits.head.max(64 << 10));
        Self { builder }
    }

    /// Serves the requests of a connection until it ends.
    pub(crate) async fn serve<S>(&self, socket: TcpStream, front: Front<S>, watch: Arc<Watch>)
    where
        S: Service<Request<Body>, Response = Response, Error = Infallible> + Clone,
    {
        let peer: Option<IpAddr> = socket.peer_addr().ok().map(|address| address.ip());
        let noted = Arc::clone(&watch);
        let service = service_fn(move |request| {
            noted.enter(Phase::Busy);
            let sent = Sent { body: Body::empty(), watch: Arc::clone(&noted) };
            let answer = front.clone().handle(request, peer);
            async move {
                let answer = answer.await.map(|body| sent.with(body));
                Ok::<_, Infallible>(answer)
            }
        });
        let io = TokioIo::new(Stream { socket, watch: Arc::clone(&watch) });
        let mut connection = self.builder.serve_connection(io, service);
        let ending = poll_fn(|context| {
            if let Poll::Ready(result) = Pin::new(&mut connection).poll(context) {
                if let Err(error) = result {
                    tracing::debug!("connection: {error}");
                }
                return Poll::Ready(Order::Finish);
            }
            match watch.order(context.waker()) {
                Order::Run => Poll::Pending,
                Order::Finish => {
                    Pin::new(&mut connection).graceful_shutdown();
                    match Pin::new(&mut connection).poll(context) {
                        Poll::Ready(_) => Poll::Ready(Order::Finish),
                        Poll::Pending => Poll::Pending,
                    }
                }
                order @ (Order::End | Order::EndSlow) => Poll::Ready(order),
            }
        })
        .await;
        let socket = connection.into_parts().io.into_inner().socket;
        match ending {
            Order::EndSlow => {
                // As much as fits; a client that is this slow may not read it either.
                let _ = socket.try_write(
                    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
                );
            }
            Order::Finish if !watch.has_ended() => linger::close(socket).await,
            Order::Finish | Order::End | Order::Run => {}
        }
    }
}

/// The body of an answer: once it is gone, the connection waits for the next request.
struct Sent {
    body: Body,
    watch: Arc<Watch>,
}

impl Sent {
    fn with(mut self, body: Body) -> Self {
        self.body = body;
        self
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        self.watch.enter(Phase::Idle);
    }
}

impl http_body::Body for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
