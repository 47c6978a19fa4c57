//! The words on a field.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitStr, Path};

use super::native::{NativeWord, native};
use super::value::{
    Literal, Number, assigned, bounds, choice, each, flag, list, literal, named, number, path, text,
};
use super::{Word, keep, read};
use crate::attr::vocabulary::FIELD;
use crate::errors::Errors;

/// What `#[crud(…)]` says of a field.
#[derive(Default)]
pub(crate) struct FieldAttributes {
    pub(crate) primary_key: Option<Word<()>>,
    pub(crate) auto: Option<Word<()>>,
    pub(crate) created_at: Option<Word<()>>,
    pub(crate) updated_at: Option<Word<()>>,
    pub(crate) version: Option<Word<()>>,
    pub(crate) unique: Option<Word<()>>,
    pub(crate) index: Option<Word<()>>,
    pub(crate) references: Option<Word<Path>>,
    /// The variant of `OnDelete`.
    pub(crate) on_delete: Option<Word<&'static str>>,
    /// The variant of `OnUpdate`.
    pub(crate) on_update: Option<Word<&'static str>>,
    pub(crate) unindexed: Option<Word<()>>,
    /// Whether bodies may have the record that is referred to.
    pub(crate) nested: Option<Word<()>>,
    pub(crate) relation: Option<Word<Ident>>,
    pub(crate) length: Option<Word<LengthWord>>,
    pub(crate) range: Option<Word<RangeWord>>,
    pub(crate) pattern: Option<Word<LitStr>>,
    /// The variant of `Format`.
    pub(crate) format: Option<Word<&'static str>>,
    pub(crate) decimal: Option<Word<DecimalWord>>,
    pub(crate) validate: Option<Word<Path>>,
    pub(crate) example: Option<Word<Literal>>,
    pub(crate) default: Option<Word<Literal>>,
    pub(crate) default_sql: Option<Word<LitStr>>,
    pub(crate) read_only: Option<Word<()>>,
    pub(crate) write_only: Option<Word<()>>,
    pub(crate) immutable: Option<Word<()>>,
    pub(crate) hidden: Option<Word<()>>,
    pub(crate) filter: Option<Word<()>>,
    pub(crate) sort: Option<Word<()>>,
    pub(crate) search: Option<Word<()>>,
    pub(crate) rename: Option<Word<LitStr>>,
    pub(crate) column: Option<Word<LitStr>>,
    pub(crate) renamed_from: Option<Word<LitStr>>,
    pub(crate) sql_type: Option<Word<NativeWord>>,
}

/// `length(1..=200)`
pub(crate) struct LengthWord {
    pub(crate) min: u32,
    pub(crate) max: Option<u32>,
}

/// `range(0..=100)`
pub(crate) struct RangeWord {
    pub(crate) min: Option<Number>,
    pub(crate) max: Option<Number>,
}

/// `decimal(10, 2)`
pub(crate) struct DecimalWord {
    pub(crate) digits: u8,
    pub(crate) scale: u8,
}

/// The formats with the variants of `Format`.
const FORMATS: &[(&str, &str)] = &[
    ("email", "Email"),
    ("hostname", "Hostname"),
    ("ipv4", "Ipv4"),
    ("ipv6", "Ipv6"),
    ("uri", "Uri"),
];

/// What `on_delete` takes, with the variants of `OnDelete`.
pub(super) const ON_DELETE: &[(&str, &str)] = &[
    ("restrict", "Restrict"),
    ("cascade", "Cascade"),
    ("set_null", "SetNull"),
    ("no_action", "NoAction"),
];

/// What `on_update` takes, with the variants of `OnUpdate`.
pub(super) const ON_UPDATE: &[(&str, &str)] = ON_DELETE;

impl FieldAttributes {
    pub(crate) fn read(errors: &mut Errors, attributes: &[Attribute]) -> Self {
        let mut all = Self::default();
        read(errors, attributes, &FIELD, |name, input| {
            let word = name.to_string();
            if let Some(place) = all.flag(&word) {
                flag(name, input)?;
                return keep(place, name, ());
            }
            match word.as_str() {
                "references" => keep(&mut all.references, name, path(name, input, "Author")?),
                "on_delete" => keep(&mut all.on_delete, name, choice(name, input, ON_DELETE)?),
                "on_update" => keep(&mut all.on_update, name, choice(name, input, ON_UPDATE)?),
                "relation" => {
                    keep(&mut all.relation, name, assigned(name, input, "relation = name")?)
                }
                "length" => keep(&mut all.length, name, length(name, input)?),
                "range" => keep(&mut all.range, name, range(name, input)?),
                "pattern" => keep(&mut all.pattern, name, text(name, input)?),
                "format" => keep(&mut all.format, name, named(name, input, FORMATS)?),
                "decimal" => keep(&mut all.decimal, name, decimal(name, input)?),
                "validate" => keep(&mut all.validate, name, path(name, input, "function")?),
                "example" => keep(&mut all.example, name, literal(name, input)?),
                "default" => keep(&mut all.default, name, literal(name, input)?),
                "default_sql" => keep(&mut all.default_sql, name, text(name, input)?),
                "rename" => keep(&mut all.rename, name, text(name, input)?),
                "column" => keep(&mut all.column, name, text(name, input)?),
                "renamed_from" => keep(&mut all.renamed_from, name, text(name, input)?),
                "sql_type" => {
                    let form = "sql_type(postgres = \"varchar(160)\")";
                    keep(&mut all.sql_type, name, native(name, input, form)?)
                }
                word => unreachable_word(name, word),
            }
        });
        all
    }

    /// The place of a word that takes no value.
    fn flag(&mut self, word: &str) -> Option<&mut Option<Word<()>>> {
        match word {
            "primary_key" => Some(&mut self.primary_key),
            "auto" => Some(&mut self.auto),
            "created_at" => Some(&mut self.created_at),
            "updated_at" => Some(&mut self.updated_at),
            "version" => Some(&mut self.version),
            "unique" => Some(&mut self.unique),
            "index" => Some(&mut self.index),
            "read_only" => Some(&mut self.read_only),
            "write_only" => Some(&mut self.write_only),
            "immutable" => Some(&mut self.immutable),
            "hidden" => Some(&mut self.hidden),
            "filter" => Some(&mut self.filter),
            "sort" => Some(&mut self.sort),
            "search" => Some(&mut self.search),
            "unindexed" => Some(&mut self.unindexed),
            "nested" => Some(&mut self.nested),
            _ => None,
        }
    }
}

/// A word of the vocabulary that no arm reads: a mistake of this crate, told as an error because
/// a macro does not panic.
pub(super) fn unreachable_word(name: &Ident, word: &str) -> syn::Result<()> {
    Err(syn::Error::new(name.span(), format!("`{word}` is not supported yet")))
}

fn length(name: &Ident, input: syn::parse::ParseStream) -> syn::Result<LengthWord> {
    let (min, max) = bounds(name, input, "length(1..=200)")?;
    let whole = |bound: Option<Expr>| {
        bound
            .map(|bound| match &bound {
                Expr::Lit(ExprLit { lit: Lit::Int(literal), .. }) => literal
                    .base10_parse::<u32>()
                    .map_err(|_| syn::Error::new_spanned(&bound, "a length is at most 4294967295")),
                _ => Err(syn::Error::new_spanned(&bound, "expected a whole number, 0 or more")),
            })
            .transpose()
    };
    let span = bounds_span(min.as_ref(), max.as_ref());
    let (min, max) = (whole(min)?.unwrap_or(0), whole(max)?);
    if max.is_some_and(|max| max < min) {
        return Err(syn::Error::new(span, "empty range: the lower bound is above the upper"));
    }
    Ok(LengthWord { min, max })
}

fn range(name: &Ident, input: syn::parse::ParseStream) -> syn::Result<RangeWord> {
    let (min, max) = bounds(name, input, "range(0..=100)")?;
    let span = bounds_span(min.as_ref(), max.as_ref());
    let min = min.as_ref().map(number).transpose()?;
    let max = max.as_ref().map(number).transpose()?;
    if let (Some(min), Some(max)) = (min, max)
        && !min.is_at_most(max)
    {
        return Err(syn::Error::new(span, "empty range: the lower bound is above the upper"));
    }
    Ok(RangeWord { min, max })
}

fn bounds_span(min: Option<&Expr>, max: Option<&Expr>) -> Span {
    use syn::spanned::Spanned;
    min.or(max).map_or_else(Span::call_site, Spanned::span)
}

fn decimal(name: &Ident, input: syn::parse::ParseStream) -> syn::Result<DecimalWord> {
    const FORM: &str = "decimal(digits, scale)";
    let content = list(name, input, FORM)?;
    let parts = each(&content, <syn::LitInt as syn::parse::Parse>::parse)
        .map_err(|error| syn::Error::new(error.span(), format!("`decimal` is written `{FORM}`")))?;
    let [digits, scale] = parts.as_slice() else {
        return Err(syn::Error::new(name.span(), format!("`decimal` is written `{FORM}`")));
    };
    let count = digits.base10_parse::<u8>().ok().filter(|digits| (1..=18).contains(digits));
    let Some(count) = count else {
        return Err(syn::Error::new(
            digits.span(),
            "a decimal has 1 to 18 digits, which a 64-bit integer holds exactly",
        ));
    };
    let behind = scale.base10_parse::<u8>().ok().filter(|behind| *behind <= count);
    let Some(behind) = behind else {
        return Err(syn::Error::new(
            scale.span(),
            format!("the digits behind the point are among all {count} digits"),
        ));
    };
    Ok(DecimalWord { digits: count, scale: behind })
}

impl RangeWord {
    /// Whether every type of number holds both bounds, so that nothing is left to ask of the type.
    pub(crate) fn fits_every_type(&self, decimal: Option<&DecimalWord>) -> bool {
        let whole = decimal.map_or(14, |decimal| decimal.digits - decimal.scale);
        [self.min, self.max].into_iter().flatten().all(|bound| {
            bound.scale == 0
                && (0..=i64::from(i16::MAX)).contains(&bound.mantissa)
                && bound.mantissa < 10_i64.pow(whole.into())
        })
    }

    /// Both bounds as arguments.
    pub(crate) fn arguments(&self) -> TokenStream {
        let [min, max] = [self.min, self.max].map(|bound| {
            let bound = bound.map(Number::expression);
            bound.map_or_else(|| quote!(_crud::None), |bound| quote!(_crud::Some(#bound)))
        });
        quote!(#min, #max)
    }
}
