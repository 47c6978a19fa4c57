//! The id of a request: the client's, if it is fit for logs and headers, else a new UUID of version 7.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use http::header::HeaderName;
use http::{HeaderMap, HeaderValue};
use uuid::Builder;

use crate::http::problem::RequestId;

pub(crate) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Makes ids.
///
/// They must be unique, not secret: a keyed hash of a counter gives the random bits without asking
/// the system for randomness on every request.
pub(crate) struct Ids {
    key: RandomState,
    next: AtomicU64,
}

impl Ids {
    pub(crate) fn new() -> Self {
        Self { key: RandomState::new(), next: AtomicU64::new(0) }
    }

    /// The id that the client gave, or a new one.
    pub(crate) fn of(&self, headers: &HeaderMap) -> RequestId {
        let given = headers.get(X_REQUEST_ID).filter(|given| well_formed(given.as_bytes()));
        RequestId(given.cloned().unwrap_or_else(|| self.make()))
    }

    fn make(&self) -> HeaderValue {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let millis = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
        let count = self.next.fetch_add(1, Ordering::Relaxed);
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.key.hash_one(count).to_le_bytes());
        random[8..].copy_from_slice(&self.key.hash_one(!count).to_le_bytes()[..2]);
        let id = Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
        let mut buffer = uuid::Uuid::encode_buffer();
        let text = id.hyphenated().encode_lower(&mut buffer);
        HeaderValue::from_str(text).expect("a UUID is ASCII")
    }
}

/// Letters, digits and `-_.:/+=@`, 128 at most: enough for UUIDs, ULIDs and trace ids, and nothing
/// that could forge a log line.
fn well_formed(id: &[u8]) -> bool {
    let fit = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:/+=@".contains(byte);
    (1..=128).contains(&id.len()) && id.iter().all(fit)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use http::{HeaderMap, HeaderValue};

    use super::{Ids, X_REQUEST_ID};

    #[test]
    fn a_fit_id_is_kept_and_any_other_replaced() {
        let ids = Ids::new();
        let mut headers = HeaderMap::new();
        headers.insert(X_REQUEST_ID, HeaderValue::from_static("abc-123_X.y:z"));
        assert_eq!(ids.of(&headers).0, "abc-123_X.y:z");
        for bad in ["", "a b", "a\tb", &"a".repeat(129)] {
            headers.insert(X_REQUEST_ID, HeaderValue::from_str(bad).expect("a header"));
            assert_ne!(ids.of(&headers).0, bad);
        }
    }

    #[test]
    fn new_ids_are_different_uuids_of_version_7() {
        let ids = Ids::new();
        let made: HashSet<_> = (0..1000).map(|_| ids.make()).collect();
        assert_eq!(made.len(), 1000);
        for id in made {
            let id: uuid::Uuid = id.to_str().expect("text").parse().expect("a UUID");
            assert_eq!(id.get_version_num(), 7);
        }
    }
}
