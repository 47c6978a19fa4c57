//! What is served of a relation: its records, its links where it is n-m, and whether bodies have
//! them.

use super::{Cardinality, Operation, Permission, Relation, Shape, Table};

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

    /// Whether a body of this shape, of `table`'s records, has the records on the other side: where
    /// somebody may do with them all that such a body can ask for.
    fn is_member(&self, table: &Table, shape: Shape) -> bool {
        let is_set = matches!(shape, Shape::Replace | Shape::Patch);
        let may = |table: &Table, operation| table.permission(operation) != Permission::Nobody;
        let may_all = |table: &Table, is_changed: bool| {
            may(table, Operation::Create)
                && (!is_set || may(table, Operation::Delete))
                && (!is_set || !is_changed || may(table, Operation::Patch))
        };
        if !self.nested || shape == Shape::Read {
            return false;
        }
        match (self.cardinality, &self.join) {
            (Cardinality::BelongsTo, _) => {
                may((self.target)(), Operation::Create)
                    && self.columns.iter().all(|&column| match shape {
                        Shape::Create => table.columns[column].creatable,
                        _ => table.columns[column].updatable,
                    })
            }
            (Cardinality::ManyToMany, Some(join)) => {
                may_all((join.table)(), false) && self.is_linkable() && !self.needs_link_members()
            }
            _ => may_all((self.target)(), true),
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

impl Table {
    /// The relations whose records a body of this shape has, with their positions, but for
    /// references by the columns that are `given` otherwise.
    pub(crate) fn nested(
        &'static self,
        shape: Shape,
        given: &[usize],
    ) -> impl Iterator<Item = (usize, &'static Relation)> {
        self.relations.iter().enumerate().filter(move |(_, relation)| {
            let is_given = |column: &usize| given.contains(column);
            relation.is_member(self, shape)
                && !(relation.is_stored() && relation.columns.iter().any(is_given))
        })
    }
}
