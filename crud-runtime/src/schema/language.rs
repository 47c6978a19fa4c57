//! The language of a regular expression, to make words of: examples here, unique values in the
//! Postman collection.

use regex_syntax::hir::{Class, Hir, HirKind, Look};
use serde_json::{Value, json};

use crate::codec::pattern::portable;

/// What the words of a pattern are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Language {
    /// This text.
    Text(String),
    /// One character of these ranges, both ends included.
    Class(Vec<(char, char)>),
    /// So many words, at least and at most, one after the other.
    Repeat(u32, u32, Box<Language>),
    /// These, one after the other.
    All(Vec<Language>),
    /// One of these.
    Any(Vec<Language>),
}

/// Characters that people can read and type, the best first.
const READABLE: &[&[(char, char)]] =
    &[&[('0', '9'), ('A', 'Z'), ('a', 'z')], &[(' ', '~')], &[('\u{a1}', '\u{d7ff}')]];

impl Language {
    /// The language of a pattern. Repetitions without an end stop at `length`.
    ///
    /// Boundaries such as `\b` are passed over, so a word must still be held against the pattern.
    pub(crate) fn of(pattern: &str, length: u32) -> Option<Self> {
        let hir = regex_syntax::parse(&portable(pattern)).ok()?;
        Some(Self::from_hir(&hir, length))
    }

    fn from_hir(hir: &Hir, length: u32) -> Self {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::Text(String::new()),
            HirKind::Literal(literal) => {
                Self::Text(String::from_utf8_lossy(&literal.0).into_owned())
            }
            HirKind::Class(class) => Self::Class(readable(&ranges(class))),
            HirKind::Repetition(repetition) => {
                let most = repetition.max.unwrap_or(u32::MAX).min(length.max(repetition.min));
                let of = Self::from_hir(&repetition.sub, length);
                Self::Repeat(repetition.min, most, Box::new(of))
            }
            HirKind::Capture(capture) => Self::from_hir(&capture.sub, length),
            HirKind::Concat(all) => {
                Self::All(all.iter().map(|one| Self::from_hir(one, length)).collect())
            }
            HirKind::Alternation(any) => {
                Self::Any(any.iter().map(|one| Self::from_hir(one, length)).collect())
            }
        }
    }

    /// Appends a word; `random` gives a number below its argument.
    pub(crate) fn word(&self, random: &mut dyn FnMut(u32) -> u32, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Class(ranges) => {
                let sizes = ranges.iter().map(|&(from, to)| u32::from(to) - u32::from(from) + 1);
                let mut position = random(sizes.clone().sum::<u32>().max(1));
                for (&(from, _), size) in ranges.iter().zip(sizes) {
                    if position < size {
                        out.extend(char::from_u32(u32::from(from) + position));
                        return;
                    }
                    position -= size;
                }
            }
            Self::Repeat(least, most, of) => {
                for _ in 0..*least + random(most - least + 1) {
                    of.word(random, out);
                }
            }
            Self::All(all) => all.iter().for_each(|one| one.word(random, out)),
            Self::Any(any) => {
                let count = u32::try_from(any.len()).unwrap_or(u32::MAX);
                if let Some(one) = any.get(random(count.max(1)) as usize) {
                    one.word(random, out);
                }
            }
        }
    }

    /// The language as data, for a generator in another language.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Class(ranges) => {
                let ranges: Vec<_> = ranges
                    .iter()
                    .map(|&(from, to)| json!([u32::from(from), u32::from(to)]))
                    .collect();
                json!({"class": ranges})
            }
            Self::Repeat(least, most, of) => {
                json!({"repeat": of.to_json(), "least": least, "most": most})
            }
            Self::All(all) => json!({"all": all.iter().map(Self::to_json).collect::<Vec<_>>()}),
            Self::Any(any) => json!({"any": any.iter().map(Self::to_json).collect::<Vec<_>>()}),
        }
    }
}

/// Whether text that matches the pattern somewhere may hold U+0000.
pub(super) fn may_hold_nul(pattern: &str) -> bool {
    fn has_nul(hir: &Hir) -> bool {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => false,
            HirKind::Literal(literal) => literal.0.contains(&0),
            HirKind::Class(class) => ranges(class).first().is_some_and(|range| range.0 == '\0'),
            HirKind::Repetition(repetition) => has_nul(&repetition.sub),
            HirKind::Capture(capture) => has_nul(&capture.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(has_nul),
        }
    }
    let Ok(hir) = regex_syntax::parse(&portable(pattern)) else { return true };
    let properties = hir.properties();
    let anchored = properties.look_set_prefix().contains(Look::Start)
        && properties.look_set_suffix().contains(Look::End);
    !anchored || has_nul(&hir)
}

fn ranges(class: &Class) -> Vec<(char, char)> {
    match class {
        Class::Unicode(class) => {
            class.ranges().iter().map(|range| (range.start(), range.end())).collect()
        }
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect()
        }
    }
}

/// The readable part of a class, or all of it where it has none.
fn readable(class: &[(char, char)]) -> Vec<(char, char)> {
    for wished in READABLE {
        let common: Vec<_> = wished
            .iter()
            .flat_map(|wish| class.iter().map(|range| (wish.0.max(range.0), wish.1.min(range.1))))
            .filter(|(from, to)| from <= to)
            .collect();
        if !common.is_empty() {
            return common;
        }
    }
    class.to_vec()
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;
    use crate::schema::sample::dice;

    #[test]
    fn words_match_their_pattern() {
        for pattern in [
            "^97[89][0-9]{10}$",
            r"^\p{Lu}\w+$",
            "^(a|b(c|d)*){2,3}$",
            "^[^a-z]{3}$",
            r"^\+[0-9 ()-]{5,}$",
            "^.{2}é$",
        ] {
            let language = Language::of(pattern, 12).unwrap();
            let mut random = dice(7);
            for _ in 0..50 {
                let mut word = String::new();
                language.word(&mut random, &mut word);
                assert!(Regex::new(pattern).unwrap().is_match(&word), "{pattern}: {word}");
            }
        }
    }

    #[test]
    fn only_a_closed_pattern_keeps_nul_out() {
        assert!(!may_hold_nul("^[a-z]*$"));
        assert!(!may_hold_nul("^(ab|c)$"));
        for open in ["^[a-z]", "a$", "^.*$", "^[^a]$", "^a$|b"] {
            assert!(may_hold_nul(open), "{open}");
        }
    }
}
