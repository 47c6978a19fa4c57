//! Query strings: `application/x-www-form-urlencoded` pairs, read strictly.

use std::borrow::Cow;
use std::collections::HashSet;

/// One parameter of a query string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parameter<'a> {
    /// The decoded name, so that `%5B` and `[` are the same.
    pub(crate) name: Cow<'a, str>,
    /// The decoded value; empty without `=`.
    pub(crate) value: Cow<'a, str>,
    /// Both as the client wrote them.
    pub(crate) raw: &'a str,
}

/// Why a parameter is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParameterError {
    /// The parameter's name.
    pub(crate) parameter: String,
    /// The rule, stable: `unknown`, `duplicate`, `encoding`, `value`, `cursor`.
    pub(crate) code: &'static str,
    /// What would be right.
    pub(crate) detail: String,
}

impl ParameterError {
    pub(crate) fn new(name: &str, code: &'static str, detail: impl Into<String>) -> Self {
        Self { parameter: name.to_owned(), code, detail: detail.into() }
    }
}

/// The parameters of a query string; those that cannot be decoded or come twice are errors.
pub(crate) fn parameters<'a>(
    errors: &mut Vec<ParameterError>,
    query: &'a str,
) -> Vec<Parameter<'a>> {
    let mut seen = HashSet::new();
    let mut parameters = Vec::new();
    for raw in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = raw.split_once('=').unwrap_or((raw, ""));
        let (Some(name), Some(value)) = (decode(name), decode(value)) else {
            let name = decode(name).unwrap_or(Cow::Borrowed(name));
            errors.push(ParameterError::new(&name, "encoding", "must be percent-encoded UTF-8"));
            continue;
        };
        if seen.insert(name.clone()) {
            parameters.push(Parameter { name, value, raw });
        } else {
            errors.push(ParameterError::new(&name, "duplicate", "must be given only once"));
        }
    }
    parameters
}

/// The parameters that a request without any has: each one is an error.
pub(crate) fn none(query: &str) -> Vec<ParameterError> {
    let mut errors = Vec::new();
    for parameter in parameters(&mut errors, query) {
        let detail = "unknown parameter; nothing is allowed here";
        errors.push(ParameterError::new(&parameter.name, "unknown", detail));
    }
    errors
}

/// Text without its percent-encoding; `+` is a space. `None` when that is no UTF-8, or when a
/// `%` stands without two hexadecimal digits.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.bytes().any(|byte| byte == b'%' || byte == b'+') {
        return Some(Cow::Borrowed(text));
    }
    percent_decode(&text.replace('+', " ")).map(Cow::Owned)
}

/// Text without its percent-encoding, read strictly.
pub(crate) fn percent_decode(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        decoded.push(u8::try_from(high << 4 | low).ok()?);
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Pairs = Vec<(String, String)>;
    type Codes = Vec<(String, &'static str)>;

    fn pairs(query: &str) -> (Pairs, Codes) {
        let mut errors = Vec::new();
        let parameters = parameters(&mut errors, query);
        (
            parameters.into_iter().map(|p| (p.name.into_owned(), p.value.into_owned())).collect(),
            errors.into_iter().map(|error| (error.parameter, error.code)).collect(),
        )
    }

    #[test]
    fn pairs_are_decoded() {
        let (pairs, errors) = pairs("a%5Bin%5D=x%2C+y&&b&c=1=2&d=a%2Bb");
        let expected = [("a[in]", "x, y"), ("b", ""), ("c", "1=2"), ("d", "a+b")];
        assert!(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).eq(expected));
        assert!(errors.is_empty());
    }

    #[test]
    fn bad_encodings_and_duplicates_are_errors() {
        for query in ["a=%", "a=%4", "a=%zz", "a=%FF", "a=%ED%A0%80", "a=%+1"] {
            assert_eq!(pairs(query).1, [("a".to_owned(), "encoding")], "{query}");
        }
        assert_eq!(pairs("%5B=1&[=2").1, [("[".to_owned(), "duplicate")]);
    }
}
