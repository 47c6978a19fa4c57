//! What statements do, as far as it matters to those who use the database.

use super::token::Token;

/// What one statement does.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    pub(super) acts: Vec<Act>,
    /// Whether it says itself that it rather fails than makes others wait (`ALGORITHM`, `LOCK`).
    pub(super) is_gentle: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Act {
    CreateTable(Table),
    DropTable(String),
    RenameTable {
        from: String,
        to: String,
    },
    Alter(String, Change),
    CreateIndex {
        table: String,
        index: Index,
        concurrently: bool,
    },
    DropIndex {
        name: String,
        concurrently: bool,
    },
    /// Writes many records of a table.
    Fill(String),
    /// Copies records into a table: its columns, and what each comes from where that is a column.
    Copy {
        to: String,
        values: Vec<(String, Option<String>)>,
    },
    /// Deletes all records.
    Empty(String),
    /// A setting of the session.
    Set(String, String),
    /// Begins or ends a transaction.
    Transaction(String),
    /// Writes a table anew as it is.
    Rewrite(String),
    /// Holds a table or an index while others wait.
    Hold(String),
    DropSchema(String),
    Other,
}

/// What is done to a table that is there.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// With whether it is put somewhere else than behind the others.
    Add(Column, bool),
    Drop(String),
    Rename {
        from: String,
        to: String,
    },
    Type {
        column: String,
        to: Type,
        /// The type that values are cast to in so many words.
        cast: Option<Type>,
    },
    NotNull(String),
    Null(String),
    Default(String, Option<Vec<Token>>),
    Identity(String),
    /// The column is defined anew, under another name maybe.
    Modify {
        old: String,
        column: Column,
        is_moved: bool,
    },
    Constrain(Constraint),
    Unconstrain(String),
    RenameConstraint {
        from: String,
        to: String,
    },
    DropKey,
    Validate(String),
    Index(Index),
    DropIndex(String),
    Charset,
    /// Something for which the table is written anew.
    Rewrite(String),
    Other,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    pub(super) constraints: Vec<Constraint>,
    pub(super) indexes: Vec<Index>,
    /// Whether it was made in the file that is looked at, so that nobody waits for it.
    pub(super) is_new: bool,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Type,
    pub(super) nullable: bool,
    pub(super) default: Option<Vec<Token>>,
    /// Whether the database counts.
    pub(super) auto: bool,
    /// Whether it is computed and kept.
    pub(super) stored: bool,
    /// What is said of it where it is defined.
    pub(super) constraints: Vec<Constraint>,
}

/// A type in lower case, one spelling for each; with what stands in its parentheses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) name: String,
    pub(super) arguments: Vec<String>,
    /// Character set and collation where they are said.
    pub(super) collation: String,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Constraint {
    pub(super) name: Option<String>,
    pub(super) what: What,
    /// Whether it holds for what is written from now on alone.
    pub(super) not_valid: bool,
    pub(super) using_index: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Key(Vec<String>),
    Unique(Vec<String>),
    Refers { table: String, cascades: bool },
    Check(Vec<Token>),
    Exclude,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Index {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    pub(super) unique: bool,
    /// Of texts or places.
    pub(super) special: bool,
}

impl Table {
    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    pub(super) fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.name == name)
    }

    /// All constraints, also those that stand on columns.
    pub(super) fn all_constraints(&self) -> impl Iterator<Item = &Constraint> {
        self.constraints.iter().chain(self.columns.iter().flat_map(|column| &column.constraints))
    }

    pub(super) fn constraint(&self, name: &str) -> Option<&Constraint> {
        self.all_constraints().find(|one| one.name.as_deref() == Some(name))
    }
}

impl Column {
    /// Whether a record can be written without a value of it.
    pub(super) fn is_filled(&self) -> bool {
        self.nullable || self.auto || self.stored || self.default.is_some()
    }
}
