//! The documents that an application serves about itself.

use bytes::Bytes;
use http::HeaderValue;
use http::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY};

use super::Core;
use crate::config::Settings;
use crate::export::{self, Content};
use crate::http::Document;

/// The documents that an application serves about itself.
pub(crate) fn documents(core: &Core, settings: &Settings) -> Vec<Document> {
    let mut api = core.api();
    // A path alone comes with every request, together with what routers have cut off.
    let absolute = settings.base_url.as_ref().filter(|base| base.contains("://"));
    api.base = absolute.cloned().unwrap_or_default();
    export::documents(api).into_iter().map(document).collect()
}

fn document(from: export::Document) -> Document {
    let kind = from.content_type;
    let document = match from.content {
        Content::Fixed(bytes) => Document::fixed(from.path, kind, Bytes::from_owner(bytes)),
        Content::Gzip(bytes) => Document::fixed(from.path, kind, Bytes::from_static(bytes))
            .with_header(CONTENT_ENCODING, HeaderValue::from_static("gzip")),
        Content::Based(render) => {
            Document::based(from.path, kind, move |base| render(base).into_bytes())
        }
    };
    match from.policy {
        Some(policy) => {
            document.with_header(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy))
        }
        None => document,
    }
}
