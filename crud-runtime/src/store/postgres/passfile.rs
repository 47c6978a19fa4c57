//! libpq's file of passwords: <https://www.postgresql.org/docs/current/libpq-pgpass.html>.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The password for this user at this server: the first of `PGPASSFILE`'s lines that fits, or of
/// `~/.pgpass`'s.
pub(super) fn password(
    named: Option<String>,
    host: &str,
    port: u16,
    database: &str,
    user: &str,
) -> Option<String> {
    let own = std::env::home_dir().map(|home| home.join(".pgpass"));
    let port = port.to_string();
    [named.map(PathBuf::from), own].into_iter().flatten().find_map(|path| match read(&path) {
        Ok(text) => text.lines().find_map(|line| fits(line, [host, &port, database, user])),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "{} is not read", path.display());
            None
        }
    })
}

/// The file's text, if nobody else can read it.
fn read(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        if file.metadata()?.mode() & 0o077 != 0 {
            return Err(io::Error::other("others may read it: `chmod 600` it"));
        }
    }
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(text)
}

/// The password of a line, if its four fields are these, or `*`.
fn fits(line: &str, expected: [&str; 4]) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let mut characters = line.chars();
    for expected in expected {
        let field = field(&mut characters, true)?;
        if field != "*" && field != expected {
            return None;
        }
    }
    field(&mut characters, false)
}

/// The next field, up to its colon or to the line's end, without its escapes.
fn field(characters: &mut impl Iterator<Item = char>, has_colon: bool) -> Option<String> {
    let mut field = String::new();
    while let Some(character) = characters.next() {
        match character {
            ':' if has_colon => return Some(field),
            '\\' => field.extend(characters.next()),
            other => field.push(other),
        }
    }
    (!has_colon).then_some(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_libpqs() {
        let asked = ["db.example", "5432", "library", "ada"];
        for (line, password) in [
            ("db.example:5432:library:ada:secret", Some("secret")),
            ("*:*:*:*:a:b", Some("a:b")),
            (r"*:*:*:ada:a\:b\\c", Some(r"a:b\c")),
            ("*:*:*:ada:", Some("")),
            ("*:*:*:eve:secret", None),
            ("*:*:*:ada", None),
            ("#*:*:*:*:secret", None),
            ("", None),
        ] {
            assert_eq!(fits(line, asked).as_deref(), password, "{line}");
        }
        assert_eq!(fits(r"\:\:1:*:*:*:secret", ["::1", "1", "", "ada"]).as_deref(), Some("secret"));
    }

    #[test]
    #[cfg(unix)]
    fn a_file_that_others_may_read_is_not_read() {
        use std::os::unix::fs::PermissionsExt as _;
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(&file, "*:*:*:ada:secret\n").expect("written");
        let ask = || {
            let named = file.path().to_str().map(str::to_owned);
            password(named, "localhost", 5432, "library", "ada")
        };
        assert_eq!(ask().as_deref(), Some("secret"));
        let open = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(&file, open).expect("changed");
        assert_eq!(ask(), None);
    }
}
