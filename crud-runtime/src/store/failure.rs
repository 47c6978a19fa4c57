//! What a database says went wrong, before it is led back to members.

use crate::error::Error;

/// A failed statement. Names are the database's; values are never kept.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A unique constraint: its columns as `table.column, table.column`.
    UniqueColumns(String),
    /// A reference that leads nowhere, or a record that others refer to. `SQLite` does not say
    /// which.
    Reference,
    /// The CHECK constraint of this name.
    Check(String),
    /// A column that is not null: `table.column`.
    NotNull(String),
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
            Failure::UniqueColumns(text) => unexpected("unique constraint", &text),
            Failure::Reference => unexpected("foreign key", ""),
            Failure::Check(text) => unexpected("check", &text),
            Failure::NotNull(text) => unexpected("not null", &text),
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
