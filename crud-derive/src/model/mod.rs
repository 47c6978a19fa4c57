//! The entity as meant: names decided, references resolved to positions, every rule checked.

mod column;
mod name;
mod one_of;
mod pattern;
mod relation;
mod table;

pub(crate) use column::{Column, InNew};
pub(crate) use one_of::OneOf;
pub(crate) use relation::{Reference, Relation, RelationKind, entity_of};

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Ident, Path};

use crate::ast;
use crate::attr::{Grant, Who, Word};
use crate::errors::Errors;

/// A table and its DTOs. What broke a rule was reported and is left out.
pub(crate) struct Model<'a> {
    pub(crate) entity: &'a ast::Entity,
    pub(crate) table: String,
    pub(crate) path: String,
    pub(crate) new: Ident,
    pub(crate) patch: Ident,
    pub(crate) derives: Vec<Path>,
    pub(crate) columns: Vec<Column<'a>>,
    /// Positions of the key's columns; none when the entity has no usable key, which was
    /// reported.
    pub(crate) key: Vec<usize>,
    pub(crate) access: Access,
    pub(crate) indexes: Vec<Index>,
    pub(crate) relations: Vec<Relation<'a>>,
    pub(crate) one_of: Vec<OneOf>,
    pub(crate) names: Vec<Name>,
    /// Variants of `Operation`; `None` is all of them.
    pub(crate) operations: Option<Vec<&'static str>>,
    pub(crate) page: Option<(u32, u32)>,
    pub(crate) order: Vec<(usize, bool)>,
}

/// Columns that have an index of their own.
pub(crate) struct Index {
    pub(crate) columns: Vec<usize>,
    /// Those of which the greatest come first.
    pub(crate) descending: Vec<usize>,
    pub(crate) unique: bool,
}

/// A name that the database has for something.
pub(crate) struct Name {
    /// The variant of `NamedWhat`; none for a check.
    pub(crate) variant: Option<&'static str>,
    pub(crate) check: String,
    pub(crate) columns: Vec<usize>,
    pub(crate) called: String,
}

/// Who may do what, by action.
#[derive(Clone, Copy)]
pub(crate) struct Access {
    pub(crate) read: Who,
    pub(crate) list: Who,
    pub(crate) create: Who,
    pub(crate) update: Who,
    pub(crate) delete: Who,
}

impl<'a> Model<'a> {
    pub(crate) fn from_ast(errors: &mut Errors, entity: &'a ast::Entity) -> Self {
        let attributes = &entity.attributes;
        let rule = attributes.rename_all.as_ref();
        let columns = column::columns(errors, &entity.fields, rule);
        let key = key(errors, entity, &columns);
        let name = entity.ident.unraw().to_string();
        let dto = attributes.dto.as_ref().map(|word| &word.value);
        let (new, patch) = table::dto_names(errors, entity, &name, dto);
        let derives = dto.map_or_else(Vec::new, |dto| dto.derives.clone());
        let relations = relation::relations(errors, entity, &columns);
        let names = table::names(errors, entity, &columns, &relations);
        let one_of = one_of::one_of(errors, entity, &columns, &relations, [&new, &patch]);
        let model = Self {
            names,
            one_of,
            entity,
            table: table::table_name(errors, entity),
            path: table::path(errors, entity),
            new,
            patch,
            derives,
            access: access(errors, &entity.ident, attributes.allow.as_ref()),
            indexes: table::indexes(errors, entity, &columns),
            relations,
            operations: table::operations(errors, attributes.operations.as_ref()),
            page: table::page(errors, attributes.page.as_ref()),
            order: table::order(errors, attributes.order_by.as_ref(), &columns),
            columns,
            key,
        };
        table::migration(errors, &model);
        table::checks(errors, entity);
        model
    }
}

/// What a DTO has in one place.
#[derive(Clone, Copy)]
pub(crate) enum Member<'m, 'a> {
    Column(&'m Column<'a>),
    /// In place of its columns, where the first of them stands.
    OneOf(&'m OneOf),
}

impl<'a> Model<'a> {
    /// The members of DTOs, in order.
    pub(crate) fn members(&self) -> impl Iterator<Item = Member<'_, 'a>> {
        self.columns.iter().filter_map(|column| {
            let position = column.position;
            let Some(one_of) = self.one_of.iter().find(|one_of| one_of.has(position)) else {
                return Some(Member::Column(column));
            };
            let first = one_of.columns.iter().map(|(column, ..)| *column).min();
            (first == Some(position)).then_some(Member::OneOf(one_of))
        })
    }

    /// Whether a `one_of` can be set after the record is made.
    pub(crate) fn is_changeable(&self, one_of: &OneOf) -> bool {
        one_of.columns.iter().all(|(column, ..)| self.columns[*column].presence.patch)
    }
}

/// Positions of the key's columns.
fn key(errors: &mut Errors, entity: &ast::Entity, columns: &[Column]) -> Vec<usize> {
    let key: Vec<usize> = columns
        .iter()
        .filter(|column| column.field.attributes.primary_key.is_some())
        .map(|column| column.position)
        .collect();
    if key.is_empty() {
        errors.at(&entity.ident, "no primary key: add `#[crud(primary_key)]` to one field");
    }
    if key.len() > 6 {
        errors.at(&entity.ident, "a primary key has at most six columns");
        return Vec::new();
    }
    if key.len() > 1 {
        for &position in &key {
            if let Some(auto) = &columns[position].field.attributes.auto {
                errors.at(
                    &auto.name,
                    "`auto` makes a key of one column, not a part of a composite key",
                );
            }
        }
    }
    key
}

/// Who may do what; groups first, then what is named alone.
fn access(errors: &mut Errors, ident: &Ident, allow: Option<&Word<Vec<Grant>>>) -> Access {
    let Some(allow) = allow else {
        errors.at(
            ident,
            format!(
                "`{ident}` does not say who may use it: add `#[crud(allow(all = public))]`, or \
                 name actions: `allow(read = public, list = public, write = nobody)`"
            ),
        );
        return Access::all(Who::Public);
    };
    let granted = |actions: &[&str]| {
        actions.iter().find_map(|action| {
            allow.value.iter().find(|grant| grant.action == action).map(|grant| grant.who)
        })
    };
    // What is not named is nobody's.
    let who = |actions: &[&str]| granted(actions).unwrap_or(Who::Nobody);
    Access {
        read: who(&["read", "all"]),
        list: who(&["list", "all"]),
        create: who(&["create", "write", "all"]),
        update: who(&["update", "write", "all"]),
        delete: who(&["delete", "write", "all"]),
    }
}

impl Access {
    pub(crate) const fn all(who: Who) -> Self {
        Self { read: who, list: who, create: who, update: who, delete: who }
    }

    /// The actions in the order of the runtime's struct.
    pub(crate) const fn actions(self) -> [(&'static str, Who); 5] {
        [
            ("read", self.read),
            ("list", self.list),
            ("create", self.create),
            ("update", self.update),
            ("delete", self.delete),
        ]
    }
}

/// The position of an own field, or an error that lists the fields.
fn position(errors: &mut Errors, columns: &[Column], field: &Ident) -> Option<usize> {
    let found = columns.iter().find(|column| column.field.ident.unraw() == field.unraw());
    if found.is_none() {
        let names: Vec<_> =
            columns.iter().map(|column| column.field.ident.unraw().to_string()).collect();
        let meant =
            crate::attr::nearest(&field.unraw().to_string(), names.iter().map(String::as_str))
                .map_or_else(String::new, |meant| format!(", did you mean `{meant}`?"));
        let separator = if meant.is_empty() { "; " } else { " " };
        errors.at(
            field,
            format!("no field `{field}`{meant}{separator}the fields are `{}`", names.join("`, `")),
        );
    }
    found.map(|column| column.position)
}

/// An identifier at this place.
fn ident(name: &str, span: Span) -> Ident {
    // Names come from identifiers or were checked to be some; keywords are taken raw.
    let mut parsed = syn::parse_str::<Ident>(name).unwrap_or_else(|_| Ident::new_raw(name, span));
    parsed.set_span(span);
    parsed
}
