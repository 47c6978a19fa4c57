//! What is lost on the way from one state of the tables to another.

use super::transition::Transition;
use crate::sql::shape::{Column, Kind, Table};

/// Something that is not there any more afterwards, also when the way is gone back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Loss {
    /// A table with all its records.
    Table(String),
    /// A column of a table with all its values.
    Column(String, String),
    /// Digits of a column of a table.
    Digits(String, String),
}

impl Loss {
    /// What is lost, as part of a sentence.
    pub(crate) fn what(&self) -> String {
        match self {
            Self::Table(table) => format!("the records of `{table}`"),
            Self::Column(table, column) => format!("the values of `{column}` of `{table}`"),
            Self::Digits(table, column) => {
                format!("the digits behind the point of `{column}` of `{table}` that are cut off")
            }
        }
    }
}

/// What is lost.
pub(crate) fn losses(transition: &Transition) -> Vec<Loss> {
    let mut losses: Vec<_> =
        transition.dropped().into_iter().map(|table| Loss::Table(table.name)).collect();
    for pair in transition.pairs() {
        let of = |loss: fn(String, String) -> Loss, table: &Table, column: &Column| {
            loss(table.name.clone(), column.name.clone())
        };
        losses.extend(pair.dropped.iter().map(|column| of(Loss::Column, pair.before, column)));
        for (before, after) in &pair.kept {
            let is_cut = match (&before.kind, &after.kind) {
                (Kind::Decimal(before), Kind::Decimal(after)) => after.scale < before.scale,
                (Kind::F64, after) => after.is_integer(),
                _ => false,
            };
            if is_cut {
                losses.push(of(Loss::Digits, pair.before, before));
            }
        }
    }
    losses
}
