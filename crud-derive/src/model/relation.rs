//! Relations: the references that a table stores, and the inverse sides that it names.

use quote::format_ident;
use syn::ext::IdentExt;
use syn::{Ident, Path};

use super::{Column, ident, name, position};
use crate::ast;
use crate::attr::{InverseKind, Word};
use crate::case::Case;
use crate::errors::Errors;

/// A relation.
pub(crate) struct Relation<'a> {
    /// In `snake_case`; the span is where it was named.
    pub(crate) name: Ident,
    /// The handle in Rust.
    pub(crate) constant: Ident,
    pub(crate) kind: RelationKind<'a>,
    /// Whether bodies may have its records.
    pub(crate) nested: bool,
}

pub(crate) enum RelationKind<'a> {
    /// One column stores the reference.
    Column {
        column: usize,
        target: Reference,
        on_delete: Option<&'a Word<&'static str>>,
        on_update: Option<&'a Word<&'static str>>,
    },
    /// Several columns store it.
    Columns {
        columns: Vec<usize>,
        target: &'a Path,
        on_delete: Option<&'a Word<&'static str>>,
        on_update: Option<&'a Word<&'static str>>,
    },
    /// Another entity stores it.
    Inverse(&'a InverseKind),
}

/// What a column refers to.
pub(crate) enum Reference {
    /// The key of an entity.
    Key(Path),
    /// `Author::SLUG`: another unique column; the entity's path and the whole.
    Attribute(Path, Path),
}

impl Reference {
    /// `Author` or `Author::SLUG`: a constant is all upper case behind a type.
    pub(crate) fn of(path: &Path) -> Self {
        let mut segments = path.segments.iter().rev().map(|segment| segment.ident.to_string());
        let (last, before) = (segments.next().unwrap_or_default(), segments.next());
        let is_constant = !last.chars().any(char::is_lowercase)
            && before.is_some_and(|before| before.starts_with(char::is_uppercase));
        if !is_constant {
            return Self::Key(path.clone());
        }
        Self::Attribute(entity_of(path), path.clone())
    }

    /// The entity.
    pub(crate) const fn entity(&self) -> &Path {
        match self {
            Self::Key(entity) | Self::Attribute(entity, _) => entity,
        }
    }
}

/// `Author` of `Author::SLUG`.
pub(crate) fn entity_of(constant: &Path) -> Path {
    let mut entity = constant.clone();
    entity.segments.pop();
    entity.segments.pop_punct();
    entity
}

impl<'a> Relation<'a> {
    fn new(name: Ident, kind: RelationKind<'a>) -> Self {
        let constant = ident(&Case::ScreamingSnake.apply(&name.unraw().to_string()), name.span());
        Self { name, constant, kind, nested: false }
    }

    /// The item that holds both ends of an n-m relation.
    pub(crate) fn join(&self) -> Ident {
        format_ident!("{}_JOIN", self.constant.unraw())
    }

    /// Whether this table stores it.
    pub(crate) const fn is_stored(&self) -> bool {
        !matches!(self.kind, RelationKind::Inverse(_))
    }
}

pub(super) fn relations<'a>(
    errors: &mut Errors,
    entity: &'a ast::Entity,
    columns: &[Column<'a>],
) -> Vec<Relation<'a>> {
    let mut relations: Vec<Relation> = columns.iter().filter_map(stored).collect();
    for word in &entity.attributes.references {
        relations.extend(composite(errors, columns, word));
    }
    for inverse in &entity.attributes.inverses {
        let relation = Relation::new(inverse.name.unraw(), RelationKind::Inverse(&inverse.kind));
        relations.push(Relation { nested: inverse.nested, ..relation });
    }
    for relation in &relations {
        let name = relation.name.unraw().to_string();
        if name::JUNCTIONS.contains(&name.as_str()) {
            let message =
                format!("`{name}` joins conditions in queries, so no relation can have that name");
            errors.at(&relation.name, message);
        }
    }
    distinct(errors, columns, relations)
}

/// The reference of one column.
fn stored<'a>(column: &Column<'a>) -> Option<Relation<'a>> {
    let attributes = &column.field.attributes;
    let path = &attributes.references.as_ref()?.value;
    let name = attributes.relation.as_ref().map_or_else(
        || {
            let own = column.field.ident.unraw().to_string();
            let stem = own.strip_suffix("_id").filter(|stem| !stem.is_empty());
            ident(stem.unwrap_or(&own), column.field.ident.span())
        },
        |relation| relation.value.unraw(),
    );
    let kind = RelationKind::Column {
        column: column.position,
        target: Reference::of(path),
        on_delete: attributes.on_delete.as_ref(),
        on_update: attributes.on_update.as_ref(),
    };
    let nested = attributes.nested.is_some();
    Some(Relation { nested, ..Relation::new(name, kind) })
}

/// `references(OrderLine: order_id, line_no)`
fn composite<'a>(
    errors: &mut Errors,
    columns: &[Column],
    word: &'a Word<crate::attr::CompositeReference>,
) -> Option<Relation<'a>> {
    let reference = &word.value;
    let mut positions = Vec::new();
    for field in &reference.fields {
        let position = position(errors, columns, field)?;
        if positions.contains(&position) {
            errors.at(field, format!("`{field}` is named twice"));
            return None;
        }
        positions.push(position);
    }
    let name = if let Some(relation) = &reference.relation {
        relation.value.unraw()
    } else {
        let last = reference.target.segments.last()?;
        ident(&Case::Snake.apply(&last.ident.unraw().to_string()), last.ident.span())
    };
    let kind = RelationKind::Columns {
        columns: positions,
        target: &reference.target,
        on_delete: reference.on_delete.as_ref(),
        on_update: reference.on_update.as_ref(),
    };
    Some(Relation::new(name, kind))
}

/// No two relations share a name, and an inverse side shares none with a member either, because
/// answers may embed it.
fn distinct<'a>(
    errors: &mut Errors,
    columns: &[Column],
    relations: Vec<Relation<'a>>,
) -> Vec<Relation<'a>> {
    let mut kept: Vec<Relation> = Vec::new();
    for relation in relations {
        let Relation { name, constant, kind, .. } = &relation;
        let how =
            if relation.is_stored() { "write `relation = …`" } else { "give one another name" };
        if kept.iter().any(|other| other.name == *name) {
            errors.at(name, format!("two relations are called `{name}`: {how}"));
            continue;
        }
        // A reference may be called like its own column: `parent: Option<Uuid>`.
        let own = match kind {
            RelationKind::Column { column, .. } => Some(*column),
            _ => None,
        };
        let mut others = columns.iter().filter(|column| Some(column.position) != own);
        if let Some(column) = others.clone().find(|column| name.unraw() == column.member) {
            errors.at(
                name,
                format!("the field `{}` is called `{name}` too: rename one", column.field.ident),
            );
            continue;
        }
        if let Some(column) = own.filter(|_| relation.nested).map(|column| &columns[column])
            && name.unraw() == column.member
        {
            let message = format!(
                "bodies have both the field and the record that `nested` lets stand in its place, \
                 and both are called `{name}`: write `relation = …`"
            );
            errors.at(name, message);
            continue;
        }
        let is_taken = others.any(|column| column.constant == *constant)
            || kept.iter().any(|other| other.constant == *constant);
        if is_taken {
            errors.at(
                name,
                format!("`{constant}` would be the constant of `{name}` and of another: {how}"),
            );
            continue;
        }
        kept.push(relation);
    }
    kept
}
