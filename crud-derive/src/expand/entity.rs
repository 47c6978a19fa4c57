//! The typed handles of the columns, and the entity's own impls.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::docs::doc;
use crate::model::{Column, InNew, Model, Reference, Relation, RelationKind};

pub(super) fn entity(model: &Model) -> TokenStream {
    let entity = &model.entity.ident;
    let constants = model.columns.iter().map(|column| constant(model, column));
    let relations = model.relations.iter().filter_map(|relation| self::relation(model, relation));
    let implementation = implementation(model);
    quote! {
        impl #entity {
            #(#constants)*
            #(#relations)*
        }
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
    let target = model.relations.iter().find_map(|relation| match &relation.kind {
        RelationKind::Column { column: stored, target, .. } if *stored == column.position => {
            Some(target)
        }
        _ => None,
    });
    match target.map(Reference::entity) {
        None => quote! {
            #doc
            #deprecated
            #vis const #constant: _crud::Attribute<Self, #ty> = _crud::at(#position);
        },
        Some(target) => quote! {
            #doc
            #deprecated
            #vis const #constant: _crud::Reference<Self, #target, #ty> =
                _crud::refer(&[#position]);
        },
    }
}

/// The handle of a reference over several columns.
fn relation(model: &Model, relation: &Relation) -> Option<TokenStream> {
    let RelationKind::Columns { columns, target, constant, .. } = &relation.kind else {
        return None;
    };
    let vis = &model.columns[*columns.first()?].field.vis;
    let positions = columns.iter().map(|position| Literal::usize_unsuffixed(*position));
    let doc = doc(&format!("The relation `{}`.", relation.name));
    Some(quote! {
        #doc
        #vis const #constant: _crud::Reference<Self, #target, ()> =
            _crud::refer(&[#(#positions),*]);
    })
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
