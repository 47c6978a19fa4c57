//! A session: statements out, answers in.
//!
//! Whoever waits for an answer may stop at any point. What was not sent yet stays in the buffer,
//! and what was not read yet is read before the next statement is sent.

use std::{io, mem};

use bytes::BytesMut;
use postgres_protocol::message::{backend, frontend};
use postgres_protocol::{IsNull, Oid};
use tokio::io::AsyncWriteExt as _;

use super::error::{Error, Report};
use super::login;
use super::reader::{Message, Reader};
use super::row::{Columns, Row};
use super::socket::Socket;
use super::statements::Statements;
use super::target::Target;
use crate::sql::Statement;
use crate::store::postgres::argument;

/// The binary form, of arguments and of values.
const BINARY: i16 = 1;

/// And the other: what people read.
const PLAIN: i16 = 0;

/// No portal, and no transaction, outlives the statement.
const UNNAMED: &str = "";

/// Room that is kept once a large argument was sent.
const KEPT: usize = 256 << 10;

/// An open session.
pub(crate) struct Session {
    pub(super) socket: Socket,
    pub(super) reader: Reader,
    /// What is to be sent,
    pub(super) out: BytesMut,
    /// and how much of it was sent.
    sent: usize,
    /// How many ends of answers have still to come.
    owed: u8,
    is_in_transaction: bool,
    /// Whether the server has begun to run the last statement.
    is_bound: bool,
    statements: Statements,
    columns: Columns,
    /// How many records the last statement was about, in the words of the server.
    affected: String,
}

/// Statements without arguments that are sent with another: what opens a transaction before it,
/// what ends one behind it.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) before: Option<&'static str>,
    pub(crate) after: Option<&'static str>,
    /// Whether the server is asked what the answer's columns are.
    pub(crate) is_described: bool,
}

/// What is done with each row of an answer.
pub(crate) type Rows<'rows> = dyn FnMut(Row<'_>) + Send + 'rows;

impl Session {
    pub(crate) async fn open(target: &Target) -> Result<Self, Error> {
        let mut session = Self {
            socket: Socket::open(target).await?,
            reader: Reader::new(),
            out: BytesMut::new(),
            sent: 0,
            owed: 0,
            is_in_transaction: false,
            is_bound: false,
            statements: Statements::default(),
            columns: Columns::default(),
            affected: String::new(),
        };
        login::log_in(&mut session, target).await?;
        Ok(session)
    }

    /// Runs a statement with its arguments, and in the same send what frames it; values
    /// come in their binary form.
    pub(crate) async fn query(
        &mut self,
        statement: &Statement,
        frame: Frame,
        rows: &mut Rows<'_>,
    ) -> Result<(), Error> {
        self.settle().await?;
        // In a transaction the error has ended it.
        let mut may_repeat = !self.is_in_transaction;
        loop {
            self.request(statement, frame)?;
            match self.answer(rows).await {
                Err(Error::Server(report))
                    if self.lets_go(&report, statement) && mem::take(&mut may_repeat) =>
                {
                    if self.is_in_transaction {
                        self.run("ROLLBACK", &mut |_| ()).await?;
                    }
                }
                outcome => return outcome,
            }
        }
    }

    /// The same of a statement that others wrote: rows have headings. Returns how many records it
    /// was about.
    pub(crate) async fn query_described(
        &mut self,
        statement: &Statement,
        rows: &mut Rows<'_>,
    ) -> Result<u64, Error> {
        self.affected.clear();
        let frame = Frame { is_described: true, ..Frame::default() };
        self.query(statement, frame, rows).await?;
        // `INSERT 0 1`, `UPDATE 3`, `CREATE TABLE`.
        Ok(self.affected.rsplit(' ').next().and_then(|count| count.parse().ok()).unwrap_or(0))
    }

    /// Runs statements without arguments; values come as text.
    pub(crate) async fn run(&mut self, sql: &str, rows: &mut Rows<'_>) -> Result<(), Error> {
        self.settle().await?;
        let begin = self.out.len();
        if let Err(error) = frontend::query(sql, &mut self.out) {
            self.out.truncate(begin);
            return Err(unsendable(error));
        }
        self.owed = 1;
        self.answer(rows).await
    }

    /// Runs a statement whose arguments, each with its type, and values come as text. It is not
    /// kept prepared.
    pub(crate) async fn texts(
        &mut self,
        sql: &str,
        arguments: &[(Oid, Option<String>)],
        rows: &mut Rows<'_>,
    ) -> Result<(), Error> {
        if arguments.is_empty() {
            return self.run(sql, rows).await;
        }
        self.settle().await?;
        let begin = self.out.len();
        if let Err(error) = self.write_texts(sql, arguments) {
            self.out.truncate(begin);
            return Err(unsendable(error));
        }
        self.owed = 1;
        self.answer(rows).await
    }

    fn write_texts(&mut self, sql: &str, arguments: &[(Oid, Option<String>)]) -> io::Result<()> {
        let out = &mut self.out;
        frontend::parse(UNNAMED, sql, arguments.iter().map(|(oid, _)| *oid), out)?;
        let text = |(_, text): &(Oid, Option<String>), out: &mut BytesMut| match text {
            Some(text) => {
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
            None => Ok(IsNull::Yes),
        };
        frontend::bind(UNNAMED, UNNAMED, [PLAIN], arguments, text, [PLAIN], out).map_err(
            |error| match error {
                frontend::BindError::Conversion(error) => io::Error::other(error),
                frontend::BindError::Serialization(error) => error,
            },
        )?;
        frontend::execute(UNNAMED, 0, out)?;
        frontend::sync(out);
        Ok(())
    }

    /// Takes leave of the server.
    pub(crate) async fn close(mut self) -> Result<(), Error> {
        frontend::terminate(&mut self.out);
        self.flush().await?;
        Ok(self.socket.shutdown().await?)
    }

    /// Reads what is left of an answer that nobody waits for any more. Whether its statement
    /// failed is nobody's concern either.
    async fn settle(&mut self) -> Result<(), Error> {
        if self.owed == 0 {
            return Ok(());
        }
        match self.answer(&mut |_| ()).await {
            Err(Error::Server(report)) if !report.is_fatal => Ok(()),
            outcome => outcome,
        }
    }

    /// Writes all that a statement takes: its text too, where the server does not know it yet.
    fn request(&mut self, statement: &Statement, frame: Frame) -> Result<(), Error> {
        for name in self.statements.leaving() {
            frontend::close(b'S', &name, &mut self.out)?;
        }
        let begin = self.out.len();
        let written = self.write_framed(statement, frame);
        if let Ok(owed) = written {
            self.owed = owed;
            self.is_bound = false;
        } else {
            self.out.truncate(begin);
            self.statements.fail();
        }
        written.map(drop)
    }

    /// Writes a statement with what frames it; returns how many answers there will be.
    fn write_framed(&mut self, statement: &Statement, frame: Frame) -> Result<u8, Error> {
        let mut owed = 1;
        if let Some(before) = frame.before {
            frontend::query(before, &mut self.out).map_err(unsendable)?;
            owed += 1;
        }
        self.write(statement, frame.is_described)?;
        frontend::sync(&mut self.out);
        if let Some(after) = frame.after {
            frontend::query(after, &mut self.out).map_err(unsendable)?;
            owed += 1;
        }
        Ok(owed)
    }

    fn write(&mut self, statement: &Statement, is_described: bool) -> Result<(), Error> {
        let Self { statements, out, .. } = self;
        let args = &statement.args;
        if !statements.find(&statement.text) {
            let name = statements.begin(&statement.text);
            frontend::parse(name, &statement.text, args.iter().map(argument::oid), out)
                .map_err(unsendable)?;
        }
        let name = statements.name();
        frontend::bind(UNNAMED, name, [BINARY], args, argument::write, [BINARY], out).map_err(
            |error| match error {
                frontend::BindError::Conversion(error) => Error::Argument(
                    error.downcast().map_or_else(crate::error::Error::Database, |error| *error),
                ),
                frontend::BindError::Serialization(error) => unsendable(error),
            },
        )?;
        if is_described {
            frontend::describe(b'P', UNNAMED, out).map_err(unsendable)?;
        }
        frontend::execute(UNNAMED, 0, out).map_err(unsendable)
    }

    /// Reads all answers that are owed to their end.
    async fn answer(&mut self, rows: &mut Rows<'_>) -> Result<(), Error> {
        self.flush().await?;
        let mut failed = None;
        loop {
            while let Some(Message { tag, body }) = self.reader.next()? {
                match tag {
                    backend::DATA_ROW_TAG => {
                        let row = self.columns.row(body);
                        rows(row.ok_or_else(|| Error::protocol("a row that is none"))?);
                    }
                    backend::READY_FOR_QUERY_TAG => {
                        self.owed = self.owed.saturating_sub(1);
                        self.is_in_transaction = body != b"I";
                        if self.owed > 0 {
                            continue;
                        }
                        // The server passes over what follows an error.
                        self.statements.fail();
                        return failed.map_or(Ok(()), |report| Err(Error::Server(report)));
                    }
                    backend::ERROR_RESPONSE_TAG => {
                        let report = Box::new(Report::read(body));
                        if report.is_fatal {
                            return Err(Error::Server(report));
                        }
                        failed.get_or_insert(report);
                    }
                    backend::PARSE_COMPLETE_TAG => self.statements.end(),
                    backend::BIND_COMPLETE_TAG => self.is_bound = true,
                    backend::ROW_DESCRIPTION_TAG => {
                        let described = self.columns.describe(body);
                        described.ok_or_else(|| Error::protocol("a heading that is none"))?;
                    }
                    backend::COMMAND_COMPLETE_TAG => {
                        self.affected.clear();
                        let tag = body.strip_suffix(b"\0").unwrap_or(body);
                        self.affected.push_str(std::str::from_utf8(tag).unwrap_or_default());
                    }
                    backend::CLOSE_COMPLETE_TAG
                    | backend::EMPTY_QUERY_RESPONSE_TAG
                    | backend::NO_DATA_TAG
                    | backend::NOTICE_RESPONSE_TAG
                    | backend::NOTIFICATION_RESPONSE_TAG
                    | backend::PARAMETER_STATUS_TAG => {}
                    tag => return Err(unexpected(tag)),
                }
            }
            self.reader.fill(&mut self.socket).await?;
        }
    }

    /// Sends what is written. Whoever stops waiting leaves the rest to the next call.
    pub(super) async fn flush(&mut self) -> Result<(), Error> {
        while self.sent < self.out.len() {
            match self.socket.write(&self.out[self.sent..]).await? {
                0 => return Err(io::Error::from(io::ErrorKind::WriteZero).into()),
                sent => self.sent += sent,
            }
        }
        self.sent = 0;
        self.out.clear();
        if self.out.capacity() > KEPT {
            self.out = BytesMut::new();
        }
        Ok(self.socket.flush().await?)
    }

    /// Lets go of what was prepared and is of no use any more; whether it was for that alone that
    /// the statement failed, which has done nothing then.
    fn lets_go(&mut self, report: &Report, statement: &Statement) -> bool {
        if report.is_outdated() {
            self.statements.drop(&statement.text);
        } else if report.is_forgotten() {
            self.statements.clear();
        }
        // A function of the user's may prepare statements of its own.
        !self.is_bound && (report.is_outdated() || report.is_forgotten())
    }
}

/// A message that nobody waits for.
pub(super) fn unexpected(tag: u8) -> Error {
    Error::protocol(format_args!("a message `{}`", tag.escape_ascii()))
}

/// What the protocol has no form for: a text with a zero in it, more than its counts can count.
fn unsendable(error: io::Error) -> Error {
    Error::Argument(crate::error::Error::Database(error.into()))
}
