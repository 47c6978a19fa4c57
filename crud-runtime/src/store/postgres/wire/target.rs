//! Where a server is, and as whom to speak to it.

use std::fmt;
use std::path::PathBuf;

/// A server and a user.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) place: Place,
    pub(crate) tls: Tls,
    pub(crate) user: String,
    pub(crate) password: Option<String>,
    pub(crate) database: Option<String>,
    /// What the session is called in the server's list.
    pub(crate) application_name: String,
    /// Settings, as the server's own command line has them.
    pub(crate) options: Option<String>,
}

/// Where the server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Tcp(String, u16),
    /// A socket in the file system, which is never encrypted.
    Unix(PathBuf),
}

/// How the connection is encrypted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tls {
    pub(crate) mode: Mode,
    /// Authorities besides those of the system.
    pub(crate) authorities: Option<Pem>,
    /// Who we are,
    pub(crate) certificate: Option<Pem>,
    /// and the proof of it.
    pub(crate) key: Option<Pem>,
}

/// What is asked of TLS; libpq's words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    Disable,
    /// As [`Self::Disable`]: whoever may speak plainly does.
    Allow,
    /// Encrypted, if the server can.
    #[default]
    Prefer,
    /// Encrypted, whoever the server is.
    Require,
    /// Encrypted, by a server that an authority knows.
    VerifyCa,
    /// Encrypted, by the server that an authority knows by this name.
    VerifyFull,
}

/// Certificates or a key: a file's name, or what stands in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pem {
    File(PathBuf),
    Text(String),
}

impl Mode {
    pub(crate) const WORDS: &[(&str, Self)] = &[
        ("disable", Self::Disable),
        ("allow", Self::Allow),
        ("prefer", Self::Prefer),
        ("require", Self::Require),
        ("verify-ca", Self::VerifyCa),
        ("verify-full", Self::VerifyFull),
    ];
}

impl From<String> for Pem {
    fn from(value: String) -> Self {
        if value.trim_start().starts_with("-----BEGIN") {
            Self::Text(value)
        } else {
            Self::File(value.into())
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(host, port) if host.contains(':') => write!(formatter, "[{host}]:{port}"),
            Self::Tcp(host, port) => write!(formatter, "{host}:{port}"),
            Self::Unix(path) => path.display().fmt(formatter),
        }
    }
}
