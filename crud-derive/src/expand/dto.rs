//! The DTOs: structs that create and patch, and the lines that make each shape one of changes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::entity::{Move, change, in_new, plain};
use super::one_of;
use crate::docs::doc;
use crate::model::{Column, InNew, Member, Model};

/// `NewBook` and `BookPatch`.
pub(super) fn structs(model: &Model, private: &TokenStream) -> TokenStream {
    let (vis, entity) = (&model.entity.vis, &model.entity.ident);
    let (new, patch) = (&model.new, &model.patch);
    let deprecated = model.entity.docs.deprecated.as_ref();
    let derives = (!model.derives.is_empty()).then(|| {
        let derives = &model.derives;
        quote!(#[derive(#(#derives),*)])
    });
    let new_fields = model.members().filter_map(|member| {
        let column = match member {
            Member::Column(column) => column,
            Member::OneOf(group) => {
                let ty = &group.choice;
                return Some(one_of::field(model, group, &quote!(#ty)));
            }
        };
        let ty = &column.field.ty;
        match column.presence.new {
            InNew::Absent => None,
            InNew::Plain | InNew::Optional => Some(field(column, &quote!(#ty))),
            InNew::Change => Some(field(column, &quote!(#private::Change<#ty>))),
        }
    });
    let patch_fields = patched(model).map(|member| match member {
        Member::Column(column) => {
            let ty = &column.field.ty;
            field(column, &quote!(#private::Change<#ty>))
        }
        Member::OneOf(group) => {
            let ty = &group.choice;
            one_of::field(model, group, &quote!(#private::Change<#ty>))
        }
    });
    let new_doc = doc(&format!("What creates or replaces a [`{entity}`]."));
    let patch_doc = doc(&format!("What changes some fields of a [`{entity}`]."));
    quote! {
        #new_doc
        #deprecated
        #derives
        #vis struct #new {
            #(#new_fields)*
        }
        #patch_doc
        #deprecated
        #derives
        #vis struct #patch {
            #(#patch_fields)*
        }
    }
}

fn field(column: &Column, ty: &TokenStream) -> TokenStream {
    let (vis, ident) = (&column.field.vis, &column.field.ident);
    let deprecated = column.field.docs.deprecated.as_ref();
    // A lint may ask for documentation, also where the struct itself has none.
    let docs = column.field.docs.copy();
    let docs = if docs.is_empty() { doc(&format!("The column `{}`.", column.name)) } else { docs };
    quote! {
        #docs
        #deprecated
        #vis #ident: #ty,
    }
}

/// What the DTOs need their types for: their constructors, and the way to and from changes.
pub(super) fn conversions(model: &Model) -> TokenStream {
    let (entity, patch) = (&model.entity.ident, &model.patch);
    let columns = &model.columns;
    let constructor = constructor(model);
    let read = dto(model, entity, "Read", columns.iter().map(plain));
    let create = model.members().filter_map(|member| match member {
        Member::Column(column) => in_new(column),
        Member::OneOf(group) => Some(one_of::plain(group)),
    });
    let create = dto(model, &model.new, "Create", create);
    let changes = patched(model).map(|member| match member {
        Member::Column(column) => change(column),
        Member::OneOf(group) => one_of::change(group),
    });
    let patches = dto(model, patch, "Patch", changes);
    quote! {
        #constructor
        impl _crud::Default for #patch {
            fn default() -> Self {
                _crud::keep()
            }
        }
        #read
        #create
        #patches
    }
}

/// The members of the patch DTO.
fn patched<'m, 'a>(model: &'m Model<'a>) -> impl Iterator<Item = Member<'m, 'a>> {
    model.members().filter(|member| match member {
        Member::Column(column) => column.presence.patch,
        Member::OneOf(group) => model.is_changeable(group),
    })
}

/// `NewBook::new(title, isbn)`: what is required; the rest is null or its default.
fn constructor(model: &Model) -> TokenStream {
    let (vis, new) = (&model.entity.vis, &model.new);
    let members: Vec<_> = model
        .members()
        .map(|member| match member {
            Member::Column(column) => {
                let (ident, ty) = (&column.field.ident, &column.field.ty);
                (ident, quote!(#ty), column.presence.new)
            }
            Member::OneOf(group) => {
                let choice = &group.choice;
                (&group.name, quote!(#choice), InNew::Plain)
            }
        })
        .filter(|(.., new)| *new != InNew::Absent)
        .collect();
    let arguments = members
        .iter()
        .filter(|(.., new)| *new == InNew::Plain)
        .map(|(ident, ty, _)| quote!(#ident: #ty));
    let values = members.iter().map(|(ident, _, new)| match new {
        InNew::Optional => quote!(#ident: _crud::None),
        InNew::Change => quote!(#ident: _crud::Change::Keep),
        InNew::Plain | InNew::Absent => quote!(#ident),
    });
    quote! {
        impl #new {
            /// What is required; the rest is null, or its default acts.
            #vis fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    }
}

/// `impl Dto for NewBook`
fn dto(
    model: &Model,
    ident: &Ident,
    shape: &str,
    moves: impl Iterator<Item = Move>,
) -> TokenStream {
    let entity = &model.entity.ident;
    // An entity is read, which need not be said.
    let shape = (shape != "Read").then(|| {
        let shape = format_ident!("{shape}");
        quote!(const SHAPE: _crud::Shape = _crud::Shape::#shape;)
    });
    let (out, back): (Vec<_>, Vec<_>) = moves.map(|one| (one.out, one.back)).unzip();
    quote! {
        impl _crud::Dto for #ident {
            type Entity = #entity;
            #shape
            const TO: _crud::To<Self> = |it| _crud::Changes::new(&TABLE) #(#out)*;
            const FROM: _crud::From<Self> = |changes| _crud::Some(Self { #(#back),* });
        }
    }
}
