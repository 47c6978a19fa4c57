//! The error numbers of `MySQL` and `MariaDB` as failures.
//!
//! The numbers: <https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html> and
//! <https://mariadb.com/kb/en/mariadb-error-code-reference/>. Messages quote what a client sent;
//! of those that come of statements with arguments, names alone are kept.

use sqlx::mysql::MySqlDatabaseError;

use super::options::Options;
use crate::error::Error;
use crate::store::failure::Failure;

/// The server cannot, or not now: connections, memory, handles, an operator's doing, the network.
const DOWN: &[u16] = &[
    1037, 1038, 1040, 1041, 1047, 1053, 1077, 1078, 1079, 1080, 1129, 1135, 1152, 1154, 1155, 1156,
    1157, 1158, 1159, 1160, 1161, 1184, 1203, 1206, 1226, 1461, 1927, 4031,
];

/// What a failed statement means, and whether the connection is of use no more.
pub(super) fn failure(error: &sqlx::Error) -> (Failure, bool) {
    match error {
        sqlx::Error::Database(error) => match error.try_downcast_ref::<MySqlDatabaseError>() {
            Some(error) => (reported(error), ends_the_session(error.number())),
            None => (Failure::Other(Error::Database("an unknown error".into())), true),
        },
        // The value is the user's: what encodes them refuses some.
        sqlx::Error::Encode(error) => {
            (Failure::Other(Error::Database(error.to_string().into())), false)
        }
        error => (Failure::Other(Error::Unavailable(lost(error))), true),
    }
}

/// The same for text of our own, which has nothing in it that a client sent.
pub(super) fn own(error: &sqlx::Error) -> (Error, bool) {
    let (failure, is_over) = failure(error);
    let error = match (failure, error) {
        (Failure::Other(Error::Database(_)), sqlx::Error::Database(said)) => refused(&**said),
        (failure, _) => failure.into(),
    };
    (error, is_over)
}

/// What the server does not do, in its own words.
fn refused(said: &dyn sqlx::error::DatabaseError) -> Error {
    let number = said.try_downcast_ref::<MySqlDatabaseError>().map(MySqlDatabaseError::number);
    match number {
        Some(1118) => Error::Config(
            "a table has more columns of text or bytes than fit into a row of MySQL and MariaDB, \
             65535 bytes: leave `length` away from some of the long ones, or let it be above 255, \
             so that they are stored apart"
                .to_owned(),
        ),
        Some(number) => Error::Database(format!("{} (error {number})", said.message()).into()),
        None => Error::Database(said.message().to_owned().into()),
    }
}

fn reported(error: &MySqlDatabaseError) -> Failure {
    let (number, message) = (error.number(), error.message());
    Failure::Other(match number {
        1062 | 1169 | 1586 => return Failure::Unique(key_name(message).to_owned()),
        1452 | 1216 => return named(message, Failure::Reference),
        1451 | 1217 => return named(message, Failure::Restricted),
        // An update of a key that would go on to other records, which break theirs.
        1761 | 1762 => return Failure::SomeReference,
        1048 | 1263 | 1364 => return Failure::NotNull(column_name(message).to_owned()),
        // The first number is MariaDB's, and something else to MySQL.
        4025 if error.code() == Some("23000") => return Failure::Check(check_name(message)),
        3819 => return Failure::Check(check_name(message)),
        1406 => return Failure::TooLong(Some(column_name(message).to_owned())),
        // More than the server takes at once.
        1153 => return Failure::TooLong(None),
        1264 => return Failure::OutOfRange(Some(column_name(message).to_owned())),
        1690 => return Failure::OutOfRange(None),
        // A deadlock; a record that another wrote since our state of it; a table changed since; a
        // commit that lost to one on another server of a group; a lock that was not to be had.
        1213 | 1020 | 1412 | 3101 | 3572 => Error::Busy,
        // The savepoint is gone, because a deadlock undid the whole transaction.
        1305 if message.starts_with("SAVEPOINT") => Error::Busy,
        // Waiting for a lock takes as long as a statement may. Whoever were to try again would
        // wait as long again.
        1205 | 1317 | 1969 | 3024 => Error::Timeout,
        1223 | 1290 | 1792 | 1836 | 1874 => Error::ReadOnly,
        1021 | 1114 => Error::DiskFull,
        // `errno: 28 "No space left on device"`, `Got error 28 …`
        1026 | 1030 | 1180 if has_number(message, "28") => Error::DiskFull,
        // The same of a deadlock on another server.
        1180 if has_number(message, "149") => Error::Busy,
        _ if DOWN.contains(&number) => {
            Error::Unavailable(format!("the server reports error {number}"))
        }
        // A statement that was prepared is not known any more: the next connection prepares it
        // anew.
        1243 | 1615 => Error::Unavailable("the tables were changed just now".to_owned()),
        // Nothing in it was sent by a client: these are about the text, which has no values.
        1046 | 1054 | 1064 | 1142..=1146 => {
            Error::Database(format!("{message} (error {number})").into())
        }
        _ => {
            let state = error.code().unwrap_or("HY000");
            Error::Database(format!("error {number} (SQLSTATE {state})").into())
        }
    })
}

/// Whether the server closes the connection, or nothing more can be done with it.
const fn ends_the_session(number: u16) -> bool {
    matches!(
        number,
        1040 | 1053 | 1077..=1080 | 1129 | 1152..=1161 | 1184 | 1203 | 1243 | 1615 | 1927 | 4031
    )
}

/// Why a connection could not be opened.
pub(super) fn cannot_connect(options: &Options, error: &sqlx::Error) -> Error {
    let place = options.place();
    let user = options.connect.get_username();
    let database = options.connect.get_database().unwrap_or_default();
    let sqlx::Error::Database(said) = error else {
        return match error {
            sqlx::Error::Configuration(said) if said.to_string().contains("RSA") => {
                Error::Config(format!(
                    "{place} wants the password of `{user}` under TLS: write `ssl-mode=REQUIRED` \
                     in the database URL"
                ))
            }
            error if is_tls(error) => Error::Config(format!(
                "no TLS with {place}: {}. Check ssl-mode, ssl-ca, ssl-cert and ssl-key in the \
                 database URL",
                lost(error)
            )),
            sqlx::Error::Protocol(said) if said.contains("authentication plugin") => {
                Error::Config(format!(
                    "{place} asks `{user}` for a proof that we cannot give: {said}. Let the user \
                     have a password under mysql_native_password or caching_sha2_password \
                     (`ALTER USER`)"
                ))
            }
            _ => Error::Unavailable(format!("{place}: {}", lost(error))),
        };
    };
    let number = said.try_downcast_ref::<MySqlDatabaseError>().map(MySqlDatabaseError::number);
    match number {
        Some(1045 | 1698 | 1251) => Error::Config(format!(
            "{place} does not let `{user}` in: check the user and the password in the database \
             URL, and that the server knows the user from this host (`SELECT user, host FROM \
             mysql.user`)"
        )),
        Some(1130) => Error::Config(format!(
            "{place} lets nobody in from this host: create the user for it (`CREATE USER \
             '{user}'@'host'`)"
        )),
        Some(1820 | 1862 | 3118 | 4151) => Error::Config(format!(
            "{place} does not let `{user}` in: the account is locked, or its password has expired \
             (`ALTER USER`)"
        )),
        Some(1049) => Error::Config(format!(
            "{place} has no database `{database}`: create it (`CREATE DATABASE {database}`), or \
             name another in the URL"
        )),
        Some(1044) => Error::Config(format!(
            "`{user}` may not use `{database}` on {place}: let the user in (`GRANT ALL ON \
             {database}.* TO {user}`), or name another database in the URL"
        )),
        Some(3159) => Error::Config(format!(
            "{place} asks for TLS: write `ssl-mode=REQUIRED` in the database URL"
        )),
        Some(1193 | 1231 | 1273) => Error::Config(format!(
            "{place} is neither MySQL 8.0.19 or later nor MariaDB 10.5 or later: {}",
            said.message()
        )),
        Some(number) => {
            Error::Unavailable(format!("{place} refuses the connection with error {number}"))
        }
        None => Error::Unavailable(format!("{place} refuses the connection")),
    }
}

/// Whether TLS could not be agreed on, so that trying again does not help.
fn is_tls(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Configuration(_) | sqlx::Error::Tls(_) => true,
        // A certificate that does not hold comes as an error of reading.
        sqlx::Error::Io(error) => error.kind() == std::io::ErrorKind::InvalidData,
        _ => false,
    }
}

/// Why the connection is of no use any more.
fn lost(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Tls(error) | sqlx::Error::Configuration(error) => error.to_string(),
        sqlx::Error::Protocol(message) => message.clone(),
        _ => "the connection was lost".to_owned(),
    }
}

/// The last name of `Duplicate entry 'value' for key 'name'`, or `'table.name'` to `MySQL`. The
/// value is a client's and may look like anything, so that the message is read from its end; our
/// keys have neither quotes nor points in their names.
fn key_name(message: &str) -> &str {
    let quoted = message.strip_suffix('\'').unwrap_or(message);
    quoted.rsplit(['\'', '.']).next().unwrap_or_default()
}

/// The column of `Column 'name' cannot be null` and its like, which quote no value.
fn column_name(message: &str) -> &str {
    let name = message.split_once('\'').and_then(|(_, rest)| rest.rsplit_once("' "));
    name.map_or("", |(name, _)| name)
}

/// The constraint of ``CONSTRAINT `name` failed for `database`.`table` `` or of
/// `Check constraint 'name' is violated.`
fn check_name(message: &str) -> String {
    message.split(['`', '\'']).nth(1).unwrap_or_default().to_owned()
}

/// The reference of ``(`database`.`table`, CONSTRAINT `name` FOREIGN KEY …)``. Some users are told
/// no name, and long messages are cut before its end.
fn named(message: &str, failure: fn(String) -> Failure) -> Failure {
    let name = message
        .split_once(", CONSTRAINT `")
        .and_then(|(_, rest)| rest.split_once('`'))
        .map(|(name, _)| name.to_owned());
    name.map_or(Failure::SomeReference, failure)
}

fn has_number(message: &str, number: &str) -> bool {
    message.split(|one: char| !one.is_ascii_digit()).any(|digits| digits == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_read_from_the_end_whatever_the_value() {
        for value in
            ["x", "it's", "' for key 'uq_other", "x' for key 'a.b'", "", "𝄞`\"\\", "' for key '"]
        {
            for (key, name) in [
                ("uq_things_code", "uq_things_code"),
                ("things.uq_things_code", "uq_things_code"),
                ("PRIMARY", "PRIMARY"),
                ("it's.PRIMARY", "PRIMARY"),
            ] {
                let message = format!("Duplicate entry '{value}' for key '{key}'");
                assert_eq!(key_name(&message), name, "{message}");
            }
        }
    }

    #[test]
    fn columns_and_constraints_are_read_from_both_servers() {
        for (message, name) in [
            ("Column 'title' cannot be null", "title"),
            ("Field 'title' doesn't have a default value", "title"),
            ("Data too long for column 'it's' at row 1", "it's"),
            ("Out of range value for column 'stars' at row 12", "stars"),
            ("Something else", ""),
        ] {
            assert_eq!(column_name(message), name);
        }
        for message in [
            "CONSTRAINT `ck_books_price_range` failed for `library`.`books`",
            "Check constraint 'ck_books_price_range' is violated.",
        ] {
            assert_eq!(check_name(message), "ck_books_price_range");
        }
    }

    #[test]
    fn references_are_read_or_asked_for() {
        let message = "Cannot add or update a child row: a foreign key constraint fails \
                       (`library`.`books`, CONSTRAINT `fk_books_author_id` FOREIGN KEY \
                       (`author_id`) REFERENCES `authors` (`id`) ON DELETE CASCADE)";
        let Failure::Reference(name) = named(message, Failure::Reference) else { panic!() };
        assert_eq!(name, "fk_books_author_id");
        for cut in ["a foreign key constraint fails", "fails (`a`.`b`, CONSTRAINT `fk_boo"] {
            assert!(matches!(named(cut, Failure::Restricted), Failure::SomeReference), "{cut}");
        }
    }

    #[test]
    fn a_full_disk_is_known_by_its_number() {
        assert!(has_number("Got error 28 from storage engine", "28"));
        assert!(has_number("Error writing file './x' (errno: 28 \"No space left\")", "28"));
        assert!(!has_number("Got error 128 from storage engine", "28"));
    }
}
