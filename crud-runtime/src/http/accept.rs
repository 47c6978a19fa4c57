//! Media types: whether JSON may be answered, and whether JSON was sent.

use http::HeaderValue;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName};

use super::kind::Kind;
use super::problem::Problem;

/// The media type of records and lists.
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// The media types that a create or replace takes.
pub(super) const POST_TYPES: HeaderValue = JSON;
/// The media types that a patch takes; RFC 7396, plain JSON means the same.
pub(super) const PATCH_TYPES: HeaderValue =
    HeaderValue::from_static("application/merge-patch+json, application/json");
/// The media types that a query takes, as a list of structured fields (RFC 9651 §3.1).
pub(super) const QUERY_TYPES: HeaderValue = JSON;
/// RFC 5789 §3.1 has `Accept-Patch`; W3C LDP §7.1 has `Accept-Post`.
pub(super) const ACCEPT_PATCH: HeaderName = HeaderName::from_static("accept-patch");
pub(super) const ACCEPT_POST: HeaderName = HeaderName::from_static("accept-post");
/// RFC 10008 §3.
pub(super) const ACCEPT_QUERY: HeaderName = HeaderName::from_static("accept-query");

/// Refuses a request whose `Accept` (RFC 9110 §12.5.1) excludes JSON.
pub(super) fn check_accept(headers: &HeaderMap) -> Result<(), Problem> {
    let mut lines = headers.get_all(ACCEPT).iter().peekable();
    if lines.peek().is_none_or(|only| *only == "*/*" || **only == JSON) {
        return Ok(());
    }
    // The most specific range decides.
    let mut best: Option<(u8, bool)> = None;
    for line in lines {
        let Ok(line) = line.to_str() else { continue };
        if line.trim().is_empty() {
            return Ok(());
        }
        for range in line.split(',') {
            if let Some((specificity, accepted)) = json_range(range)
                && best.is_none_or(|(most, _)| specificity >= most)
            {
                best = Some((specificity, accepted));
            }
        }
    }
    match best {
        Some((_, true)) => Ok(()),
        _ => Err(Problem::new(Kind::NotAcceptable).detail("only application/json is sent here")),
    }
}

/// How specifically a media range names JSON, and whether with a weight above zero.
fn json_range(range: &str) -> Option<(u8, bool)> {
    let mut parts = range.split(';').map(str::trim);
    let specificity = match parts.next()?.to_ascii_lowercase().as_str() {
        "application/json" => 2,
        "application/*" => 1,
        "*/*" => 0,
        _ => return None,
    };
    let mut accepted = true;
    for part in parts {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim_matches('"');
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => accepted = value.trim().parse::<f32>().is_ok_and(|weight| weight > 0.0),
            "charset" if !value.eq_ignore_ascii_case("utf-8") => return None,
            _ => {}
        }
    }
    Some((specificity, accepted))
}

/// What a body is for, which decides the media types that it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A create, a replace, or a query by `POST`.
    Post,
    /// A patch, which takes merge patches too.
    Patch,
    /// A query by `QUERY`.
    Query,
}

/// Refuses a body that is not sent as JSON.
pub(super) fn check_content(headers: &HeaderMap, content: Content) -> Result<(), Problem> {
    let mut lines = headers.get_all(CONTENT_TYPE).iter();
    let (one, more) = (lines.next(), lines.next());
    let taken = one.filter(|_| more.is_none()).and_then(|value| value.to_str().ok());
    if taken.is_some_and(|value| is_json(value, content == Content::Patch)) {
        return Ok(());
    }
    let (name, types) = match content {
        Content::Post => (ACCEPT_POST, POST_TYPES),
        Content::Patch => (ACCEPT_PATCH, PATCH_TYPES),
        Content::Query => (ACCEPT_QUERY, QUERY_TYPES),
    };
    // RFC 10008 §2.1: a query without a media type is incorrect, one with a foreign one is not
    // supported.
    let kind = match content {
        Content::Query if one.is_none() => Kind::Malformed,
        _ => Kind::MediaType,
    };
    Err(Problem::new(kind)
        .detail(if content == Content::Patch {
            "the Content-Type must be application/merge-patch+json or application/json"
        } else {
            "the Content-Type must be application/json"
        })
        // RFC 9110 §15.5.16 has `Accept`, whatever the method.
        .header(ACCEPT, types.clone())
        .header(name, types))
}

fn is_json(content_type: &str, patch: bool) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let known = essence.eq_ignore_ascii_case("application/json")
        || (patch && essence.eq_ignore_ascii_case("application/merge-patch+json"));
    // RFC 8259 §8.1: JSON is UTF-8; whatever says otherwise is another format.
    known
        && parts.all(|part| match part.split_once('=') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
                value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_range_decides() {
        let accepts = |value: &'static str| {
            let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(value))]);
            check_accept(&headers).is_ok()
        };
        assert!(check_accept(&HeaderMap::new()).is_ok());
        for value in [
            "",
            "application/json",
            "*/*",
            "text/html, application/*;q=0.5",
            "text/html,application/xhtml+xml,*/*;q=0.8",
            "Application/JSON; charset=utf-8",
            "application/json;q=0.1, */*;q=0",
        ] {
            assert!(accepts(value), "{value}");
        }
        for value in [
            "text/html",
            "application/xml, text/*",
            "application/json;q=0, */*",
            "*/*;q=0",
            "application/json; charset=latin1",
            "nonsense",
        ] {
            assert!(!accepts(value), "{value}");
        }
    }

    #[test]
    fn bodies_are_json_in_utf_8() {
        for value in
            ["application/json", "APPLICATION/JSON; charset=\"UTF-8\"", "application/json;v=1"]
        {
            assert!(is_json(value, false), "{value}");
        }
        for value in
            ["", "text/json", "application/json; charset=utf-16", "application/merge-patch+json"]
        {
            assert!(!is_json(value, false), "{value}");
        }
        assert!(is_json("application/merge-patch+json", true));
    }
}
