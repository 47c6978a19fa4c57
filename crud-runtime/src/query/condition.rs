//! One operator with its value as a condition, from a parameter and from a body alike.

use super::{Comparison, Filter, Operator, TextMatch};
use crate::codec::text;
use crate::model::{Column, Value};

/// How many characters a part of text may have that is looked for anywhere in a column.
///
/// A database compares it at every position, and cannot be stopped inside one value: a long part
/// of a long text would hold its connection past every time limit.
pub(crate) const PART: usize = 256;

/// Why a value is refused: which element of a list where it is one, a code, what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) element: Option<usize>,
    pub(super) code: &'static str,
    pub(super) detail: String,
}

/// What stands behind an operator: the text of a parameter, or a member of a body.
pub(super) trait Given: Sized {
    /// One value of the column's type, never null.
    fn value(self, column: &Column) -> Result<Value, Fault>;

    /// The values of a list.
    fn list(self, column: &Column) -> Result<Vec<Value>, Vec<Fault>>;

    /// Yes or no.
    fn flag(self) -> Result<bool, Fault>;
}

/// The condition that `operator` and what stands behind it state about a column.
pub(super) fn parse(
    position: usize,
    column: &Column,
    operator: Operator,
    given: impl Given,
) -> Result<Filter, Vec<Fault>> {
    let compare = |given, comparison| {
        let value = Given::value(given, column).map_err(|fault| vec![fault])?;
        Ok(Filter::Compare(position, comparison, value))
    };
    let matches = |given, kind| match Given::value(given, column) {
        Ok(Value::Text(part)) => Ok(Filter::Text(position, kind, part)),
        Ok(_) => Err(vec![Fault::new("type", "must be text")]),
        Err(fault) => Err(vec![fault]),
    };
    let contains = |given, kind| match matches(given, kind)? {
        Filter::Text(_, _, part) if part.chars().count() > PART => {
            Err(vec![Fault::new("length", format!("must have at most {PART} characters"))])
        }
        filter => Ok(filter),
    };
    match operator {
        Operator::Eq => compare(given, Comparison::Eq),
        Operator::Ne => compare(given, Comparison::Ne),
        Operator::Gt => compare(given, Comparison::Gt),
        Operator::Gte => compare(given, Comparison::Gte),
        Operator::Lt => compare(given, Comparison::Lt),
        Operator::Lte => compare(given, Comparison::Lte),
        Operator::In => given.list(column).map(|values| Filter::In(position, values)),
        Operator::Nin => given.list(column).map(|values| Filter::NotIn(position, values)),
        Operator::Null => match given.flag() {
            Ok(is_null) => Ok(Filter::Null(position, is_null)),
            Err(fault) => Err(vec![fault]),
        },
        Operator::Contains => contains(given, TextMatch::Contains),
        Operator::Icontains => contains(given, TextMatch::ContainsIgnoreCase),
        Operator::StartsWith => matches(given, TextMatch::StartsWith),
        Operator::EndsWith => matches(given, TextMatch::EndsWith),
    }
}

impl Fault {
    pub(super) fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { element: None, code, detail: detail.into() }
    }
}

/// The text of a parameter, which takes the column's type.
impl Given for &str {
    fn value(self, column: &Column) -> Result<Value, Fault> {
        text::parse(column, self).map_err(|detail| Fault::new("value", detail))
    }

    fn list(self, column: &Column) -> Result<Vec<Value>, Vec<Fault>> {
        let elements = split(self);
        let values = elements.iter().map(|element| element.as_str().value(column));
        values.collect::<Result<_, _>>().map_err(|fault| vec![fault])
    }

    fn flag(self) -> Result<bool, Fault> {
        match self {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(Fault::new("value", "must be true or false")),
        }
    }
}

/// Splits at commas; `\,` is a comma and `\\` a backslash.
pub(super) fn split(text: &str) -> Vec<String> {
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
    use crate::query::{Comparison, Filter, Operator};

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
        assert_eq!(filter, Ok(Filter::Compare(0, Comparison::Eq, value)));
    }

    #[test]
    fn a_part_that_may_stand_anywhere_is_bounded() {
        let title = column::<String>("title").filter().done();
        let (most, more) = ("é".repeat(PART), "é".repeat(PART + 1));
        for operator in [Operator::Contains, Operator::Icontains] {
            assert!(parse(0, &title, operator, most.as_str()).is_ok());
            assert!(parse(0, &title, operator, more.as_str()).is_err());
        }
        assert!(parse(0, &title, Operator::StartsWith, more.as_str()).is_ok());
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
