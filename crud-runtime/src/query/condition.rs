//! One filter parameter as a condition: the value is text that takes the column's type.

use super::{Comparison, Filter, Operator, TextMatch};
use crate::codec::text;
use crate::model::{Column, Value};

/// How many characters a part of text may have that is looked for anywhere in a column.
///
/// A database compares it at every position, and cannot be stopped inside one value: a long part
/// of a long text would hold its connection past every time limit.
pub(crate) const PART: usize = 256;

/// The condition that `operator` and the parameter's text state about a column.
pub(super) fn parse(
    position: usize,
    column: &Column,
    operator: Operator,
    value: &str,
) -> Result<Filter, String> {
    let compare = |comparison| {
        text::parse(column, value).map(|value| Filter::Compare(position, comparison, value))
    };
    let matches = |kind| match text::parse(column, value)? {
        Value::Text(part) => Ok(Filter::Text(position, kind, part)),
        _ => Err("must be text".to_owned()),
    };
    let contains = |kind| {
        if value.chars().count() > PART {
            return Err(format!("must have at most {PART} characters"));
        }
        matches(kind)
    };
    match operator {
        Operator::Eq => compare(Comparison::Eq),
        Operator::Ne => compare(Comparison::Ne),
        Operator::Gt => compare(Comparison::Gt),
        Operator::Gte => compare(Comparison::Gte),
        Operator::Lt => compare(Comparison::Lt),
        Operator::Lte => compare(Comparison::Lte),
        Operator::In => list(column, value).map(|values| Filter::In(position, values)),
        Operator::Nin => list(column, value).map(|values| Filter::NotIn(position, values)),
        Operator::Null => match value {
            "true" => Ok(Filter::Null(position, true)),
            "false" => Ok(Filter::Null(position, false)),
            _ => Err("must be true or false".to_owned()),
        },
        Operator::Contains => contains(TextMatch::Contains),
        Operator::Icontains => contains(TextMatch::ContainsIgnoreCase),
        Operator::StartsWith => matches(TextMatch::StartsWith),
        Operator::EndsWith => matches(TextMatch::EndsWith),
    }
}

fn list(column: &Column, text: &str) -> Result<Vec<Value>, String> {
    split(text).iter().map(|element| text::parse(column, element)).collect()
}

/// Splits at commas; `\,` is a comma and `\\` a backslash.
fn split(text: &str) -> Vec<String> {
    let mut elements = vec![String::new()];
    let mut rest = text;
    while let Some(at) = rest.find([',', '\\']) {
        let (before, from) = rest.split_at(at);
        let element = elements.last_mut().expect("it begins with one and only grows");
        element.push_str(before);
        rest = &from[1..];
        if from.starts_with(',') {
            elements.push(String::new());
        } else if let Some(escaped) = rest.chars().next().filter(|next| matches!(next, ',' | '\\'))
        {
            element.push(escaped);
            rest = &rest[1..];
        } else {
            element.push('\\');
        }
    }
    elements.last_mut().expect("it begins with one and only grows").push_str(rest);
    elements
}

#[cfg(test)]
mod tests {
    use super::{PART, parse, split};
    use crate::model::{Value, column};
    use crate::query::{Filter, Operator};

    #[test]
    fn lists_split_at_bare_commas() {
        assert_eq!(split(r"a,b\,c,\\,d\e,"), ["a", "b,c", r"\", r"d\e", ""]);
        assert_eq!(split(""), [""]);
    }

    #[test]
    fn equality_never_splits() {
        let title = column::<String>("title").filter().done();
        let filter = parse(0, &title, Operator::Eq, r"a,b\,c");
        let value = Value::Text(r"a,b\,c".to_owned());
        assert_eq!(filter, Ok(Filter::Compare(0, crate::query::Comparison::Eq, value)));
    }

    #[test]
    fn a_part_that_may_stand_anywhere_is_bounded() {
        let title = column::<String>("title").filter().done();
        let (most, more) = ("é".repeat(PART), "é".repeat(PART + 1));
        for operator in [Operator::Contains, Operator::Icontains] {
            assert!(parse(0, &title, operator, &most).is_ok());
            assert!(parse(0, &title, operator, &more).is_err());
        }
        assert!(parse(0, &title, Operator::StartsWith, &more).is_ok());
    }

    #[test]
    fn values_take_the_column_s_type() {
        let rank = column::<i16>("rank").filter().done();
        for (operator, text) in [
            (Operator::Eq, "x"),
            (Operator::Gte, "40000"),
            (Operator::In, "1,,2"),
            (Operator::In, ""),
            (Operator::Null, "1"),
        ] {
            assert!(parse(0, &rank, operator, text).is_err(), "{text}");
        }
        let list = vec![Value::Int(1), Value::Int(-2)];
        assert_eq!(parse(0, &rank, Operator::Nin, "1,-2"), Ok(Filter::NotIn(0, list)));
    }
}
