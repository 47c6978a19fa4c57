//! `PostgreSQL`'s SQLSTATEs as failures.
//!
//! The codes: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.

use sqlx::postgres::PgDatabaseError;

use super::options::Options;
use crate::error::Error;
use crate::store::failure::Failure;
use crate::store::network::{is_tls, lost};

/// What a failed call means, and whether the connection is of use no more.
pub(super) fn failure(error: &sqlx::Error) -> (Failure, bool) {
    match error {
        sqlx::Error::Database(error) => match error.try_downcast_ref::<PgDatabaseError>() {
            Some(error) => (reported(error), ends_the_session(error)),
            None => (Failure::Other(Error::Database(error.to_string().into())), true),
        },
        // The value is the user's: what encodes them refuses some.
        sqlx::Error::Encode(error) => {
            (Failure::Other(Error::Database(error.to_string().into())), false)
        }
        error => (Failure::Other(Error::Unavailable(lost(error))), true),
    }
}

fn reported(error: &PgDatabaseError) -> Failure {
    let constraint = || error.constraint().unwrap_or_default().to_owned();
    Failure::Other(match error.code() {
        "23505" => return Failure::Unique(constraint()),
        // Who refers to whom is decided by who has the constraint.
        "23503" => return Failure::Foreign(constraint()),
        "23001" => return Failure::Restricted(constraint()),
        "23502" => return Failure::NotNull(error.column().unwrap_or_default().to_owned()),
        "23514" => return Failure::Check(constraint()),
        "22001" => return Failure::TooLong(None),
        "22003" => return Failure::OutOfRange(None),
        // Serialization failure, deadlock, a lock that was not to be had.
        "40001" | "40P01" | "55P03" => Error::Busy,
        "57014" | "25P03" => Error::Timeout,
        "25006" => Error::ReadOnly,
        "53100" => Error::DiskFull,
        // The columns have changed under a statement that was prepared: the next connection
        // prepares it anew.
        "0A000" if error.routine() == Some("RevalidateCachedQuery") => {
            Error::Unavailable("the tables were changed just now".to_owned())
        }
        code => match &code[..2.min(code.len())] {
            // Connections, resources, an operator's doing, the system below.
            "08" | "53" | "57" | "58" => Error::Unavailable(error.message().to_owned()),
            // Messages about data quote it.
            "22" | "23" => Error::Database(format!("SQLSTATE {code}").into()),
            _ => Error::Database(format!("{} (SQLSTATE {code})", error.message()).into()),
        },
    })
}

/// Whether the server closes the connection, or nothing more can be done with it.
fn ends_the_session(error: &PgDatabaseError) -> bool {
    matches!(error.code(), "25P03" | "57P01" | "57P02" | "57P03" | "57P05")
        || error.code().starts_with("08")
        || error.routine() == Some("RevalidateCachedQuery")
}

/// The same, where no constraint can be broken.
pub(super) fn error(error: &sqlx::Error) -> Error {
    failure(error).0.into()
}

/// Why a connection could not be opened.
pub(super) fn cannot_connect(options: &Options, error: &sqlx::Error) -> Error {
    let place = options.place();
    let user = options.connect.get_username();
    let database = options.connect.get_database().unwrap_or(user);
    let sqlx::Error::Database(reported) = error else {
        return match error {
            error if is_tls(error) => Error::Config(format!(
                "no TLS with {place}: {}. Check sslmode and sslrootcert in the database URL",
                lost(error)
            )),
            _ => Error::Unavailable(format!("{place}: {}", lost(error))),
        };
    };
    match reported.code().as_deref() {
        Some("28P01" | "28000") => Error::Config(format!(
            "{place} does not let `{user}` in: check the user and the password in the database \
             URL, and the server's pg_hba.conf"
        )),
        Some("3D000") => Error::Config(format!(
            "{place} has no database `{database}`: create it (`createdb {database}`), or name \
             another in the URL"
        )),
        Some("42501") => {
            Error::Config(format!("`{user}` may not connect to `{database}` on {place}"))
        }
        _ => Error::Unavailable(format!("{place}: {}", reported.message())),
    }
}
