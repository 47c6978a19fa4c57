//! What must be known of a request once its handler has taken it.

use axum::extract::OriginalUri;
use axum::response::Response;
use http::header::{IF_NONE_MATCH, ORIGIN};
use http::{HeaderValue, Method, Request, Uri};

use super::compression::Coding;
use crate::http::Prefix;
use crate::http::address;
use crate::http::problem::{Origin, RequestId, finish};

/// What must be known of a request once its handler has taken it. All of it is cheap to clone.
pub(crate) struct Asked {
    pub(crate) id: RequestId,
    pub(crate) head: bool,
    pub(crate) coding: Coding,
    pub(crate) if_none_match: Option<HeaderValue>,
    pub(crate) origin: Option<HeaderValue>,
    uri: Uri,
    original: Option<OriginalUri>,
    prefix: Option<Prefix>,
}

impl Asked {
    pub(crate) fn of<B>(request: &Request<B>, id: RequestId, prefix: Option<Prefix>) -> Self {
        let headers = request.headers();
        Self {
            id,
            head: request.method() == Method::HEAD,
            coding: Coding::accepted(headers),
            if_none_match: headers.get(IF_NONE_MATCH).cloned(),
            origin: headers.get(ORIGIN).cloned(),
            uri: request.uri().clone(),
            original: request.extensions().get().cloned(),
            prefix,
        }
    }

    /// Lets a problem that nobody has finished say which request it answers. `base` stands before
    /// `/problems`, when that is not this server.
    pub(crate) fn finish(&self, response: Response, base: Option<&str>) -> Response {
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.uri = self.uri.clone();
        if let Some(original) = &self.original {
            parts.extensions.insert(original.clone());
        }
        if let Some(prefix) = &self.prefix {
            parts.extensions.insert(prefix.clone());
        }
        let own = address::base(&parts);
        let path = address::path(&parts);
        let base = base.unwrap_or(&own);
        finish(response, Origin { base, instance: Some(&path), request_id: Some(&self.id) })
    }
}
