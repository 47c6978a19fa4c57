//! `#[derive(CrudType)]`: a newtype around a type that columns hold.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Field, Member, Path};

use crate::attr::{self, Word};
use crate::errors::Errors;
use crate::expand::{field_forms, private};

pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let mut krate = None;
    attr::read(&mut errors, &input.attrs, &attr::NEWTYPE, |name, input: ParseStream| {
        attr::keep(&mut krate, name, attr::path(name, input, "path::to::crud_runtime")?)
    });
    let expansion = inner(&mut errors, input).map(|field| newtype(input, field, krate.as_ref()));
    let errors = errors.into_tokens();
    quote!(#errors #expansion)
}

/// The one field.
fn inner<'a>(errors: &mut Errors, input: &'a DeriveInput) -> Option<&'a Field> {
    if !input.generics.params.is_empty() {
        errors.at(&input.generics.params, "a newtype that a column holds has no parameters");
        return None;
    }
    let fields = match &input.data {
        Data::Struct(data) => &data.fields,
        Data::Enum(data) => {
            errors.at(&data.enum_token, "not a newtype: write `#[derive(CrudEnum)]` on an enum");
            return None;
        }
        Data::Union(data) => {
            errors.at(&data.union_token, "not a newtype: a union cannot be a column");
            return None;
        }
    };
    let mut all = fields.iter();
    let (Some(field), None) = (all.next(), all.next()) else {
        errors.at(&input.ident, "a newtype has exactly one field, whose type fits a column");
        return None;
    };
    Some(field)
}

fn newtype(input: &DeriveInput, field: &Field, krate: Option<&Word<Path>>) -> TokenStream {
    let private = private(krate);
    let (ident, ty) = (&input.ident, &field.ty);
    let name = ident.unraw().to_string();
    let member = field.ident.clone().map_or(Member::Unnamed(0.into()), Member::Named);
    let forms = field_forms(ident, &name);
    // A wrong type is one error, because each of these says the same at the same place.
    let span = ty.span();
    let nullable = quote_spanned!(span=> <#ty as _crud::Field>::NULLABLE);
    let check = quote_spanned!(span=> const _: () = _crud::newtype(#nullable););
    let base = quote_spanned!(span=> <#ty as _crud::Field>::Base);
    let column_type = quote_spanned!(span=> <#ty as _crud::Field>::TYPE);
    let to_value = quote_spanned!(span=> <#ty as _crud::Field>::to_value);
    let from_value = quote_spanned!(span=> <#ty as _crud::Field>::from_value);
    quote! {
        #[allow(clippy::all, clippy::pedantic, deprecated, missing_docs, unused)]
        const _: () = {
            use #private as _crud;
            #check
            impl _crud::Field for #ident {
                type Base = #base;
                type Inner = Self;
                const TYPE: _crud::ColumnType = #column_type;
                fn to_value(&self) -> _crud::Value {
                    #to_value(&self.#member)
                }
                fn from_value(value: _crud::Value) -> _crud::Taken<Self> {
                    _crud::Ok(Self { #member: #from_value(value)? })
                }
            }
            impl _crud::RefersTo<#ident> for #ident {}
            impl _crud::RefersTo<_crud::AnyKey> for #ident {}
            #forms
        };
    }
}
