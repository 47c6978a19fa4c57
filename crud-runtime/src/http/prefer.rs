//! `Prefer: return=…` (RFC 7240 §4.2).

use http::HeaderValue;
use http::header::{HeaderMap, HeaderName};

/// What a client wants a write to be answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Return {
    /// No body.
    Minimal,
    /// The record.
    Representation,
}

const PREFER: HeaderName = HeaderName::from_static("prefer");
/// The header that says which preference was honoured.
pub(super) const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");

impl Return {
    /// The preference of a request; the first counts (§2), and what is unknown is ignored.
    pub(super) fn parse(headers: &HeaderMap) -> Option<Self> {
        let lines = headers.get_all(PREFER).iter().filter_map(|line| line.to_str().ok());
        lines.flat_map(|line| line.split(',')).find_map(|preference| {
            let (name, value) = preference.split(';').next()?.split_once('=')?;
            if !name.trim().eq_ignore_ascii_case("return") {
                return None;
            }
            match value.trim().trim_matches('"') {
                "minimal" => Some(Self::Minimal),
                "representation" => Some(Self::Representation),
                _ => None,
            }
        })
    }

    /// What `Preference-Applied` says.
    pub(super) const fn applied(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Minimal => "return=minimal",
            Self::Representation => "return=representation",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_return_counts() {
        for (line, expected) in [
            ("return=minimal", Some(Return::Minimal)),
            ("respond-async, Return = \"representation\"; x=1", Some(Return::Representation)),
            ("return=minimal, return=representation", Some(Return::Minimal)),
            ("return=none", None),
            ("handling=strict", None),
            ("", None),
        ] {
            let headers = HeaderMap::from_iter([(PREFER, HeaderValue::from_static(line))]);
            assert_eq!(Return::parse(&headers), expected, "{line}");
        }
    }
}
