//! What a table that was there before has in its database's own spelling.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitStr, Token};

use super::value::{assigned, each, list, one_of, own_field, text};

/// `sql_type(postgres = "varchar(160)")`
#[derive(Default)]
pub(crate) struct NativeWord {
    pub(crate) sqlite: Option<LitStr>,
    pub(crate) postgres: Option<LitStr>,
    pub(crate) mysql: Option<LitStr>,
}

/// One of `names(index(artist_id) = "IFK_AlbumArtistId")`.
pub(crate) struct NameWord {
    pub(crate) what: Ident,
    pub(crate) kind: NameKind,
    pub(crate) name: LitStr,
}

/// What is named.
pub(crate) enum NameKind {
    Key,
    /// The variant of `NamedWhat`, and the fields.
    Fields(&'static str, Vec<Ident>),
    /// The name of the check.
    Check(LitStr),
}

/// `(sqlite = "…", postgres = "…", mysql = "…")`
pub(super) fn native(name: &Ident, input: ParseStream, form: &str) -> syn::Result<NativeWord> {
    let content = list(name, input, form)?;
    let mut native = NativeWord::default();
    each(&content, |input| {
        let word: Ident = input.call(Ident::parse_any)?;
        let databases = [("sqlite", 0), ("postgres", 1), ("mysql", 2)];
        let database = one_of(&word.to_string(), word.span(), &databases, "database")?;
        let place = match database {
            0 => &mut native.sqlite,
            1 => &mut native.postgres,
            _ => &mut native.mysql,
        };
        match place.replace(text(&word, input)?) {
            None => Ok(()),
            Some(_) => Err(syn::Error::new(word.span(), format!("`{word}` is stated twice"))),
        }
    })?;
    Ok(native)
}

/// `(primary_key = "…", index(field) = "…")`
pub(super) fn names(name: &Ident, input: ParseStream) -> syn::Result<Vec<NameWord>> {
    const KINDS: &[(&str, &str)] = &[
        ("primary_key", ""),
        ("unique", "Unique"),
        ("unique_index", "UniqueIndex"),
        ("references", "Reference"),
        ("index", "Index"),
        ("check", ""),
    ];
    let content = list(name, input, "names(references(author_id) = \"fk_author\")")?;
    each(&content, |input| {
        let what: Ident = input.call(Ident::parse_any)?;
        let word = what.to_string();
        let variant = one_of(&word, what.span(), KINDS, "word of `names`")?;
        let kind = match word.as_str() {
            "primary_key" => NameKind::Key,
            "check" => {
                let content = list(&what, input, "check(\"paid\") = \"…\"")?;
                NameKind::Check(content.parse()?)
            }
            _ => {
                let content = list(&what, input, &format!("{word}(field, other_field) = \"…\""))?;
                NameKind::Fields(variant, each(&content, own_field)?)
            }
        };
        if !input.peek(Token![=]) {
            return Err(syn::Error::new(what.span(), "write the name behind it: `… = \"name\"`"));
        }
        let form = format!("{word} = \"…\"");
        Ok(NameWord { name: assigned(&what, input, &form)?, what, kind })
    })
}
