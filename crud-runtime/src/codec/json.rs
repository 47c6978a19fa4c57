//! Values as JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;

use super::{Refusal, text};
use crate::model::{Column, ColumnType, Value};

/// Appends a value as JSON.
pub(crate) fn write(column: &Column, value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Int(integer) => {
            out.extend_from_slice(itoa::Buffer::new().format(*integer).as_bytes());
        }
        Value::Float(float) => write_float(*float, out),
        Value::Text(text) => write_text(text, out),
        Value::Bytes(bytes) => {
            let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4 + 2);
            encoded.push('"');
            STANDARD.encode_string(bytes, &mut encoded);
            encoded.push('"');
            out.extend_from_slice(encoded.as_bytes());
        }
        Value::Json(document) => write_document(document, out),
        // What is left is plain ASCII in its text form.
        Value::Uuid(_)
        | Value::Decimal(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Timestamp(_) => {
            let mut plain = String::with_capacity(40);
            plain.push('"');
            text::write(column, value, &mut plain);
            plain.push('"');
            out.extend_from_slice(plain.as_bytes());
        }
    }
}

/// Appends a double in the shortest form that reads back to the same bits.
pub(crate) fn write_float(float: f64, out: &mut Vec<u8>) {
    // Only finite floats get in; anything else would be no JSON.
    serde_json::to_writer(out, &float).unwrap_or_default();
}

/// Appends text as a JSON string: runs without special characters are copied at once.
pub(crate) fn write_text(text: &str, out: &mut Vec<u8>) {
    write_utf8(text.as_bytes(), out);
}

/// Appends a JSON string of what a database holds for text; nothing where it is not UTF-8.
pub(crate) fn write_stored_text(bytes: &[u8], out: &mut Vec<u8>) -> Option<()> {
    // Most text is ASCII, and that is seen sooner.
    if !bytes.is_ascii() {
        std::str::from_utf8(bytes).ok()?;
    }
    write_utf8(bytes, out);
    Some(())
}

fn write_utf8(bytes: &[u8], out: &mut Vec<u8>) {
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let mut rest = bytes;
    while let Some(position) = first_special(rest) {
        let (plain, special) = rest.split_at(position);
        out.extend_from_slice(plain);
        rest = &special[1..];
        match special[0] {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            control => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.extend_from_slice(b"\\u00");
                out.push(HEX[usize::from(control >> 4)]);
                out.push(HEX[usize::from(control & 15)]);
            }
        }
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// Where the first character stands that a JSON string escapes: a quote, a backslash or a control
/// character. Looks at eight bytes at a time.
fn first_special(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = ONES << 7;
    // The top bit of each byte that is zero. A borrow can mark bytes above such a byte wrongly,
    // never below it, so that the lowest mark is right.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & TOPS;
    let is = |word: u64, byte: u8| zeros(word ^ (ONES * u64::from(byte)));
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let controls = word.wrapping_sub(ONES * 0x20) & !word & TOPS;
        let marks = controls | is(word, b'"') | is(word, b'\\');
        if marks != 0 {
            return Some(index * 8 + marks.trailing_zeros() as usize / 8);
        }
    }
    let is_special = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
    rest.iter().position(is_special).map(|position| words.len() * 8 + position)
}

/// Appends a document as it stands; [`canonical`] has put it in order before it was stored.
fn write_document(document: &Json, out: &mut Vec<u8>) {
    // Writing a `serde_json::Value` into a `Vec` cannot fail: keys are text, memory is no file.
    serde_json::to_writer(out, document).unwrap_or_default();
}

/// The one form in which equal documents are equal text: members sorted by name, floats that
/// are integers written as such.
pub(crate) fn canonical(document: Json) -> Json {
    match document {
        Json::Array(elements) => Json::Array(elements.into_iter().map(canonical).collect()),
        Json::Object(members) => {
            let mut members: Vec<_> =
                members.into_iter().map(|(name, member)| (name, canonical(member))).collect();
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            Json::Object(members.into_iter().collect())
        }
        Json::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() => {
                integral(float).map_or(Json::Number(number), Json::from)
            }
            _ => Json::Number(number),
        },
        plain => plain,
    }
}

/// The integer that a float stands for, where it stands for one exactly.
fn integral(float: f64) -> Option<i64> {
    // 2^53: above it, neighbouring integers share a float.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "bounded by EXACT and without fraction")]
    (float.fract() == 0.0 && float.abs() <= EXACT && !(float == 0.0 && float.is_sign_negative()))
        .then_some(float as i64)
}

/// Reads a value of the column's type, and nothing but its type; [`super::rules`] has the rest.
pub(crate) fn read(column: &Column, json: Json) -> Result<Value, Refusal> {
    if json.is_null() {
        return if column.nullable {
            Ok(Value::Null)
        } else {
            Err(("null", "must not be null".to_owned()))
        };
    }
    let column_type = column.column_type;
    match (column_type, json) {
        (ColumnType::Bool, Json::Bool(boolean)) => Ok(Value::Bool(boolean)),
        (
            ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32,
            Json::Number(number),
        ) => integer(column_type, &number).map(Value::Int),
        (ColumnType::F64, Json::Number(number)) => number
            .as_f64()
            .filter(|float| float.is_finite())
            .map(Value::Float)
            .ok_or_else(|| ("range", "must be a double-precision number".to_owned())),
        (ColumnType::Json(json_type), document) => {
            let document = canonical(document);
            (json_type.check)(&document).map_err(|message| ("invalid", message))?;
            Ok(Value::Json(document))
        }
        (ColumnType::Text, Json::String(string)) => {
            if string.contains('\0') {
                return Err(("pattern", "must not contain U+0000".to_owned()));
            }
            Ok(Value::Text(string))
        }
        (
            ColumnType::Uuid
            | ColumnType::Decimal
            | ColumnType::Date
            | ColumnType::Time
            | ColumnType::Timestamp
            | ColumnType::Bytes,
            Json::String(string),
        ) => text::parse(column, &string).map_err(|message| ("format", message)),
        (ColumnType::Enum(_), Json::String(string)) => {
            text::parse(column, &string).map_err(|message| ("enum", message))
        }
        _ => Err(("type", format!("must be {}", type_name(column_type)))),
    }
}

/// The integer that a number is, within the bounds of the type.
pub(super) fn integer(
    column_type: ColumnType,
    number: &serde_json::Number,
) -> Result<i64, Refusal> {
    let (min, max) = column_type.integer_bounds().unwrap_or((i64::MIN, i64::MAX));
    let out_of_range = || ("range", format!("must be an integer from {min} to {max}"));
    // JSON Schema 2020-12 §6.1.1: a number without fraction is an integer, however written.
    let integer = match (number.as_i64(), number.as_f64()) {
        (Some(integer), _) => integer,
        (None, Some(float)) if float.fract() != 0.0 => {
            return Err(("type", "must be an integer".to_owned()));
        }
        (None, Some(float)) => whole(float).ok_or_else(out_of_range)?,
        (None, None) => return Err(out_of_range()),
    };
    if (min..=max).contains(&integer) { Ok(integer) } else { Err(out_of_range()) }
}

/// The integer equal to a float without fraction, where it fits 64 bits.
fn whole(float: f64) -> Option<i64> {
    // -2^63 is a double, and what smaller integers than fit are rounded to: an integer literal that
    // fits never comes here. 2^63, the first that does not fit, is one too.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    #[expect(clippy::cast_possible_truncation, reason = "bounded by LIMIT")]
    (-LIMIT < float && float < LIMIT).then_some(float as i64)
}

const fn type_name(column_type: ColumnType) -> &'static str {
    match column_type {
        ColumnType::Bool => "a boolean",
        ColumnType::I16 | ColumnType::I32 | ColumnType::I64 | ColumnType::U32 => "an integer",
        ColumnType::F64 => "a number",
        ColumnType::Decimal => "a decimal in a string",
        ColumnType::Json(_) => "a JSON document",
        ColumnType::Text
        | ColumnType::Uuid
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::Bytes
        | ColumnType::Enum(_) => "a string",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::column;

    #[test]
    fn text_is_escaped_as_serde_json_does() {
        let every: String =
            (0..0x250).filter_map(char::from_u32).chain("𝄞\u{10FFFF}".chars()).collect();
        let mut out = Vec::new();
        write_text(&every, &mut out);
        let read: String = serde_json::from_slice(&out).expect("what was written is JSON");
        assert_eq!(read, every);
    }

    #[test]
    fn a_special_byte_is_found_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            let is_special = byte < 0x20 || byte == b'"' || byte == b'\\';
            for length in 1..=17 {
                for position in 0..length {
                    // Its neighbours are the bytes next to the special ones, and a high one.
                    for filler in [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F, 0x80, 0xFF] {
                        let mut bytes = vec![filler; length];
                        bytes[position] = byte;
                        assert_eq!(first_special(&bytes), is_special.then_some(position));
                    }
                }
            }
        }
    }

    #[test]
    fn types_are_strict() {
        let small = column::<i16>("small").done();
        assert_eq!(read(&small, json!(5.0)), Ok(Value::Int(5)));
        for (json, code) in [
            (json!("5"), "type"),
            (json!(true), "type"),
            (json!(5.5), "type"),
            (json!(40_000), "range"),
            (json!(1e30), "range"),
            (json!(null), "null"),
        ] {
            assert_eq!(read(&small, json).map_err(|(code, _)| code), Err(code));
        }
        let large = column::<i64>("large").done();
        assert_eq!(read(&large, json!(i64::MIN)), Ok(Value::Int(i64::MIN)));
        assert!(read(&large, json!(u64::MAX)).is_err());
        assert!(read(&large, json!(9_223_372_036_854_775_808.0)).is_err());
        for literal in ["-9223372036854775809", "9223372036854775808"] {
            let json = serde_json::from_str(literal).expect("a number");
            assert_eq!(read(&large, json).map_err(|(code, _)| code), Err("range"), "{literal}");
        }
        assert!(read(&column::<bool>("flag").done(), json!(1)).is_err());
        assert!(read(&column::<rust_decimal::Decimal>("price").done(), json!(1)).is_err());
    }

    #[test]
    fn documents_have_one_form() {
        let one = canonical(json!({"b": [1.0, {"d": 1, "c": 2}], "a": -0.0}));
        assert_eq!(one.to_string(), r#"{"a":-0.0,"b":[1,{"c":2,"d":1}]}"#);
    }
}
