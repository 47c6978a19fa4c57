//! What a database says went wrong, before it is led back to members.

use crate::error::Error;

/// A failed statement. Names are the database's; values are never kept.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A unique constraint, by its columns as `table.column, table.column`: `SQLite` knows no
    /// more.
    UniqueColumns(String),
    /// The unique constraint, or the primary key, of this name; the key of `MySQL` is `PRIMARY`.
    Unique(String),
    /// A reference that leads nowhere, or a record that others refer to: `SQLite` does not say
    /// which.
    SomeReference,
    /// The reference of this name, in one way or the other: `PostgreSQL` has one code for both.
    Foreign(String),
    /// The written record's reference of this name, which leads nowhere.
    Reference(String),
    /// The reference of this name, by which other records refer to this one.
    Restricted(String),
    /// The CHECK constraint of this name.
    Check(String),
    /// The column of this name, which is not null.
    NotNull(String),
    /// Text or bytes longer than their column, where the database says which.
    TooLong(Option<String>),
    /// A number beyond its column, where the database says which.
    OutOfRange(Option<String>),
    /// Anything else.
    Other(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<Failure> for Error {
    /// For statements that break no constraint.
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Other(error) => error,
            Failure::UniqueColumns(text) | Failure::Unique(text) => {
                unexpected("unique constraint", &text)
            }
            Failure::SomeReference => unexpected("foreign key", ""),
            Failure::Foreign(text) | Failure::Reference(text) | Failure::Restricted(text) => {
                unexpected("foreign key", &text)
            }
            Failure::Check(text) => unexpected("check", &text),
            Failure::NotNull(text) => unexpected("not null", &text),
            Failure::TooLong(text) => unexpected("length", &text.unwrap_or_default()),
            Failure::OutOfRange(text) => unexpected("range", &text.unwrap_or_default()),
        }
    }
}

fn unexpected(kind: &str, what: &str) -> Error {
    Error::Database(format!("{kind} failed: {what}").into())
}

/// The same error once more, for each of the jobs that failed together.
pub(crate) fn again(error: &Error) -> Error {
    match error {
        Error::Busy => Error::Busy,
        Error::Timeout => Error::Timeout,
        Error::DiskFull => Error::DiskFull,
        Error::ReadOnly => Error::ReadOnly,
        Error::Unavailable(text) => Error::Unavailable(text.clone()),
        Error::Database(source) => Error::Database(source.to_string().into()),
        other => Error::Database(other.to_string().into()),
    }
}
