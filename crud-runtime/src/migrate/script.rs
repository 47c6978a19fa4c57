//! What is run to migrate, in order.

/// The steps of a file, and what holds them together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Script {
    pub(crate) mode: Mode,
    pub(crate) steps: Vec<Step>,
}

/// What holds the steps together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// All in one transaction, on `PostgreSQL` and `SQLite`.
    Whole,
    /// The same on `SQLite`, with foreign keys off around the transaction, and a
    /// `foreign_key_check` before its end: a table is dropped that others refer to, and another
    /// gets its name.
    ///
    /// A dropped table takes along indexes and triggers that somebody made by hand, and no file
    /// can know them. Whoever runs the steps looks at what indexes and triggers with a text
    /// (`sqlite_schema.sql`) the table still has before a step that is a `DROP TABLE`, and in the
    /// end, where a table of that name is there again, gives it back those whose name is not
    /// there. What has to go, the file drops by name before.
    Rebuild,
    /// Each step by itself, so that what is interrupted goes on where it was: always on `MySQL`,
    /// which commits whatever changes a table; and where a step is no transaction's
    /// (`CREATE INDEX CONCURRENTLY`) or takes many (Rust).
    Stepwise,
}

/// One thing to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// A statement without its `;`, after whatever comments; several where a person wrote them so.
    Sql(String),
    /// The name of a step that the application has.
    Rust(String),
}

impl Mode {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Whole, Self::Rebuild, Self::Stepwise];

    /// How a file says it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Rebuild => "rebuild",
            Self::Stepwise => "stepwise",
        }
    }
}
