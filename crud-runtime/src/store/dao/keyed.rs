//! A record as JSON together with its key: what the answer to a create needs.

use std::sync::Arc;

use super::form::{Form, Projection, Record};
use crate::error::Result;
use crate::model::{Table, Value};
use crate::store::connection::Shared;
use crate::store::fields::Fields;

/// Every readable column as JSON, and the key besides.
#[derive(Debug, Clone)]
pub(crate) struct Keyed {
    table: &'static Table,
    projection: Projection,
    /// The projection's columns, then those of the key that are not among them.
    columns: Arc<[usize]>,
    /// Where the key's columns stand among them.
    key: Arc<[usize]>,
}

impl Keyed {
    /// The form for records of this table.
    pub(crate) fn full(table: &'static Table) -> Self {
        let projection = Projection::full(table);
        let mut columns = projection.columns().to_vec();
        let mut position = |column: &usize| {
            columns.iter().position(|selected| selected == column).unwrap_or_else(|| {
                columns.push(*column);
                columns.len() - 1
            })
        };
        let key = table.key.iter().map(&mut position).collect();
        Self { table, projection, columns: columns.into(), key }
    }
}

impl Keyed {
    /// The form without the key.
    pub(super) const fn projection(&self) -> &Projection {
        &self.projection
    }
}

impl Form for Keyed {
    type Answer = (Record, Vec<Value>);

    fn columns(&self) -> &[usize] {
        &self.columns
    }

    fn read(&self, fields: &Fields<'_>, shared: &Shared) -> Result<Self::Answer> {
        let record = self.projection.read(fields, shared)?;
        let columns = self.key.iter().zip(self.table.key_columns());
        let key = columns.map(|(index, column)| fields.value(*index, column));
        Ok((record, key.collect::<Result<_>>()?))
    }
}
