//! `#[derive(CrudEnum)]`: an enum of plain words, stored as text.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Data, DeriveInput, Ident, Path};

use crate::attr::{self, Word};
use crate::case::Case;
use crate::docs::Docs;
use crate::errors::Errors;
use crate::expand::{field_forms, private};

/// The words of an enum.
struct Enumeration {
    krate: Option<Word<Path>>,
    docs: Docs,
    variants: Vec<(Ident, String)>,
}

pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let enumeration = Enumeration::parse(&mut errors, input);
    let expansion = if input.generics.params.is_empty() {
        enumeration.expand(&input.ident)
    } else {
        TokenStream::new()
    };
    let errors = errors.into_tokens();
    quote!(#errors #expansion)
}

impl Enumeration {
    fn parse(errors: &mut Errors, input: &DeriveInput) -> Self {
        let mut krate = None;
        let mut rule = None;
        attr::read(errors, &input.attrs, &attr::ENUM, |name, input: ParseStream| {
            match name.to_string().as_str() {
                "rename_all" => attr::keep(&mut rule, name, attr::rename_rule(name, input)?),
                _ => {
                    attr::keep(&mut krate, name, attr::path(name, input, "path::to::crud_runtime")?)
                }
            }
        });
        let rule = rule.map_or(Case::Snake, |rule| rule.value);
        let mut enumeration = Self { krate, docs: Docs::read(&input.attrs), variants: Vec::new() };
        if !input.generics.params.is_empty() {
            errors.at(&input.generics.params, "an enum that a column holds has no parameters");
            return enumeration;
        }
        let data = match &input.data {
            Data::Enum(data) => data,
            Data::Struct(data) => {
                errors.at(
                    &data.struct_token,
                    "not an enum: write `#[derive(CrudType)]` on a newtype",
                );
                return enumeration;
            }
            Data::Union(data) => {
                errors.at(&data.union_token, "not an enum: a union cannot be a column");
                return enumeration;
            }
        };
        if data.variants.is_empty() {
            errors.at(&input.ident, "an enum that a column holds has at least one variant");
        }
        let mut words: HashMap<String, Ident> = HashMap::new();
        for variant in &data.variants {
            let mut rename = None;
            attr::read(errors, &variant.attrs, &attr::VARIANT, |name, input: ParseStream| {
                attr::keep(&mut rename, name, attr::text(name, input)?)
            });
            if !variant.fields.is_empty() {
                errors.at(
                    &variant.fields,
                    "a variant that a column holds is a plain word: store an enum with data as \
                     `Json<…>`",
                );
                continue;
            }
            let word = match &rename {
                Some(rename) => rename.value.value(),
                None => rule.apply(&variant.ident.unraw().to_string()),
            };
            if word.is_empty() || word.len() > 255 || word.contains('\0') {
                errors.at(&rename.map(|rename| rename.value), "a word has 1 to 255 octets");
                continue;
            }
            if let Some(other) = words.insert(word.clone(), variant.ident.clone()) {
                let message = format!("`{other}` is stored as `{word}` already");
                match &rename {
                    Some(rename) => errors.at(&rename.value, message),
                    None => errors.at(&variant.ident, message),
                }
            }
            enumeration.variants.push((variant.ident.clone(), word));
        }
        enumeration
    }

    fn expand(&self, ident: &Ident) -> TokenStream {
        let private = private(self.krate.as_ref());
        let name = ident.unraw().to_string();
        let description = self.docs.description().unwrap_or_else(|| quote!(""));
        let forms = field_forms(ident, &name);
        let (variants, words): (Vec<_>, Vec<_>) = self.variants.iter().cloned().unzip();
        quote! {
            #[allow(clippy::all, clippy::pedantic, deprecated, missing_docs, unused)]
            const _: () = {
                use #private as _crud;
                static TYPE: _crud::EnumType = _crud::EnumType {
                    name: #name,
                    description: #description,
                    variants: &[#(#words),*],
                };
                impl #ident {
                    /// The word that is stored.
                    pub const fn as_str(&self) -> &'static str {
                        match *self {
                            #(Self::#variants => #words,)*
                            #[allow(unreachable_patterns)]
                            _ => "",
                        }
                    }
                }
                impl _crud::Field for #ident {
                    type Base = Self;
                    type Inner = Self;
                    const TYPE: _crud::ColumnType = _crud::ColumnType::Enum(&TYPE);
                    fn to_value(&self) -> _crud::Value {
                        _crud::word(self.as_str())
                    }
                    fn from_value(value: _crud::Value) -> _crud::Taken<Self> {
                        _crud::parse(value)
                    }
                }
                impl _crud::RefersTo<#ident> for #ident {}
                impl _crud::RefersTo<_crud::AnyKey> for #ident {}
                impl _crud::FromStr for #ident {
                    type Err = _crud::FieldError;
                    fn from_str(word: &str) -> _crud::Taken<Self> {
                        match word {
                            #(#words => _crud::Ok(Self::#variants),)*
                            _ => _crud::no_word(),
                        }
                    }
                }
                impl _crud::fmt::Display for #ident {
                    fn fmt(&self, formatter: &mut _crud::fmt::Formatter<'_>) -> _crud::fmt::Result {
                        formatter.pad(self.as_str())
                    }
                }
                #forms
            };
        }
    }
}
