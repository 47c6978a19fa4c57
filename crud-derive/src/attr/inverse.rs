//! The inverse sides of references, and which of them bodies have: `has_many(…)` and its like.

use syn::parse::ParseStream;
use syn::{Ident, Path, Token};

use super::value::{each, list};

/// One of `has_many(reviews: Review::BOOK_ID, nested)`.
pub(crate) struct Inverse {
    pub(crate) kind: InverseKind,
    pub(crate) name: Ident,
    /// Whether bodies may have its records.
    pub(crate) nested: bool,
}

/// What the records on the other side are found by.
pub(crate) enum InverseKind {
    HasMany(Path),
    HasOne(Path),
    ManyToMany(Path, Path),
}

pub(super) fn inverses(
    name: &Ident,
    input: ParseStream,
    kind: fn(Path) -> InverseKind,
) -> syn::Result<Vec<Inverse>> {
    let form = format!("{name}(reviews: Review::BOOK_ID)");
    let content = list(name, input, &form)?;
    let found = each(&content, |input| {
        if let Some(word) = nested(input)? {
            return Ok(Named::Nested(word));
        }
        let (relation, path) = named_path(input, &form)?;
        Ok(Named::Relation(Inverse { kind: kind(path), name: relation, nested: false }))
    })?;
    marked(found)
}

/// What stands between two commas.
enum Named {
    Relation(Inverse),
    Nested(Ident),
}

/// The word `nested`, behind the relation that it is about. A relation may be called so.
fn nested(input: ParseStream) -> syn::Result<Option<Ident>> {
    if input.peek2(Token![:]) || input.fork().parse::<Ident>().is_ok_and(|word| word != "nested") {
        return Ok(None);
    }
    if input.peek(Ident) { input.parse().map(Some) } else { Ok(None) }
}

/// The relations, with what is said of each.
fn marked(found: Vec<Named>) -> syn::Result<Vec<Inverse>> {
    let mut relations: Vec<Inverse> = Vec::new();
    for one in found {
        match (one, relations.last_mut()) {
            (Named::Relation(relation), _) => relations.push(relation),
            (Named::Nested(_), Some(relation)) if !relation.nested => relation.nested = true,
            (Named::Nested(word), Some(_)) => {
                return Err(syn::Error::new(word.span(), "`nested` is stated twice"));
            }
            (Named::Nested(word), None) => {
                let message = "`nested` stands behind the relation that it is about";
                return Err(syn::Error::new(word.span(), message));
            }
        }
    }
    Ok(relations)
}

pub(super) fn many_to_many(name: &Ident, input: ParseStream) -> syn::Result<Vec<Inverse>> {
    const FORM: &str = "many_to_many(tags: BookTag::BOOK_ID -> BookTag::TAG_ID)";
    let content = list(name, input, FORM)?;
    let found = each(&content, |input| {
        if let Some(word) = nested(input)? {
            return Ok(Named::Nested(word));
        }
        let (relation, this) = named_path(input, FORM)?;
        if input.parse::<Token![->]>().is_err() {
            return Err(syn::Error::new_spanned(
                &this,
                format!("an n-m relation is written `{FORM}`"),
            ));
        }
        let other = constant_path(input, FORM)?;
        let kind = InverseKind::ManyToMany(this, other);
        Ok(Named::Relation(Inverse { kind, name: relation, nested: false }))
    })?;
    marked(found)
}

/// `reviews: Review::BOOK_ID`
fn named_path(input: ParseStream, form: &str) -> syn::Result<(Ident, Path)> {
    let relation: Ident = input.parse().map_err(|error| {
        syn::Error::new(error.span(), format!("a relation is written `{form}`"))
    })?;
    if input.parse::<Token![:]>().is_err() {
        return Err(syn::Error::new(relation.span(), format!("a relation is written `{form}`")));
    }
    Ok((relation, constant_path(input, form)?))
}

/// `Review::BOOK_ID`
fn constant_path(input: ParseStream, form: &str) -> syn::Result<Path> {
    let path = input.call(Path::parse_mod_style).map_err(|error| {
        syn::Error::new(error.span(), format!("a relation is written `{form}`"))
    })?;
    if path.segments.len() < 2 {
        return Err(syn::Error::new_spanned(
            &path,
            format!("name the referencing column of the other entity: write `{form}`"),
        ));
    }
    Ok(path)
}
