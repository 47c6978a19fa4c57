//! What a list is ordered by.

use crate::model::{Column, Order, Table};

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
        match self {
            Self::Column(position) => &table.columns[position],
        }
    }
}

impl From<Order> for Sort {
    fn from(order: Order) -> Self {
        Self::column(order.column, order.descending)
    }
}
