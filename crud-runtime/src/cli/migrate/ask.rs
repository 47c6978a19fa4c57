//! Asks before something is lost.

use std::io::{IsTerminal as _, Write as _};

use crate::{Error, Result};

/// Whether whoever sits at the terminal agrees.
///
/// # Errors
/// [`Error::Config`] where nobody sits there.
pub(super) fn agreed(question: &str) -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Err(Error::Config(format!(
            "{question}: nobody is here to be asked. Say `--yes` if it is to be done"
        )));
    }
    let failed = |source| Error::Io { context: "cannot ask at the terminal".to_owned(), source };
    let mut out = std::io::stdout();
    write!(out, "{question}. Go on? [y/N] ").and_then(|()| out.flush()).map_err(failed)?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(failed)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
