//! What the derive emits, as files that are reviewed like code: `UPDATE_GOLDEN=1 cargo test -p
//! crud-derive` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};

use syn::DeriveInput;

/// Golden entities with their numbers of fields, and how many lines a field may take.
///
/// A column's description breaks over several lines where it has many rules, so a wide table
/// whose every field is writable and ruled takes a line more for each.
const BUDGETS: &[(&str, usize, usize)] = &[("note", 2, 12), ("book", 8, 12), ("customer", 13, 13)];

/// Golden types without a budget: the first uses every word of the struct, each a line of its own.
const OTHERS: &[&str] = &["order_line", "album", "comment", "status", "isbn"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// A golden entity.
fn source(name: &str) -> String {
    let path = folder().join(format!("{name}.rs"));
    fs::read_to_string(path).expect("the entity stands in the folder")
}

/// Its formatted expansion.
fn expansion(source: &str) -> String {
    let input: DeriveInput = syn::parse_str(source).expect("it is a struct");
    let expansion = match &input.data {
        syn::Data::Enum(_) => crate::enumeration::expand(&input),
        _ if source.contains("CrudType") => crate::newtype::expand(&input),
        _ => crate::entity(&input),
    };
    let file = syn::parse2(expansion).expect("what is emitted are items");
    let expansion = prettyplease::unparse(&file);
    assert!(!expansion.contains("compile_error"), "{expansion}");
    expansion
}

#[test]
fn expansions_are_as_reviewed() {
    for name in BUDGETS.iter().map(|(name, ..)| name).chain(OTHERS) {
        let expansion = expansion(&source(name));
        let path = folder().join(format!("{name}.expanded.rs"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &expansion).expect("the folder can be written");
        }
        let golden = fs::read_to_string(&path).unwrap_or_default();
        assert!(golden == expansion, "{name} differs: review it with UPDATE_GOLDEN=1\n{expansion}");
    }
}

fn is_documentation(line: &str) -> bool {
    line.trim_start().starts_with("///")
}

/// What a person would have to read, and a compiler too: documentation is not counted.
#[test]
fn expansions_keep_their_budget() {
    for (name, fields, each) in BUDGETS {
        let source = source(name);
        let undocumented: Vec<_> = source.lines().filter(|line| !is_documentation(line)).collect();
        let expansion = expansion(&undocumented.join("\n"));
        let lines = expansion.lines().filter(|line| !is_documentation(line)).count();
        let budget = 110 + each * fields;
        assert!(lines <= budget, "{name} has {lines} lines, {budget} are allowed");
    }
}
