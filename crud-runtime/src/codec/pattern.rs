//! Regular expressions that mean the same here, in JSON Schema's ECMA-262 and in Python.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use regex::Regex;
use regex_syntax::hir::Look;

/// What `.` means in ECMA-262 §22.2.2.7; Rust and Python leave out fewer line ends, so the
/// class is written out wherever a pattern is shown or run.
const ANY: &str = r"[^\n\r\u2028\u2029]";

/// The pattern with each `.` written out.
pub(crate) fn portable(pattern: &str) -> Cow<'_, str> {
    if !pattern.contains('.') {
        return Cow::Borrowed(pattern);
    }
    let mut portable = String::with_capacity(pattern.len() + ANY.len());
    let mut in_class = false;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                portable.push(character);
                portable.extend(characters.next());
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '.' if !in_class => {
                portable.push_str(ANY);
                continue;
            }
            _ => {}
        }
        portable.push(character);
    }
    Cow::Owned(portable)
}

/// Whether the pattern matches somewhere in the text.
///
/// A pattern that is no regular expression matches nothing; the derive refuses those.
pub(crate) fn is_match(pattern: &'static str, text: &str) -> bool {
    // Behind an `Arc`, because a clone of a `Regex` begins without the memory that the first match
    // has made for all that follow.
    static COMPILED: LazyLock<RwLock<Compiled>> = LazyLock::new(RwLock::default);

    let compiled = COMPILED.read().unwrap_or_else(PoisonError::into_inner).get(pattern).cloned();
    let regex = compiled.unwrap_or_else(|| {
        let regex = Regex::new(&portable(pattern)).ok().map(Arc::new);
        COMPILED.write().unwrap_or_else(PoisonError::into_inner).insert(pattern, regex.clone());
        regex
    });
    regex.is_some_and(|regex| regex.is_match(text))
}

/// The characters of the longest text that the pattern matches, where there is one.
pub(crate) fn longest(pattern: &str) -> Option<u32> {
    let hir = regex_syntax::parse(&portable(pattern)).ok()?;
    let properties = hir.properties();
    let is_whole = properties.look_set_prefix().contains(Look::Start)
        && properties.look_set_suffix().contains(Look::End);
    // In bytes, which are no fewer.
    let longest = properties.maximum_len().filter(|_| is_whole)?;
    u32::try_from(longest).ok()
}

/// The regular expressions of patterns, where they are some.
type Compiled = HashMap<&'static str, Option<Arc<Regex>>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_free_dot_is_written_out() {
        assert_eq!(portable(r"^a\.b[.]c.$"), r"^a\.b[.]c[^\n\r\u2028\u2029]$");
    }

    #[test]
    fn a_pattern_may_bound_the_text() {
        for (pattern, characters) in [
            ("^97[89][0-9]{10}$", Some(13)),
            ("^(a|bc)?$", Some(2)),
            ("^é$", Some(2)),
            ("97[89][0-9]{10}", None),
            ("^[0-9]{10}", None),
            ("^[0-9]+$", None),
            ("^a$|^b", None),
            ("(", None),
        ] {
            assert_eq!(longest(pattern), characters, "{pattern}");
        }
    }

    #[test]
    fn a_dot_passes_over_no_line_end() {
        assert!(is_match("^.$", "é"));
        for end in ["\n", "\r", "\u{2028}", "\u{2029}"] {
            assert!(!is_match("^.$", end), "{end:?}");
        }
    }
}
