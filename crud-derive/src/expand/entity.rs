//! The typed handles of the columns, and the entity's own impls.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::attr::InverseKind;
use crate::docs::doc;
use crate::model::{Column, InNew, Model, Relation, RelationKind, entity_of};

pub(super) fn entity(model: &Model) -> TokenStream {
    let entity = &model.entity.ident;
    let constants = model.columns.iter().map(|column| constant(model, column));
    let relations = (0..model.relations.len()).filter_map(|position| relation(model, position));
    let refers = refers(model);
    let implementation = implementation(model);
    quote! {
        impl #entity {
            #(#constants)*
            #(#relations)*
        }
        #refers
        #implementation
    }
}

/// `pub const TITLE: Attribute<Self, String> = at(1);`
fn constant(model: &Model, column: &Column) -> TokenStream {
    let field = column.field;
    let (vis, ty, constant) = (&field.vis, &field.ty, &column.constant);
    let deprecated = field.docs.deprecated.as_ref();
    let position = Literal::usize_unsuffixed(column.position);
    let doc = doc(&format!("The column of [`{}`](Self::{}).", field.ident, field.ident));
    let stored = model.relations.iter().enumerate().find_map(|(relation, one)| match &one.kind {
        RelationKind::Column { column: stored, target, .. } if *stored == column.position => {
            Some((Literal::usize_unsuffixed(relation), target.entity()))
        }
        _ => None,
    });
    match stored {
        None => quote! {
            #doc
            #deprecated
            #vis const #constant: _crud::Attribute<Self, #ty> = _crud::at(#position);
        },
        Some((relation, target)) => quote! {
            #doc
            #deprecated
            #vis const #constant: _crud::Reference<Self, #target, #ty> =
                _crud::refer(&[#position], #relation);
        },
    }
}

/// The handle of the relation at this position.
fn relation(model: &Model, position: usize) -> Option<TokenStream> {
    let Relation { name, constant, kind, .. } = &model.relations[position];
    let number = Literal::usize_unsuffixed(position);
    let all = &model.entity.vis;
    let (vis, ty, value) = match kind {
        // The column's own handle is the relation's too: `parent: Option<Uuid>`.
        RelationKind::Column { column, .. } if model.columns[*column].constant == *constant => {
            return None;
        }
        RelationKind::Column { column, target, .. } => {
            let (field, target) = (model.columns[*column].field, target.entity());
            let ty = &field.ty;
            (&field.vis, quote!(ToOne<Self, #target, #ty>), quote!(_crud::one(#number)))
        }
        RelationKind::Columns { columns, target, .. } => {
            let types = columns.iter().map(|column| &model.columns[*column].field.ty);
            let positions = columns.iter().map(|position| Literal::usize_unsuffixed(*position));
            let ty = quote!(Reference<Self, #target, (#(#types),*)>);
            let vis = &model.columns[*columns.first()?].field.vis;
            (vis, ty, quote!(_crud::refer(&[#(#positions),*], #number)))
        }
        RelationKind::Inverse(InverseKind::HasMany(path)) => {
            let target = entity_of(path);
            (all, quote!(ToMany<Self, #target>), quote!(_crud::many(#number)))
        }
        RelationKind::Inverse(InverseKind::HasOne(path)) => {
            let target = entity_of(path);
            (all, quote!(ToOne<Self, #target, _crud::Inverse>), quote!(_crud::one(#number)))
        }
        RelationKind::Inverse(InverseKind::ManyToMany(_, other)) => {
            let (joins, join) = (entity_of(other), model.relations[position].join());
            // One place for all that asks it, so that an entity that joins nothing is one error.
            let at = joins.span();
            let target = quote_spanned!(at=> <#joins as _crud::Refers<{ #join.other }>>::To);
            (all, quote!(ToMany<Self, #target, #joins>), quote_spanned!(at=> _crud::many(#number)))
        }
    };
    let doc = doc(&format!("The relation `{name}`."));
    Some(quote! {
        #doc
        #vis const #constant: _crud::#ty = #value;
    })
}

/// `impl Refers<0> for BookTag`: whom each reference is to, where two of them may join others.
///
/// An n-m relation names the join's constants alone, and a constant's type is not to be had from
/// its name: the number of the reference leads to it.
fn refers(model: &Model) -> TokenStream {
    let entity = &model.entity.ident;
    let stored = model.relations.iter().enumerate().filter(|(_, relation)| relation.is_stored());
    let targets: Vec<_> = stored
        .filter_map(|(position, relation)| match &relation.kind {
            RelationKind::Column { target, .. } => Some((position, target.entity())),
            RelationKind::Columns { target, .. } => Some((position, *target)),
            RelationKind::Inverse(_) => None,
        })
        .collect();
    if targets.len() < 2 {
        return TokenStream::new();
    }
    let refers = targets.into_iter().map(|(position, target)| {
        let position = Literal::usize_unsuffixed(position);
        quote! {
            impl _crud::Refers<#position> for #entity {
                type To = #target;
            }
        }
    });
    quote!(#(#refers)*)
}

/// `impl Crud for Book`
fn implementation(model: &Model) -> TokenStream {
    let (entity, new, patch) = (&model.entity.ident, &model.new, &model.patch);
    let key: Vec<_> = model.key.iter().map(|position| &model.columns[*position]).collect();
    let types = key.iter().map(|column| &column.field.ty);
    let fields: Vec<_> = key.iter().map(|column| &column.field.ident).collect();
    // A key of one column is its own part, which the trait says.
    let parts = |parts: TokenStream| quote!(const PARTS: _crud::Parts<Self::Key> = &[#parts];);
    let (ty, own, parts) = match key.len() {
        0 => (
            quote!(_crud::AnyKey),
            quote!({
                _ = it;
                _crud::AnyKey
            }),
            parts(TokenStream::new()),
        ),
        1 => (quote!(#(#types)*), quote!(#(_crud::Clone::clone(&it.#fields))*), quote!()),
        count => {
            let position = (0..count).map(Literal::usize_unsuffixed);
            (
                quote!((#(#types),*)),
                quote!((#(_crud::Clone::clone(&it.#fields)),*)),
                parts(quote!(#(|key| &key.#position),*)),
            )
        }
    };
    quote! {
        impl _crud::Crud for #entity {
            type Key = #ty;
            type New = #new;
            type Patch = #patch;
            const TABLE: &'static _crud::Table = &TABLE;
            #parts
            const KEY: fn(&Self) -> Self::Key = |it| #own;
        }
    }
}

/// How a column moves in and out of a DTO that has it as it is.
pub(super) fn plain(column: &Column) -> Move {
    let (field, position) = (&column.field.ident, Literal::usize_unsuffixed(column.position));
    Move {
        out: quote!(.with(#position, &it.#field)),
        back: quote!(#field: changes.take(#position)?),
    }
}

/// How a column moves in and out of a DTO that has it as a `Change`.
pub(super) fn change(column: &Column) -> Move {
    let (field, position) = (&column.field.ident, Literal::usize_unsuffixed(column.position));
    Move {
        out: quote!(.with_change(#position, &it.#field)),
        back: quote!(#field: changes.take_change(#position)?),
    }
}

/// How a column moves in and out of the create DTO, if it is there.
pub(super) fn in_new(column: &Column) -> Option<Move> {
    match column.presence.new {
        InNew::Absent => None,
        InNew::Plain | InNew::Optional => Some(plain(column)),
        InNew::Change => Some(change(column)),
    }
}

/// One line out of a DTO and one back into it.
pub(super) struct Move {
    pub(super) out: TokenStream,
    pub(super) back: TokenStream,
}
