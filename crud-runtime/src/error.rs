//! The one error of the crate: what went wrong, apart from how HTTP says it.

use std::fmt;

use crate::model::FieldError;

/// The result of the crate's fallible functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong.
///
/// Its `Debug` form is for people too, because that is what a `main` that returns it prints: the
/// message, and below it every cause.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Members of a record break rules; all of them are listed.
    #[error("{}", sentence(.0))]
    Invalid(Vec<Violation>),
    /// No record has this key.
    #[error("no such record")]
    NotFound,
    /// A unique constraint is broken by these members.
    #[error("another record has the same {}", .0.join(", "))]
    Unique(Vec<&'static str>),
    /// These members refer to a record that does not exist.
    #[error("{} refers to a record that does not exist", .0.join(", "))]
    Reference(Vec<&'static str>),
    /// Records of the named entity still refer to this one.
    #[error("records of {0} refer to this one")]
    Restricted(&'static str),
    /// What is wrong with one of the records that were written together with another.
    #[error("{}: {source}", .pointer.trim_start_matches('/'))]
    Within {
        /// Where in the body it is: a JSON Pointer (RFC 6901) without `#`, `/lines/0`.
        pointer: String,
        /// What is wrong with it.
        source: Box<Error>,
    },
    /// The record was changed since its version was read.
    #[error("the record has changed since it was read")]
    Stale,
    /// `If-Match` or `If-None-Match` does not hold.
    #[error("the precondition does not hold")]
    PreconditionFailed,
    /// A stored value does not fit its column's type.
    #[error("column {column}: {source}")]
    Stored {
        /// The column's name.
        column: &'static str,
        /// What was expected.
        source: FieldError,
    },
    /// More would be embedded than one answer holds.
    #[error("{relation} embeds more than {most}")]
    TooMany {
        /// The path of the included relation, `reviews.user`.
        relation: String,
        /// The most of it, such as `10,000 records`.
        most: &'static str,
    },
    /// A sum or mean of more digits than a [`Decimal`](crate::prelude::Decimal) has. Columns have up
    /// to 18 digits, so that this takes ten thousand million records of the largest values, or a
    /// column of a type of its own that holds more than it is described to.
    #[error("{function} has more than 28 digits")]
    TooLarge {
        /// As it is asked for, `sum(price)`.
        function: String,
    },
    /// The database was busy with other writers, or a transaction lost to another.
    #[error("the database is busy")]
    Busy,
    /// The database cannot be reached, or takes no more work.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The statement or transaction took longer than it may.
    #[error("the database took too long")]
    Timeout,
    /// The database's disk is full.
    #[error("the database's disk is full")]
    DiskFull,
    /// The database can only be read.
    #[error("the database is read-only")]
    ReadOnly,
    /// Anything else that the database reports.
    #[error("database error")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A setting, URL or file that the application cannot start with; the text says the fix.
    #[error("{0}")]
    Config(String),
    /// A command that the user added to the application failed.
    #[error(transparent)]
    Command(Box<dyn std::error::Error + Send + Sync>),
    /// Reading or writing a file or socket failed.
    #[error("{context}")]
    Io {
        /// What was being done, and to what.
        context: String,
        /// Why it failed.
        source: std::io::Error,
    },
}

impl Error {
    /// The same error, of what stands at this pointer of a body. What is wrong with the whole
    /// request or the database stays as it is.
    pub(crate) fn within(self, pointer: &str) -> Self {
        match self {
            Self::Invalid(mut violations) => {
                for violation in &mut violations {
                    violation.pointer.insert_str(0, pointer);
                }
                Self::Invalid(violations)
            }
            Self::Within { pointer: inner, source } => {
                Self::Within { pointer: format!("{pointer}{inner}"), source }
            }
            Self::Unique(_) | Self::Reference(_) | Self::Restricted(_) | Self::Stale => {
                Self::Within { pointer: pointer.to_owned(), source: Box::new(self) }
            }
            other => other,
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")?;
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            write!(formatter, "\n  because: {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where in the body: a JSON Pointer (RFC 6901) without `#`, `/title` or `/tags/0`.
    pub pointer: String,
    /// The rule, stable: `required`, `type`, `length`, `range`, `pattern`, `format`, `unknown`,
    /// `read_only`, `null`, `invalid`, …
    pub code: &'static str,
    /// What would be right.
    pub detail: String,
}

impl Violation {
    /// A broken rule of a member of the top level.
    #[must_use]
    pub fn member(member: &str, code: &'static str, detail: impl Into<String>) -> Self {
        // RFC 6901 §3: `~` and `/` are escaped.
        let pointer = format!("/{}", member.replace('~', "~0").replace('/', "~1"));
        Self { pointer, code, detail: detail.into() }
    }

    /// The same within the member that it names.
    pub(crate) fn below(self, member: &str) -> Self {
        let inner = Self::member(member, self.code, self.detail);
        Self { pointer: self.pointer + &inner.pointer, ..inner }
    }
}

fn sentence(violations: &[Violation]) -> String {
    let parts: Vec<_> = violations
        .iter()
        .map(|violation| {
            format!("{} {}", violation.pointer.trim_start_matches('/'), violation.detail)
        })
        .collect();
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::Error;

    #[test]
    fn main_prints_the_message_and_its_causes() {
        let source = io::Error::new(io::ErrorKind::NotFound, "no such file");
        let error = Error::Io { context: "cannot read crud.toml".to_owned(), source };
        assert_eq!(format!("{error:?}"), "cannot read crud.toml\n  because: no such file");
    }
}
