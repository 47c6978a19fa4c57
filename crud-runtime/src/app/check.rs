//! What must hold between the entities of an application; each alone was checked by the derive.

use crate::export::Route;
use crate::export::name::path;
use crate::model::Table;
use crate::{Error, Result};

/// Paths that the application has of its own.
const RESERVED: &[&str] = &[
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

/// Refuses entities that contradict each other; all contradictions are named.
pub(crate) fn check(tables: &[&'static Table], routes: &[Route]) -> Result<()> {
    let mut errors = Vec::new();
    if tables.is_empty() && routes.is_empty() {
        errors.push("there is nothing to serve: add `.entity::<…>()` for each entity".to_owned());
    }
    for (position, table) in tables.iter().enumerate() {
        if RESERVED.contains(&table.path) {
            errors.push(format!(
                "`{}` cannot be served at /{}, which the application needs: \
                 write #[crud(path = \"…\")] on it",
                table.entity, table.path
            ));
        }
        for other in &tables[..position] {
            clash(table, other, &mut errors);
        }
        missing(table, tables, &mut errors);
        nested(table, &mut errors);
    }
    for route in routes {
        let first = route.path.trim_start_matches('/').split('/').next().unwrap_or_default();
        if RESERVED.contains(&first) {
            errors.push(format!(
                "the route {} {} stands where the application has its own /{first}: choose \
                 another path",
                route.method, route.path
            ));
        }
        let entity = tables.iter().find(|table| table.path == first);
        let exact = |table: &&&'static Table| {
            let rest = route.path.trim_start_matches('/').strip_prefix(table.path);
            rest.is_some_and(|rest| rest.is_empty() || is_one_parameter(rest))
                || table.places().into_iter().any(|place| is_same(&path(table, place), &route.path))
        };
        if let Some(table) = entity.filter(|table| exact(table)) {
            errors.push(format!(
                "the route {} {} is the entity `{}`'s: choose another path",
                route.method, route.path, table.entity
            ));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Config(errors.join("\n"))) }
}

/// What two entities cannot both have.
fn clash(table: &Table, other: &Table, errors: &mut Vec<String>) {
    let (this, that) = (table.entity, other.entity);
    if same(table, other) {
        errors.push(format!("`{this}` is added twice: remove one `.entity::<{this}>()`"));
        return;
    }
    if this == that {
        errors.push(format!(
            "two entities are called `{this}`, and documents cannot tell them apart: rename one"
        ));
        return;
    }
    // SQLite tells no two tables apart by their case.
    if table.name.eq_ignore_ascii_case(other.name) {
        errors.push(format!(
            "`{that}` and `{this}` have the same table `{}`: write #[crud(table = \"…\")] on one",
            table.name
        ));
    }
    if table.path == other.path {
        errors.push(format!(
            "`{that}` and `{this}` have the same path /{}: write #[crud(path = \"…\")] on one",
            table.path
        ));
    }
    for name in names(table).into_iter().filter(|name| names(other).contains(name)) {
        errors.push(format!(
            "`{that}` and `{this}` both have something called `{name}`: \
             write #[crud(dto(new = …, patch = …))] on one"
        ));
    }
}

/// The names that an entity has in documents.
fn names(table: &Table) -> [&'static str; 3] {
    [table.entity, table.dto.0, table.dto.1]
}

/// Relations to entities that the application does not have.
fn missing(table: &'static Table, tables: &[&'static Table], errors: &mut Vec<String>) {
    let mut told: Vec<&str> = Vec::new();
    for relation in table.relations {
        let join = relation.join.map(|join| (join.table)());
        for target in [Some((relation.target)()), join].into_iter().flatten() {
            let known = tables.iter().any(|table| same(table, target));
            if !known && !told.contains(&target.entity) {
                told.push(target.entity);
                errors.push(format!(
                    "`{}` has the relation `{}` to `{}`, which the application does not have: \
                     add `.entity::<{}>()`",
                    table.entity, relation.name, target.entity, target.entity
                ));
            }
        }
    }
}

/// Bodies cannot link by a join that must say more than whom it joins.
fn nested(table: &Table, errors: &mut Vec<String>) {
    let links =
        table.relations.iter().filter(|relation| relation.nested && relation.join.is_some());
    for relation in links.filter(|relation| relation.needs_link_members()) {
        let join = relation.join.map_or("", |join| (join.table)().entity);
        errors.push(format!(
            "`{}` has `{}` nested, but a `{join}` cannot be made of its two references alone: give \
             its other members defaults, or remove `nested`",
            table.entity, relation.name
        ));
    }
}

/// Whether two paths are one to the router, whatever their parameters are called.
fn is_same(path: &str, other: &str) -> bool {
    let plain = |path: &str| -> Vec<String> {
        let part = |part: &str| if part.starts_with('{') { "{}" } else { part }.to_owned();
        path.trim_matches('/').split('/').map(part).collect()
    };
    plain(path) == plain(other)
}

fn same(table: &Table, other: &Table) -> bool {
    (table.entity, table.name, table.path) == (other.entity, other.name, other.path)
}

/// Whether the rest of a path is `/{parameter}`.
fn is_one_parameter(rest: &str) -> bool {
    rest.strip_prefix("/{").is_some_and(|rest| rest.find('}') == Some(rest.len() - 1))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::export::Route;
    use crate::model::{Relation, Table};

    static AUTHOR: Table = Table {
        entity: "Author",
        name: "authors",
        path: "authors",
        dto: ("NewAuthor", "AuthorPatch"),
        ..Table::EMPTY
    };
    static BOOK: Table = Table {
        entity: "Book",
        name: "books",
        path: "books",
        dto: ("NewBook", "BookPatch"),
        relations: &[Relation::stored("author", &[], || &AUTHOR)],
        ..Table::EMPTY
    };

    #[track_caller]
    fn refused(tables: &[&'static Table], reason: &str) {
        let error = check(tables, &[]).expect_err(reason).to_string();
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(error.contains(reason), "{error}");
    }

    #[test]
    fn what_fits_together_passes() {
        check(&[&AUTHOR, &BOOK], &[]).expect("no contradiction");
    }

    #[test]
    fn contradictions_are_named_with_the_way_out() {
        static SAME_PATH: Table =
            Table { entity: "Tome", name: "tomes", dto: ("NewTome", "TomePatch"), ..AUTHOR };
        static SAME_TABLE: Table =
            Table { entity: "Tome", path: "tomes", dto: ("NewTome", "TomePatch"), ..AUTHOR };
        static SAME_DTO: Table = Table {
            entity: "Tome",
            name: "tomes",
            path: "tomes",
            dto: ("NewAuthor", "TomePatch"),
            ..AUTHOR
        };
        static RESERVED: Table = Table { path: "docs", ..AUTHOR };
        refused(&[&AUTHOR, &AUTHOR], "remove one `.entity::<Author>()`");
        refused(&[&AUTHOR, &SAME_PATH], "the same path /authors");
        refused(&[&AUTHOR, &SAME_TABLE], "the same table `authors`");
        refused(&[&AUTHOR, &SAME_DTO], "both have something called `NewAuthor`");
        refused(&[&RESERVED], "cannot be served at /docs");
        refused(&[&BOOK], "add `.entity::<Author>()`");
    }

    #[test]
    fn routes_of_the_user_do_not_hide_an_entity() {
        let route = |path: &str| Route {
            method: "GET".to_owned(),
            path: path.to_owned(),
            operation: serde_json::json!({}),
        };
        for taken in ["/authors", "/authors/{id}", "/docs", "/livez"] {
            assert!(check(&[&AUTHOR], &[route(taken)]).is_err(), "{taken}");
        }
        for free in ["/authors/{id}/photo", "/authorship", "/x"] {
            assert!(check(&[&AUTHOR], &[route(free)]).is_ok(), "{free}");
        }
    }
}
