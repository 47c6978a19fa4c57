//! What a list is ordered by.

use crate::model::{Column, Order, Relation, Table, column};

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
    /// A column of the one record on the other side of a relation; null where there is none.
    ///
    /// Where a `has_one` is not unique, of the record with the least key.
    Related {
        /// The relation's position.
        relation: usize,
        /// The column's position in the relation's target.
        column: usize,
    },
    /// How well the record fits the search, the best first; only in a query that searches.
    Relevance,
}

impl Sort {
    /// By the column at this position.
    #[must_use]
    pub const fn column(column: usize, descending: bool) -> Self {
        Self { key: SortKey::Column(column), descending }
    }

    /// By this column of the record on the other side of this relation.
    #[must_use]
    pub const fn related(relation: usize, column: usize, descending: bool) -> Self {
        Self { key: SortKey::Related { relation, column }, descending }
    }
}

impl SortKey {
    /// The column whose values are compared.
    #[must_use]
    pub fn of(self, table: &'static Table) -> &'static Column {
        /// The database makes the values, and no client sees them.
        static RELEVANCE: Column = column::<f64>("relevance").done();
        match self {
            Self::Column(column) => &table.columns[column],
            Self::Related { relation, column } => {
                &(table.relations[relation].target)().columns[column]
            }
            Self::Relevance => &RELEVANCE,
        }
    }

    /// Whether there may be no value.
    #[must_use]
    pub fn is_nullable(self, table: &'static Table) -> bool {
        match self {
            Self::Column(column) => table.columns[column].nullable,
            Self::Related { relation, .. } => {
                self.of(table).nullable || !table.relations[relation].is_certain(table)
            }
            Self::Relevance => false,
        }
    }

    /// Whether the value is another record's.
    #[must_use]
    pub const fn is_related(self) -> bool {
        matches!(self, Self::Related { .. })
    }

    /// The relation that leads to the value.
    #[must_use]
    pub fn relation(self, table: &'static Table) -> Option<&'static Relation> {
        match self {
            Self::Column(_) | Self::Relevance => None,
            Self::Related { relation, .. } => Some(&table.relations[relation]),
        }
    }
}

impl From<Order> for Sort {
    fn from(order: Order) -> Self {
        Self::column(order.column, order.descending)
    }
}
