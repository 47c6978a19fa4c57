//! The tag of an answer that is packed: a strong tag differs per representation (RFC 9110 §8.8.3).

use http::header::ETAG;
use http::{HeaderMap, HeaderValue};

use crate::http::etag;

/// Puts the coding's suffix into the tag, if there is a strong one.
pub(crate) fn suffix(headers: &mut HeaderMap) {
    if let Some(tag) = suffixed(headers) {
        headers.insert(ETAG, tag);
    }
}

/// Gives a 304 the tag of the copy that the client has (RFC 9110 §15.4.5).
pub(crate) fn matched(headers: &mut HeaderMap, if_none_match: Option<&HeaderValue>) {
    let (Some(tag), Some(listed)) = (suffixed(headers), if_none_match) else { return };
    let listed = listed.as_bytes();
    let is_listed =
        |tag: &HeaderValue| listed.windows(tag.len()).any(|part| part == tag.as_bytes());
    // The handler may know already which copy that is.
    if is_listed(&tag) && !headers.get(ETAG).is_some_and(is_listed) {
        headers.insert(ETAG, tag);
    }
}

fn suffixed(headers: &HeaderMap) -> Option<HeaderValue> {
    etag::with_coding(headers.get(ETAG)?, "gzip")
}

#[cfg(test)]
mod tests {
    use http::header::ETAG;
    use http::{HeaderMap, HeaderValue};

    use super::{matched, suffix};

    fn tagged(tag: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(ETAG, HeaderValue::from_static(tag))])
    }

    #[test]
    fn only_strong_tags_differ() {
        let mut headers = tagged("\"7\"");
        suffix(&mut headers);
        assert_eq!(headers[ETAG], "\"7-gzip\"");
        let mut headers = tagged("W/\"7\"");
        suffix(&mut headers);
        assert_eq!(headers[ETAG], "W/\"7\"");
    }

    #[test]
    fn a_304_names_the_copy_that_the_client_has() {
        for (listed, tag) in [
            (Some("\"1\", \"7-gzip\""), "\"7-gzip\""),
            (Some("\"7\""), "\"7\""),
            (Some("\"7-gzip\", \"7\""), "\"7\""),
            (Some("*"), "\"7\""),
            (None, "\"7\""),
        ] {
            let mut headers = tagged("\"7\"");
            let listed = listed.map(HeaderValue::from_static);
            matched(&mut headers, listed.as_ref());
            assert_eq!(headers[ETAG], tag);
        }
    }
}
