//! Rust enums for columns that hold one of a few words.

use std::collections::BTreeSet;

use super::column::Type;
use super::entity::Field;
use super::name;

/// An enum to be written.
pub(super) struct Enumeration {
    pub(super) name: String,
    /// Each variant with its word.
    pub(super) variants: Vec<(String, String)>,
}

/// The enums of an entity's fields, which are told their names.
pub(super) fn of(
    entity: &str,
    fields: &mut [Field],
    names: &mut BTreeSet<String>,
) -> Vec<Enumeration> {
    let mut all = Vec::new();
    for field in fields {
        let Type::Enum(words) = &field.fit.rust else { continue };
        let own = format!("{entity}{}", name::pascal(&field.column.name));
        let name = name::apart(own, names);
        field.enumeration = Some(name.clone());
        let mut taken = BTreeSet::new();
        let variants = words.iter().map(|word| {
            let variant = if word.is_empty() { "Empty".to_owned() } else { name::pascal(word) };
            let variant = if variant == "Self" { "Selves".to_owned() } else { variant };
            (name::apart(variant, &mut taken), word.clone())
        });
        all.push(Enumeration { name, variants: variants.collect() });
    }
    all
}
