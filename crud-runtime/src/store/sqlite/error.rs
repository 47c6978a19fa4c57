//! `SQLite`'s result codes as failures.

use rusqlite::ffi;

use super::sum;
use crate::error::Error;
use crate::store::failure::Failure;

/// What a failed call means.
pub(super) fn failure(error: rusqlite::Error) -> Failure {
    let Some((code, message)) = code_and_message(&error) else {
        return Failure::Other(Error::Database(Box::new(error)));
    };
    // https://www.sqlite.org/rescode.html: the low byte is the primary code.
    match code {
        ffi::SQLITE_CONSTRAINT_UNIQUE
        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | ffi::SQLITE_CONSTRAINT_ROWID => Failure::UniqueColumns(named(message)),
        // ON DELETE RESTRICT reports as a trigger would.
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY | ffi::SQLITE_CONSTRAINT_TRIGGER => {
            Failure::SomeReference
        }
        _ if message == sum::BEYOND => Failure::OutOfRange(None),
        ffi::SQLITE_CONSTRAINT_CHECK => Failure::Check(named(message)),
        ffi::SQLITE_CONSTRAINT_NOTNULL => {
            let column = named(message);
            Failure::NotNull(column.rsplit('.').next().unwrap_or_default().to_owned())
        }
        _ => Failure::Other(match code & 0xFF {
            ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => Error::Busy,
            ffi::SQLITE_INTERRUPT => Error::Timeout,
            ffi::SQLITE_FULL => Error::DiskFull,
            ffi::SQLITE_READONLY => Error::ReadOnly,
            ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB | ffi::SQLITE_CANTOPEN | ffi::SQLITE_IOERR => {
                Error::Unavailable(message.to_owned())
            }
            _ => Error::Database(Box::new(error)),
        }),
    }
}

/// The same, where no constraint can be broken.
pub(super) fn error(error: rusqlite::Error) -> Error {
    failure(error).into()
}

fn code_and_message(error: &rusqlite::Error) -> Option<(i32, &str)> {
    match error {
        rusqlite::Error::SqliteFailure(error, message) => {
            Some((error.extended_code, message.as_deref().unwrap_or_default()))
        }
        rusqlite::Error::SqlInputError { error, msg, .. } => Some((error.extended_code, msg)),
        _ => None,
    }
}

/// What stands behind the colon of `UNIQUE constraint failed: books.isbn`.
fn named(message: &str) -> String {
    message.split_once(": ").map_or(message, |(_, name)| name).to_owned()
}
