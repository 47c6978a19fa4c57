//! `PostgreSQL`'s SQLSTATEs as failures.
//!
//! The codes: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.

use super::options::Options;
use super::wire::{self, Report};
use crate::error::Error;
use crate::store::failure::Failure;

/// What a failed call means, and whether the connection is of use no more.
pub(super) fn failure(error: wire::Error) -> (Failure, bool) {
    match error {
        wire::Error::Server(report) => (reported(&report), ends_the_session(&report)),
        wire::Error::Argument(error) => (Failure::Other(error), false),
        error @ (wire::Error::Socket(_) | wire::Error::Tls(_) | wire::Error::Proof(_)) => {
            (Failure::Other(Error::Unavailable(error.to_string())), true)
        }
    }
}

fn reported(error: &Report) -> Failure {
    let constraint = || error.constraint.clone().unwrap_or_default();
    Failure::Other(match error.code.as_str() {
        "23505" => return Failure::Unique(constraint()),
        // Who refers to whom is decided by who has the constraint.
        "23503" => return Failure::Foreign(constraint()),
        "23001" => return Failure::Restricted(constraint()),
        "23502" => return Failure::NotNull(error.column.clone().unwrap_or_default()),
        "23514" => return Failure::Check(constraint()),
        "22001" => return Failure::TooLong(None),
        "22003" => return Failure::OutOfRange(None),
        // Serialization failure, deadlock, a lock that was not to be had.
        "40001" | "40P01" | "55P03" => Error::Busy,
        "57014" | "25P03" => Error::Timeout,
        "25006" => Error::ReadOnly,
        "53100" => Error::DiskFull,
        // The columns have changed under a statement that was prepared, in a transaction: the next
        // one prepares it anew.
        _ if error.is_outdated() => {
            Error::Unavailable("the tables were changed just now".to_owned())
        }
        code => match code.get(..2).unwrap_or_default() {
            // Connections, resources, an operator's doing, the system below.
            "08" | "53" | "57" | "58" => Error::Unavailable(error.message.clone()),
            // Messages about data quote it.
            "22" | "23" => Error::Database(format!("SQLSTATE {code}").into()),
            _ => Error::Database(error.to_string().into()),
        },
    })
}

/// Whether the server closes the connection, or nothing more can be done with it.
fn ends_the_session(error: &Report) -> bool {
    error.is_fatal
        || matches!(error.code.as_str(), "25P03" | "57P01" | "57P02" | "57P03" | "57P05")
        || error.code.starts_with("08")
        || error.is_outdated()
}

/// Why a connection could not be opened.
pub(super) fn cannot_connect(options: &Options, error: wire::Error) -> Error {
    let place = options.place();
    let user = &options.target.user;
    let database = options.target.database.as_ref().unwrap_or(user);
    let report = match error {
        wire::Error::Server(report) => report,
        wire::Error::Tls(why) => {
            return Error::Config(format!(
                "no TLS with {place}: {why}. Check sslmode and sslrootcert in the database URL"
            ));
        }
        wire::Error::Proof(why) => {
            return Error::Config(format!("{place} does not let `{user}` in: {why}"));
        }
        wire::Error::Socket(error) => return Error::Unavailable(format!("{place}: {error}")),
        wire::Error::Argument(error) => return error,
    };
    match report.code.as_str() {
        "28P01" | "28000" => Error::Config(format!(
            "{place} does not let `{user}` in: check the user and the password in the database \
             URL, and the server's pg_hba.conf"
        )),
        "3D000" => Error::Config(format!(
            "{place} has no database `{database}`: create it (`createdb {database}`), or name \
             another in the URL"
        )),
        "42501" => Error::Config(format!("`{user}` may not connect to `{database}` on {place}")),
        _ => Error::Unavailable(format!("{place}: {}", report.message)),
    }
}
