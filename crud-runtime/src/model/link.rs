//! Which columns of two tables have to agree for their records to belong together.

use super::{Relation, Table};

/// A relation with both of its ends, from the side that names it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    /// The table on the other side.
    pub(crate) target: &'static Table,
    /// Positions of the columns on this side.
    pub(crate) near: &'static [usize],
    /// Positions of the target's columns that equal them, in the same order; those that equal the
    /// join's where there is one.
    pub(crate) far: &'static [usize],
    /// What stands in between, for n-m.
    pub(crate) via: Option<Via>,
}

/// The join entity between the two sides of a [`Link`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Via {
    /// The join entity's table.
    pub(crate) table: &'static Table,
    /// Positions of its columns that equal those of this side.
    pub(crate) near: &'static [usize],
    /// Positions of its columns that equal those of the other side.
    pub(crate) far: &'static [usize],
}

impl Relation {
    /// Both ends of the relation, which is one of `table`'s.
    pub(crate) fn link(&self, table: &'static Table) -> Link {
        let target = (self.target)();
        if let Some(join) = &self.join {
            let joins = (join.table)();
            return Link {
                target,
                near: end(joins, join.this, table),
                far: end(joins, join.other, target),
                via: Some(Via { table: joins, near: join.this, far: join.other }),
            };
        }
        if self.is_stored() {
            return Link { target, near: self.columns, far: self.referenced(), via: None };
        }
        let near = end(target, self.target_columns, table);
        Link { target, near, far: self.target_columns, via: None }
    }
}

/// The columns of `to` that the reference of `from` over these columns names.
fn end(from: &'static Table, columns: &[usize], to: &'static Table) -> &'static [usize] {
    let stored = from.references().find(|relation| relation.columns == columns);
    stored.map_or(to.key, Relation::referenced)
}

#[cfg(test)]
mod tests {
    use crate::fixture::{AUTHOR, BASKET, BOOK};

    #[test]
    fn both_ends_are_found_from_either_side() {
        let stored = BOOK.relations[0].link(&BOOK);
        assert_eq!((stored.target.name, stored.near, stored.far), ("authors", &[7][..], &[0][..]));
        let inverse = AUTHOR.relations[0].link(&AUTHOR);
        assert_eq!((inverse.target.name, inverse.near, inverse.far), ("books", &[0][..], &[7][..]));
        let own = BASKET.relations[0].link(&BASKET);
        assert_eq!((own.target.name, own.near, own.far), ("baskets", &[1][..], &[0][..]));
    }
}
