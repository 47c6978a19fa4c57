//! `If-Match` and `If-None-Match`, decided against the stored record (RFC 9110 §13.1).

use crate::error::{Error, Result};

/// The tags that a condition names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tags {
    /// `*`
    Any,
    /// Bare record tags.
    Listed(Vec<String>),
}

/// What must hold for a write to take place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Precondition {
    /// The record has one of these tags.
    pub(crate) if_match: Option<Tags>,
    /// The record has none of these tags.
    pub(crate) if_none_match: Option<Tags>,
}

impl Precondition {
    /// Whether nothing is asked.
    pub(crate) const fn is_empty(&self) -> bool {
        self.if_match.is_none() && self.if_none_match.is_none()
    }

    /// Decides for the record with this tag, or for none.
    pub(super) fn check(&self, tag: Option<&str>) -> Result<()> {
        let names = |tags: &Tags| match (tags, tag) {
            (_, None) => false,
            (Tags::Any, Some(_)) => true,
            (Tags::Listed(tags), Some(tag)) => tags.iter().any(|listed| listed == tag),
        };
        let holds = self.if_match.as_ref().is_none_or(names)
            && !self.if_none_match.as_ref().is_some_and(names);
        if holds { Ok(()) } else { Err(Error::PreconditionFailed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_decided_as_rfc_9110_says() {
        let listed = || Some(Tags::Listed(vec!["1".to_owned(), "2".to_owned()]));
        for (if_match, if_none_match, tag, holds) in [
            (None, None, None, true),
            (Some(Tags::Any), None, None, false),
            (Some(Tags::Any), None, Some("9"), true),
            (listed(), None, Some("2"), true),
            (listed(), None, Some("9"), false),
            (listed(), None, None, false),
            (None, Some(Tags::Any), None, true),
            (None, Some(Tags::Any), Some("9"), false),
            (None, listed(), Some("1"), false),
            (None, listed(), Some("9"), true),
        ] {
            let precondition = Precondition { if_match, if_none_match };
            assert_eq!(precondition.check(tag).is_ok(), holds, "{precondition:?} {tag:?}");
        }
    }
}
