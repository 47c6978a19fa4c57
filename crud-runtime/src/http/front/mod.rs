//! What happens to every request before and after its handler, in one pass.
//!
//! One service instead of a tower of layers: a layer costs a boxed future or a clone per request,
//! and these steps must know of each other (the id stands in the span, in problems and in a header;
//! a coding changes the tag).

mod asked;
mod body;
mod compression;
mod cors;
mod head;
mod id;
mod layer;
mod packed;
mod proxy;
mod secure;
pub(crate) mod slot;
mod tag;
#[cfg(test)]
mod tests;
mod trace;

use std::convert::Infallible;
use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::future::poll_fn;
use http::{Request, StatusCode};
use tower::Service;
use tracing::Instrument;

use self::asked::Asked;
pub(super) use self::compression::Coding;
use self::cors::Cors;
use self::id::Ids;
pub(crate) use self::layer::FrontLayer;
use self::proxy::Proxies;
use self::slot::Slots;
use super::Limits;
use super::kind::Kind;
use super::problem::{Problem, is_unfinished};
use crate::config::Settings;

/// The steps around a service.
#[derive(Clone)]
pub(crate) struct Front<S> {
    inner: S,
    shared: Arc<Shared>,
}

/// What the steps share between requests.
struct Shared {
    limits: Limits,
    cors: Option<Cors>,
    proxies: Proxies,
    /// What stands before `/problems`, when not this server.
    problems: Option<String>,
    ids: Ids,
    /// Requests being worked on.
    working: Slots,
    /// Bytes of bodies being received.
    receiving: Slots,
}

/// How many bodies of the largest size can be in the making at once.
const BODIES: usize = 64;

impl<S> Front<S> {
    pub(crate) fn new(inner: S, settings: &Settings) -> Self {
        let limits = settings.limits.clone();
        let shared = Shared {
            cors: Cors::new(&settings.cors_origins),
            proxies: Proxies::new(settings),
            problems: settings.problem_base_url.clone(),
            ids: Ids::new(),
            working: Slots::new(limits.requests),
            receiving: Slots::new(limits.body.saturating_mul(BODIES)),
            limits,
        };
        Self { inner, shared: Arc::new(shared) }
    }
}

impl<S> Front<S>
where
    S: Service<Request<Body>, Response = Response, Error = Infallible>,
{
    /// Answers a request. `peer` is who sent it, where that is known.
    pub(crate) async fn handle<B>(
        mut self,
        mut request: Request<B>,
        peer: Option<IpAddr>,
    ) -> Response
    where
        B: http_body::Body<Data = Bytes> + Unpin,
        B::Error: Into<axum::BoxError>,
    {
        let shared = Arc::clone(&self.shared);
        let id = shared.ids.of(request.headers());
        let prefix = shared.proxies.prefix(request.headers(), peer);
        let span = trace::span(&request, &id);
        let asked = Asked::of(&request, id.clone(), prefix.clone());
        request.extensions_mut().insert(id);
        if let Some(prefix) = prefix {
            request.extensions_mut().insert(prefix);
        }
        let whole = async {
            let answer = self.answer(&shared, request).await;
            shared.finish(answer, &asked)
        };
        whole.instrument(span).await
    }

    /// The answer, before what every answer gets.
    async fn answer<B>(&mut self, shared: &Shared, request: Request<B>) -> Response
    where
        B: http_body::Body<Data = Bytes> + Unpin,
        B::Error: Into<axum::BoxError>,
    {
        if let Err(problem) = head::check(&request, &shared.limits) {
            return body::unread(problem, request.body());
        }
        if let Some(preflight) = shared.cors.as_ref().and_then(|cors| cors.preflight(&request)) {
            return preflight;
        }
        let received = match body::receive(request, &shared.limits, &shared.receiving).await {
            Ok(received) => received,
            Err(refusal) => return refusal,
        };
        let Some(_slot) = shared.working.take(1) else {
            tracing::debug!("{} requests are being worked on: refusing", shared.limits.requests);
            return Problem::unavailable()
                .detail("the server is working on as many requests as it can")
                .into_response();
        };
        let (request, _bytes) = received;
        let work = tokio::time::timeout(shared.limits.request_timeout, self.work(request));
        work.await.unwrap_or_else(|_elapsed| {
            tracing::warn!("the request took longer than {:?}", shared.limits.request_timeout);
            Problem::new(Kind::Timeout).into_response()
        })
    }

    /// Calls the handler; a panic of its is a fault of the server.
    async fn work(&mut self, request: Request<Body>) -> Response {
        let service = &mut self.inner;
        if let Err(never) = poll_fn(|context| service.poll_ready(context)).await {
            match never {}
        }
        let caught = std::panic::catch_unwind(AssertUnwindSafe(|| service.call(request)));
        let Ok(future) = caught else { return panicked() };
        let mut future = std::pin::pin!(future);
        let answered = poll_fn(|context| {
            // After a panic the future is dropped, never polled again.
            let polled = AssertUnwindSafe(|| future.as_mut().poll(context));
            match std::panic::catch_unwind(polled) {
                Ok(poll) => poll.map(Some),
                Err(_panic) => std::task::Poll::Ready(None),
            }
        });
        match answered.await {
            Some(Ok(response)) => response,
            Some(Err(never)) => match never {},
            None => panicked(),
        }
    }
}

/// The panic's message and place were written by the panic hook.
fn panicked() -> Response {
    tracing::error!("a handler panicked");
    Problem::new(Kind::Internal).into_response()
}

impl Shared {
    /// What every answer gets, whoever made it.
    fn finish(&self, answer: Response, asked: &Asked) -> Response {
        let mut response = answer;
        if is_unfinished(&response) {
            response = asked.finish(response, self.problems.as_deref());
        }
        response = compression::compress(response, asked.coding, asked.head);
        let status = response.status();
        let headers = response.headers_mut();
        if status == StatusCode::NOT_MODIFIED {
            tag::matched(headers, asked.if_none_match.as_ref());
            compression::vary(headers);
        }
        headers.insert(id::X_REQUEST_ID, asked.id.0.clone());
        secure::add(headers);
        if let Some(cors) = &self.cors {
            cors.add(headers, asked.origin.as_ref());
        }
        trace::answered(status);
        response
    }
}
