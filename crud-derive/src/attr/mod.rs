//! Spellings: how `#[crud(…)]` is written, word by word.

mod entity;
mod field;
mod inverse;
mod native;
mod suggest;
mod value;
mod vocabulary;

pub(crate) use entity::{
    CheckWord, CompositeReference, DtoWord, EntityAttributes, Grant, OneOfWord, OrderWord,
    PageWord, Who,
};
pub(crate) use field::{FieldAttributes, LengthWord, RangeWord};
pub(crate) use inverse::InverseKind;
pub(crate) use native::{NameKind, NativeWord};
pub(crate) use suggest::nearest;
pub(crate) use value::{Literal, Number, path, rename_rule, text};
pub(crate) use vocabulary::{ENUM, NEWTYPE, VARIANT, Vocabulary};

use proc_macro2::{Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Ident, Meta, Token};

use crate::errors::Errors;

/// An attribute as it was written: its word and what follows.
pub(crate) struct Word<T> {
    pub(crate) name: Ident,
    pub(crate) value: T,
}

impl<T> Word<T> {
    pub(crate) fn span(&self) -> Span {
        self.name.span()
    }
}

/// Reads every word of every `#[crud(…)]`; `word` reads what follows the word's name.
pub(crate) fn read(
    errors: &mut Errors,
    attributes: &[Attribute],
    vocabulary: &Vocabulary,
    mut word: impl FnMut(&Ident, ParseStream) -> syn::Result<()>,
) {
    for attribute in attributes {
        if attribute.path().is_ident("serde") {
            refuse_serde(errors, attribute);
        }
        if !attribute.path().is_ident("crud") {
            continue;
        }
        let Meta::List(list) = &attribute.meta else {
            errors.at(&attribute.meta, "write the attributes in parentheses: `#[crud(…)]`");
            continue;
        };
        let before = errors.count();
        let result = list.parse_args_with(|input: ParseStream| {
            while !input.is_empty() {
                if let Err(error) = item(input, vocabulary, &mut word) {
                    errors.push(error);
                    skip(input);
                }
                if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                    errors.push(input.error("expected `,`"));
                    skip(input);
                    let _ = input.parse::<Token![,]>();
                }
            }
            Ok(())
        });
        // What an error left unread inside parentheses is no error of its own.
        if let Err(error) = result
            && errors.count() == before
        {
            errors.push(error);
        }
    }
}

/// Reads one word; afterwards only `,` or the end may follow.
fn item(
    input: ParseStream,
    vocabulary: &Vocabulary,
    word: &mut impl FnMut(&Ident, ParseStream) -> syn::Result<()>,
) -> syn::Result<()> {
    let Ok(name) = input.call(Ident::parse_any) else {
        return Err(input.error("expected a word, such as `unique`"));
    };
    vocabulary.check(&name)?;
    word(&name, input)
}

/// Passes over the rest of one word.
fn skip(input: ParseStream) {
    while !input.is_empty() && !input.peek(Token![,]) {
        // A token tree always parses where input is left.
        let _ = input.parse::<TokenTree>();
    }
}

/// Keeps a word's value, once.
pub(crate) fn keep<T>(place: &mut Option<Word<T>>, name: &Ident, value: T) -> syn::Result<()> {
    if place.is_some() {
        return Err(syn::Error::new(name.span(), format!("duplicate attribute `{name}`")));
    }
    *place = Some(Word { name: name.clone(), value });
    Ok(())
}

/// serde's attributes do nothing here, so each names the word that does.
fn refuse_serde(errors: &mut Errors, attribute: &Attribute) {
    let found = attribute.parse_nested_meta(|meta| {
        let name = meta.path.require_ident().map(ToString::to_string).unwrap_or_default();
        let instead = match name.as_str() {
            "rename" => "write `#[crud(rename = \"…\")]`",
            "rename_all" => "write `#[crud(rename_all = \"…\")]`",
            "skip" => "write `#[crud(hidden)]`",
            "skip_serializing" | "skip_serializing_if" => "write `#[crud(write_only)]`",
            "skip_deserializing" => "write `#[crud(read_only)]`",
            "default" => "write `#[crud(default = …)]`",
            "flatten" => "store the field's type as `Json<…>`",
            "with" | "serialize_with" | "deserialize_with" | "from" | "into" | "try_from" => {
                "write a newtype with `#[derive(CrudType)]`"
            }
            "deny_unknown_fields" => "unknown members are always refused, so remove it",
            "alias" => "clients use one name: write `#[crud(rename = \"…\")]`",
            "transparent" => "`#[derive(CrudType)]` is transparent, so remove it",
            _ => "remove it",
        };
        Err(meta.error(format!(
            "serde attributes do not act here, because the derive writes the records: {instead}"
        )))
    });
    if let Err(error) = found {
        errors.push(error);
    }
}
