//! The struct as it was written: every attribute read once, nothing concluded from it.

use syn::visit::{self, Visit};
use syn::{Data, DeriveInput, Fields, Ident, Type, Visibility};

use crate::attr::{EntityAttributes, FieldAttributes};
use crate::docs::Docs;
use crate::errors::Errors;

/// A struct with named fields.
pub(crate) struct Entity {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) docs: Docs,
    pub(crate) attributes: EntityAttributes,
    pub(crate) fields: Vec<Field>,
}

/// One of its fields.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    pub(crate) docs: Docs,
    pub(crate) attributes: FieldAttributes,
}

impl Entity {
    /// Reads the struct; `None` when it has no shape that could be a table.
    pub(crate) fn parse(errors: &mut Errors, input: &DeriveInput) -> Option<Self> {
        let attributes = EntityAttributes::read(errors, &input.attrs);
        let fields = named_fields(errors, input)?;
        let fields = fields
            .iter()
            .filter_map(|field| {
                Some(Field {
                    ident: field.ident.clone()?,
                    vis: field.vis.clone(),
                    ty: field.ty.clone(),
                    docs: Docs::read(&field.attrs),
                    attributes: FieldAttributes::read(errors, &field.attrs),
                })
            })
            .collect();
        Some(Self {
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            docs: Docs::read(&input.attrs),
            attributes,
            fields,
        })
    }
}

/// The fields of a struct that can be a table, or the one error that says why it cannot.
fn named_fields<'a>(errors: &mut Errors, input: &'a DeriveInput) -> Option<&'a Fields> {
    let fields = match &input.data {
        Data::Struct(data) => &data.fields,
        Data::Enum(data) => {
            errors.at(
                &data.enum_token,
                "an entity is a struct: write `#[derive(CrudEnum)]` on an enum that a column holds",
            );
            return None;
        }
        Data::Union(data) => {
            errors.at(&data.union_token, "an entity is a struct with named fields, not a union");
            return None;
        }
    };
    if !input.generics.params.is_empty() {
        errors.at(
            &input.generics.params,
            "an entity has no generic parameters: one table has one type for each column",
        );
        return None;
    }
    match fields {
        Fields::Named(named) if named.named.is_empty() => {
            errors.at(&input.ident, "an entity has at least one field, its primary key");
            None
        }
        Fields::Named(named) => {
            // The compiler itself asks for the lifetime.
            let elided = named.named.iter().any(|field| Elided::is_in(&field.ty));
            (!elided).then_some(fields)
        }
        Fields::Unnamed(unnamed) => {
            errors.at(
                unnamed,
                "the columns of an entity need names: write named fields, or \
                 `#[derive(CrudType)]` on a newtype that a column holds",
            );
            None
        }
        Fields::Unit => {
            errors.at(&input.ident, "an entity has at least one field, its primary key");
            None
        }
    }
}

/// Finds references without a lifetime, which only the compiler's own error should speak of.
#[derive(Default)]
struct Elided(bool);

impl Elided {
    fn is_in(ty: &Type) -> bool {
        let mut found = Self::default();
        found.visit_type(ty);
        found.0
    }
}

impl<'ast> Visit<'ast> for Elided {
    fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
        self.0 |= reference.lifetime.is_none();
        visit::visit_type_reference(self, reference);
    }
}
