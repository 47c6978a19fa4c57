//! Relations whose records are embedded in the answer: `include=author,reviews.user`.

use super::Query;
use crate::model::{Relation, Table};

/// A relation whose records are embedded, and which of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Include {
    /// The relation's position in the table that names it.
    pub relation: usize,
    /// What is asked of the relation's target: its filter, sort, fields and includes; its limit is
    /// per record that the relation begins at.
    pub query: Query,
}

/// How many relations long a path is at most.
const LENGTH: usize = 3;

/// How many paths an entity has at most. Levels are whole, and the first is there in any case.
const PATHS: usize = 128;

/// How many paths one request names at most; a tree of includes has no more relations either.
pub(crate) const INCLUDES: usize = 16;

/// Why an `include` is refused: a code and what would be right.
type Refusal = (&'static str, String);

/// All that `include` may name: relations whose records clients may see, and theirs in turn, level
/// by level.
pub(crate) fn paths(table: &'static Table) -> Vec<String> {
    let mut paths = Vec::new();
    let mut level = vec![(String::new(), table)];
    for _ in 0..levels(table) {
        let next = level.iter().flat_map(|(path, table)| {
            embeddable(table).map(move |(_, relation)| {
                let dot = if path.is_empty() { "" } else { "." };
                (format!("{path}{dot}{}", relation.name), (relation.target)())
            })
        });
        level = next.collect();
        paths.extend(level.iter().map(|(path, _)| path.clone()));
    }
    paths
}

/// The paths between commas as a tree; what several begin with is included once.
pub(crate) fn parse(table: &'static Table, text: &str) -> Result<Vec<Include>, Refusal> {
    let mut includes = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    let mut levels = None;
    for path in text.split(',') {
        if named.contains(&path) {
            return Err(("value", format!("must name {path} only once")));
        }
        named.push(path);
        let is_deeper = path.contains('.');
        let length = if is_deeper { *levels.get_or_insert_with(|| self::levels(table)) } else { 1 };
        if path.split('.').count() > length || !add(&mut includes, table, path) {
            let detail = match paths(table) {
                none if none.is_empty() => "there is nothing to include".to_owned(),
                paths => format!("cannot include {path:?}; allowed are {}", paths.join(", ")),
            };
            return Err(("value", detail));
        }
    }
    if named.len() > INCLUDES {
        return Err(("too_many", format!("must name at most {INCLUDES} paths")));
    }
    Ok(includes)
}

/// The relations whose records clients may see, with their positions.
pub(crate) fn readable(table: &'static Table) -> impl Iterator<Item = (usize, &'static Relation)> {
    table.relations.iter().enumerate().filter(|(_, relation)| relation.is_readable())
}

/// Those of them that answers can embed: a relation that is called like a member of the record,
/// such as a reference `parent` that is its own column, has no member of its own.
pub(crate) fn embeddable(
    table: &'static Table,
) -> impl Iterator<Item = (usize, &'static Relation)> {
    readable(table).filter(|(_, relation)| table.member(relation.name).is_none())
}

/// Whether there is anything to include.
pub(crate) fn is_offered(table: &'static Table) -> bool {
    embeddable(table).next().is_some()
}

/// Adds a path to the tree; `false` where a part of it is no relation that clients may see.
fn add(includes: &mut Vec<Include>, table: &'static Table, path: &str) -> bool {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Some((relation, known)) = embeddable(table).find(|(_, relation)| relation.name == name)
    else {
        return false;
    };
    let target = (known.target)();
    let index = includes.iter().position(|include| include.relation == relation);
    let index = index.unwrap_or_else(|| {
        includes.push(Include { relation, query: Query::all(target) });
        includes.len() - 1
    });
    rest.is_none_or(|rest| add(&mut includes[index].query.include, target, rest))
}

/// How many whole levels fit.
fn levels(table: &'static Table) -> usize {
    let (mut levels, mut sum) = (0, 0);
    for length in 1..=LENGTH {
        let count = count(table, length);
        sum += count;
        if count == 0 || (length > 1 && sum > PATHS) {
            break;
        }
        levels = length;
    }
    levels
}

/// How many paths are so long.
fn count(table: &'static Table, length: usize) -> usize {
    match length {
        0 => 1,
        _ => embeddable(table).map(|(_, relation)| count((relation.target)(), length - 1)).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{AUTHOR, BOOK};
    use crate::model::{Access, Cardinality};

    const fn many(name: &'static str, target: fn() -> &'static Table) -> Relation {
        Relation::inverse(name, Cardinality::HasMany, target, &[0])
    }

    static WIDE: Table = Table {
        access: Access::PUBLIC,
        relations: &[
            many("a", || &WIDE),
            many("b", || &WIDE),
            many("c", || &WIDE),
            many("d", || &WIDE),
            many("e", || &WIDE),
            many("hidden", || &Table::EMPTY),
        ],
        ..Table::EMPTY
    };

    #[test]
    fn paths_are_whole_levels_of_what_is_readable() {
        assert_eq!(paths(&BOOK), ["author", "author.books", "author.books.author"]);
        let wide = paths(&WIDE);
        // The third level would make 155.
        assert_eq!(wide.len(), 30);
        assert_eq!(wide[4..7], ["e", "a.a", "a.b"]);
        assert!(paths(&Table::EMPTY).is_empty());
    }

    #[test]
    fn paths_become_a_tree() {
        let includes = parse(&AUTHOR, "books.author,books").expect("allowed");
        let [books] = includes.as_slice() else { panic!("{includes:?}") };
        let [author] = books.query.include.as_slice() else { panic!("{books:?}") };
        assert_eq!((books.relation, author.relation), (0, 0));
        assert_eq!((books.query.limit, author.query.include.len()), (None, 0));
    }

    #[test]
    fn refusals_say_what_is_allowed() {
        let refusal = |table, text| parse(table, text).expect_err(text);
        for text in ["", "book", "author.", "author.books.author.books", "author.x"] {
            let (code, detail) = refusal(&BOOK, text);
            assert_eq!(code, "value");
            assert!(detail.ends_with("allowed are author, author.books, author.books.author"));
        }
        assert_eq!(refusal(&BOOK, "author,author").1, "must name author only once");
        assert_eq!(refusal(&Table::EMPTY, "x").1, "there is nothing to include");
        assert!(
            refusal(&WIDE, "a.b.c").1.starts_with("cannot include \"a.b.c\"; allowed are a, b")
        );
        assert!(refusal(&WIDE, "hidden").1.starts_with("cannot include \"hidden\""));
        let many = paths(&WIDE)[..=INCLUDES].join(",");
        assert_eq!(refusal(&WIDE, &many).0, "too_many");
    }
}
