//! What came from the server and was not looked at yet.

use std::io;

use postgres_protocol::message::backend::Header;
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::error::violation;

/// Room for most answers.
const USUAL: usize = 16 << 10;

/// Room that is kept once a large value was read.
const KEPT: usize = 256 << 10;

/// A message is no longer than this; the server's own values are not.
const LONGEST: usize = 1 << 30;

/// The kind of a message, and its length.
const HEADER: usize = 5;

/// A buffer out of which messages are handed where they lie.
pub(super) struct Reader {
    buffer: Vec<u8>,
    /// What is unread stands from here
    begin: usize,
    /// to here.
    end: usize,
}

/// A message of the server's.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Message<'buffer> {
    pub(super) tag: u8,
    pub(super) body: &'buffer [u8],
}

impl Reader {
    pub(super) fn new() -> Self {
        Self { buffer: vec![0; USUAL], begin: 0, end: 0 }
    }

    /// The next message, if all of it has come.
    pub(super) fn next(&mut self) -> io::Result<Option<Message<'_>>> {
        let unread = &self.buffer[self.begin..self.end];
        let Some(header) = Header::parse(unread)? else { return Ok(None) };
        // The length counts itself, and not the kind.
        let end = usize::try_from(header.len()).map_or(usize::MAX, |length| length + 1);
        if end > LONGEST {
            return Err(violation(format_args!("a message of {end} bytes")));
        }
        let Some(body) = unread.get(HEADER..end) else { return Ok(None) };
        self.begin += end;
        Ok(Some(Message { tag: header.tag(), body }))
    }

    /// Waits for more. Whoever stops waiting has lost nothing.
    pub(super) async fn fill(&mut self, from: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
        self.make_room();
        match from.read(&mut self.buffer[self.end..]).await? {
            0 => Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the server has closed the connection",
            )),
            read => {
                self.end += read;
                Ok(())
            }
        }
    }

    fn make_room(&mut self) {
        self.buffer.copy_within(self.begin..self.end, 0);
        self.end -= self.begin;
        self.begin = 0;
        if self.end == 0 && self.buffer.len() > KEPT {
            self.buffer.truncate(USUAL);
            self.buffer.shrink_to_fit();
        }
        // Step by step: a length alone, which may be a lie, takes no memory.
        if self.end == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use tokio::io::ReadBuf;

    use super::*;

    /// Gives these bytes, one piece with each look, and then nothing.
    struct Pieces<'bytes>(Vec<&'bytes [u8]>);

    impl AsyncRead for Pieces<'_> {
        fn poll_read(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            into: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            if let Some(piece) = self.0.first_mut() {
                let (now, later) = piece.split_at(piece.len().min(into.remaining()));
                into.put_slice(now);
                *piece = later;
                if later.is_empty() {
                    self.0.remove(0);
                }
            }
            Poll::Ready(Ok(()))
        }
    }

    fn message(tag: u8, body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len() + 4).expect("short").to_be_bytes();
        [&[tag], &length[..], body].concat()
    }

    async fn read(pieces: Vec<&[u8]>) -> (Vec<(u8, Vec<u8>)>, io::Error) {
        let (mut reader, mut pieces) = (Reader::new(), Pieces(pieces));
        let mut messages = Vec::new();
        loop {
            loop {
                match reader.next() {
                    Ok(Some(message)) => messages.push((message.tag, message.body.to_vec())),
                    Ok(None) => break,
                    Err(error) => return (messages, error),
                }
            }
            if let Err(error) = reader.fill(&mut pieces).await {
                return (messages, error);
            }
        }
    }

    #[tokio::test]
    async fn messages_are_whole_wherever_they_were_cut() {
        let expected =
            vec![(b'1', vec![]), (b'D', b"\0\x01\0\0\0\x02hi".to_vec()), (b'Z', vec![73])];
        let bytes =
            expected.iter().map(|(tag, body)| message(*tag, body)).collect::<Vec<_>>().concat();
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                let pieces = [&bytes[..first], &bytes[first..second], &bytes[second..]];
                let pieces = pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
                let (messages, error) = read(pieces).await;
                assert_eq!(messages, expected, "{first}, {second}");
                assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
            }
        }
    }

    #[tokio::test]
    async fn the_buffer_grows_with_a_message_and_shrinks_again() {
        let large = message(b'D', &vec![7; 3 * KEPT]);
        let small = message(b'Z', b"I");
        let (mut reader, mut pieces) = (Reader::new(), Pieces(vec![&large, &small]));
        while reader.next().expect("no error").is_none() {
            reader.fill(&mut pieces).await.expect("more");
        }
        assert!(reader.buffer.len() > 3 * KEPT);
        reader.fill(&mut pieces).await.expect("more");
        assert_eq!(reader.buffer.len(), USUAL);
        assert_eq!(reader.next().expect("no error").expect("whole").tag, b'Z');
    }

    #[tokio::test]
    async fn a_length_that_cannot_be_is_refused_before_anything_is_kept_for_it() {
        for length in [0_u32, 3, (1 << 30) + 1, i32::MAX.cast_unsigned(), 1 << 31, u32::MAX] {
            let bytes = [b"D", &length.to_be_bytes()[..]].concat();
            let (messages, error) = read(vec![&bytes]).await;
            assert!(messages.is_empty());
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{length}");
        }
    }
}
