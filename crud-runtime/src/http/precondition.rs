//! `If-Match` and `If-None-Match` (RFC 9110 §13.1) as a client sends them.

use http::header::{HeaderMap, HeaderName, IF_MATCH, IF_NONE_MATCH};
use http::{HeaderValue, StatusCode};

use super::etag;
use super::kind::Kind;
use super::problem::Problem;
use crate::store::dao::{Precondition, Tags};

/// The preconditions of a request.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    if_match: Option<Listed>,
    if_none_match: Option<Listed>,
}

/// What one of the two headers lists.
#[derive(Debug, PartialEq, Eq)]
enum Listed {
    Any,
    Tags(Vec<EntityTag>),
}

#[derive(Debug, PartialEq, Eq)]
struct EntityTag {
    weak: bool,
    opaque: String,
}

impl Conditions {
    /// Reads both headers; what is no list of entity tags is malformed.
    pub(super) fn parse(headers: &HeaderMap) -> Result<Self, Problem> {
        Ok(Self {
            if_match: listed(headers, &IF_MATCH)?,
            if_none_match: listed(headers, &IF_NONE_MATCH)?,
        })
    }

    /// What must hold of the stored record for a write, in terms of record tags.
    pub(super) fn of_write(self) -> Precondition {
        let bare = |tag: EntityTag| etag::bare(&tag.opaque).to_owned();
        Precondition {
            if_match: self.if_match.map(|listed| match listed {
                Listed::Any => Tags::Any,
                // §13.1.1 compares strongly: a weak tag matches nothing.
                Listed::Tags(tags) => {
                    Tags::Listed(tags.into_iter().filter(|tag| !tag.weak).map(bare).collect())
                }
            }),
            if_none_match: self.if_none_match.map(|listed| match listed {
                Listed::Any => Tags::Any,
                Listed::Tags(tags) => Tags::Listed(tags.into_iter().map(bare).collect()),
            }),
        }
    }

    /// What a read answers instead of the representation with this tag: 412, or 304 with the tag
    /// of the representation that the client holds.
    pub(super) fn of_read(
        &self,
        tag: &HeaderValue,
    ) -> Result<Option<(StatusCode, HeaderValue)>, Problem> {
        let current = tag.to_str().unwrap_or_default().trim_matches('"');
        let matches = |held: &EntityTag| etag::without_coding(&held.opaque) == current;
        if let Some(Listed::Tags(tags)) = &self.if_match
            && !tags.iter().any(|held| !held.weak && matches(held))
        {
            return Err(Problem::new(Kind::Precondition));
        }
        let held = match &self.if_none_match {
            None => return Ok(None),
            Some(Listed::Any) => Some(tag.clone()),
            Some(Listed::Tags(tags)) => tags.iter().find(|held| matches(held)).map(|held| {
                HeaderValue::try_from(format!("\"{}\"", held.opaque))
                    .unwrap_or_else(|_| tag.clone())
            }),
        };
        Ok(held.map(|held| (StatusCode::NOT_MODIFIED, held)))
    }
}

fn listed(headers: &HeaderMap, name: &HeaderName) -> Result<Option<Listed>, Problem> {
    let mut tags = Vec::new();
    let mut found = false;
    for line in headers.get_all(name) {
        found = true;
        let malformed = || {
            Problem::new(Kind::Malformed).detail(format!(
                "{name} must be * or a list of entity tags in double quotes, such as \"7\""
            ))
        };
        // Opaque tags that this server hands out are ASCII; others match nothing.
        let line = line.to_str().map_err(|_| malformed())?.trim();
        if line == "*" && tags.is_empty() && headers.get_all(name).iter().count() == 1 {
            return Ok(Some(Listed::Any));
        }
        entity_tags(line, &mut tags).ok_or_else(malformed)?;
    }
    Ok(found.then_some(Listed::Tags(tags)))
}

/// Reads `#entity-tag` (RFC 9110 §8.8.3); elements, and so the list, may be empty (§5.6.1).
fn entity_tags(line: &str, tags: &mut Vec<EntityTag>) -> Option<()> {
    let mut rest = line.trim_matches([' ', '\t', ',']);
    while !rest.is_empty() {
        let (weak, quoted) = match rest.strip_prefix("W/") {
            Some(quoted) => (true, quoted),
            None => (false, rest),
        };
        let (opaque, after) = quoted.strip_prefix('"')?.split_once('"')?;
        if !opaque.bytes().all(|byte| byte == 0x21 || (0x23..=0x7e).contains(&byte)) {
            return None;
        }
        tags.push(EntityTag { weak, opaque: opaque.to_owned() });
        let after = after.trim_start_matches([' ', '\t']);
        if !after.is_empty() && !after.starts_with(',') {
            return None;
        }
        rest = after.trim_start_matches([' ', '\t', ',']);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conditions(name: HeaderName, value: &'static str) -> Result<Conditions, Problem> {
        let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
        Conditions::parse(&headers)
    }

    #[test]
    fn writes_compare_record_tags_strongly() {
        let list = r#""7-gzip" , W/"8",, "9-fields""#;
        let precondition = conditions(IF_MATCH, list).expect("well-formed").of_write();
        assert!(matches!(precondition.if_match, Some(Tags::Listed(tags)) if tags == ["7", "9"]));
        let precondition = conditions(IF_NONE_MATCH, list).expect("well-formed").of_write();
        assert!(matches!(precondition.if_none_match, Some(Tags::Listed(tags)) if tags.len() == 3));
        let precondition = conditions(IF_NONE_MATCH, "*").expect("well-formed").of_write();
        assert!(matches!(precondition.if_none_match, Some(Tags::Any)));
    }

    #[test]
    fn reads_compare_representations() {
        let current = HeaderValue::from_static("\"7\"");
        let not_modified =
            |list| conditions(IF_NONE_MATCH, list).expect(list).of_read(&current).expect(list);
        for held in ["\"7\"", "W/\"7\"", "\"6\", \"7-gzip\"", "*"] {
            assert!(not_modified(held).is_some(), "{held}");
        }
        for held in ["\"6\"", "\"7-fields\"", "\"\""] {
            assert!(not_modified(held).is_none(), "{held}");
        }
        assert_eq!(
            not_modified("\"7-gzip\"").map(|(_, tag)| tag),
            Some("\"7-gzip\"".parse().expect("a tag"))
        );
        assert!(conditions(IF_MATCH, "W/\"7\"").expect("well-formed").of_read(&current).is_err());
        assert!(conditions(IF_MATCH, "*").expect("well-formed").of_read(&current).is_ok());
    }

    #[test]
    fn an_empty_list_matches_nothing() {
        let current = HeaderValue::from_static("\"7\"");
        for empty in ["", ",", " , ,"] {
            assert!(conditions(IF_MATCH, empty).expect(empty).of_read(&current).is_err());
            let held = conditions(IF_NONE_MATCH, empty).expect(empty).of_read(&current);
            assert!(held.expect(empty).is_none());
            let precondition = conditions(IF_MATCH, empty).expect(empty).of_write();
            assert!(matches!(precondition.if_match, Some(Tags::Listed(tags)) if tags.is_empty()));
        }
    }

    #[test]
    fn what_is_no_list_of_tags_is_malformed() {
        for bad in ["7", "\"7", "\"7\" \"8\"", "*, \"7\"", "w/\"7\"", "'7'", "\"7\"x", "W/7"] {
            assert!(conditions(IF_MATCH, bad).is_err(), "{bad}");
        }
    }
}
