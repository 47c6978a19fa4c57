//! What is told to whoever waits for migrations.

use crate::error::Error;

/// Takes a line for people: to the terminal of a command, to the log of a server.
pub(crate) type Say<'s> = dyn Fn(&str) + Send + Sync + 's;

/// An error with all its causes, in one line.
pub(super) fn whole(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let said = error.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        cause = error.source();
    }
    text
}

/// As much of a statement as tells which it is.
pub(super) fn excerpt(sql: &str) -> String {
    const LENGTH: usize = 200;
    let lines = sql.lines().map(str::trim).filter(|line| !line.starts_with("--"));
    let line = lines.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// A time as people read it.
pub(crate) fn duration(milliseconds: u64) -> String {
    match milliseconds {
        0..1000 => format!("{milliseconds} ms"),
        1000..60_000 => format!("{}.{} s", milliseconds / 1000, milliseconds % 1000 / 100),
        _ => format!("{} min {} s", milliseconds / 60_000, milliseconds % 60_000 / 1000),
    }
}
