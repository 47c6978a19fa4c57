//! Headers that keep browsers and caches from doing harm with an answer.

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, Entry, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderValue};

/// Adds the headers; one that the handler has set stays.
pub(crate) fn add(headers: &mut HeaderMap) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    // What has a tag may be kept, but is asked for again each time; anything else is not kept.
    let caching = if headers.contains_key(ETAG) { "no-cache" } else { "no-store" };
    if let Entry::Vacant(entry) = headers.entry(CACHE_CONTROL) {
        entry.insert(HeaderValue::from_static(caching));
    }
    let page =
        headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if page {
        headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        if let Entry::Vacant(entry) = headers.entry(CONTENT_SECURITY_POLICY) {
            entry.insert(HeaderValue::from_static(
                "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
            ));
        }
    }
}
