//! One route as a service: it answers or refuses, and a refusal says which request it answers.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use http::header::{ALLOW, CONTENT_LENGTH};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};

use super::kind::Kind;
use super::problem::{Origin, Problem, RequestId, finish};
use super::resource::Resource;
use super::service::Service;
use super::{address, aggregate, collection, links, page, query, record, related};
use crate::model::Place;

/// Where a route leads.
#[derive(Clone)]
pub(super) enum Target {
    /// A path of a table's.
    Resource(Arc<Resource>, Place),
    /// A document, by its position in the service.
    Document(usize),
    /// `/problems`
    Problems,
    /// `/problems/{kind}`
    Problem,
    /// `/livez`
    Live,
    /// `/readyz`
    Ready,
    /// Any other path.
    Nowhere,
}

/// A route.
#[derive(Clone)]
pub(super) struct Endpoint {
    service: Arc<Service>,
    target: Target,
}

impl Endpoint {
    pub(super) fn new(service: &Arc<Service>, target: Target) -> Self {
        Self { service: Arc::clone(service), target }
    }

    async fn respond(self, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let response = match self.answer(&parts, body).await {
            Ok(response) => response,
            Err(problem) => {
                let base = address::base(&parts);
                let origin = Origin {
                    base: self.service.problem_base.as_deref().unwrap_or(&base),
                    instance: Some(&address::path(&parts)),
                    request_id: parts.extensions.get::<RequestId>(),
                };
                finish(problem.into_response(), origin)
            }
        };
        if parts.method == Method::HEAD { without_body(response) } else { response }
    }

    async fn answer(&self, parts: &Parts, body: Body) -> Result<Response, Problem> {
        let service = &*self.service;
        match &self.target {
            Target::Resource(resource, Place::Collection) => {
                collection::answer(service, resource, parts, body).await
            }
            Target::Resource(resource, Place::Query) => {
                query::answer(service, resource, parts, body).await
            }
            Target::Resource(resource, Place::Aggregate) => {
                aggregate::answer(service, resource, parts).await
            }
            Target::Resource(resource, Place::Record) => {
                record::answer(service, resource, parts, body).await
            }
            Target::Resource(resource, Place::Related(relation)) => {
                related::answer(service, resource, *relation, parts, body).await
            }
            Target::Resource(resource, Place::Link(relation)) => {
                links::answer(service, resource, *relation, parts, body).await
            }
            // RFC 9110 §9.3.7: the server as a whole, which is asked nothing in particular.
            Target::Nowhere if parts.method == Method::OPTIONS && parts.uri.path() == "*" => {
                Ok(StatusCode::NO_CONTENT.into_response())
            }
            Target::Nowhere => {
                let base = address::base(parts);
                let detail = format!("nothing is at this path; {base}/docs shows what is served");
                Err(Problem::new(Kind::NotFound).detail(detail))
            }
            Target::Document(_)
            | Target::Problems
            | Target::Problem
            | Target::Live
            | Target::Ready => self.page(parts).await,
        }
    }

    /// Pages are read only, and lenient about parameters.
    async fn page(&self, parts: &Parts) -> Result<Response, Problem> {
        const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");
        match parts.method {
            Method::GET | Method::HEAD => {}
            Method::OPTIONS => {
                return Ok((StatusCode::NO_CONTENT, [(ALLOW, METHODS)]).into_response());
            }
            _ => return Err(Problem::new(Kind::Method).header(ALLOW, METHODS)),
        }
        match &self.target {
            Target::Document(position) => {
                page::document(&self.service, &self.service.documents[*position], parts)
            }
            Target::Problems => Ok(page::problems()),
            Target::Problem => page::problem(parts),
            Target::Ready => page::ready(&self.service).await,
            _ => Ok(page::live()),
        }
    }
}

/// RFC 9110 §9.3.2: the headers of a `GET`, the length of its body among them.
fn without_body(mut response: Response) -> Response {
    if let Some(length) = response.body().size_hint().exact()
        && length > 0
    {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    *response.body_mut() = Body::empty();
    response
}

impl tower::Service<Request> for Endpoint {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let endpoint = self.clone();
        Box::pin(async move { Ok(endpoint.respond(request).await) })
    }
}
