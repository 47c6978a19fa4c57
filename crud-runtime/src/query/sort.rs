//! What a list is ordered by.

use crate::model::{Column, Order, Table, column};

/// One part of an order; [`Attribute::asc`](crate::model::Attribute::asc) makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    /// What is compared.
    pub key: SortKey,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// What two records are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// The column at this position.
    Column(usize),
    /// How well the record fits the search, the best first; only in a query that searches.
    Relevance,
}

impl Sort {
    /// By the column at this position.
    #[must_use]
    pub const fn column(column: usize, descending: bool) -> Self {
        Self { key: SortKey::Column(column), descending }
    }
}

impl SortKey {
    /// The column whose values are compared.
    #[must_use]
    pub fn of(self, table: &'static Table) -> &'static Column {
        /// The database makes the values, and no client sees them.
        static RELEVANCE: Column = column::<f64>("relevance").done();
        match self {
            Self::Column(position) => &table.columns[position],
            Self::Relevance => &RELEVANCE,
        }
    }
}

impl From<Order> for Sort {
    fn from(order: Order) -> Self {
        Self::column(order.column, order.descending)
    }
}
