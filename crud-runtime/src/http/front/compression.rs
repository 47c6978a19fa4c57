//! Packing answers with gzip, piece by piece, for clients that take it.

use axum::body::Body;
use axum::response::Response;
use http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, VARY,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body::Body as _;

use super::packed::Packed;
use super::tag;

/// Below this many bytes packing costs more than it saves.
const SMALL: u64 = 1024;

/// The content coding of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Identity,
    Gzip,
}

impl Coding {
    /// The best that the client takes (RFC 9110 §12.5.3).
    pub(crate) fn accepted(headers: &HeaderMap) -> Self {
        let (mut gzip, mut any, mut identity) = (None, None, None);
        for line in headers.get_all(ACCEPT_ENCODING) {
            for item in line.to_str().unwrap_or_default().split(',') {
                let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
                let weight = weight(parameters);
                let name = name.trim();
                if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") {
                    gzip = Some(weight);
                } else if name == "*" {
                    any = Some(weight);
                } else if name.eq_ignore_ascii_case("identity") {
                    identity = Some(weight);
                }
            }
        }
        let gzip = gzip.or(any).unwrap_or(0);
        if gzip > 0 && gzip >= identity.unwrap_or(0) { Self::Gzip } else { Self::Identity }
    }
}

/// `q=0.5` in thousandths.
fn weight(parameters: &str) -> u32 {
    let value = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
    });
    let Some(value) = value else { return 1000 };
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    let (whole, fraction) = (whole.parse().unwrap_or(0), fraction.parse().unwrap_or(0));
    1000.min(u32::saturating_mul(whole, 1000) + fraction)
}

/// Packs an answer if the client takes that, and it is worth it. `head` says that only the headers
/// go out.
pub(crate) fn compress(response: Response, coding: Coding, head: bool) -> Response {
    let mut response = response;
    if !worth(&response, head) {
        return response;
    }
    let headers = response.headers_mut();
    vary(headers);
    match coding {
        Coding::Identity => return response,
        Coding::Gzip => {}
    }
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    headers.remove(CONTENT_LENGTH);
    tag::suffix(headers);
    response.map(|body| if head { body } else { Body::new(Packed::new(body)) })
}

/// Says that the client's codings matter. A 304 says so too, as the answer that it stands for may
/// have (RFC 9110 §15.4.5).
pub(crate) fn vary(headers: &mut HeaderMap) {
    headers.append(VARY, HeaderValue::from_static("Accept-Encoding"));
}

/// Whether an answer is of a kind and size that are worth packing.
fn worth(response: &Response, head: bool) -> bool {
    let headers = response.headers();
    let plain = response.status() != StatusCode::PARTIAL_CONTENT
        && !headers.contains_key(CONTENT_ENCODING)
        && !headers.contains_key(CONTENT_RANGE);
    let told = || headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok();
    let size = if head { told() } else { response.body().size_hint().exact() };
    // Whatever does not know its size is streamed, perhaps for hours: packing would hold it back.
    let large = size.is_some_and(|size| size >= SMALL);
    plain && large && headers.get(CONTENT_TYPE).is_some_and(packs)
}

/// Whether a media type is text of some kind.
fn packs(kind: &HeaderValue) -> bool {
    let kind = kind.to_str().unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.starts_with("text/")
        || kind.ends_with("json")
        || kind.ends_with("xml")
        || kind.ends_with("javascript")
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use axum::body::Body;
    use axum::response::Response;
    use flate2::read::GzDecoder;
    use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
    use http::{HeaderMap, HeaderValue};
    use http_body_util::BodyExt;

    use super::{Coding, compress};

    #[test]
    fn the_client_decides() {
        for (accept, coding) in [
            ("gzip", Coding::Gzip),
            ("deflate, GZIP;q=0.5, br", Coding::Gzip),
            ("*", Coding::Gzip),
            ("gzip;q=0", Coding::Identity),
            ("*, gzip;q=0.000", Coding::Identity),
            ("gzip;q=0.5, identity", Coding::Identity),
            ("identity;q=0.4, gzip; q=0.5", Coding::Gzip),
            ("br", Coding::Identity),
            ("", Coding::Identity),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(accept));
            assert_eq!(Coding::accepted(&headers), coding, "{accept}");
        }
        assert_eq!(Coding::accepted(&HeaderMap::new()), Coding::Identity);
    }

    fn answer(body: String) -> Response {
        let mut response = Response::new(Body::from(body));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(ETAG, HeaderValue::from_static("\"7\""));
        response
    }

    #[tokio::test]
    async fn a_large_text_is_packed_whole() {
        let text = "many words ".repeat(50_000);
        let response = compress(answer(text.clone()), Coding::Gzip, false);
        assert_eq!(response.headers()[CONTENT_ENCODING], "gzip");
        assert_eq!(response.headers()[VARY], "Accept-Encoding");
        assert_ne!(response.headers()[ETAG], "\"7\"");
        let packed = response.into_body().collect().await.expect("a body").to_bytes();
        assert!(packed.len() < text.len() / 50);
        let mut unpacked = String::new();
        GzDecoder::new(&packed[..]).read_to_string(&mut unpacked).expect("gzip");
        assert!(unpacked == text);
    }

    #[test]
    fn small_or_packed_or_opaque_answers_stay() {
        let small = compress(answer("a".repeat(1023)), Coding::Gzip, false);
        assert!(!small.headers().contains_key(CONTENT_ENCODING));
        let mut image = answer("a".repeat(5000));
        image.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("image/png"));
        let image = compress(image, Coding::Gzip, false);
        assert!(!image.headers().contains_key(CONTENT_ENCODING));
        let plain = compress(answer("a".repeat(5000)), Coding::Identity, false);
        assert!(!plain.headers().contains_key(CONTENT_ENCODING));
        assert_eq!(plain.headers()[VARY], "Accept-Encoding", "it would differ for others");
        assert_eq!(plain.headers()[ETAG], "\"7\"");
    }
}
