//! Conditions on the columns of a record.

use crate::model::Value;

/// A condition. Columns are named by their position in the table that is asked.
///
/// Conditions are two-valued: a column that is `NULL` equals nothing, so `Ne`, `NotIn` and `Not`
/// match it and all else does not.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// The column compares so with the value, which is not null.
    Compare(usize, Comparison, Value),
    /// The column is one of the values; none matches nothing.
    In(usize, Vec<Value>),
    /// The column is none of the values.
    NotIn(usize, Vec<Value>),
    /// The column is (`true`) or is not (`false`) `NULL`.
    Null(usize, bool),
    /// The text of the column contains, begins or ends so.
    Text(usize, TextMatch, String),
    /// Records on the other side of the relation at this position match so.
    Related(usize, Quantifier, Box<Filter>),
    /// Each of these words is the beginning of some word in the columns that are searched: words as
    /// `q` has them, letters and digits alone, A to Z in lower case.
    Search(Vec<String>),
    /// All hold; none is true.
    And(Vec<Filter>),
    /// One holds; none is false.
    Or(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
}

/// How many of the records on the other side of a relation match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// At least one.
    Some,
    /// Not one, as where there are none.
    None,
    /// All of them, as where there are none.
    Every,
}

/// How two values compare; text by code point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
}

/// How text is matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextMatch {
    /// It stands somewhere, exactly so.
    Contains,
    /// It stands somewhere, letters A to Z in either case.
    ContainsIgnoreCase,
    /// It stands at the beginning.
    StartsWith,
    /// It stands at the end.
    EndsWith,
}
