//! The typed handles of the columns, and the entity's own impls.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

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

/// `pub const TITLE: Attribute<Self, String> = attribute(1, Codec::<String>::OF);`
fn constant(model: &Model, column: &Column) -> TokenStream {
    let field = column.field;
    let (vis, ty, constant) = (&field.vis, &field.ty, &column.constant);
    let deprecated = field.docs.deprecated.as_ref();
    let position = Literal::usize_unsuffixed(column.position);
    let doc = format!("The column of [`{}`](Self::{}).", field.ident, field.ident);
    let target = model.relations.iter().find_map(|relation| match &relation.kind {
        RelationKind::Column { column: stored, target, .. } if *stored == column.position => {
            Some(target)
        }
        _ => None,
    });
    match target.map(Reference::entity) {
        None => quote! {
            #[doc = #doc]
            #deprecated
            #vis const #constant: _crud::Attribute<Self, #ty> =
                _crud::attribute(#position, _crud::Codec::<#ty>::OF);
        },
        Some(target) => quote! {
            #[doc = #doc]
            #deprecated
            #vis const #constant: _crud::Reference<Self, #target, #ty> =
                _crud::reference(&[#position], _crud::Link::<Self, #target, #ty>::OF);
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
    let doc = format!("The relation `{}`.", relation.name);
    Some(quote! {
        #[doc = #doc]
        #vis const #constant: _crud::Reference<Self, #target, ()> =
            _crud::reference(&[#(#positions),*], _crud::Link::<Self, #target, ()>::SEVERAL);
    })
}

/// `impl Crud for Book`
fn implementation(model: &Model) -> TokenStream {
    let (entity, new, patch) = (&model.entity.ident, &model.new, &model.patch);
    let key: Vec<_> = model.key.iter().map(|position| &model.columns[*position]).collect();
    let types = key.iter().map(|column| &column.field.ty);
    let fields: Vec<_> = key.iter().map(|column| &column.field.ident).collect();
    let constants: Vec<_> = key.iter().map(|column| &column.constant).collect();
    let (ty, of, values) = match key.len() {
        0 => (quote!(_crud::AnyKey), quote!(_crud::AnyKey), quote!(_crud::row([]))),
        1 => (
            quote!(#(#types)*),
            quote!(#(_crud::Clone::clone(&self.#fields))*),
            quote!(_crud::row([#(Self::#constants.slot.value(key))*])),
        ),
        _ => {
            let parts = (0..key.len()).map(Literal::usize_unsuffixed);
            (
                quote!((#(#types),*)),
                quote!((#(_crud::Clone::clone(&self.#fields)),*)),
                quote!(_crud::row([#(Self::#constants.slot.value(&key.#parts)),*])),
            )
        }
    };
    quote! {
        impl _crud::Crud for #entity {
            type Key = #ty;
            type New = #new;
            type Patch = #patch;
            const TABLE: &'static _crud::Table = &TABLE;
            fn key(&self) -> Self::Key {
                #of
            }
            fn key_values(key: &Self::Key) -> _crud::Row {
                #values
            }
        }
    }
}

/// How a column moves in and out of a DTO that has it as it is.
pub(super) fn plain(model: &Model, column: &Column) -> Move {
    let (entity, field, constant) = (&model.entity.ident, &column.field.ident, &column.constant);
    Move {
        out: quote!(.with(#entity::#constant.slot, &self.#field)),
        back: quote!(#field: changes.take(#entity::#constant.slot)?),
    }
}

/// How a column moves in and out of a DTO that has it as a `Change`.
pub(super) fn change(model: &Model, column: &Column) -> Move {
    let (entity, field, constant) = (&model.entity.ident, &column.field.ident, &column.constant);
    Move {
        out: quote!(.with_change(#entity::#constant.slot, &self.#field)),
        back: quote!(#field: changes.take_change(#entity::#constant.slot)?),
    }
}

/// How a column moves in and out of the create DTO, if it is there.
pub(super) fn in_new(model: &Model, column: &Column) -> Option<Move> {
    match column.presence.new {
        InNew::Absent => None,
        InNew::Plain | InNew::Optional => Some(plain(model, column)),
        InNew::Change => Some(change(model, column)),
    }
}

/// One line out of a DTO and one back into it.
pub(super) struct Move {
    pub(super) out: TokenStream,
    pub(super) back: TokenStream,
}
