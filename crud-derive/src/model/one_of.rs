//! Polymorphic relations: of several references exactly one is set.

use syn::Ident;
use syn::ext::IdentExt;

use super::{Column, Relation, RelationKind, ident, position};
use crate::ast;
use crate::attr::{OneOfWord, Word};
use crate::case::Case;
use crate::errors::Errors;

/// `one_of(subject: photo_id, video_id)`
pub(crate) struct OneOf {
    pub(crate) name: Ident,
    /// In JSON.
    pub(crate) member: String,
    /// `ReviewSubject`
    pub(crate) choice: Ident,
    /// Each with where it was named and its variant, which is called like the relation.
    pub(crate) columns: Vec<(usize, Ident, Ident)>,
}

impl OneOf {
    pub(crate) fn has(&self, column: usize) -> bool {
        self.columns.iter().any(|(position, ..)| *position == column)
    }
}

pub(super) fn one_of(
    errors: &mut Errors,
    entity: &ast::Entity,
    columns: &[Column],
    relations: &[Relation],
    dto: [&Ident; 2],
) -> Vec<OneOf> {
    let mut groups: Vec<OneOf> = Vec::new();
    for word in &entity.attributes.one_of {
        let group = group(errors, entity, columns, relations, word);
        if is_named_apart(errors, entity, columns, relations, dto, &groups, &group) {
            groups.push(group);
        }
    }
    let mut taken: Vec<usize> = Vec::new();
    for group in &groups {
        for (column, at, _) in &group.columns {
            if taken.contains(column) {
                errors.at(at, format!("`{at}` stands in another `one_of` already"));
            }
        }
        taken.extend(group.columns.iter().map(|(column, ..)| *column));
    }
    groups
}

fn group(
    errors: &mut Errors,
    entity: &ast::Entity,
    columns: &[Column],
    relations: &[Relation],
    word: &Word<OneOfWord>,
) -> OneOf {
    let name = &word.value.name;
    let own = name.unraw().to_string();
    let mut found: Vec<(usize, Ident, Ident)> = Vec::new();
    let before = errors.count();
    for field in &word.value.fields {
        let Some(position) = position(errors, columns, field) else { continue };
        if found.iter().any(|(other, ..)| *other == position) {
            errors.at(field, format!("`{field}` is named twice"));
            continue;
        }
        let relation = relations.iter().find(|relation| {
            matches!(relation.kind, RelationKind::Column { column, .. } if column == position)
        });
        let Some(relation) = relation else {
            if columns[position].field.attributes.references.is_none() {
                let message = format!(
                    "`{field}` refers to nothing: write `#[crud(references = …)]` on the field"
                );
                errors.at(field, message);
            }
            continue;
        };
        words(errors, &columns[position], name);
        let variant = Case::Pascal.apply(&relation.name.unraw().to_string());
        let variant = ident(&variant, field.span());
        if found.iter().any(|(.., other)| *other == variant) {
            let message = format!("two variants would be called `{variant}`: write `relation = …`");
            errors.at(field, message);
            continue;
        }
        found.push((position, field.clone(), variant));
    }
    if word.value.fields.len() < 2 {
        errors.at(
            name,
            "a `one_of` has at least two references; one alone is a field that is no `Option`",
        );
    } else if errors.count() == before {
        immutable(errors, columns, name, &found);
    }
    let rule = entity.attributes.rename_all.as_ref().map(|rule| rule.value);
    let choice = format!("{}{}", entity.ident.unraw(), Case::Pascal.apply(&own));
    OneOf {
        member: rule.map_or_else(|| own.clone(), |rule| rule.apply(&own)),
        choice: ident(&choice, name.span()),
        name: name.clone(),
        columns: found,
    }
}

/// What says something of a field that is not for it alone to say.
fn words(errors: &mut Errors, column: &Column, group: &Ident) {
    let all = &column.field.attributes;
    let refused = [
        (&all.read_only, "could never be set"),
        (&all.hidden, "could never be set"),
        (&all.write_only, "could not be told"),
        (&all.primary_key, "is no key, because all but one of its columns are null"),
        (&all.nested, "is one member in bodies, which holds a key"),
    ];
    for (word, why) in refused {
        if let Some(word) = word {
            errors.at(&word.name, format!("`{group}` {why}: remove `{}`", word.name));
        }
    }
    let defaults =
        [all.default.as_ref().map(|word| &word.name), all.default_sql.as_ref().map(|w| &w.name)];
    for word in defaults.into_iter().flatten() {
        errors.at(word, format!("which one of `{group}` is set is always said: remove `{word}`"));
    }
    for word in [&all.on_delete, &all.on_update].into_iter().flatten() {
        if word.value == "SetNull" {
            let message = format!(
                "`set_null` would leave nothing of `{group}`: write `{} = cascade` or `restrict`",
                word.name
            );
            errors.at(&word.name, message);
        }
    }
}

/// All of them can be changed, or none.
fn immutable(
    errors: &mut Errors,
    columns: &[Column],
    group: &Ident,
    found: &[(usize, Ident, Ident)],
) {
    let word = |column: usize| columns[column].field.attributes.immutable.as_ref();
    let said = found.iter().find_map(|(column, ..)| word(*column));
    let open = found.iter().find(|(column, ..)| word(*column).is_none());
    if let (Some(said), Some((_, field, _))) = (said, open) {
        let message =
            format!("`{group}` changes as one: write `immutable` on `{field}` too, or on neither");
        errors.at(&said.name, message);
    }
}

/// Whether nothing else has the names that the group takes.
fn is_named_apart(
    errors: &mut Errors,
    entity: &ast::Entity,
    columns: &[Column],
    relations: &[Relation],
    dto: [&Ident; 2],
    groups: &[OneOf],
    group: &OneOf,
) -> bool {
    let (name, choice) = (&group.name, &group.choice);
    let own = name.unraw();
    let before = errors.count();
    let field = columns
        .iter()
        .find(|column| column.field.ident.unraw() == own || column.member == group.member);
    if let Some(field) = field {
        let message =
            format!("the field `{}` is called `{name}` too: rename one", field.field.ident);
        errors.at(name, message);
    } else if relations.iter().any(|relation| relation.name == own) {
        errors.at(name, format!("a relation is called `{name}` too: rename one"));
    } else if groups.iter().any(|other| other.name == *name || other.member == group.member) {
        errors.at(name, format!("two `one_of` are called `{name}`: give one another name"));
    } else if dto.contains(&choice) || entity.ident == *choice {
        errors.at(name, format!("`{choice}` is taken: give the `one_of` another name"));
    }
    let check = entity.attributes.checks.iter().find(|check| own == check.value.name.value());
    if let Some(check) = check {
        errors.at(&check.value.name, format!("the constraint of `one_of({name}: …)` is called so"));
    }
    errors.count() == before
}
