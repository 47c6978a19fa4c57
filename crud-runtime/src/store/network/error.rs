//! Errors of the socket, which are the same whatever is at its other end.

/// Whether TLS could not be agreed on, so that trying again does not help.
pub(crate) fn is_tls(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Configuration(_) | sqlx::Error::Tls(_) => true,
        // A certificate that does not hold comes as an error of reading.
        sqlx::Error::Io(error) => error.kind() == std::io::ErrorKind::InvalidData,
        _ => false,
    }
}

/// Why the connection is of no use any more.
pub(crate) fn lost(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Tls(error) | sqlx::Error::Configuration(error) => error.to_string(),
        sqlx::Error::Protocol(message) => message.clone(),
        _ => "the connection was lost".to_owned(),
    }
}
