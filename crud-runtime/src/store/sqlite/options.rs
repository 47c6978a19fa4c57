//! `sqlite:` URLs.

use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;

use crate::error::{Error, Result};

/// What a URL says of a database.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(super) location: Location,
    pub(super) read_only: bool,
    /// Whether a missing file is made.
    pub(super) create: bool,
    pub(super) synchronous: Synchronous,
    /// How long to wait for another process that writes.
    pub(super) busy_timeout: Duration,
    /// How long a statement may take.
    pub(super) timeout: Duration,
    /// How long a transaction with the user's code in it may take.
    pub(super) transaction_timeout: Duration,
    pub(super) readers: usize,
}

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Location {
    /// In memory, gone with the last handle.
    Memory,
    /// In this file.
    File(PathBuf),
}

/// When a commit reaches the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Synchronous {
    /// Before it is answered.
    Full,
    /// Some time later, in order: losing power may lose the last ones.
    Normal,
    /// When the system likes: losing power may lose the file.
    Off,
}

impl Options {
    /// Reads what stands behind `sqlite:`.
    pub(crate) fn parse(rest: &str) -> Result<Self> {
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() {
            return Err(Error::Config(
                "the database URL names no file: write `sqlite:library.db`, or `sqlite::memory:`"
                    .to_owned(),
            ));
        }
        let decoded = percent_decode_str(path)
            .decode_utf8()
            .map_err(|_| Error::Config("the database URL is not UTF-8".to_owned()))?;
        let location = match decoded.as_ref() {
            ":memory:" => Location::Memory,
            file => Location::File(PathBuf::from(file)),
        };
        let mut options = Self {
            location,
            read_only: false,
            create: true,
            synchronous: Synchronous::Full,
            busy_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            transaction_timeout: Duration::from_secs(10),
            readers: std::thread::available_parallelism().map_or(4, |cores| cores.get().max(4)),
        };
        for option in query.split('&').filter(|option| !option.is_empty()) {
            options.set(option)?;
        }
        Ok(options)
    }

    /// The same for who reads alone, and makes no file.
    pub(crate) fn reading(self) -> Self {
        Self { create: false, read_only: true, ..self }
    }

    fn set(&mut self, option: &str) -> Result<()> {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let milliseconds = || value.parse().map(Duration::from_millis).ok();
        let understood = match name {
            "mode" => match value {
                "rwc" => Some(()),
                "rw" => {
                    self.create = false;
                    Some(())
                }
                "ro" => {
                    self.create = false;
                    self.read_only = true;
                    Some(())
                }
                "memory" => {
                    self.location = Location::Memory;
                    Some(())
                }
                _ => None,
            },
            "synchronous" => match value {
                "full" => Some(Synchronous::Full),
                "normal" => Some(Synchronous::Normal),
                "off" => Some(Synchronous::Off),
                _ => None,
            }
            .map(|synchronous| self.synchronous = synchronous),
            "busy_timeout" => milliseconds().map(|time| self.busy_timeout = time),
            "timeout" => milliseconds().map(|time| self.timeout = time),
            "transaction_timeout" => milliseconds().map(|time| self.transaction_timeout = time),
            "readers" => {
                value.parse().ok().filter(|readers| (1..=64).contains(readers)).map(|readers| {
                    self.readers = readers;
                })
            }
            _ => {
                return Err(Error::Config(format!(
                    "unknown option `{name}` in the database URL: there are mode, synchronous, \
                     busy_timeout, timeout, transaction_timeout, readers"
                )));
            }
        };
        understood.ok_or_else(|| {
            let allowed = match name {
                "mode" => "rwc, rw, ro or memory",
                "synchronous" => "full, normal or off",
                "readers" => "a number from 1 to 64",
                _ => "milliseconds",
            };
            Error::Config(format!("`{name}` in the database URL must be {allowed}, not `{value}`"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_name_a_file_or_memory() {
        for (url, location) in [
            ("library.db", Location::File("library.db".into())),
            ("//library.db", Location::File("library.db".into())),
            ("///var/lib/a%20b.db", Location::File("/var/lib/a b.db".into())),
            (":memory:", Location::Memory),
            ("//:memory:", Location::Memory),
            ("x?mode=memory", Location::Memory),
        ] {
            assert_eq!(Options::parse(url).expect(url).location, location, "{url}");
        }
    }

    #[test]
    fn options_are_checked() {
        let options = Options::parse("a.db?mode=ro&readers=2&busy_timeout=10&synchronous=normal")
            .expect("url");
        assert!(options.read_only && !options.create);
        assert_eq!(options.readers, 2);
        assert_eq!(options.busy_timeout, Duration::from_millis(10));
        assert_eq!(options.synchronous, Synchronous::Normal);
        for url in ["", "?mode=ro", "a?mode=x", "a?modus=ro", "a?readers=0", "a?timeout=5s"] {
            assert!(matches!(Options::parse(url), Err(Error::Config(_))), "{url}");
        }
    }
}
