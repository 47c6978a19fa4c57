//! One table: what the derive emits a `static` of.

use super::{
    Access, Check, Column, Generated, Index, Named, Native, OneOf, Operation, Permission, Place,
    Relation,
};

/// The description of an entity's table.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of its own")]
pub struct Table {
    /// The entity's Rust name, `Book`; documents use it too.
    pub entity: &'static str,
    /// The table's name in SQL, `books`.
    pub name: &'static str,
    /// The resource's path without slashes around it, `books`.
    pub path: &'static str,
    /// The doc comment; empty when there is none.
    pub description: &'static str,
    /// Whether the struct is `#[deprecated]`.
    pub deprecated: bool,
    /// The columns in declaration order.
    pub columns: &'static [Column],
    /// Positions of the primary key's columns.
    pub key: &'static [usize],
    /// Indexes and unique constraints over several columns.
    pub indexes: &'static [Index],
    /// Named CHECK constraints of the user's own.
    pub checks: &'static [Check],
    /// Relations, stored and inverse.
    pub relations: &'static [Relation],
    /// References of which exactly one is set.
    pub one_of: &'static [OneOf],
    /// Who may do what.
    pub access: Access,
    /// What is served.
    pub operations: &'static [Operation],
    /// Whether `fields=` narrows answers.
    pub sparse: bool,
    /// How many records a page has.
    pub page: Page,
    /// The order of a list that names none; the key is appended.
    pub order: &'static [Order],
    /// The Rust names of the create and patch DTOs.
    pub dto: (&'static str, &'static str),
    /// The table's name before it was renamed.
    pub renamed_from: Option<&'static str>,
    /// Columns that were removed on purpose.
    pub dropped: &'static [&'static str],
    /// Whether migrations leave the table alone.
    pub unmanaged: bool,
    /// Whether the database changes records by itself when they are written, so that a write has
    /// to read what it answers with.
    pub triggers: bool,
    /// Names of constraints and indexes that are not ours.
    pub names: &'static [Named],
    /// What stands behind the columns in a database's own spelling, where it is not ours.
    pub sql_options: Native,
}

/// How many records a page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Without `limit`.
    pub default: u32,
    /// At most, whatever `limit` says.
    pub max: u32,
}

/// One column of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// The column's position.
    pub column: usize,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl Table {
    /// What a table is unless said otherwise; the derive states only what differs.
    pub const EMPTY: Self = Self {
        entity: "",
        name: "",
        path: "",
        description: "",
        deprecated: false,
        columns: &[],
        key: &[],
        indexes: &[],
        checks: &[],
        relations: &[],
        one_of: &[],
        access: Access::NOBODY,
        operations: Operation::ALL,
        sparse: false,
        page: Page { default: 50, max: 1000 },
        order: &[],
        dto: ("", ""),
        renamed_from: None,
        dropped: &[],
        unmanaged: false,
        triggers: false,
        names: &[],
        sql_options: Native::NONE,
    };

    /// The same with the names of an entity, its table and its path.
    #[must_use]
    pub const fn of(entity: &'static str, name: &'static str, path: &'static str) -> Self {
        Self { entity, name, path, ..Self::EMPTY }
    }

    /// Whether an operation is served: listed in `operations`, and allowed to somebody. Queries
    /// are lists that are asked for in another way.
    #[must_use]
    pub fn serves(&self, operation: Operation) -> bool {
        let is_listed = match (operation, operation.relation()) {
            (_, Some(relation)) => self.relations[relation].serves(self, operation),
            (Operation::Query | Operation::PostQuery | Operation::Aggregate, _) => {
                self.operations.contains(&Operation::List)
            }
            (named, None) => self.operations.contains(&named),
        };
        is_listed && self.permission(operation) != Permission::Nobody
    }

    /// All that is served, in the order of documents.
    pub(crate) fn served(&'static self) -> impl Iterator<Item = Operation> {
        let own = Operation::ALL.iter().copied();
        let related = (0..self.relations.len()).flat_map(Operation::of_relation);
        own.chain(related).filter(|operation| self.serves(*operation))
    }

    /// The paths of what is served, each once.
    pub(crate) fn places(&'static self) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for operation in self.served() {
            if !places.contains(&operation.place()) {
                places.push(operation.place());
            }
        }
        places
    }

    /// Who may do this.
    #[must_use]
    pub fn permission(&self, operation: Operation) -> Permission {
        match operation {
            Operation::List | Operation::Query | Operation::PostQuery | Operation::Aggregate => {
                self.access.list
            }
            Operation::Create => self.access.create,
            Operation::Read => self.access.read,
            Operation::Replace | Operation::Patch => self.access.update,
            Operation::Delete => self.access.delete,
            Operation::Related(relation) => (self.relations[relation].target)().access.list,
            Operation::SetLinks(relation)
            | Operation::Link(relation)
            | Operation::Unlink(relation) => {
                let join = self.relations[relation].join.map(|join| (join.table)());
                join.map_or(Permission::Nobody, |join| match operation {
                    Operation::Unlink(_) => join.access.delete,
                    _ => join.access.create,
                })
            }
        }
    }

    /// Whether a write is answered with the record: only where records may be read.
    #[must_use]
    pub fn answers_writes(&self) -> bool {
        self.access.read != Permission::Nobody
    }

    /// Whether a replace of an unknown key creates the record: where clients choose keys and may
    /// create.
    #[must_use]
    pub fn replace_creates(&self) -> bool {
        self.serves(Operation::Create) && self.generated(Generated::Auto).is_none()
    }

    /// The column with this name in JSON, with its position.
    #[must_use]
    pub fn member(&self, member: &str) -> Option<(usize, &'static Column)> {
        self.columns.iter().enumerate().find(|(_, column)| column.member == member)
    }

    /// The columns of the primary key.
    #[must_use]
    pub fn key_columns(&self) -> impl ExactSizeIterator<Item = &'static Column> {
        let columns = self.columns;
        self.key.iter().map(move |&position| &columns[position])
    }

    /// Whether a column is part of the primary key.
    #[must_use]
    pub fn is_key(&self, column: usize) -> bool {
        self.key.contains(&column)
    }

    /// The position of the column that is made in this way.
    #[must_use]
    pub fn generated(&self, generated: Generated) -> Option<usize> {
        self.columns.iter().position(|column| column.generated == Some(generated))
    }

    /// The columns that a search looks in, in declaration order.
    pub fn searchable(&self) -> impl Iterator<Item = &'static Column> + use<> {
        self.columns.iter().filter(|column| column.searchable)
    }

    /// Whether a search looks anywhere.
    #[must_use]
    pub const fn has_search(&self) -> bool {
        let mut index = 0;
        while index < self.columns.len() {
            if self.columns[index].searchable {
                return true;
            }
            index += 1;
        }
        false
    }

    /// The relations whose reference this table stores.
    pub fn references(&self) -> impl Iterator<Item = &'static Relation> {
        self.relations.iter().filter(|relation| relation.is_stored())
    }
}
