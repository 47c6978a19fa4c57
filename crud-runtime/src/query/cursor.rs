//! Cursors: where a page begins or ends, signed together with the question that it answers.

use std::hash::Hasher as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use siphasher::sip128::{Hasher128 as _, SipHasher};

use super::{Query, Sort};
use crate::codec::text;
use crate::model::{Row, Table, Value};

/// Length of the signature in front of the values.
const SIGNATURE: usize = 16;

/// The longest payload: with it, and parameters of some length, an address still fits into the
/// 8000 octets that RFC 9110 §4.1 wants everybody to take.
const MAX_PAYLOAD: usize = 4096;

/// The question of a list, apart from the page: a cursor is good for this question only.
pub(super) struct Question<'a> {
    pub(super) table: &'static Table,
    /// The whole order, the key included.
    pub(super) order: &'a [Sort],
    /// The filters in canonical text and order.
    pub(super) filters: &'a str,
}

/// Which page a cursor stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// Whether it ends at the position instead of beginning there.
    pub(super) backward: bool,
    /// The values of the order's columns; nothing is the end of the list that the page looks away
    /// from.
    pub(super) position: Option<Row>,
    /// How many records from there are passed over.
    pub(super) skip: u64,
}

impl Place {
    /// The place of the page that a query asks for.
    pub(super) fn of(query: &Query) -> Self {
        let position = query.before.as_ref().or(query.after.as_ref());
        Self {
            backward: query.before.is_some(),
            position: position.filter(|position| !position.is_empty()).cloned(),
            skip: query.offset,
        }
    }
}

impl Question<'_> {
    /// A cursor of this place; `None` when it would not fit into an address.
    pub(super) fn cursor(&self, secret: &[u8; 16], place: &Place) -> Option<String> {
        let texts = place.position.as_ref().map(|values| -> Vec<Option<String>> {
            self.order.iter().zip(values).map(|(sort, value)| self.text(*sort, value)).collect()
        });
        let payload = serde_json::to_vec(&(u8::from(place.backward), texts, place.skip))
            .expect("texts always serialise");
        if payload.len() > MAX_PAYLOAD {
            return None;
        }
        let mut token = self.signature(secret, &payload).to_vec();
        token.extend_from_slice(&payload);
        Some(URL_SAFE_NO_PAD.encode(token))
    }

    /// The place that a cursor stands for, unless it is not one of this question.
    pub(super) fn place(&self, secret: &[u8; 16], cursor: &str) -> Option<Place> {
        let token = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (signature, payload) = token.split_at_checked(SIGNATURE)?;
        // All bytes are compared, so that the time taken does not tell how many were right.
        let expected = self.signature(secret, payload);
        if expected.iter().zip(signature).fold(0, |differing, (a, b)| differing | (a ^ b)) != 0 {
            return None;
        }
        let (backward, texts, skip): (u8, Option<Vec<Option<String>>>, u64) =
            serde_json::from_slice(payload).ok()?;
        let position = match texts {
            None => None,
            Some(texts) if texts.len() != self.order.len() => return None,
            Some(texts) => {
                let value = |(sort, text): (&Sort, Option<String>)| match text {
                    None => Some(Value::Null),
                    Some(text) => text::parse(sort.key.of(self.table), &text).ok(),
                };
                Some(self.order.iter().zip(texts).map(value).collect::<Option<_>>()?)
            }
        };
        Some(Place { backward: backward == 1, position, skip })
    }

    fn text(&self, sort: Sort, value: &Value) -> Option<String> {
        if value.is_null() {
            return None;
        }
        let mut text = String::new();
        text::write(sort.key.of(self.table), value, &mut text);
        Some(text)
    }

    fn signature(&self, secret: &[u8; 16], payload: &[u8]) -> [u8; SIGNATURE] {
        let mut hasher = SipHasher::new_with_key(secret);
        // Lengths in front keep parts from running into each other; the first part keeps
        // cursors apart from whatever else is signed with the secret.
        let mut part = |bytes: &[u8]| {
            hasher.write(&(bytes.len() as u64).to_le_bytes());
            hasher.write(bytes);
        };
        part(b"cursor");
        part(self.table.name.as_bytes());
        for sort in self.order {
            part(sort.key.relation(self.table).map_or("", |relation| relation.name).as_bytes());
            part(sort.key.of(self.table).name.as_bytes());
            part(if sort.descending { b"-" } else { b"+" });
        }
        part(self.filters.as_bytes());
        part(payload);
        hasher.finish128().as_bytes()
    }
}
