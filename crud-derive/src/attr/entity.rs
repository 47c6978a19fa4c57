//! The words on the struct.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, Ident, LitInt, LitStr, Path, Token};

use super::field::{ON_DELETE, ON_UPDATE, unreachable_word};
use super::inverse::{Inverse, InverseKind, inverses, many_to_many};
use super::native::{NameWord, NativeWord, names, native};
use super::value::{
    assigned, choice, each, flag, list, one_of, own_field, path, rename_rule, text,
};
use super::vocabulary::ENTITY;
use super::{Word, keep, read};
use crate::case::Case;
use crate::errors::Errors;

/// What `#[crud(…)]` says of the struct.
#[derive(Default)]
pub(crate) struct EntityAttributes {
    pub(crate) allow: Option<Word<Vec<Grant>>>,
    pub(crate) table: Option<Word<LitStr>>,
    pub(crate) path: Option<Word<LitStr>>,
    pub(crate) rename_all: Option<Word<Case>>,
    pub(crate) dto: Option<Word<DtoWord>>,
    pub(crate) indexes: Vec<Word<Vec<OrderWord>>>,
    pub(crate) uniques: Vec<Word<Vec<Ident>>>,
    pub(crate) checks: Vec<Word<CheckWord>>,
    pub(crate) inverses: Vec<Inverse>,
    pub(crate) references: Vec<Word<CompositeReference>>,
    pub(crate) one_of: Vec<Word<OneOfWord>>,
    pub(crate) operations: Option<Word<Vec<Ident>>>,
    pub(crate) sparse: Option<Word<()>>,
    pub(crate) page: Option<Word<PageWord>>,
    pub(crate) order_by: Option<Word<Vec<OrderWord>>>,
    pub(crate) renamed_from: Option<Word<LitStr>>,
    pub(crate) dropped: Option<Word<Vec<LitStr>>>,
    pub(crate) unmanaged: Option<Word<()>>,
    pub(crate) triggers: Option<Word<()>>,
    pub(crate) names: Option<Word<Vec<NameWord>>>,
    pub(crate) sql_options: Option<Word<NativeWord>>,
    pub(crate) krate: Option<Word<Path>>,
}

/// `read = public`
pub(crate) struct Grant {
    pub(crate) action: Ident,
    pub(crate) who: Who,
}

/// Who may.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Public,
    Nobody,
}

/// `dto(new = NewBook, patch = BookPatch, derive(Clone, Debug))`
#[derive(Default)]
pub(crate) struct DtoWord {
    pub(crate) new: Option<Ident>,
    pub(crate) patch: Option<Ident>,
    pub(crate) derives: Vec<Path>,
}

/// `check(name = "…", expr = "…")`
pub(crate) struct CheckWord {
    pub(crate) name: LitStr,
    pub(crate) expression: LitStr,
}

/// `references(OrderLine: order_id, line_no)`
pub(crate) struct CompositeReference {
    pub(crate) target: Path,
    pub(crate) fields: Vec<Ident>,
    pub(crate) on_delete: Option<Word<&'static str>>,
    pub(crate) on_update: Option<Word<&'static str>>,
    pub(crate) relation: Option<Word<Ident>>,
}

/// `one_of(subject: photo_id, video_id)`
pub(crate) struct OneOfWord {
    pub(crate) name: Ident,
    pub(crate) fields: Vec<Ident>,
}

/// `page(default = 50, max = 1000)`
#[derive(Default)]
pub(crate) struct PageWord {
    pub(crate) default: Option<LitInt>,
    pub(crate) max: Option<LitInt>,
}

/// One of `order_by(created_at desc, id)` or `index(state, day desc)`.
pub(crate) struct OrderWord {
    pub(crate) field: Ident,
    pub(crate) descending: bool,
}

impl EntityAttributes {
    pub(crate) fn read(errors: &mut Errors, attributes: &[Attribute]) -> Self {
        let mut all = Self::default();
        read(errors, attributes, &ENTITY, |name, input| match name.to_string().as_str() {
            "allow" => {
                // A word that was meant is not missing too.
                let grants = allow(name, input);
                let (grants, result) =
                    grants.map_or_else(|error| (Vec::new(), Err(error)), |grants| (grants, Ok(())));
                keep(&mut all.allow, name, grants)?;
                result
            }
            "table" => keep(&mut all.table, name, text(name, input)?),
            "path" => keep(&mut all.path, name, text(name, input)?),
            "rename_all" => keep(&mut all.rename_all, name, rename_rule(name, input)?),
            "dto" => keep(&mut all.dto, name, dto(name, input)?),
            "index" => {
                let form = "index(field, other_field desc)";
                all.indexes.push(Word { name: name.clone(), value: directed(name, input, form)? });
                Ok(())
            }
            "unique" => {
                all.uniques.push(Word { name: name.clone(), value: fields(name, input)? });
                Ok(())
            }
            "check" => {
                all.checks.push(Word { name: name.clone(), value: check(name, input)? });
                Ok(())
            }
            "has_many" => {
                all.inverses.extend(inverses(name, input, InverseKind::HasMany)?);
                Ok(())
            }
            "has_one" => {
                all.inverses.extend(inverses(name, input, InverseKind::HasOne)?);
                Ok(())
            }
            "many_to_many" => {
                all.inverses.extend(many_to_many(name, input)?);
                Ok(())
            }
            "references" => {
                all.references.push(Word { name: name.clone(), value: references(name, input)? });
                Ok(())
            }
            "one_of" => {
                all.one_of.push(Word { name: name.clone(), value: references_one(name, input)? });
                Ok(())
            }
            "operations" => {
                let content = list(name, input, "operations(list, read, create)")?;
                keep(&mut all.operations, name, each(&content, Ident::parse)?)
            }
            "sparse" => {
                flag(name, input)?;
                keep(&mut all.sparse, name, ())
            }
            "page" => keep(&mut all.page, name, page(name, input)?),
            "order_by" => {
                let form = "order_by(created_at desc, id)";
                keep(&mut all.order_by, name, directed(name, input, form)?)
            }
            "renamed_from" => keep(&mut all.renamed_from, name, text(name, input)?),
            "dropped" => {
                let content = list(name, input, "dropped(\"old_column\")")?;
                let columns = each(&content, |input| {
                    input.parse::<LitStr>().map_err(|error| {
                        syn::Error::new(error.span(), "name the dropped column in quotes")
                    })
                })?;
                keep(&mut all.dropped, name, columns)
            }
            "unmanaged" => {
                flag(name, input)?;
                keep(&mut all.unmanaged, name, ())
            }
            "triggers" => {
                flag(name, input)?;
                keep(&mut all.triggers, name, ())
            }
            "names" => keep(&mut all.names, name, names(name, input)?),
            "sql_options" => {
                let form = "sql_options(sqlite = \"\")";
                keep(&mut all.sql_options, name, native(name, input, form)?)
            }
            "crate" => keep(&mut all.krate, name, path(name, input, "path::to::crud_runtime")?),
            word => unreachable_word(name, word),
        });
        all
    }
}

fn allow(name: &Ident, input: ParseStream) -> syn::Result<Vec<Grant>> {
    const ACTIONS: &[(&str, ())] = &[
        ("read", ()),
        ("list", ()),
        ("create", ()),
        ("update", ()),
        ("delete", ()),
        ("write", ()),
        ("all", ()),
    ];
    let content = list(name, input, "allow(all = public)")?;
    let mut grants: Vec<Grant> = Vec::new();
    for grant in each(&content, |input| {
        let action = input.call(Ident::parse_any)?;
        one_of(&action.to_string(), action.span(), ACTIONS, "action")?;
        let who = assigned::<Expr>(&action, input, &format!("{action} = public"))?;
        Ok(Grant { who: permission(&who)?, action })
    })? {
        if grants.iter().any(|other| other.action == grant.action) {
            let message = format!("`{}` is stated twice", grant.action);
            return Err(syn::Error::new(grant.action.span(), message));
        }
        grants.push(grant);
    }
    Ok(grants)
}

fn permission(who: &Expr) -> syn::Result<Who> {
    const PERMISSIONS: &[(&str, Option<Who>)] =
        &[("public", Some(Who::Public)), ("nobody", Some(Who::Nobody)), ("user", None)];
    let later = || {
        syn::Error::new_spanned(
            who,
            "only `public` and `nobody`: users, roles and row expressions are not supported yet",
        )
    };
    let Expr::Path(path) = who else { return Err(later()) };
    let Some(word) = path.path.get_ident() else { return Err(later()) };
    one_of(&word.to_string(), word.span(), PERMISSIONS, "permission")?.ok_or_else(later)
}

fn dto(name: &Ident, input: ParseStream) -> syn::Result<DtoWord> {
    const FORM: &str = "dto(new = NewBook, patch = BookPatch, derive(Clone))";
    let content = list(name, input, FORM)?;
    let mut dto = DtoWord::default();
    each(&content, |input| {
        let word = input.call(Ident::parse_any)?;
        let once = |place: &mut Option<Ident>, ident| match place.replace(ident) {
            None => Ok(()),
            Some(_) => Err(syn::Error::new(word.span(), format!("`{word}` is stated twice"))),
        };
        match word.to_string().as_str() {
            "new" => once(&mut dto.new, assigned(&word, input, "new = NewBook")?),
            "patch" => once(&mut dto.patch, assigned(&word, input, "patch = BookPatch")?),
            "derive" => {
                let content = list(&word, input, "derive(Clone, Debug)")?;
                dto.derives.extend(each(&content, Path::parse_mod_style)?);
                Ok(())
            }
            other => one_of(
                other,
                word.span(),
                &[("new", ()), ("patch", ()), ("derive", ())],
                "word of `dto`",
            ),
        }
    })?;
    Ok(dto)
}

fn fields(name: &Ident, input: ParseStream) -> syn::Result<Vec<Ident>> {
    let content = list(name, input, &format!("{name}(field, other_field)"))?;
    each(&content, own_field)
}

fn check(name: &Ident, input: ParseStream) -> syn::Result<CheckWord> {
    const FORM: &str = "check(name = \"…\", expr = \"…\")";
    let content = list(name, input, FORM)?;
    let (mut constraint, mut expression) = (None, None);
    each(&content, |input| {
        let word: Ident = input.parse()?;
        match word.to_string().as_str() {
            "name" => constraint = Some(text(&word, input)?),
            "expr" => expression = Some(text(&word, input)?),
            other => {
                one_of(other, word.span(), &[("name", ()), ("expr", ())], "word of `check`")?;
            }
        }
        Ok(())
    })
    .map_err(|error| syn::Error::new(error.span(), format!("{error}: write `{FORM}`")))?;
    match (constraint, expression) {
        (Some(name), Some(expression)) => Ok(CheckWord { name, expression }),
        (None, _) => Err(syn::Error::new(
            name.span(),
            format!("a check needs a stable name, which errors report: write `{FORM}`"),
        )),
        (_, None) => Err(syn::Error::new(
            name.span(),
            format!("a check needs an expression: write `{FORM}`"),
        )),
    }
}

fn references(name: &Ident, input: ParseStream) -> syn::Result<CompositeReference> {
    const FORM: &str = "references(OrderLine: order_id, line_no)";
    let content = list(name, input, FORM)?;
    let target = content
        .call(Path::parse_mod_style)
        .map_err(|error| syn::Error::new(error.span(), format!("write `{FORM}`")))?;
    if content.parse::<Token![:]>().is_err() {
        return Err(syn::Error::new_spanned(&target, format!("write `{FORM}`")));
    }
    let mut reference = CompositeReference {
        target,
        fields: Vec::new(),
        on_delete: None,
        on_update: None,
        relation: None,
    };
    each(&content, |input| {
        let word = own_field(input)?;
        if !input.peek(Token![=]) {
            reference.fields.push(word);
            return Ok(());
        }
        match word.to_string().as_str() {
            "on_delete" => keep(&mut reference.on_delete, &word, choice(&word, input, ON_DELETE)?),
            "on_update" => keep(&mut reference.on_update, &word, choice(&word, input, ON_UPDATE)?),
            "relation" => {
                keep(&mut reference.relation, &word, assigned(&word, input, "relation = name")?)
            }
            other => one_of(
                other,
                word.span(),
                &[("on_delete", ()), ("on_update", ()), ("relation", ())],
                "word of `references`",
            ),
        }
    })?;
    if reference.fields.len() < 2 {
        return Err(syn::Error::new(
            name.span(),
            "one column refers by `#[crud(references = …)]` on its field",
        ));
    }
    Ok(reference)
}

fn references_one(name: &Ident, input: ParseStream) -> syn::Result<OneOfWord> {
    const FORM: &str = "one_of(subject: photo_id, video_id)";
    let content = list(name, input, FORM)?;
    let group = own_field(&content)?;
    if content.parse::<Token![:]>().is_err() {
        return Err(syn::Error::new(group.span(), format!("write `{FORM}`")));
    }
    Ok(OneOfWord { fields: each(&content, own_field)?, name: group })
}

fn page(name: &Ident, input: ParseStream) -> syn::Result<PageWord> {
    const FORM: &str = "page(default = 50, max = 1000)";
    let content = list(name, input, FORM)?;
    let mut page = PageWord::default();
    each(&content, |input| {
        let word: Ident = input.parse()?;
        match word.to_string().as_str() {
            "default" => page.default = Some(assigned(&word, input, FORM)?),
            "max" => page.max = Some(assigned(&word, input, FORM)?),
            other => {
                one_of(other, word.span(), &[("default", ()), ("max", ())], "word of `page`")?;
            }
        }
        Ok(())
    })?;
    Ok(page)
}

/// Fields, each with its direction; `form` is how it is written.
fn directed(name: &Ident, input: ParseStream, form: &str) -> syn::Result<Vec<OrderWord>> {
    let content = list(name, input, form)?;
    each(&content, |input| {
        let field = own_field(input)?;
        if input.is_empty() || input.peek(Token![,]) {
            return Ok(OrderWord { field, descending: false });
        }
        let direction: Ident = input
            .parse()
            .map_err(|error| syn::Error::new(error.span(), "expected `asc` or `desc`"))?;
        let directions = [("asc", false), ("desc", true)];
        let descending =
            one_of(&direction.to_string(), direction.span(), &directions, "direction")?;
        Ok(OrderWord { field, descending })
    })
}
