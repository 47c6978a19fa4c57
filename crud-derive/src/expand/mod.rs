//! Emitted code: one static description of the table, and the few lines that need the Rust type.
//!
//! `#[automatically_derived]` would stand on fifteen impls; one `allow` on the block that holds
//! them does the same.

mod dto;
mod entity;
mod forms;
mod one_of;
mod stub;
mod table;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Path;

use crate::attr::Word;
use crate::model::Model;

pub(crate) use forms::field_forms;
pub(crate) use stub::stub;

/// Everything that the derive adds behind a struct. Where an error was found, checks by value are
/// left out: what they would read may be gone.
pub(crate) fn expand(model: &Model, has_errors: bool) -> TokenStream {
    let private = private(model.entity.attributes.krate.as_ref());
    let dtos = dto::structs(model, &private);
    let choices = one_of::choices(model, &private);
    let one_of = one_of::conversions(model);
    let table = table::table(model);
    let checks = if has_errors { TokenStream::new() } else { table::checks(model) };
    let entity = entity::entity(model);
    let conversions = dto::conversions(model);
    let forms = [&model.entity.ident, &model.new, &model.patch].map(forms::forms);
    quote! {
        #dtos
        #choices
        #[allow(clippy::all, clippy::pedantic, deprecated, private_interfaces, unused)]
        const _: () = {
            use #private::{self as _crud, Strange as _, Unruled as _};
            #table
            #checks
            #entity
            #conversions
            #one_of
            #(#forms)*
        };
    }
}

/// Where emitted code finds the runtime: `crate = path` as in serde.
pub(crate) fn private(krate: Option<&Word<Path>>) -> TokenStream {
    let path = krate.map(|word| word.value.to_token_stream());
    let path = path.unwrap_or_else(|| quote!(::crud_runtime));
    quote!(#path::__private)
}
