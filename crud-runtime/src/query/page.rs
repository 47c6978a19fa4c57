//! Which of the matching records, and in which order.

use super::{Filter, Include, Sort, SortKey};
use crate::model::{Row, Table};

/// What a list asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What must hold.
    pub filter: Filter,
    /// The order without the key, which is appended as tie-breaker. Nulls are last ascending and
    /// first descending.
    pub sort: Vec<Sort>,
    /// At most so many records; `None` is all.
    pub limit: Option<u32>,
    /// So many are passed over first.
    pub offset: u64,
    /// Only records behind this position: the values of [`Query::order`]'s columns.
    pub after: Option<Row>,
    /// Whether all that match are counted too.
    pub count: bool,
    /// Positions of the columns that answers show; `None` is every readable one.
    pub fields: Option<Vec<usize>>,
    /// Relations whose records are embedded.
    pub include: Vec<Include>,
}

impl Query {
    /// All records in the table's own order.
    #[must_use]
    pub fn all(table: &'static Table) -> Self {
        Self {
            filter: Filter::And(Vec::new()),
            sort: table.order.iter().copied().map(Sort::from).collect(),
            limit: None,
            offset: 0,
            after: None,
            count: false,
            fields: None,
            include: Vec::new(),
        }
    }

    /// What is searched for: words that every record has, whatever else is asked.
    #[must_use]
    pub fn search(&self) -> Option<&[String]> {
        match &self.filter {
            Filter::Search(words) => Some(words),
            Filter::And(parts) => parts.iter().find_map(|part| match part {
                Filter::Search(words) => Some(words.as_slice()),
                _ => None,
            }),
            _ => None,
        }
    }

    /// Whether records have no place in the order that a later query could go on from: pages are
    /// then counted (`offset`).
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.sort.iter().any(|sort| sort.key == SortKey::Relevance)
    }

    /// The whole order: the sort with the key's columns appended that it does not name.
    #[must_use]
    pub fn order(&self, table: &'static Table) -> Vec<Sort> {
        let mut order = self.sort.clone();
        for &column in table.key {
            if !order.iter().any(|sort| sort.key == SortKey::Column(column)) {
                order.push(Sort::column(column, false));
            }
        }
        order
    }
}
