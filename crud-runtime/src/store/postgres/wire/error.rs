//! What goes wrong with a session, and what the server reports.

use std::fmt;
use std::io;

/// A failed call.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The socket failed, or what came over it is not the protocol: the session is over.
    #[error("{0}")]
    Socket(#[from] io::Error),
    /// TLS could not be agreed on.
    #[error("{0}")]
    Tls(String),
    /// What the server asks for as a proof of who we are cannot be given, or what it gives is none.
    #[error("{0}")]
    Proof(String),
    /// The server reports that it did not do what it was asked.
    #[error("{0}")]
    Server(Box<Report>),
    /// An argument does not fit its column; nothing was sent.
    #[error(transparent)]
    Argument(crate::error::Error),
}

/// What the server says of an error, field by field:
/// <https://www.postgresql.org/docs/current/protocol-error-fields.html>.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// The SQLSTATE.
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) constraint: Option<String>,
    pub(crate) column: Option<String>,
    /// The function of the server's that reports it.
    pub(crate) routine: Option<String>,
    /// Whether the server ends the session.
    pub(crate) is_fatal: bool,
}

impl Error {
    /// What nobody expected to come.
    pub(super) fn protocol(what: impl fmt::Display) -> Self {
        Self::Socket(violation(what))
    }
}

/// An error of a peer that does not keep to the protocol.
pub(super) fn violation(what: impl fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("not PostgreSQL's protocol: {what}"))
}

impl Report {
    /// Reads the body of an `ErrorResponse`.
    pub(super) fn read(body: &[u8]) -> Self {
        let mut report = Self::default();
        for field in body.split(|&byte| byte == 0) {
            let Some((kind, text)) = field.split_first() else { continue };
            let text = String::from_utf8_lossy(text).into_owned();
            match kind {
                b'C' => report.code = text,
                b'M' => report.message = text,
                b'n' => report.constraint = Some(text),
                b'c' => report.column = Some(text),
                b'R' => report.routine = Some(text),
                // The same as `S`, in no language.
                b'V' => report.is_fatal = matches!(text.as_str(), "FATAL" | "PANIC"),
                _ => {}
            }
        }
        report
    }

    /// Whether a statement that was prepared fits the tables no more. It has done nothing then.
    pub(crate) fn is_outdated(&self) -> bool {
        self.code == "0A000" && self.routine.as_deref() == Some("RevalidateCachedQuery")
    }

    /// Whether the server does not know a statement that was prepared: what stands between us and
    /// it has given us another of its sessions.
    pub(super) fn is_forgotten(&self) -> bool {
        self.code == "26000"
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} (SQLSTATE {})", self.message, self.code)
    }
}
