//! A body that is packed with gzip while it is sent.

use std::io::Write;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::Body;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body::Frame;

/// How much is taken in before other tasks get their turn.
const PIECE: usize = 64 << 10;
/// zlib's levels go from 1, fast, to 9; JSON gains little past this one.
const LEVEL: u32 = 3;

/// A body that is packed while it is sent.
pub(crate) struct Packed {
    body: Body,
    /// Nothing once the end is written.
    encoder: Option<GzEncoder<Vec<u8>>>,
    rest: Bytes,
    /// Whether others had their turn since the last piece.
    yielded: bool,
}

impl Packed {
    pub(crate) fn new(body: Body) -> Self {
        let encoder = GzEncoder::new(Vec::new(), Compression::new(LEVEL));
        Self { body, encoder: Some(encoder), rest: Bytes::new(), yielded: true }
    }
}

impl http_body::Body for Packed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        loop {
            let Some(encoder) = &mut this.encoder else { return Poll::Ready(None) };
            if !this.rest.is_empty() {
                if !std::mem::replace(&mut this.yielded, false) {
                    this.yielded = true;
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                let piece = this.rest.split_to(this.rest.len().min(PIECE));
                encoder.write_all(&piece).map_err(axum::Error::new)?;
                let out = std::mem::take(encoder.get_mut());
                if out.is_empty() {
                    continue;
                }
                return Poll::Ready(Some(Ok(Frame::data(out.into()))));
            }
            match ready!(http_body::Body::poll_frame(Pin::new(&mut this.body), context)) {
                Some(Ok(frame)) => this.rest = frame.into_data().unwrap_or_default(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    let Some(encoder) = this.encoder.take() else { return Poll::Ready(None) };
                    let out = encoder.finish().map_err(axum::Error::new)?;
                    return Poll::Ready(Some(Ok(Frame::data(out.into()))));
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.encoder.is_none()
    }
}
