//! The columns of an index with their directions.

use crate::model::{self, Column};

/// Columns side by side, by position. An index is walked either way, so that only which of them go
/// against the others matters: the last one ascends, and so does the key, which a database may have
/// behind them by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directed {
    pub(crate) columns: Vec<usize>,
    /// Those of which the greatest come first.
    pub(crate) descending: Vec<usize>,
}

impl Directed {
    /// What an entity says of an index.
    pub(super) fn of(index: &model::Index) -> Self {
        let is_turned = index.columns.last().is_some_and(|last| index.descending.contains(last));
        let descends = |column: &&usize| index.descending.contains(column) != is_turned;
        let descending = index.columns.iter().filter(descends).copied().collect();
        Self { columns: index.columns.to_vec(), descending }
    }

    /// Whether this one, walked one way or the other, begins with these columns, in these
    /// directions.
    pub(crate) fn begins_with(&self, order: impl IntoIterator<Item = (usize, bool)>) -> bool {
        let mut turned = None;
        let mut own = self.columns.iter();
        order.into_iter().all(|(column, descends)| {
            let is_turned = self.descending.contains(&column) != descends;
            own.next() == Some(&column) && *turned.get_or_insert(is_turned) == is_turned
        })
    }

    /// The columns, each with whether the greatest come first.
    pub(crate) fn order(&self) -> impl Iterator<Item = (usize, bool)> {
        self.columns.iter().map(|column| (*column, self.descending.contains(column)))
    }

    /// What the name of an index says of it.
    pub(super) fn words(&self, columns: &[Column]) -> String {
        let word = |(column, descends): (usize, bool)| {
            let name = columns[column].name;
            if descends { format!("{name}_desc") } else { name.to_owned() }
        };
        self.order().map(word).collect::<Vec<_>>().join("_")
    }
}

impl From<&[(usize, bool)]> for Directed {
    fn from(order: &[(usize, bool)]) -> Self {
        let column = |(column, _): &(usize, bool)| *column;
        let descending = order.iter().filter(|(_, descends)| *descends).map(column).collect();
        Self { columns: order.iter().map(column).collect(), descending }
    }
}

impl From<Vec<usize>> for Directed {
    fn from(columns: Vec<usize>) -> Self {
        Self { columns, descending: Vec::new() }
    }
}
