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
    /// Only records in front of this position, and the last of them where there are more than the
    /// limit; in the list's order all the same. An empty row stands behind all records.
    pub before: Option<Row>,
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
            before: None,
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

    /// The whole order: the sort with the key's columns appended that it does not name. They go
    /// the way of what stands in front of them, so that one index, walked either way, serves
    /// `price` and `-price`.
    #[must_use]
    pub fn order(&self, table: &'static Table) -> Vec<Sort> {
        let mut order = self.sort.clone();
        let descending = order.last().is_some_and(|sort| sort.descending);
        for &column in table.key {
            if !order.iter().any(|sort| sort.key == SortKey::Column(column)) {
                order.push(Sort::column(column, descending));
            }
        }
        order
    }
}

/// Where a page has neighbours: positions, each the values of [`Query::order`]'s columns; an empty
/// one is the end of the list on that side.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Around {
    /// The first record, where others are in front of it. They are looked for where a page was read
    /// backwards; else they are taken to be there where the page did not begin with the list.
    pub(crate) prev: Option<Row>,
    /// The last record, where others follow; the mirror image.
    pub(crate) next: Option<Row>,
}

impl Around {
    /// Whether there is no other page.
    pub(crate) const fn is_alone(&self) -> bool {
        self.prev.is_none() && self.next.is_none()
    }
}
