//! The path that the client used, which links and problems carry.

use std::sync::Arc;

use axum::extract::OriginalUri;
use http::request::Parts;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// The path that proxies have cut off, or the path of a configured base URL: the server puts it
/// into the extensions of a request. Empty, or with a slash in front and none at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prefix(pub(crate) Arc<str>);

/// What stands in front of this application's paths for the client: what proxies and what
/// routers around this one have taken off.
///
/// Links are relative references (RFC 3986 §4.2), so that scheme and host are the client's own.
pub(super) fn base(parts: &Parts) -> String {
    let prefix = parts.extensions.get::<Prefix>().map_or("", |prefix| &prefix.0);
    let mount = mount(parts);
    let mut base = String::with_capacity(prefix.len() + mount.len() + 64);
    base.push_str(prefix);
    // What clients send raw though RFC 3986 §3.3 has it encoded is told encoded.
    base.extend(utf8_percent_encode(mount, PATH));
    base
}

/// The path that the client asked for.
pub(super) fn path(parts: &Parts) -> String {
    let mut path = base(parts);
    path.extend(utf8_percent_encode(parts.uri.path(), PATH));
    path
}

/// What RFC 3986 §3.3 does not let stand in a path as it is.
pub(super) const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The part of the path that routers around this one have taken off.
fn mount(parts: &Parts) -> &str {
    let Some(OriginalUri(original)) = parts.extensions.get::<OriginalUri>() else { return "" };
    let (original, own) = (original.path(), parts.uri.path());
    // `/api` asked of a router nested at `/api` arrives as `/`.
    original.strip_suffix(own).or_else(|| (own == "/").then_some(original)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(original: &'static str, own: &'static str) -> Parts {
        let mut parts = http::Request::get(own).body(()).expect("a valid request").into_parts().0;
        parts.extensions.insert(OriginalUri(original.parse().expect("a URI")));
        parts
    }

    #[test]
    fn nested_paths_are_whole_again() {
        assert_eq!(path(&parts("/api/books?x=1", "/books?x=1")), "/api/books");
        assert_eq!(path(&parts("/books", "/books")), "/books");
        assert_eq!(base(&parts("/api", "/")), "/api");
        assert_eq!(path(&parts("/é/books", "/books")), "/%C3%A9/books");
    }

    #[test]
    fn prefixes_of_proxies_come_first() {
        let mut parts = parts("/api/books", "/books");
        parts.extensions.insert(Prefix("/shop".into()));
        assert_eq!(path(&parts), "/shop/api/books");
    }
}
