//! What stands in for a struct that has no shape of a table, so that its uses stay quiet.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_quote};

use super::private;
use crate::attr::EntityAttributes;
use crate::errors::Errors;

/// An entity without columns; whatever is wrong with it was reported.
pub(crate) fn stub(input: &DeriveInput) -> TokenStream {
    // Reported already; read again only for `crate = …`.
    let attributes = EntityAttributes::read(&mut Errors::default(), &input.attrs);
    let private = private(attributes.krate.as_ref());
    let ident = &input.ident;
    let mut generics = input.generics.clone();
    generics.make_where_clause().predicates.push(parse_quote!(
        Self: ::core::marker::Send + ::core::marker::Sync + 'static
    ));
    let (parameters, arguments, clause) = generics.split_for_impl();
    quote! {
        const _: () = {
            use #private as _crud;
            impl #parameters _crud::Crud for #ident #arguments #clause {
                type Key = _crud::AnyKey;
                type New = _crud::Stub<Self>;
                type Patch = _crud::Stub<Self>;
                const TABLE: &'static _crud::Table = &_crud::Table::EMPTY;
                const PARTS: _crud::Parts<Self::Key> = &[];
                const KEY: fn(&Self) -> Self::Key = |_| _crud::AnyKey;
            }
            impl #parameters _crud::Dto for #ident #arguments #clause {
                type Entity = Self;
                const TO: _crud::To<Self> = |_| _crud::Changes::new(&_crud::Table::EMPTY);
                const FROM: _crud::From<Self> = |_| _crud::None;
            }
        };
    }
}
