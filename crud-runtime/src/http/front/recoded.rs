//! A body that is packed or unpacked with gzip while it is sent.

use std::io::{Result, Write};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::Body;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::{GzDecoder, GzEncoder};
use http_body::{Body as _, Frame};

/// How much is taken in before other tasks get their turn.
const PIECE: usize = 64 << 10;
/// zlib's levels go from 1, fast, to 9; JSON gains little past this one.
const LEVEL: u32 = 3;

/// A body that is packed or unpacked while it is sent.
pub(crate) struct Recoded {
    body: Body,
    /// Nothing once the end is written.
    coder: Option<Coder>,
    rest: Bytes,
    /// Whether others had their turn since the last piece.
    yielded: bool,
}

enum Coder {
    Pack(GzEncoder<Vec<u8>>),
    Unpack(GzDecoder<Vec<u8>>),
}

impl Recoded {
    pub(crate) fn packed(body: Body) -> Self {
        Self::new(body, Coder::Pack(GzEncoder::new(Vec::new(), Compression::new(LEVEL))))
    }

    pub(crate) fn unpacked(body: Body) -> Self {
        Self::new(body, Coder::Unpack(GzDecoder::new(Vec::new())))
    }

    fn new(body: Body, coder: Coder) -> Self {
        Self { body, coder: Some(coder), rest: Bytes::new(), yielded: true }
    }
}

impl Coder {
    /// Takes a piece in; returns what has come out so far.
    fn write(&mut self, piece: &[u8]) -> Result<Vec<u8>> {
        match self {
            Self::Pack(coder) => {
                coder.write_all(piece)?;
                Ok(std::mem::take(coder.get_mut()))
            }
            Self::Unpack(coder) => {
                coder.write_all(piece)?;
                Ok(std::mem::take(coder.get_mut()))
            }
        }
    }

    /// What is left at the end.
    fn finish(self) -> Result<Vec<u8>> {
        match self {
            Self::Pack(coder) => coder.finish(),
            Self::Unpack(coder) => coder.finish(),
        }
    }
}

impl http_body::Body for Recoded {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        loop {
            let Some(coder) = &mut this.coder else { return Poll::Ready(None) };
            if !this.rest.is_empty() {
                if !std::mem::replace(&mut this.yielded, false) {
                    this.yielded = true;
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                let piece = this.rest.split_to(this.rest.len().min(PIECE));
                let out = coder.write(&piece).map_err(axum::Error::new)?;
                if out.is_empty() {
                    continue;
                }
                return Poll::Ready(Some(Ok(Frame::data(out.into()))));
            }
            match ready!(Pin::new(&mut this.body).poll_frame(context)) {
                Some(Ok(frame)) => this.rest = frame.into_data().unwrap_or_default(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    let Some(coder) = this.coder.take() else { return Poll::Ready(None) };
                    let out = coder.finish().map_err(axum::Error::new)?;
                    return Poll::Ready(Some(Ok(Frame::data(out.into()))));
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.coder.is_none()
    }
}
