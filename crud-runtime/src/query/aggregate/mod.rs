//! What is asked of records together: groups of them, and functions over each group.

mod column;
mod name;
mod offer;
mod parse;
#[cfg(test)]
mod tests;
mod tree;
mod typed;

use crate::model::{Table, Value};
use crate::query::{Comparison, Filter};

pub(crate) use name::{FUNCTIONS, GROUPS};
pub(crate) use offer::{functions, groups, is_to_one};
pub(crate) use parse::{OPERATORS, parse};
pub(crate) use tree::{MEMBER, parse as parse_body};
pub use typed::{
    Addend, Computable, Compute, Computed, Dated, Functions, GroupBy, GroupCondition, GroupSort,
    Groups, Key, Ranked, count,
};

/// A question about groups of records.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Aggregate {
    /// Which records are grouped.
    pub(crate) filter: Filter,
    /// What the records of one group agree in; none is one group of all records, which is there
    /// even when there are no records.
    pub(crate) groups: Vec<Group>,
    /// What is answered of each group.
    pub(crate) functions: Vec<Function>,
    /// Which groups are answered: those for which all of these hold.
    pub(crate) having: Vec<Having>,
    /// The order; the groups are appended, ascending. Nulls are last ascending and first
    /// descending.
    pub(crate) sort: Vec<AggregateSort>,
    /// At most so many groups; `None` is all.
    pub(crate) limit: Option<u32>,
    /// So many are passed over first.
    pub(crate) offset: u64,
}

/// What the records of one group agree in. Null is a group of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Group {
    /// The position of a relation with one record at most on its other side; `None` is the table
    /// itself. No related record is null.
    pub(crate) relation: Option<usize>,
    /// The position of the column in that table.
    pub(crate) column: usize,
    /// What the date or the instant is cut down to.
    pub(crate) truncate: Option<Truncate>,
}

/// A period of the calendar, in UTC. A value stands for the first day of its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Truncate {
    /// The day itself.
    Day,
    /// The week, which begins on Monday (ISO 8601).
    Week,
    /// The month.
    Month,
    /// The year.
    Year,
}

/// What is computed of the records of a group. All but `Count` pass over nulls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Function {
    /// How many records.
    Count,
    /// The sum of the column; null where there is nothing to add, and of floats where one of them
    /// is beyond 1e290, so that none is lost to an overflow.
    Sum(usize),
    /// The mean: the sum divided by how many there are, four digits more behind the point than the
    /// column has, halves away from zero. Null where there is nothing.
    Avg(usize),
    /// The least; null where there is none.
    Min(usize),
    /// The greatest; null where there is none.
    Max(usize),
    /// How many different values.
    CountDistinct(usize),
}

/// A condition on a group. Two-valued: null equals nothing, so that only `Ne` matches it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Having {
    /// What is compared.
    pub(crate) function: Function,
    /// How.
    pub(crate) comparison: Comparison,
    /// With what: a value of [`Function::column`].
    pub(crate) value: Value,
}

/// One part of the order of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct AggregateSort {
    /// What is compared.
    pub(crate) key: AggregateKey,
    /// Whether the largest comes first.
    pub(crate) descending: bool,
}

/// What two groups are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum AggregateKey {
    /// The group at this position of [`Aggregate::groups`].
    Group(usize),
    /// A function, answered or not.
    Function(Function),
}

impl Aggregate {
    /// The functions of all records together.
    pub(crate) fn of(functions: Vec<Function>) -> Self {
        Self {
            filter: Filter::And(Vec::new()),
            groups: Vec::new(),
            functions,
            having: Vec::new(),
            sort: Vec::new(),
            limit: None,
            offset: 0,
        }
    }

    /// The whole order: the groups appended that the sort does not name.
    pub(crate) fn order(&self) -> Vec<AggregateSort> {
        let mut order = self.sort.clone();
        for position in 0..self.groups.len() {
            let key = AggregateKey::Group(position);
            if !order.iter().any(|sort| sort.key == key) {
                order.push(AggregateSort { key, descending: false });
            }
        }
        order
    }

    /// All functions that have to be computed: first those that are answered.
    pub(crate) fn computed(&self) -> Vec<Function> {
        let mut computed = self.functions.clone();
        let sorted = self.sort.iter().filter_map(|sort| match sort.key {
            AggregateKey::Function(function) => Some(function),
            AggregateKey::Group(_) => None,
        });
        for function in self.having.iter().map(|having| having.function).chain(sorted) {
            if !computed.contains(&function) {
                computed.push(function);
            }
        }
        computed
    }
}

impl Group {
    /// The table whose column it is.
    pub(crate) fn table(self, table: &'static Table) -> &'static Table {
        self.relation.map_or(table, |relation| (table.relations[relation].target)())
    }
}

impl Truncate {
    /// All of them, the shortest first.
    pub(crate) const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// What it is called.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl Function {
    /// What stands before the brackets, and what those of one kind are answered under.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Sum(_) => "sum",
            Self::Avg(_) => "avg",
            Self::Min(_) => "min",
            Self::Max(_) => "max",
            Self::CountDistinct(_) => "count_distinct",
        }
    }

    /// The position of the column whose values it takes.
    pub(crate) const fn operand(self) -> Option<usize> {
        match self {
            Self::Count => None,
            Self::Sum(column)
            | Self::Avg(column)
            | Self::Min(column)
            | Self::Max(column)
            | Self::CountDistinct(column) => Some(column),
        }
    }
}
