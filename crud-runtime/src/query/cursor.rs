//! Cursors: where a page ended, signed together with the question that it answered.

use std::hash::Hasher as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use siphasher::sip128::{Hasher128 as _, SipHasher};

use super::Sort;
use crate::codec::text;
use crate::model::{Row, Table, Value};

/// Length of the signature in front of the values.
const SIGNATURE: usize = 16;

/// The question of a list, apart from the page: a cursor is good for this question only.
pub(super) struct Question<'a> {
    pub(super) table: &'static Table,
    /// The whole order, the key included.
    pub(super) order: &'a [Sort],
    /// The filters in canonical text and order.
    pub(super) filters: &'a str,
}

impl Question<'_> {
    /// A cursor behind the record with these values of the order's columns.
    pub(super) fn cursor(&self, secret: &[u8; 16], values: &[Value]) -> String {
        let texts: Vec<Option<String>> =
            self.order.iter().zip(values).map(|(sort, value)| self.text(*sort, value)).collect();
        let payload = serde_json::to_vec(&texts).expect("texts always serialise");
        let mut token = self.signature(secret, &payload).to_vec();
        token.extend_from_slice(&payload);
        URL_SAFE_NO_PAD.encode(token)
    }

    /// The values that a cursor stands for, unless it is not one of this question.
    pub(super) fn values(&self, secret: &[u8; 16], cursor: &str) -> Option<Row> {
        let token = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (signature, payload) = token.split_at_checked(SIGNATURE)?;
        // All bytes are compared, so that the time taken does not tell how many were right.
        let expected = self.signature(secret, payload);
        if expected.iter().zip(signature).fold(0, |differing, (a, b)| differing | (a ^ b)) != 0 {
            return None;
        }
        let texts: Vec<Option<String>> = serde_json::from_slice(payload).ok()?;
        if texts.len() != self.order.len() {
            return None;
        }
        let value = |(sort, text): (&Sort, Option<String>)| match text {
            None => Some(Value::Null),
            Some(text) => text::parse(&self.table.columns[sort.column], &text).ok(),
        };
        self.order.iter().zip(texts).map(value).collect()
    }

    fn text(&self, sort: Sort, value: &Value) -> Option<String> {
        if value.is_null() {
            return None;
        }
        let mut text = String::new();
        text::write(&self.table.columns[sort.column], value, &mut text);
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
            part(self.table.columns[sort.column].name.as_bytes());
            part(if sort.descending { b"-" } else { b"+" });
        }
        part(self.filters.as_bytes());
        part(payload);
        hasher.finish128().as_bytes()
    }
}
