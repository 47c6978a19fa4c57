//! One keep-alive HTTP/1.1 connection, as little as a load needs and as strict as a judge should be.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::Result;

/// A connection to a server on this machine.
pub(crate) struct Client {
    stream: TcpStream,
    address: SocketAddr,
    request: Vec<u8>,
    answer: Vec<u8>,
}

/// An answer; its body is borrowed from the connection's buffer.
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) body: &'a str,
}

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        Ok(Self { stream, address, request: Vec::new(), answer: Vec::new() })
    }

    pub(crate) fn get(&mut self, target: &str) -> Result<Answer<'_>> {
        self.request.clear();
        write!(
            self.request,
            "GET {target} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\n\r\n",
            self.address
        )?;
        self.exchange()
    }

    pub(crate) fn post(&mut self, target: &str, body: &str) -> Result<Answer<'_>> {
        self.request.clear();
        write!(
            self.request,
            "POST {target} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        )?;
        self.exchange()
    }

    fn exchange(&mut self) -> Result<Answer<'_>> {
        self.stream.write_all(&self.request)?;
        self.answer.clear();
        let head = loop {
            self.read_more()?;
            if let Some(end) = self.answer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let (status, length) = parse_head(std::str::from_utf8(&self.answer[..head])?)?;
        while self.answer.len() < head + length {
            self.read_more()?;
        }
        if self.answer.len() > head + length {
            return Err("the server sent more than it announced".into());
        }
        Ok(Answer { status, body: std::str::from_utf8(&self.answer[head..])? })
    }

    fn read_more(&mut self) -> Result<()> {
        let filled = self.answer.len();
        self.answer.resize(filled.max(8 * 1024) * 2, 0);
        let read = loop {
            match self.stream.read(&mut self.answer[filled..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.answer.truncate(filled + read);
        if read == 0 { Err("the server closed the connection".into()) } else { Ok(()) }
    }
}

/// Status and length of the body. Neither server answers these requests in chunks.
fn parse_head(head: &str) -> Result<(u16, usize)> {
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.strip_prefix("HTTP/1.1 "))
        .and_then(|line| line.get(..3))
        .ok_or_else(|| format!("not an HTTP/1.1 answer: {head:?}"))?
        .parse()?;
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .ok_or_else(|| format!("an answer without Content-Length: {head:?}"))?
        .1
        .trim()
        .parse()?;
    Ok((status, length))
}
