//! What is served of a relation: its records, and its links where it is n-m.

use super::{Cardinality, Operation, Relation, Table};

impl Relation {
    /// Whether this is served of the relation, which is one of `table`'s: its records where they
    /// may be listed, its links where records of the join entity may be made and removed.
    pub(super) fn serves(&self, table: &Table, operation: Operation) -> bool {
        if !self.is_to_many() || !self.is_readable() {
            return false;
        }
        let joins = |operation| self.join.is_some_and(|join| (join.table)().serves(operation));
        let can_link = || joins(Operation::Create) && self.is_linkable();
        match operation {
            Operation::Related(_) => table.serves(Operation::Read),
            Operation::Link(_) => can_link(),
            Operation::Unlink(_) => joins(Operation::Delete),
            Operation::SetLinks(_) => {
                can_link() && joins(Operation::Delete) && !self.needs_link_members()
            }
            _ => false,
        }
    }

    /// The relation's name in paths, in `kebab-case`.
    pub(crate) fn segment(&self) -> String {
        self.name.replace('_', "-")
    }

    /// Whether both references of the join entity may be set.
    fn is_linkable(&self) -> bool {
        let Some(join) = &self.join else { return false };
        let columns = (join.table)().columns;
        let mut both = join.this.iter().chain(join.other);
        self.cardinality == Cardinality::ManyToMany && both.all(|&column| columns[column].creatable)
    }

    /// Positions of the join's columns that a link may set besides its two references.
    pub(crate) fn link_members(&self) -> Vec<usize> {
        let Some(join) = &self.join else { return Vec::new() };
        let is_own = |column: &usize| !join.this.contains(column) && !join.other.contains(column);
        let columns = (join.table)().columns;
        (0..columns.len()).filter(is_own).filter(|&column| columns[column].creatable).collect()
    }

    /// Whether no link can be made of the two references alone.
    pub(crate) fn needs_link_members(&self) -> bool {
        let Some(join) = &self.join else { return false };
        let Table { columns, one_of, .. } = *(join.table)();
        let is_own = |column: &usize| !join.this.contains(column) && !join.other.contains(column);
        one_of.iter().any(|one_of| one_of.columns.iter().all(is_own))
            || self.link_members().into_iter().any(|column| !columns[column].has_own_value())
    }
}
