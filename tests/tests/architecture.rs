//! The invariants of ARCHITECTURE.md that can be read off the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file: its path below the workspace, and its text without comments.
struct Source {
    path: String,
    code: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("the file is text");
                let code = text
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"))
                    .collect::<Vec<_>>()
                    .join("\n");
                let path = path.strip_prefix(root()).expect("it stands below the root");
                found.push(Source { path: path.display().to_string(), code });
            }
        }
    }
    assert!(!found.is_empty(), "no sources in {folder}");
    found
}

/// Asserts that only files below these places name the word. Unit tests may run a real driver.
fn only_in(word: &str, places: &[&str]) {
    let is_product = |source: &Source| !source.path.ends_with("tests.rs");
    for source in sources("crud-runtime/src").into_iter().filter(is_product) {
        let allowed = places.iter().any(|place| source.path.contains(place));
        assert!(
            allowed || !source.code.contains(word),
            "{} names `{word}`, which only {places:?} may",
            source.path
        );
    }
}

#[test]
fn drivers_are_named_in_the_store_alone() {
    only_in("rusqlite::", &["src/store/"]);
    only_in("sqlx::", &["src/store/mysql/"]);
    only_in("postgres_protocol::", &["src/store/postgres/"]);
    only_in("rustls::", &["src/store/postgres/wire/"]);
}

#[test]
fn http_is_named_at_the_edge_alone() {
    only_in("axum::", &["src/http/", "src/app/", "src/lib.rs", "src/prelude.rs"]);
    only_in("hyper::", &["src/http/", "src/app/"]);
}

#[test]
fn layers_look_left() {
    // model ← codec ← query, sql, schema, export ← store ← migrate ← http ← app.
    let right_of = [
        (
            "model",
            &["codec", "query", "sql", "schema", "export", "store", "migrate", "http", "app"][..],
        ),
        ("codec", &["sql", "schema", "export", "store", "migrate", "http", "app"]),
        ("query", &["sql", "schema", "export", "store", "migrate", "http", "app"]),
        ("sql", &["schema", "export", "store", "migrate", "http", "app"]),
        ("schema", &["sql", "store", "migrate", "http", "app"]),
        ("export", &["sql", "store", "migrate", "http", "app"]),
        ("store", &["schema", "export", "migrate", "http", "app"]),
        // What plans migrations needs no database.
        ("migrate/diff", &["store", "schema", "export", "http", "app"]),
        ("migrate", &["schema", "export", "http", "app"]),
        ("http", &["migrate", "app"]),
    ];
    for (layer, forbidden) in right_of {
        for source in sources(&format!("crud-runtime/src/{layer}")) {
            for other in forbidden {
                assert!(
                    !source.code.contains(&format!("crate::{other}::")),
                    "{} names `{other}`, which stands to its right",
                    source.path
                );
            }
        }
    }
}

#[test]
fn the_macro_does_not_depend_on_the_runtime() {
    let manifest =
        fs::read_to_string(root().join("crud-derive/Cargo.toml")).expect("the manifest is there");
    assert!(!manifest.contains("crud-runtime"));
}

#[test]
fn nothing_is_unsafe() {
    for folder in ["crud-derive/src", "crud-runtime/src"] {
        for source in sources(folder) {
            assert!(!source.code.contains("unsafe {"), "{} is unsafe", source.path);
            assert!(!source.code.contains("allow(unsafe_code"), "{} is unsafe", source.path);
        }
    }
}

#[test]
fn a_file_can_be_read_in_one_sitting() {
    for folder in ["crud-derive/src", "crud-runtime/src", "examples", "tests/src", "tests/tests"] {
        for source in sources(folder) {
            let lines = source.code.lines().count();
            let expected = source.path.contains("/golden/") || source.path.contains("/ui/");
            assert!(expected || lines <= 600, "{} has {lines} lines", source.path);
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in ["crud-derive/src", "crud-runtime/src"] {
        for source in sources(folder) {
            let text = fs::read_to_string(root().join(&source.path)).expect("the file is text");
            let expected = source.path.contains("/golden/");
            assert!(expected || text.starts_with("//!"), "{} says nothing", source.path);
        }
    }
}
