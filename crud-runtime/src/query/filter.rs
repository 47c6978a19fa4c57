//! Conditions on the columns of a record.

use crate::model::{Row, Table, Value};

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
    /// A record of a join entity links this one to the values of another.
    Linked(Box<Linked>),
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

/// The links of one record, seen from those on the other side.
#[derive(Debug, Clone)]
pub struct Linked {
    /// The table whose relation it is.
    pub table: &'static Table,
    /// The position of its relation, which is n-m.
    pub relation: usize,
    /// The values of the one record's columns that the join entity refers to.
    pub values: Row,
}

impl PartialEq for Linked {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.table, other.table)
            && (self.relation, &self.values) == (other.relation, &other.values)
    }
}

impl Filter {
    /// The records on the other side of one of `table`'s relations, for the record with these
    /// values in the columns that the relation compares.
    pub(crate) fn of_parent(table: &'static Table, relation: usize, values: &[Value]) -> Self {
        let link = table.relations[relation].link(table);
        if link.via.is_some() {
            return Self::Linked(Box::new(Linked { table, relation, values: values.to_vec() }));
        }
        let equal = |(&column, value): (&usize, &Value)| {
            Self::Compare(column, Comparison::Eq, value.clone())
        };
        Self::And(link.far.iter().zip(values).map(equal).collect())
    }
}

impl Filter {
    /// Both hold.
    pub(crate) fn and(self, other: Self) -> Self {
        let parts = |filter| match filter {
            Self::And(parts) => parts,
            one => vec![one],
        };
        let mut all = parts(self);
        all.extend(parts(other));
        Self::And(all)
    }
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
