//! What is said of the table as a whole.

use syn::ext::IdentExt;
use syn::{Ident, LitInt};

use super::{Column, Index, Model, Name, Relation, RelationKind, ident, name, position};
use crate::ast;
use crate::attr::{DtoWord, NameKind, OneOfWord, OrderWord, PageWord, Word, nearest};
use crate::case::Case;
use crate::errors::Errors;
use crate::plural::plural;

/// The table's name in SQL: what is stated, else the plural in `snake_case`.
pub(super) fn table_name(errors: &mut Errors, entity: &ast::Entity) -> String {
    if let Some(word) = &entity.attributes.table {
        match name::check_sql(&word.value.value()) {
            Ok(()) => return word.value.value(),
            Err(message) => errors.at(&word.value, message),
        }
    }
    let derived = plural(&Case::Snake.apply(&entity.ident.unraw().to_string()));
    if entity.attributes.table.is_none()
        && let Err(message) = name::check_sql(&derived)
    {
        errors.at(&entity.ident, format!("{message}, as `#[crud(table = \"…\")]`"));
    }
    derived
}

/// The resource's path: what is stated, else the plural in `kebab-case`.
pub(super) fn path(errors: &mut Errors, entity: &ast::Entity) -> String {
    if let Some(word) = &entity.attributes.path {
        match name::check_path(&word.value.value()) {
            Ok(()) => return word.value.value(),
            Err(message) => errors.at(&word.value, message),
        }
    }
    let derived = plural(&Case::Snake.apply(&entity.ident.unraw().to_string())).replace('_', "-");
    if entity.attributes.path.is_none()
        && let Err(message) = name::check_path(&derived)
    {
        errors.at(&entity.ident, format!("{message}, as `#[crud(path = \"…\")]`"));
    }
    derived
}

/// The Rust names of the create and the patch DTO.
pub(super) fn dto_names(
    errors: &mut Errors,
    entity: &ast::Entity,
    name: &str,
    dto: Option<&DtoWord>,
) -> (Ident, Ident) {
    let span = entity.ident.span();
    let new = ident(&format!("New{name}"), span);
    let patch = ident(&format!("{name}Patch"), span);
    let mut taken = vec![entity.ident.clone()];
    let mut stated = |stated: Option<&Ident>, derived: Ident| {
        let Some(stated) = stated else { return derived };
        if taken.contains(stated) {
            errors.at(stated, format!("`{stated}` is taken: give each DTO a name of its own"));
            return derived;
        }
        taken.push(stated.clone());
        stated.clone()
    };
    (
        stated(dto.and_then(|dto| dto.new.as_ref()), new),
        stated(dto.and_then(|dto| dto.patch.as_ref()), patch),
    )
}

/// `index(a, b)` and `unique(a, b)`.
pub(super) fn indexes(errors: &mut Errors, entity: &ast::Entity, columns: &[Column]) -> Vec<Index> {
    let attributes = &entity.attributes;
    let directed = |word: &'_ OrderWord| (word.field.clone(), word.descending);
    let words = attributes
        .indexes
        .iter()
        .map(|word| (&word.name, word.value.iter().map(directed).collect::<Vec<_>>(), false));
    let ascending = |field: &Ident| (field.clone(), false);
    let words = words.chain(
        attributes
            .uniques
            .iter()
            .map(|word| (&word.name, word.value.iter().map(ascending).collect(), true)),
    );
    let mut indexes: Vec<Index> = Vec::new();
    for (kind, fields, unique) in words {
        if let [(field, _)] = fields.as_slice() {
            errors.at(field, format!("write `#[crud({kind})]` on the field `{field}`"));
            continue;
        }
        let mut index = Index { columns: Vec::new(), descending: Vec::new(), unique };
        let before = errors.count();
        for (field, descending) in &fields {
            let Some(position) = position(errors, columns, field) else { continue };
            if index.columns.contains(&position) {
                errors.at(field, format!("`{field}` is named twice"));
            }
            index.columns.push(position);
            if *descending {
                index.descending.push(position);
            }
        }
        if errors.count() > before {
            continue;
        }
        if indexes.iter().any(|other| other.is_like(&index)) {
            errors.at(kind, "these columns have an index already");
            continue;
        }
        indexes.push(index);
    }
    indexes
}

impl Index {
    /// Whether one of the two serves what the other does: an index is walked either way.
    fn is_like(&self, other: &Self) -> bool {
        let is_turned =
            |column: &usize| self.descending.contains(column) != other.descending.contains(column);
        let turned = self.columns.iter().filter(|column| is_turned(column)).count();
        self.columns == other.columns && (turned == 0 || turned == self.columns.len())
    }
}

/// Variants of `Operation`.
pub(super) fn operations(
    errors: &mut Errors,
    word: Option<&Word<Vec<Ident>>>,
) -> Option<Vec<&'static str>> {
    const OPERATIONS: &[(&str, &[&str])] = &[
        ("list", &["List"]),
        ("create", &["Create"]),
        ("read", &["Read"]),
        ("update", &["Replace", "Patch"]),
        ("replace", &["Replace"]),
        ("patch", &["Patch"]),
        ("delete", &["Delete"]),
    ];
    let mut operations = Vec::new();
    for named in &word?.value {
        let name = named.to_string();
        let Some((_, variants)) = OPERATIONS.iter().find(|(word, _)| *word == name) else {
            let words: Vec<_> = OPERATIONS.iter().map(|(word, _)| *word).collect();
            let meant = nearest(&name, words.iter().copied())
                .map_or_else(String::new, |meant| format!(", did you mean `{meant}`?"));
            let separator = if meant.is_empty() { "; " } else { " " };
            errors.at(
                named,
                format!(
                    "unknown operation `{name}`{meant}{separator}operations are `{}`",
                    words.join("`, `")
                ),
            );
            continue;
        };
        if variants.iter().any(|variant| operations.contains(variant)) {
            errors.at(named, format!("`{name}` is stated twice"));
            continue;
        }
        operations.extend_from_slice(variants);
    }
    Some(operations)
}

/// The default and the greatest number of records of a page.
pub(super) fn page(errors: &mut Errors, word: Option<&Word<PageWord>>) -> Option<(u32, u32)> {
    let word = &word?.value;
    let mut number = |literal: Option<&LitInt>, fallback: u32| {
        let Some(literal) = literal else { return fallback };
        let number = literal.base10_parse().ok().filter(|number| (1..=100_000).contains(number));
        number.unwrap_or_else(|| {
            errors.at(literal, "a page has 1 to 100000 records");
            fallback
        })
    };
    let max = number(word.max.as_ref(), 1000);
    let default = number(word.default.as_ref(), max.min(50));
    if default > max {
        let literal = word.default.as_ref().or(word.max.as_ref());
        errors.at(&literal, format!("the default of {default} is above the maximum of {max}"));
        return None;
    }
    Some((default, max))
}

/// Positions with whether the largest comes first.
pub(super) fn order(
    errors: &mut Errors,
    word: Option<&Word<Vec<OrderWord>>>,
    columns: &[Column],
) -> Vec<(usize, bool)> {
    let mut order: Vec<(usize, bool)> = Vec::new();
    for OrderWord { field, descending } in
        word.map(|word| word.value.as_slice()).unwrap_or_default()
    {
        let Some(position) = position(errors, columns, field) else { continue };
        let attributes = &columns[position].field.attributes;
        if order.iter().any(|(other, _)| *other == position) {
            errors.at(field, format!("`{field}` is named twice"));
        } else if attributes.hidden.is_some() || attributes.write_only.is_some() {
            errors
                .at(field, format!("the order would tell of `{field}`, which clients cannot see"));
        } else {
            order.push((position, *descending));
        }
    }
    order
}

/// What is said to migrations.
pub(super) fn migration(errors: &mut Errors, model: &Model) {
    let attributes = &model.entity.attributes;
    if let Some(word) = &attributes.renamed_from {
        if let Err(message) = name::check_sql(&word.value.value()) {
            errors.at(&word.value, message);
        } else if word.value.value() == model.table {
            errors.at(
                &word.value,
                format!("`{}` is the table's name now: remove `renamed_from`", model.table),
            );
        }
    }
    let mut dropped: Vec<String> = Vec::new();
    for column in attributes.dropped.iter().flat_map(|word| &word.value) {
        let name = column.value();
        if model.columns.iter().any(|existing| existing.name == name) {
            errors
                .at(column, format!("the column `{name}` is still there: remove its field first"));
        } else if dropped.contains(&name) {
            errors.at(column, format!("`{name}` is named twice"));
        }
        dropped.push(name);
    }
    if attributes.unmanaged.is_some() {
        let words = [
            attributes.renamed_from.as_ref().map(|word| &word.name),
            attributes.dropped.as_ref().map(|word| &word.name),
            attributes.checks.first().map(|word| &word.name),
            attributes.indexes.first().map(|word| &word.name),
            attributes.names.as_ref().map(|word| &word.name),
            attributes.sql_options.as_ref().map(|word| &word.name),
        ];
        if let Some(word) = words.into_iter().flatten().next() {
            errors.at(
                word,
                format!("migrations leave an `unmanaged` table alone, so `{word}` says nothing"),
            );
        }
        for column in &model.columns {
            if let Some(word) = &column.field.attributes.search {
                errors.at(
                    &word.name,
                    "migrations leave an `unmanaged` table alone, so that it has no index for \
                     `search`: write `filter` instead, which has `contains` and `icontains`",
                );
            }
        }
    }
}

/// What the database calls constraints and indexes.
pub(super) fn names(
    errors: &mut Errors,
    entity: &ast::Entity,
    columns: &[Column],
    relations: &[Relation],
) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for word in entity.attributes.names.iter().flat_map(|word| &word.value) {
        let name = word.name.value();
        if let Err(message) = name::check_sql(&name) {
            errors.at(&word.name, message);
            continue;
        }
        let before = errors.count();
        let mut one =
            Name { variant: None, check: String::new(), columns: Vec::new(), called: name };
        match &word.kind {
            NameKind::Key => one.variant = Some("Key"),
            NameKind::Check(check) => {
                one.check = check.value();
                let is_there =
                    |word: &Word<crate::attr::CheckWord>| word.value.name.value() == one.check;
                let is_group = |word: &Word<OneOfWord>| word.value.name.unraw() == one.check;
                if !entity.attributes.checks.iter().any(is_there)
                    && !entity.attributes.one_of.iter().any(is_group)
                {
                    let message = format!("there is no `check(name = \"{}\", …)`", one.check);
                    errors.at(check, message);
                }
            }
            NameKind::Fields(variant, fields) => {
                one.variant = Some(variant);
                let found = fields.iter().filter_map(|field| position(errors, columns, field));
                one.columns = found.collect();
                let refers = |relation: &Relation| match &relation.kind {
                    RelationKind::Column { column, .. } => one.columns == [*column],
                    RelationKind::Columns { columns, .. } => one.columns == *columns,
                    RelationKind::Inverse(_) => false,
                };
                if *variant == "Reference"
                    && errors.count() == before
                    && !relations.iter().any(refers)
                {
                    errors.at(&word.what, "no reference is stored in these fields");
                }
            }
        }
        let is_same = |other: &Name| {
            (other.variant, &other.check, &other.columns) == (one.variant, &one.check, &one.columns)
        };
        if names.iter().any(is_same) {
            errors.at(&word.what, "this is named twice");
        }
        if errors.count() == before {
            names.push(one);
        }
    }
    names
}

/// Named CHECK constraints.
pub(super) fn checks(errors: &mut Errors, entity: &ast::Entity) {
    let mut names: Vec<String> = Vec::new();
    for word in &entity.attributes.checks {
        let name = word.value.name.value();
        if let Err(message) = name::check_sql(&name) {
            errors.at(&word.value.name, message);
        } else if names.contains(&name) {
            errors.at(&word.value.name, format!("two checks are called `{name}`"));
        } else if word.value.expression.value().trim().is_empty() {
            errors.at(&word.value.expression, "the expression of a check is a condition in SQL");
        }
        names.push(name);
    }
}
