//! Primary keys as the last segment of a path.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::codec::text;
use crate::model::{Table, Value};
use crate::query::parameter::percent_decode;

/// The unreserved characters of RFC 3986 §2.3 stand for themselves. A comma does not: bare ones
/// part a composite key.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The key that a raw, still percent-encoded segment names; `None` when it names none.
pub(super) fn parse(table: &'static Table, segment: &str) -> Option<Vec<Value>> {
    let part = |position: usize, part: &str| {
        let text = percent_decode(part)?;
        let value = text::parse(&table.columns[position], &text).ok()?;
        // A parameter may say `5.0`; a record has one address.
        let canonical = !matches!(value, Value::Int(integer) if integer.to_string() != *text);
        canonical.then_some(value)
    };
    if let [only] = table.key {
        return Some(vec![part(*only, segment)?]);
    }
    let mut parts = segment.split(',');
    let mut key = Vec::with_capacity(table.key.len());
    for &position in table.key {
        key.push(part(position, parts.next()?)?);
    }
    parts.next().is_none().then_some(key)
}

/// Appends the segment that names a key.
pub(super) fn write(table: &'static Table, key: &[Value], out: &mut String) {
    for (place, (column, value)) in table.key_columns().zip(key).enumerate() {
        if place > 0 {
            out.push(',');
        }
        let mut part = String::new();
        text::write(column, value, &mut part);
        out.extend(utf8_percent_encode(&part, SEGMENT));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Column, column};

    static LINES: Table = Table {
        columns: &[
            column::<String>("note").done(),
            column::<i64>("order_id").primary_key().done(),
            column::<String>("code").primary_key().done(),
        ],
        key: &[1, 2],
        ..Table::EMPTY
    };
    static WORD: &[Column] = &[column::<String>("word").primary_key().done()];
    static WORDS: Table = Table { columns: WORD, key: &[0], ..Table::EMPTY };

    fn round(table: &'static Table, key: &[Value]) -> (String, Option<Vec<Value>>) {
        let mut segment = String::new();
        write(table, key, &mut segment);
        let read = parse(table, &segment);
        (segment, read)
    }

    #[test]
    fn keys_survive_the_path() {
        let key = vec![Value::Int(-7), Value::Text("a,b/c %é?#".to_owned())];
        let (segment, read) = round(&LINES, &key);
        assert_eq!(segment, "-7,a%2Cb%2Fc%20%25%C3%A9%3F%23");
        assert_eq!(read, Some(key));
        let key = vec![Value::Text("a,b+".to_owned())];
        assert_eq!(round(&WORDS, &key).1, Some(key));
        assert_eq!(parse(&WORDS, "a,b+"), Some(vec![Value::Text("a,b+".to_owned())]));
    }

    #[test]
    fn what_does_not_parse_names_nothing() {
        for segment in ["", "7", "7,a,b", "x,a", "7,%", "7,%FF", "7,%00", "07,a", "7%2Ca"] {
            assert_eq!(parse(&LINES, segment), None, "{segment}");
        }
    }
}
