//! The span of a request: what every log line written for it says.

use std::borrow::Cow;

use http::{HeaderMap, Request, StatusCode};
use percent_encoding::{CONTROLS, utf8_percent_encode};
use tracing::field::{Empty, display};
use tracing::{Span, info_span};

use crate::http::problem::RequestId;

/// The span of a request.
pub(crate) fn span<B>(request: &Request<B>, id: &RequestId) -> Span {
    let span = info_span!(
        "request",
        request_id = id.0.to_str().unwrap_or_default(),
        method = request.method().as_str(),
        path = &*shown(request.uri().path()),
        trace_id = Empty,
        parent_id = Empty,
    );
    if let Some((trace, parent)) = traceparent(request.headers()) {
        span.record("trace_id", display(trace)).record("parent_id", display(parent));
    }
    span
}

/// A path in ASCII: raw, it could have control characters beyond ASCII, which terminals obey, or
/// letters that turn a line around.
fn shown(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, CONTROLS).into()
}

/// Notes the answer; a fault of the server was logged with its reason where it happened.
pub(crate) fn answered(status: StatusCode) {
    tracing::debug!(status = status.as_u16(), "answered");
}

/// Trace and parent id of a W3C `traceparent` header
/// (<https://www.w3.org/TR/trace-context/#traceparent-header>).
fn traceparent(headers: &HeaderMap) -> Option<(&str, &str)> {
    let header = headers.get("traceparent")?.to_str().ok()?;
    let mut parts = header.split('-');
    let (version, trace, parent, flags) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let hex = |text: &str, length| {
        let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        text.len() == length && text.bytes().all(lower)
    };
    let zero = |text: &str| text.bytes().all(|byte| byte == b'0');
    let fit = hex(version, 2)
        && version != "ff"
        && (version != "00" || parts.next().is_none())
        && hex(trace, 32)
        && !zero(trace)
        && hex(parent, 16)
        && !zero(parent)
        && hex(flags, 2);
    fit.then_some((trace, parent))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::{shown, traceparent};

    #[test]
    fn a_path_cannot_change_how_the_log_looks() {
        assert_eq!(shown("/a%20b/é"), "/a%20b/%C3%A9");
        assert_eq!(shown("/\u{9b}31m\u{202e}"), "/%C2%9B31m%E2%80%AE");
    }

    #[test]
    fn a_trace_is_taken_over_only_when_well_formed() {
        let read = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("traceparent", HeaderValue::from_static(text));
            traceparent(&headers).map(|(trace, parent)| (trace.to_owned(), parent.to_owned()))
        };
        let trace = "0af7651916cd43dd8448eb211c80319c";
        let parent = "b7ad6b7169203331";
        let good = Some((trace.to_owned(), parent.to_owned()));
        assert_eq!(read("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), good);
        assert_eq!(read("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"), good);
        for bad in [
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
