//! How many records a page has and how many are passed over, as clients write it.

use serde_json::Number;

use crate::model::Table;

/// No table has more records than a signed integer counts, and no database takes more.
pub(super) const MAX_OFFSET: u64 = i64::MAX.unsigned_abs();

/// How many records at most: what is beyond the table's own bound is the bound.
pub(super) fn limit(table: &Table, number: Option<&Number>) -> Result<u32, String> {
    at_least_one(number).map(|limit| limit.min(table.page.max))
}

/// A number of records that is not zero.
pub(super) fn at_least_one(number: Option<&Number>) -> Result<u32, String> {
    match number.and_then(whole) {
        Some(limit @ 1..) => Ok(u32::try_from(limit).unwrap_or(u32::MAX)),
        _ => Err("must be an integer of at least 1".to_owned()),
    }
}

/// How many records are passed over.
pub(super) fn offset(number: Option<&Number>) -> Result<u64, String> {
    number
        .and_then(whole)
        .map(|offset| offset.min(MAX_OFFSET))
        .ok_or_else(|| "must be an integer of at least 0".to_owned())
}

/// A whole number as JSON writes it, `5` or `5.0`; what is too large for the type is its largest.
fn whole(number: &Number) -> Option<u64> {
    number.as_u64().or_else(|| {
        let float = number.as_f64().filter(|float| *float >= 0.0 && float.fract() == 0.0)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
        Some(float as u64)
    })
}
