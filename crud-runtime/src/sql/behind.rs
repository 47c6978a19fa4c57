//! What stands behind a position in an order, as ranges that an index can be walked along.
//!
//! Nulls are the least to an index of `SQLite` and `MySQL`, and no comparison reaches them. Where an
//! order begins with a column that may be null, what is behind a position is therefore two ranges:
//! those with a value, and those without. Each is read along the index, one behind the other.
//!
//! `SQLite` gets a range for each term: `a = 1 AND b = 2 AND id > 3`, `a = 1 AND b > 2`, `a > 1`.
//! `(a, b, id) > (1, 2, 3)` it would compare again for every record, and through the ties of `a` it
//! would walk where the index does not have the rest: the number of a record is no column of one.

use super::Dialect;
use super::order::{Term, is_one_way};
use super::statement::Sql;
use crate::model::Value;

/// What holds for the records of one range: all of its parts.
pub(super) type Range = Vec<Part>;

/// A part of the condition of a range. Numbers are places in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// These terms have the position's values.
    Equal(usize, usize),
    /// The term is null.
    Null(usize),
    /// The term is not null.
    Some(usize),
    /// These terms are behind the position's values, and the first of them is not null.
    Past(usize, usize),
    /// What is behind the position from this term on, nulls too.
    Rest(usize),
}

/// The ranges behind a position, or the whole list, in the order's order. `served` is how many
/// terms an index has in this order and its directions; what has no index is read in one go.
pub(super) fn ranges(
    dialect: Dialect,
    terms: &[Term],
    position: Option<&[Value]>,
    served: usize,
) -> Vec<Range> {
    let first_nullable = terms.first().is_some_and(|term| term.nullable);
    let is_mysql = dialect == Dialect::Mysql;
    // MySQL sorts all that it reads unless the whole order is an index's.
    let is_walked = if is_mysql {
        served == terms.len() && terms[1..].iter().all(|term| !term.nullable)
    } else {
        served > 0
    };
    let Some(position) = position else {
        let split = is_mysql && first_nullable && is_walked;
        return match terms {
            [first, ..] if split && first.descending => {
                vec![vec![Part::Null(0)], vec![Part::Some(0)]]
            }
            _ if split => vec![vec![Part::Some(0)], vec![Part::Null(0)]],
            _ => vec![vec![]],
        };
    };
    let depth = if is_mysql { 0 } else { served };
    let depth = if first_nullable && is_walked { depth.max(1) } else { depth };
    split(terms, position, 0, depth, dialect == Dialect::Sqlite)
}

/// The ranges from this term on; the first `depth` terms have ranges of their own for nulls, and
/// `singly` for what is equal up to each of them.
fn split(
    terms: &[Term],
    position: &[Value],
    from: usize,
    depth: usize,
    singly: bool,
) -> Vec<Range> {
    if from >= depth {
        return vec![vec![Part::Rest(from)]];
    }
    let term = &terms[from];
    if position[from].is_null() {
        let mut ranges = with(Part::Null(from), split(terms, position, from + 1, depth, singly));
        if term.descending {
            ranges.push(vec![Part::Some(from)]);
        }
        return ranges;
    }
    let nullable = term.nullable;
    let next = if singly {
        from + 1
    } else {
        // PostgreSQL compares rows along an index, but not where a term goes against the others.
        let is_turned = |next: usize| terms[next].descending != term.descending;
        let ends = |next: &usize| terms[*next].nullable || is_turned(*next);
        (from + 1..depth).find(ends).unwrap_or(terms.len())
    };
    let mut ranges = if next < terms.len() {
        with(Part::Equal(from, next), split(terms, position, next, depth, singly))
    } else {
        Vec::new()
    };
    let is_all = next == terms.len() && !nullable;
    ranges.push(vec![if is_all { Part::Rest(from) } else { Part::Past(from, next) }]);
    if nullable && !term.descending {
        ranges.push(vec![Part::Null(from)]);
    }
    ranges
}

fn with(part: Part, mut ranges: Vec<Range>) -> Vec<Range> {
    for range in &mut ranges {
        range.insert(0, part);
    }
    ranges
}

impl Part {
    /// Appends the condition.
    pub(super) fn push(self, sql: &mut Sql, terms: &[Term], position: &[Value]) {
        match self {
            Self::Equal(from, to) => {
                for index in from..to {
                    sql.push(if index > from { " AND " } else { "" });
                    terms[index].equals(sql, &position[index]);
                }
            }
            Self::Null(index) => {
                terms[index].push(sql).push(" IS NULL");
            }
            Self::Some(index) => {
                terms[index].push(sql).push(" IS NOT NULL");
            }
            Self::Past(from, to) => past(sql, &terms[from..to], &position[from..to], true),
            Self::Rest(from) => past(sql, &terms[from..], &position[from..], false),
        }
    }

    /// The terms that are the same for all records of the range, or are known not to be null.
    pub(super) fn decides(self) -> std::ops::Range<usize> {
        match self {
            Self::Equal(from, to) => from..to,
            Self::Null(index) | Self::Some(index) | Self::Past(index, _) => index..index + 1,
            Self::Rest(_) => 0..0,
        }
    }
}

/// Appends the condition that a record stands behind these values; `bare` leaves out nulls of the
/// first term.
fn past(sql: &mut Sql, terms: &[Term], position: &[Value], bare: bool) {
    let (Some(first), Some(value)) = (terms.first(), position.first()) else {
        sql.push("FALSE");
        return;
    };
    let is_plain = !value.is_null() && (bare || !first.nullable);
    let no_more_nulls = terms[1..].iter().all(|term| !term.nullable);
    if terms.len() == 1 {
        first.past(sql, value, bare);
    } else if is_plain && no_more_nulls && is_one_way(terms) && sql.dialect != Dialect::Mysql {
        // SQLite and PostgreSQL walk an index for a comparison of rows; MySQL does not.
        rows(sql, terms, position);
    } else {
        lexicographic(sql, terms, position, is_plain, bare);
    }
}

/// Appends `(a, b) > (1, 2)`.
fn rows(sql: &mut Sql, terms: &[Term], position: &[Value]) {
    // No index has columns of two tables: what it has of them is said beside.
    if terms.windows(2).any(|pair| pair[0].key.is_related() != pair[1].key.is_related()) {
        bound(sql, &terms[0], &position[0]);
    }
    sql.push("(");
    for (index, term) in terms.iter().enumerate() {
        sql.push(if index > 0 { ", " } else { "" });
        term.push(sql);
    }
    sql.push(if terms[0].descending { ") < (" } else { ") > (" });
    for (index, (term, value)) in terms.iter().zip(position).enumerate() {
        sql.push(if index > 0 { ", " } else { "" });
        sql.value(term.column, value.clone());
    }
    sql.push(")");
}

/// Appends `a > 1 OR (a = 1 AND b > 2) OR …`, with a bound on the first column that an index can
/// serve.
fn lexicographic(sql: &mut Sql, terms: &[Term], position: &[Value], bounded: bool, bare: bool) {
    sql.push("(");
    if bounded {
        bound(sql, &terms[0], &position[0]);
        sql.push("(");
    }
    for (index, (term, value)) in terms.iter().zip(position).enumerate() {
        sql.push(if index > 0 { " OR (" } else { "(" });
        for (term, value) in terms[..index].iter().zip(position) {
            term.equals(sql, value);
            sql.push(" AND ");
        }
        term.past(sql, value, bare && index == 0);
        sql.push(")");
    }
    sql.push(if bounded { "))" } else { ")" });
}

fn bound(sql: &mut Sql, term: &Term, value: &Value) {
    term.push(sql).push(if term.descending { " <= " } else { " >= " });
    sql.value(term.column, value.clone()).push(" AND ");
}

#[cfg(test)]
mod tests {
    use super::{Part, ranges};
    use crate::model::{Column, Value, column};
    use crate::query::SortKey;
    use crate::sql::Dialect;
    use crate::sql::order::Term;

    static NUMBER: Column = column::<i64>("number").done();

    /// `a` ascending, `D` descending, `?` behind it where it may be null.
    fn terms(order: &str) -> Vec<Term> {
        let term = |part: &str| Term {
            scope: None,
            column: &NUMBER,
            key: SortKey::Column(0),
            nullable: part.ends_with('?'),
            descending: part.starts_with('D'),
        };
        order.split(' ').map(term).collect()
    }

    /// The ranges behind a position of these values, `-` for null.
    fn behind(dialect: Dialect, order: &str, position: &str, served: usize) -> Vec<Vec<Part>> {
        let value = |part| if part == "-" { Value::Null } else { Value::Int(1) };
        let position: Vec<_> = position.split(' ').map(value).collect();
        ranges(dialect, &terms(order), Some(&position), served)
    }

    #[test]
    fn nulls_stand_in_ranges_of_their_own_where_an_index_has_them() {
        use Part::{Equal, Null, Past, Rest, Some};
        for dialect in [Dialect::Postgres, Dialect::Mysql] {
            let behind = |order, position, served| behind(dialect, order, position, served);
            assert_eq!(behind("a? a", "1 1", 2), [vec![Past(0, 2)], vec![Null(0)]]);
            assert_eq!(behind("D? D", "1 1", 2), [vec![Past(0, 2)]]);
            assert_eq!(behind("a a", "1 1", 2), [vec![Rest(0)]]);
        }
        for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql] {
            let behind = |order, position, served| behind(dialect, order, position, served);
            assert_eq!(behind("a? a", "- 1", 2), [vec![Null(0), Rest(1)]]);
            assert_eq!(behind("D? D", "- 1", 2), [vec![Null(0), Rest(1)], vec![Some(0)]]);
            // Without an index, all is read once.
            assert_eq!(behind("a? a", "1 1", 0), [vec![Rest(0)]]);
            assert_eq!(behind("a a", "1 1", 0), [vec![Rest(0)]]);
        }
        let sqlite = |order, position| behind(Dialect::Sqlite, order, position, 2);
        assert_eq!(
            sqlite("a? a", "1 1"),
            [vec![Equal(0, 1), Rest(1)], vec![Past(0, 1)], vec![Null(0)]]
        );
        assert_eq!(sqlite("D? D", "1 1"), [vec![Equal(0, 1), Rest(1)], vec![Past(0, 1)]]);
    }

    #[test]
    fn what_is_equal_is_not_walked_through() {
        use Part::{Equal, Null, Past, Rest};
        let sqlite = |order, position, served| behind(Dialect::Sqlite, order, position, served);
        assert_eq!(sqlite("a a", "1 1", 2), [vec![Equal(0, 1), Rest(1)], vec![Past(0, 1)]]);
        assert_eq!(
            sqlite("D D D", "1 1 1", 3),
            [
                vec![Equal(0, 1), Equal(1, 2), Rest(2)],
                vec![Equal(0, 1), Past(1, 2)],
                vec![Past(0, 1)]
            ]
        );
        // What the index does not have is sorted, within the ties of what it has.
        assert_eq!(sqlite("a D D", "1 1 1", 1), [vec![Equal(0, 1), Rest(1)], vec![Past(0, 1)]]);
        assert_eq!(
            sqlite("a a? a", "1 1 1", 3),
            [
                vec![Equal(0, 1), Equal(1, 2), Rest(2)],
                vec![Equal(0, 1), Past(1, 2)],
                vec![Equal(0, 1), Null(1)],
                vec![Past(0, 1)]
            ]
        );
    }

    #[test]
    fn each_database_is_asked_for_what_its_indexes_have() {
        use Part::{Equal, Null, Past, Rest};
        // A null in the middle stands at its place in PostgreSQL's indexes alone.
        assert_eq!(behind(Dialect::Mysql, "a a? a", "1 1 1", 3), [vec![Rest(0)]]);
        assert_eq!(
            behind(Dialect::Postgres, "a a? a", "1 1 1", 3),
            [vec![Equal(0, 1), Past(1, 3)], vec![Equal(0, 1), Null(1)], vec![Past(0, 1)]]
        );
        assert_eq!(behind(Dialect::Postgres, "a D? D", "1 1 1", 1), [vec![Rest(0)]]);
        // MySQL would sort both ranges, and reads all at once instead.
        assert_eq!(behind(Dialect::Mysql, "a? D", "1 1", 1), [vec![Rest(0)]]);
        // An index with directions.
        let singly = [vec![Equal(0, 1), Rest(1)], vec![Past(0, 1)]];
        assert_eq!(behind(Dialect::Postgres, "a D", "1 1", 2), singly);
        assert_eq!(behind(Dialect::Sqlite, "a D", "1 1", 2), singly);
        assert_eq!(behind(Dialect::Mysql, "a D", "1 1", 2), [vec![Rest(0)]]);
        assert_eq!(
            behind(Dialect::Postgres, "a D D", "1 1 1", 3),
            [vec![Equal(0, 1), Rest(1)], vec![Past(0, 1)]]
        );
        assert_eq!(behind(Dialect::Mysql, "a? D", "1 1", 2), [vec![Past(0, 2)], vec![Null(0)]]);
        // Its indexes have nulls first.
        assert_eq!(ranges(Dialect::Mysql, &terms("a? a"), None, 2).len(), 2);
        assert_eq!(ranges(Dialect::Mysql, &terms("a a"), None, 2).len(), 1);
        assert_eq!(ranges(Dialect::Sqlite, &terms("a? a"), None, 2).len(), 1);
    }
}
