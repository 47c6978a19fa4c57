//! The operators of filters over HTTP: `price[gte]=10`; routes and documents both read them here.

use crate::model::{Column, ColumnType};

/// What stands in the brackets of a filter parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Operator {
    /// No brackets: equal.
    Eq,
    /// Not equal; null is not equal to anything.
    Ne,
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
    /// One of a list.
    In,
    /// None of a list; null is none of any.
    Nin,
    /// `true`: is null; `false`: is not.
    Null,
    /// Contains the text, exactly so.
    Contains,
    /// Contains the text, letters A to Z in either case.
    Icontains,
    /// Begins with the text.
    StartsWith,
    /// Ends with the text.
    EndsWith,
}

impl Operator {
    /// All of them, in the order of documents.
    pub(crate) const ALL: &'static [Self] = &[
        Self::Eq,
        Self::Ne,
        Self::Gt,
        Self::Gte,
        Self::Lt,
        Self::Lte,
        Self::In,
        Self::Nin,
        Self::Null,
        Self::Contains,
        Self::Icontains,
        Self::StartsWith,
        Self::EndsWith,
    ];

    /// The operators that a filter on this column may use; none where it is not filterable.
    pub(crate) fn of(column: &Column) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|operator| operator.takes(column))
    }

    /// What stands in the brackets; empty for equality, which has none.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Eq => "",
            Self::Ne => "ne",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
            Self::In => "in",
            Self::Nin => "nin",
            Self::Null => "null",
            Self::Contains => "contains",
            Self::Icontains => "icontains",
            Self::StartsWith => "starts_with",
            Self::EndsWith => "ends_with",
        }
    }

    /// The operator with this name in brackets.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operator| *operator != Self::Eq && operator.name() == name)
    }

    /// What a body calls it, where equality has a name too.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            _ => self.name(),
        }
    }

    /// The parameter of this operator on a member.
    pub(crate) fn parameter(self, member: &str) -> String {
        match self {
            Self::Eq => member.to_owned(),
            _ => format!("{member}[{}]", self.name()),
        }
    }

    fn takes(self, column: &Column) -> bool {
        use ColumnType as T;
        if !column.filterable {
            return false;
        }
        match self {
            Self::Null => column.nullable,
            Self::Eq | Self::Ne | Self::In | Self::Nin => !matches!(column.column_type, T::Json(_)),
            Self::Gt | Self::Gte | Self::Lt | Self::Lte => match column.column_type {
                T::I16
                | T::I32
                | T::I64
                | T::U32
                | T::F64
                | T::Decimal
                | T::Text
                | T::Date
                | T::Time
                | T::Timestamp => true,
                T::Bool | T::Uuid | T::Bytes | T::Json(_) | T::Enum(_) => false,
            },
            Self::Contains | Self::Icontains | Self::StartsWith | Self::EndsWith => {
                matches!(column.column_type, T::Text)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Operator;
    use crate::model::column;

    fn names(column: &crate::model::Column) -> Vec<&'static str> {
        Operator::of(column).map(Operator::name).collect()
    }

    #[test]
    fn the_type_decides() {
        assert_eq!(names(&column::<bool>("b").filter().done()), ["", "ne", "in", "nin"]);
        assert_eq!(
            names(&column::<Option<i32>>("n").filter().done()),
            ["", "ne", "gt", "gte", "lt", "lte", "in", "nin", "null"]
        );
        assert_eq!(names(&column::<String>("t").filter().done()).len(), 12);
        assert!(names(&column::<String>("t").done()).is_empty());
    }

    #[test]
    fn equality_has_no_name() {
        assert_eq!(Operator::named(""), None);
        assert_eq!(Operator::named("gte"), Some(Operator::Gte));
        assert_eq!(Operator::Gte.parameter("price"), "price[gte]");
    }
}
