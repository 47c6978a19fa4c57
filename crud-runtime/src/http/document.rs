//! Documents about the application, rendered once and served as they are.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Read as _;
use std::sync::{PoisonError, RwLock};

use bytes::Bytes;
use flate2::read::GzDecoder;
use http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue};

/// A document at a fixed path.
pub(crate) struct Document {
    /// The path, with a slash in front.
    pub(crate) path: String,
    /// The media type.
    pub(crate) content_type: HeaderValue,
    /// Further headers, such as a content security policy.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    content: Content,
}

enum Content {
    /// The same for everybody.
    Fixed(Bytes),
    /// The same for everybody, packed with gzip before the program was built.
    Gzip(&'static [u8]),
    /// Depends on where clients reach the application.
    Based { render: Render, rendered: RwLock<HashMap<String, Bytes>> },
}

/// Makes a document for clients that reach the application at this base.
type Render = Box<dyn Fn(&str) -> Vec<u8> + Send + Sync>;

/// Bases that are remembered: one or two in practice, and clients of a careless proxy may send
/// any.
const MAX_BASES: usize = 16;

impl Document {
    /// A document that is the same for everybody.
    pub(crate) fn fixed(
        path: impl Into<String>,
        content_type: &'static str,
        content: impl Into<Bytes>,
    ) -> Self {
        Self::new(path.into(), content_type, Content::Fixed(content.into()))
    }

    /// A document that is packed already.
    pub(crate) fn gzip(
        path: impl Into<String>,
        content_type: &'static str,
        packed: &'static [u8],
    ) -> Self {
        Self::new(path.into(), content_type, Content::Gzip(packed))
    }

    /// A document that names where clients reach the application: `render` takes what stands in
    /// front of every path, empty, `/api` or a URL, never with a slash at the end.
    pub(crate) fn based(
        path: impl Into<String>,
        content_type: &'static str,
        render: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        let content = Content::Based { render: Box::new(render), rendered: RwLock::default() };
        Self::new(path.into(), content_type, content)
    }

    fn new(path: String, content_type: &'static str, content: Content) -> Self {
        let content_type = HeaderValue::from_static(content_type);
        Self { path, content_type, headers: Vec::new(), content }
    }

    /// The same document with one more header.
    #[must_use]
    pub(crate) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The content as it is stored, where that is packed with gzip.
    pub(super) fn packed(&self) -> Option<&'static [u8]> {
        match self.content {
            Content::Gzip(packed) => Some(packed),
            Content::Fixed(_) | Content::Based { .. } => None,
        }
    }

    /// The content for clients that reach the application at `base`.
    pub(super) fn content(&self, base: &str) -> Bytes {
        let (render, rendered) = match &self.content {
            Content::Fixed(content) => return content.clone(),
            Content::Gzip(packed) => return unpacked(packed),
            Content::Based { render, rendered } => (render, rendered),
        };
        // A poisoned lock guards plain bytes, which are whole.
        if let Some(content) = rendered.read().unwrap_or_else(PoisonError::into_inner).get(base) {
            return content.clone();
        }
        let content = Bytes::from(render(base));
        let mut rendered = rendered.write().unwrap_or_else(PoisonError::into_inner);
        if rendered.len() < MAX_BASES {
            rendered.insert(base.to_owned(), content.clone());
        }
        content
    }
}

/// The rare client that takes no gzip pays for unpacking.
fn unpacked(packed: &[u8]) -> Bytes {
    let mut content = Vec::new();
    match GzDecoder::new(packed).read_to_end(&mut content) {
        Ok(_) => content.into(),
        Err(error) => {
            // What is embedded is tested to unpack.
            tracing::error!("an embedded file does not unpack: {error}");
            Bytes::new()
        }
    }
}

impl From<crate::export::Document> for Document {
    fn from(document: crate::export::Document) -> Self {
        use crate::export::Content;
        let crate::export::Document { path, content_type, policy, content } = document;
        let served = match content {
            Content::Fixed(Cow::Borrowed(bytes)) => Self::fixed(path, content_type, bytes),
            Content::Fixed(Cow::Owned(bytes)) => Self::fixed(path, content_type, bytes),
            Content::Gzip(packed) => Self::gzip(path, content_type, packed),
            Content::Based(render) => {
                Self::based(path, content_type, move |base| render(base).into_bytes())
            }
        };
        match policy {
            Some(policy) => {
                served.with_header(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy))
            }
            None => served,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::{Document, MAX_BASES};

    #[test]
    fn what_is_embedded_unpacks() {
        let api = crate::export::Api::new("x", Vec::new());
        for document in crate::export::documents(api).into_iter().map(Document::from) {
            let content = document.content("/api");
            assert!(!content.is_empty(), "{}", document.path);
            assert!(document.packed().is_none_or(|packed| packed.len() < content.len()));
        }
    }

    #[test]
    fn each_base_is_rendered_once() {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let document = Document::based("/openapi.json", "application/json", move |base| {
            counted.fetch_add(1, Ordering::Relaxed);
            base.as_bytes().to_vec()
        });
        assert_eq!(document.content("/api"), "/api");
        assert_eq!(document.content("/api"), "/api");
        assert_eq!(count.load(Ordering::Relaxed), 1);
        for base in 0..2 * MAX_BASES {
            assert_eq!(document.content(&base.to_string()), base.to_string());
        }
    }
}
