//! Entity tags: a record's own tag, bare or with a suffix per representation (RFC 9110 §8.8.3).

use std::hash::Hasher as _;

use http::HeaderValue;
use siphasher::sip128::{Hasher128 as _, SipHasher13};

/// What a body that `fields` has narrowed adds to the record's tag.
const NARROWED: &str = "-fields";
/// What content codings add, outermost last.
const CODINGS: &[&str] = &["-gzip"];

/// The tag of a record's full JSON.
pub(crate) fn record(tag: &str) -> HeaderValue {
    quoted(&[tag])
}

/// The tag of a record's JSON with some members only.
pub(crate) fn narrowed(tag: &str) -> HeaderValue {
    quoted(&[tag, NARROWED])
}

/// The tag of a body that is no single record: a hash of its bytes.
pub(crate) fn of_bytes(secret: &[u8; 16], bytes: &[u8]) -> HeaderValue {
    let mut hasher = SipHasher13::new_with_key(secret);
    hasher.write(bytes);
    quoted(&[&format!("{:032x}", hasher.finish128().as_u128())])
}

/// The tag that the same content carries under a content coding such as `gzip`.
///
/// `None` when the header is no strong tag: a weak one holds for every coding.
pub(crate) fn with_coding(tag: &HeaderValue, coding: &str) -> Option<HeaderValue> {
    let opaque = tag.to_str().ok()?.strip_prefix('"')?.strip_suffix('"')?;
    Some(quoted(&[opaque, "-", coding]))
}

/// A tag without what content codings have added.
pub(crate) fn without_coding(opaque: &str) -> &str {
    CODINGS.iter().find_map(|coding| opaque.strip_suffix(coding)).unwrap_or(opaque)
}

/// The record's own tag in the tag of any representation of it.
pub(crate) fn bare(opaque: &str) -> &str {
    let identity = without_coding(opaque);
    identity.strip_suffix(NARROWED).unwrap_or(identity)
}

fn quoted(parts: &[&str]) -> HeaderValue {
    let mut tag = String::with_capacity(40);
    tag.push('"');
    for part in parts {
        tag.push_str(part);
    }
    tag.push('"');
    HeaderValue::try_from(tag).expect("digits, letters and dashes are a header value")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_representation_leads_back_to_the_record() {
        let plain = record("7");
        let coded = with_coding(&narrowed("7"), "gzip").expect("strong");
        assert_eq!(plain, "\"7\"");
        assert_eq!(coded, "\"7-fields-gzip\"");
        assert_eq!(bare("7-fields-gzip"), "7");
        assert_eq!(bare("7-gzip"), "7");
        assert_eq!(without_coding("7-fields-gzip"), "7-fields");
        assert_eq!(with_coding(&HeaderValue::from_static("W/\"7\""), "gzip"), None);
    }
}
