//! All documents of an API with the paths at which they are served.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Api, erd, openapi, page, postman};
use crate::schema;

/// A document at a path.
pub(crate) struct Document {
    /// The path from the API's base, with a slash in front.
    pub(crate) path: String,
    /// The media type.
    pub(crate) content_type: &'static str,
    /// The `Content-Security-Policy`, where it matters.
    pub(crate) policy: Option<&'static str>,
    /// What stands in it.
    pub(crate) content: Content,
}

/// What stands in a document.
pub(crate) enum Content {
    /// The same for everybody.
    Fixed(Cow<'static, [u8]>),
    /// The same for everybody, compressed with gzip.
    Gzip(&'static [u8]),
    /// Depends on what stands before every path for the client, `/api` or nothing.
    Based(Box<dyn Fn(&str) -> String + Send + Sync>),
}

const JSON: &str = "application/json";
const TEXT: &str = "text/plain; charset=utf-8";

/// The documents of an API.
pub(crate) fn documents(api: Api) -> Vec<Document> {
    let api = Arc::new(api);
    let based = |path: &str, content_type, render: fn(&Api) -> String| {
        let api = Arc::clone(&api);
        // What is configured, such as a URL, says more than the path that the client used.
        let content = Content::Based(Box::new(move |base| {
            let base = if api.base.is_empty() { base } else { &api.base };
            render(&Api { base: base.to_owned(), ..Api::clone(&api) })
        }));
        Document { path: path.to_owned(), content_type, policy: None, content }
    };
    let mut documents = vec![
        based("/openapi.json", JSON, openapi::render),
        based("/postman.json", JSON, postman::render),
        fixed("/erd.svg", "image/svg+xml", erd::svg(&api)),
        fixed("/erd.mmd", TEXT, erd::mermaid(&api)),
        fixed("/erd.dot", "text/vnd.graphviz; charset=utf-8", erd::dot(&api)),
    ];
    for table in &api.tables {
        let path = format!("/schemas/{}", table.entity);
        documents.push(fixed(&path, "application/schema+json", schema::text(table)));
    }
    documents.extend(page::documents(&api));
    documents
}

fn fixed(path: &str, content_type: &'static str, text: String) -> Document {
    let content = Content::Fixed(Cow::Owned(text.into_bytes()));
    Document { path: path.to_owned(), content_type, policy: None, content }
}
