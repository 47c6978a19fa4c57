//! `migrations!`: the files of a folder as constants.

use std::path::{Path, PathBuf};
use std::{fs, io};

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;
use syn::LitStr;

/// What stands beside the folders of the databases.
const SNAPSHOT: &str = "schema.json";

/// The names of the databases' folders.
const DIALECTS: [&str; 3] = ["mysql", "postgres", "sqlite"];

/// ```text
/// ::crud_runtime::__private::migrations(
///     "/home/ada/library/migrations",
///     &[("schema.json", ::core::include_str!("/home/ada/library/migrations/schema.json"))],
///     ::core::cfg!(debug_assertions),
/// )
/// ```
///
/// `include_str!` is what tells Cargo to build again when a file changes. A new file changes
/// `schema.json`, so that it is seen, too.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    emit(input).unwrap_or_else(|error| error.to_compile_error())
}

fn emit(input: TokenStream) -> syn::Result<TokenStream> {
    let folder = if input.is_empty() {
        LitStr::new("migrations", Span::call_site())
    } else {
        syn::parse2::<LitStr>(input).map_err(|error| {
            let usage = "the folder of the migrations is a text: `migrations!(\"migrations\")`";
            syn::Error::new(error.span(), usage)
        })?
    };
    let refuse = |what: String| syn::Error::new(folder.span(), what);
    let root = std::env::var_os("CARGO_MANIFEST_DIR")
        .ok_or_else(|| refuse("Cargo says where the package is, and is not here".to_owned()))?;
    let path = PathBuf::from(root).join(folder.value());
    let files =
        files(&path).map_err(|error| refuse(format!("cannot read {}: {error}", path.display())))?;
    let text = |path: &Path| {
        let text = path.to_str().map(Literal::string);
        text.ok_or_else(|| refuse(format!("the path {} is not UTF-8", path.display())))
    };
    let mut members = Vec::new();
    for file in files {
        let (name, whole) = (Literal::string(&file), text(&path.join(&file))?);
        members.push(quote!((#name, ::core::include_str!(#whole))));
    }
    let path = text(&path)?;
    Ok(quote! {
        ::crud_runtime::__private::migrations(
            #path,
            &[#(#members),*],
            ::core::cfg!(debug_assertions),
        )
    })
}

/// The files in the folder, by their paths there; none where there is no such folder.
fn files(folder: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    if folder.join(SNAPSHOT).is_file() {
        files.push(SNAPSHOT.to_owned());
    }
    for dialect in DIALECTS {
        let entries = match fs::read_dir(folder.join(dialect)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let name = entry?.file_name().into_string();
            let name =
                name.map_err(|name| io::Error::other(format!("{} is not UTF-8", name.display())))?;
            if Path::new(&name).extension().is_some_and(|extension| extension == "sql") {
                files.push(format!("{dialect}/{name}"));
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_is_empty() {
        let emitted = expand(quote!("no/such/folder")).to_string();
        assert!(emitted.contains("& []"), "{emitted}");
        assert!(emitted.contains("no/such/folder\""), "{emitted}");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let emitted = expand(quote!(migrations)).to_string();
        assert!(emitted.contains("migrations!(\\\"migrations\\\")"), "{emitted}");
    }
}
