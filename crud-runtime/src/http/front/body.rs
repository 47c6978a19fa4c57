//! Receiving a request's body: whole, bounded, in time, unpacked.
//!
//! Bodies are small, so they are received before the handler is called: a slow one then holds no
//! place among the requests being worked on, and its time does not count as the handler's.

use std::io::Write;
use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use flate2::write::MultiGzDecoder;
use http::header::{ACCEPT_ENCODING, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, Request};
use http_body_util::BodyExt;
use tokio::time::timeout;

use super::slot::{Slot, Slots};
use crate::http::Limits;
use crate::http::kind::Kind;
use crate::http::problem::Problem;

/// The request with its body in memory, and that body's part of what may be received at once.
pub(crate) type Received = (Request<Body>, Option<Slot>);

/// Receives the body, or says why not.
pub(crate) async fn receive<B>(
    request: Request<B>,
    limits: &Limits,
    receiving: &Slots,
) -> Result<Received, Response>
where
    B: http_body::Body<Data = Bytes> + Unpin,
    B::Error: Into<axum::BoxError>,
{
    if request.body().is_end_stream() {
        return Ok((request.map(|_| Body::empty()), None));
    }
    let (mut head, mut body) = request.into_parts();
    let received = async {
        let coding = Coding::of(&head.headers)?;
        // What is promised beyond the limit is refused before any of it is read. Layers of a server
        // that this is nested in may hide from the body what its header says.
        let promised = promised(&head.headers).max(body.size_hint().lower());
        if promised > limits.body as u64 {
            return Err(too_large(limits));
        }
        let mut slot = receiving.take(0).ok_or_else(full)?;
        let all = collect(&mut body, limits, &mut slot);
        let sent = timeout(limits.body_total_timeout, all)
            .await
            .unwrap_or_else(|_elapsed| Err(slow(limits.body_total_timeout)))?;
        match coding {
            Coding::Identity => Ok((sent, slot)),
            Coding::Gzip => {
                // The packed bytes are freed once these are made.
                let bytes = unpack(&sent, limits)?;
                head.headers.remove(CONTENT_ENCODING);
                head.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
                Ok((bytes, slot))
            }
        }
    };
    match received.await {
        Ok((bytes, slot)) => Ok((Request::from_parts(head, Body::from(bytes)), Some(slot))),
        Err(problem) => Err(unread(problem, &body)),
    }
}

/// A refusal of a request whose body may not have been read: the connection cannot go on behind it.
pub(crate) fn unread<B: http_body::Body>(problem: Problem, body: &B) -> Response {
    let mut response = problem.into_response();
    if !body.is_end_stream() {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// How a request's body is packed.
#[derive(Clone, Copy)]
enum Coding {
    Identity,
    Gzip,
}

impl Coding {
    fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let mut codings = headers.get_all(CONTENT_ENCODING).iter();
        let (coding, more) = (codings.next(), codings.next());
        let is = |value: &HeaderValue, name: &str| {
            value.as_bytes().trim_ascii().eq_ignore_ascii_case(name.as_bytes())
        };
        match (coding, more) {
            (None, _) => Ok(Self::Identity),
            (Some(coding), None) if is(coding, "identity") => Ok(Self::Identity),
            (Some(coding), None) if is(coding, "gzip") || is(coding, "x-gzip") => Ok(Self::Gzip),
            // RFC 9110 §15.5.16
            _ => Err(Problem::new(Kind::MediaType)
                .detail("a body can be sent as it is or with Content-Encoding: gzip")
                .header(ACCEPT_ENCODING, HeaderValue::from_static("gzip"))),
        }
    }
}

/// What `Content-Length` says, if anything.
fn promised(headers: &HeaderMap) -> u64 {
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    length.unwrap_or_default()
}

/// All of the body as it is sent.
async fn collect<B>(body: &mut B, limits: &Limits, slot: &mut Slot) -> Result<Bytes, Problem>
where
    B: http_body::Body<Data = Bytes> + Unpin,
    B::Error: Into<axum::BoxError>,
{
    let mut first = Bytes::new();
    let mut more = BytesMut::new();
    loop {
        let frame = timeout(limits.body_timeout, body.frame()).await;
        let frame = match frame.map_err(|_elapsed| slow(limits.body_timeout))? {
            None => break,
            Some(Ok(frame)) => frame,
            Some(Err(error)) => {
                tracing::debug!("reading the body: {}", error.into());
                return Err(Problem::new(Kind::Malformed)
                    .detail("the body breaks off, or its chunks are malformed"));
            }
        };
        // Trailer fields are of no use here (RFC 9110 §6.5.1).
        let Ok(data) = frame.into_data() else { continue };
        if first.len() + more.len() + data.len() > limits.body {
            return Err(too_large(limits));
        }
        if !slot.grow(data.len()) {
            return Err(full());
        }
        if first.is_empty() && more.is_empty() {
            // Most bodies come in one piece, which then is not copied.
            first = data;
        } else {
            if more.is_empty() {
                more.extend_from_slice(&std::mem::take(&mut first));
            }
            more.extend_from_slice(&data);
        }
    }
    Ok(if more.is_empty() { first } else { more.freeze() })
}

/// What a gzip body holds; stops unpacking at the limit.
fn unpack(packed: &[u8], limits: &Limits) -> Result<Bytes, Problem> {
    let sink = Bounded { bytes: Vec::new(), limit: limits.body, exceeded: false };
    let mut decoder = MultiGzDecoder::new(sink);
    let finished = decoder.write_all(packed).and_then(|()| decoder.try_finish());
    if decoder.get_ref().exceeded {
        return Err(too_large(limits));
    }
    let malformed = |_| Problem::new(Kind::Malformed).detail("the body is not gzip");
    finished.map_err(malformed)?;
    let sink = decoder.finish().map_err(malformed)?;
    Ok(sink.bytes.into())
}

/// A `Vec` that takes no more than its limit.
struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
    exceeded: bool,
}

impl Write for Bounded {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + piece.len() > self.limit {
            self.exceeded = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn too_large(limits: &Limits) -> Problem {
    Problem::new(Kind::TooLarge)
        .detail(format!("a body can have {} bytes, as sent and as unpacked", limits.body))
}

fn slow(limit: Duration) -> Problem {
    Problem::new(Kind::RequestTimeout).detail(format!("no more of the body came within {limit:?}"))
}

fn full() -> Problem {
    Problem::unavailable().detail("the server is receiving as much as it can")
}
