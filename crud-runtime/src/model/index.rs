//! Constraints and indexes over several columns.

/// An index or a unique constraint over columns of one table.
#[derive(Debug, Clone, Copy)]
pub struct Index {
    /// Positions of the columns, in the order of the index.
    pub columns: &'static [usize],
    /// Those of which the greatest come first; none where it is unique.
    pub descending: &'static [usize],
    /// Whether two records may not agree in all columns.
    pub unique: bool,
}

/// A named CHECK constraint in SQL.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// The constraint's name, which a 409 or 422 reports.
    pub name: &'static str,
    /// The SQL expression that must not be false.
    pub expression: &'static str,
}
