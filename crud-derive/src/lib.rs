//! The derive macros of crud: `Crud` for entities, `CrudEnum` and `CrudType` for what columns
//! hold, `migrations!` for what a program carries with it.
//!
//! Use them through `crud_runtime`, which documents them.

mod ast;
mod attr;
mod case;
mod docs;
mod embed;
mod enumeration;
mod errors;
mod expand;
#[cfg(test)]
mod golden;
mod model;
mod newtype;
mod plural;

use proc_macro::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_macro_input};

use errors::Errors;
use model::Model;

/// Makes a struct an entity: a table, its DTOs, its routes and its documents.
#[proc_macro_derive(Crud, attributes(crud, serde))]
pub fn crud(input: TokenStream) -> TokenStream {
    entity(&parse_macro_input!(input)).into()
}

/// Makes an enum of plain words a type that columns hold.
#[proc_macro_derive(CrudEnum, attributes(crud, serde))]
pub fn crud_enum(input: TokenStream) -> TokenStream {
    enumeration::expand(&parse_macro_input!(input)).into()
}

/// Makes a newtype around a type that columns hold one itself.
#[proc_macro_derive(CrudType, attributes(crud, serde))]
pub fn crud_type(input: TokenStream) -> TokenStream {
    newtype::expand(&parse_macro_input!(input)).into()
}

/// Builds the migrations of a folder into the program.
///
/// The folder is named from the package's own, where `Cargo.toml` is: `migrations!("migrations")`,
/// or `migrations!()` for the same. One that is not there holds none. A program that is built for
/// debugging reads the folder anew where it is there, so that a new file needs no build.
#[proc_macro]
pub fn migrations(input: TokenStream) -> TokenStream {
    embed::expand(input.into()).into()
}

/// As written, as meant, as emitted; whatever was wrong comes with it, all at once.
fn entity(input: &DeriveInput) -> proc_macro2::TokenStream {
    let mut errors = Errors::default();
    let expansion = match ast::Entity::parse(&mut errors, input) {
        Some(entity) => {
            let model = Model::from_ast(&mut errors, &entity);
            expand::expand(&model, errors.count() > 0)
        }
        None => expand::stub(input),
    };
    let errors = errors.into_tokens();
    quote!(#errors #expansion)
}
