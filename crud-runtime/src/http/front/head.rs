//! What the head of a request must be like.

use http::header::{EXPECT, HOST};
use http::{HeaderMap, Request, Version};

use crate::http::Limits;
use crate::http::kind::Kind;
use crate::http::problem::Problem;

/// Refuses a request whose head is not as it must be.
pub(crate) fn check<B>(request: &Request<B>, limits: &Limits) -> Result<(), Problem> {
    let headers = request.headers();
    let uri = request.uri().path_and_query().map_or(0, |path| path.as_str().len());
    if uri > limits.uri {
        return Err(Problem::new(Kind::UriTooLong)
            .detail(format!("path and query are {uri} bytes long, {} at most", limits.uri)));
    }
    host(headers, request.version())?;
    if let Some(expect) = headers.get(EXPECT) {
        // RFC 9110 §10.1.1
        if !expect.as_bytes().eq_ignore_ascii_case(b"100-continue") {
            return Err(Problem::new(Kind::Expectation));
        }
    }
    Ok(())
}

/// RFC 9112 §3.2: exactly one `Host`, and a valid one. HTTP/1.0 did not know it, and HTTP/2, which
/// a server that this is nested in may speak, has `:authority` in its place (RFC 9113 §8.3.1).
fn host(headers: &HeaderMap, version: Version) -> Result<(), Problem> {
    let mut hosts = headers.get_all(HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) if version != Version::HTTP_11 => Ok(()),
        (None, _) => Err(malformed("the Host header is missing")),
        (Some(_), Some(_)) => Err(malformed("there is more than one Host header")),
        (Some(host), None) if host.as_bytes().iter().copied().all(fits_host) => Ok(()),
        (Some(_), None) => Err(malformed("the Host header is not a host and port")),
    }
}

/// What RFC 3986 §3.2.2 lets stand in a host, its port or an IPv6 address.
fn fits_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:[]".contains(&byte)
}

fn malformed(detail: &'static str) -> Problem {
    Problem::new(Kind::Malformed).detail(detail)
}
