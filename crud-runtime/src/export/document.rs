//! All documents of an API with the paths at which they are served.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, json};

use super::{ARTEFACTS, Api, Artefact, page};
use crate::model::Table;
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

/// The documents of an API; its base is the scheme and host of a configured URL, or empty.
pub(crate) fn documents(api: Api) -> Vec<Document> {
    let api = Arc::new(api);
    let artefact = |artefact: &'static Artefact| {
        let api = Arc::clone(&api);
        let content = Content::Based(Box::new(move |base| {
            let base = format!("{}{base}", api.base);
            (artefact.render)(&Api { base, ..Api::clone(&api) })
        }));
        let path = artefact.path.to_owned();
        Document { path, content_type: artefact.media_type, policy: None, content }
    };
    let schema = |table: &&'static Table| Document {
        path: format!("/schemas/{}", table.entity),
        content_type: "application/schema+json",
        policy: None,
        content: Content::Fixed(Cow::Owned(schema::text(table).into_bytes())),
    };
    let mut documents: Vec<_> = ARTEFACTS.iter().map(artefact).collect();
    documents.push(schemas(&api));
    documents.extend(api.tables.iter().map(schema));
    documents.extend(page::documents(&api));
    documents
}

/// Which schemas there are: their paths with what they describe.
fn schemas(api: &Api) -> Document {
    let entry = |table: &&Table| {
        let path = format!("/schemas/{}", table.entity);
        (path, json!({"title": table.entity, "description": table.description}))
    };
    let schemas: Map<_, _> = api.tables.iter().map(entry).collect();
    let text = serde_json::to_string_pretty(&json!({"schemas": schemas})).unwrap_or_default();
    Document {
        path: "/schemas".to_owned(),
        content_type: "application/json",
        policy: None,
        content: Content::Fixed(Cow::Owned(text.into_bytes())),
    }
}
