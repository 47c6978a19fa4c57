//! What the derive emits, as files that are reviewed like code: `UPDATE_GOLDEN=1 cargo test -p
//! crud-derive` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};

use syn::DeriveInput;

/// Every golden entity with its number of fields.
const ENTITIES: &[(&str, usize)] = &[("note", 2), ("book", 8), ("customer", 13), ("order_line", 11)];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// The formatted expansion of a golden entity.
fn expansion(name: &str) -> String {
    let path = folder().join(format!("{name}.rs"));
    let source = fs::read_to_string(path).expect("the entity stands in the folder");
    let input: DeriveInput = syn::parse_str(&source).expect("it is a struct");
    let expansion = match &input.data {
        syn::Data::Enum(_) => crate::enumeration::expand(&input),
        _ if source.contains("CrudType") => crate::newtype::expand(&input),
        _ => crate::entity(&input),
    };
    let file = syn::parse2(expansion).expect("what is emitted are items");
    prettyplease::unparse(&file)
}

#[test]
fn expansions_are_as_reviewed() {
    let others = ["status", "isbn"];
    for name in ENTITIES.iter().map(|(name, _)| *name).chain(others) {
        let expansion = expansion(name);
        let path = folder().join(format!("{name}.expanded.rs"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &expansion).expect("the folder can be written");
        }
        let golden = fs::read_to_string(&path).unwrap_or_default();
        assert!(golden == expansion, "{name} differs: review it with UPDATE_GOLDEN=1\n{expansion}");
    }
}

/// What a person would have to read, and a compiler too: documentation is not counted.
#[test]
fn expansions_keep_their_budget() {
    for (name, fields) in ENTITIES {
        let expansion = expansion(name);
        assert!(!expansion.contains("compile_error"), "{name}: {expansion}");
        let lines = expansion.lines().filter(|line| !line.trim_start().starts_with("///")).count();
        let budget = 110 + 12 * fields;
        assert!(lines <= budget, "{name} has {lines} lines, {budget} are allowed");
    }
}
