//! Which names SQL, JSON and URLs take.

/// A name in SQL. Names are always quoted, so that tables which are there already may be called
/// what they like within what all databases take: `PostgreSQL` keeps 63 bytes of a name, `MySQL`
/// has no characters beyond U+FFFF in one and no space at its end.
pub(super) fn check_sql(name: &str) -> Result<(), String> {
    let is_taken = |one: char| !one.is_control() && one <= '\u{FFFF}';
    if (1..=63).contains(&name.len()) && name.chars().all(is_taken) && name.trim() == name {
        return Ok(());
    }
    Err(format!(
        "`{name}` cannot be a name in SQL: write 1 to 63 bytes without control characters, \
         characters beyond U+FFFF, and space around them"
    ))
}

/// A member's name in JSON, which is a parameter's name too.
pub(super) fn check_member(name: &str) -> Result<(), String> {
    let well_formed = name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_')
        && name.chars().next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    if well_formed {
        return Ok(());
    }
    Err(format!(
        "`{name}` cannot be a member's name: write ASCII letters, digits and `_`, no digit first"
    ))
}

/// Parameters of every resource, which no filter can be called.
pub(super) const PARAMETERS: &[&str] = &[
    "limit",
    "cursor",
    "offset",
    "count",
    "sort",
    "fields",
    "include",
    "q",
    "where",
    "group_by",
    "having",
    "validate_only",
    "deleted",
];

/// What joins conditions in the body of a query, which no filter and no relation can be called.
pub(super) const JUNCTIONS: &[&str] = &["and", "or", "not"];

/// How a search is sorted by what it finds best, which no column to sort by can be called.
pub(super) const RELEVANCE: &str = "relevance";

/// What the server itself serves.
pub(super) const PATHS: &[&str] = &[
    "docs",
    "schemas",
    "problems",
    "openapi.json",
    "openapi-3.2.json",
    "livez",
    "readyz",
    "metrics",
    "auth",
    "batch",
];

/// A resource's path, `books`.
pub(super) fn check_path(path: &str) -> Result<(), String> {
    if let Some(inner) = path.strip_prefix('/').or_else(|| path.strip_suffix('/')) {
        return Err(format!(
            "a path is written without slashes around it: write `path = \"{}\"`",
            inner.trim_matches('/')
        ));
    }
    if PATHS.contains(&path) {
        return Err(format!(
            "`/{path}` is served by the server itself: write another `path = \"…\"`"
        ));
    }
    let well_formed = !path.is_empty()
        && path.chars().all(|one| one.is_ascii_alphanumeric() || "-_.~".contains(one))
        && path.chars().any(|one| one.is_ascii_alphanumeric());
    if well_formed {
        return Ok(());
    }
    Err(format!("`{path}` cannot be a path: write ASCII letters, digits, `-`, `_`, `.` and `~`"))
}
