//! Polymorphic relations: the enum of each, and how a record and its DTOs have it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::entity::Move;
use crate::docs::doc;
use crate::model::{Model, OneOf};

/// `pub enum ReviewSubject { Photo(Uuid), Video(Uuid) }`
pub(super) fn choices(model: &Model, private: &TokenStream) -> TokenStream {
    let (vis, entity) = (&model.entity.vis, &model.entity.ident);
    let deprecated = model.entity.docs.deprecated.as_ref();
    // A choice has no default: which one is set is always said.
    let derives = model.derives.iter().filter(|path| !path.is_ident("Default"));
    let derives: Vec<_> = derives.collect();
    let derives = (!derives.is_empty()).then(|| quote!(#[derive(#(#derives),*)]));
    let enums = model.one_of.iter().map(|one_of| {
        let (name, choice) = (&one_of.name, &one_of.choice);
        let variants = one_of.columns.iter().map(|(column, field, variant)| {
            let ty = &model.columns[*column].field.ty;
            let doc = doc(&format!("What `{field}` refers to, by its key."));
            quote!(#doc #variant(<#ty as #private::Field>::Inner),)
        });
        let doc = doc(&format!("What the `{name}` of a [`{entity}`] is."));
        quote! {
            #doc
            #deprecated
            #derives
            #vis enum #choice {
                #(#variants)*
            }
        }
    });
    quote!(#(#enums)*)
}

/// `static ONE_OF: [OneOf; 1] = …`
pub(super) fn table(model: &Model) -> Option<TokenStream> {
    let count = Literal::usize_unsuffixed(model.one_of.len());
    let all = model.one_of.iter().map(|OneOf { name, member, columns, .. }| {
        let name = syn::ext::IdentExt::unraw(name).to_string();
        let columns = columns.iter().map(|(column, ..)| Literal::usize_unsuffixed(*column));
        quote!(_crud::OneOf { name: #name, member: #member, columns: &[#(#columns),*] })
    });
    (!model.one_of.is_empty()).then(|| quote!(static ONE_OF: [_crud::OneOf; #count] = [#(#all),*];))
}

/// The way of each enum to and from its columns, and the method that says which one is set.
pub(super) fn conversions(model: &Model) -> TokenStream {
    let entity = &model.entity.ident;
    let conversions = model.one_of.iter().enumerate().map(|(number, one_of)| {
        let OneOf { name, choice, columns, .. } = one_of;
        let number = Literal::usize_unsuffixed(number);
        let vis = vis(model, one_of);
        let fields = columns.iter().map(|(column, ..)| &model.columns[*column].field.ident);
        let places: Vec<_> = (0..columns.len()).map(Literal::usize_unsuffixed).collect();
        let variants: Vec<_> = columns.iter().map(|(.., variant)| variant).collect();
        let doc = doc(&format!("Which `{name}` is set; every stored record has one."));
        quote! {
            impl #entity {
                #doc
                #vis fn #name(&self) -> _crud::Option<#choice> {
                    _crud::chosen(&TABLE, &[#(&self.#fields),*])
                }
            }
            impl _crud::Choice for #choice {
                const ONE_OF: &'static _crud::OneOf = &ONE_OF[#number];
                fn chosen(&self) -> (usize, _crud::Value) {
                    match self {
                        #(Self::#variants(key) => (#places, _crud::Field::to_value(key)),)*
                    }
                }
                fn choose(place: usize, value: _crud::Value) -> _crud::Taken<Self> {
                    match place {
                        #(#places => _crud::Field::from_value(value).map(Self::#variants),)*
                        _ => _crud::no_choice(),
                    }
                }
            }
        }
    });
    quote!(#(#conversions)*)
}

/// The member of a DTO.
pub(super) fn field(model: &Model, one_of: &OneOf, ty: &TokenStream) -> TokenStream {
    let (name, vis) = (&one_of.name, vis(model, one_of));
    let fields: Vec<_> = one_of.columns.iter().map(|(_, field, _)| format!("`{field}`")).collect();
    let doc = doc(&format!("Which one of {} is set.", fields.join(", ")));
    quote! {
        #doc
        #vis #name: #ty,
    }
}

/// How the member moves in and out of a DTO that has it as it is.
pub(super) fn plain(OneOf { name, .. }: &OneOf) -> Move {
    Move { out: quote!(.with_one(&it.#name)), back: quote!(#name: changes.take_one()?) }
}

/// How the member moves in and out of a DTO that has it as a `Change`.
pub(super) fn change(OneOf { name, .. }: &OneOf) -> Move {
    Move {
        out: quote!(.with_one_change(&it.#name)),
        back: quote!(#name: changes.take_one_change()?),
    }
}

fn vis<'a>(model: &'a Model, one_of: &OneOf) -> &'a syn::Visibility {
    let first = one_of.columns.first();
    first.map_or(&model.entity.vis, |(column, ..)| &model.columns[*column].field.vis)
}
