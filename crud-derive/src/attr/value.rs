//! What follows a word: texts, paths, literals, ranges and lists.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseBuffer, ParseStream};
use syn::{Expr, ExprLit, ExprUnary, Ident, Lit, LitStr, Path, Token, UnOp};

use super::nearest;
use crate::case::Case;

/// A literal of the attribute language, or the path of an enum's variant.
pub(crate) enum Literal {
    Bool(bool),
    Number(Number),
    Text(String),
    Variant(Path),
}

/// A number kept exact: `mantissa × 10^-scale`.
#[derive(Clone, Copy)]
pub(crate) struct Number {
    pub(crate) mantissa: i64,
    pub(crate) scale: u8,
}

/// Nothing follows.
pub(super) fn flag(name: &Ident, input: ParseStream) -> syn::Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    Err(input.error(format!("`{name}` takes no value: write `{name}` alone")))
}

/// `= …`
pub(super) fn assigned<T: Parse>(name: &Ident, input: ParseStream, form: &str) -> syn::Result<T> {
    equals(name, input, form)?;
    if input.fork().parse::<T>().is_err() {
        return Err(input.error(format!("`{name}` is written `{form}`")));
    }
    input.parse()
}

/// `= "…"`
pub(crate) fn text(name: &Ident, input: ParseStream) -> syn::Result<LitStr> {
    assigned(name, input, &format!("{name} = \"…\""))
}

/// `= Path`
pub(crate) fn path(name: &Ident, input: ParseStream, example: &str) -> syn::Result<Path> {
    let form = format!("{name} = {example}");
    equals(name, input, &form)?;
    if input.peek(LitStr) {
        return Err(input.error(format!("`{name}` takes a path, not a text: write `{form}`")));
    }
    input.call(Path::parse_mod_style).map_err(|error| {
        syn::Error::new(error.span(), format!("`{name}` takes a path: write `{form}`"))
    })
}

/// `= word`, one of a few.
pub(super) fn choice<T: Copy>(
    name: &Ident,
    input: ParseStream,
    choices: &[(&str, T)],
) -> syn::Result<T> {
    let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
    let word: Ident = assigned(name, input, &format!("{name} = {}", words.join(" | ")))?;
    one_of(&word.to_string(), word.span(), choices, &format!("value of `{name}`"))
}

/// `= "…"`, one of a few.
pub(super) fn named<T: Copy>(
    name: &Ident,
    input: ParseStream,
    choices: &[(&str, T)],
) -> syn::Result<T> {
    let word = text(name, input)?;
    one_of(&word.value(), word.span(), choices, name.to_string().as_str())
}

/// The rule of `rename_all = "…"`.
pub(crate) fn rename_rule(name: &Ident, input: ParseStream) -> syn::Result<Case> {
    let word = text(name, input)?;
    one_of(&word.value(), word.span(), &Case::ALL, "rename rule")
}

/// The choice with this spelling.
pub(super) fn one_of<T: Copy>(
    word: &str,
    span: Span,
    choices: &[(&str, T)],
    noun: &str,
) -> syn::Result<T> {
    if let Some((_, choice)) = choices.iter().find(|(spelling, _)| *spelling == word) {
        return Ok(*choice);
    }
    let spellings: Vec<_> = choices.iter().map(|(spelling, _)| *spelling).collect();
    let meant = nearest(word, spellings.iter().copied())
        .map_or_else(String::new, |meant| format!(", did you mean `{meant}`?"));
    let colon = if meant.is_empty() { ": it" } else { " It" };
    Err(syn::Error::new(
        span,
        format!("unknown {noun} `{word}`{meant}{colon} is one of `{}`", spellings.join("`, `")),
    ))
}

/// `(…)`
pub(super) fn list<'a>(
    name: &Ident,
    input: ParseStream<'a>,
    form: &str,
) -> syn::Result<ParseBuffer<'a>> {
    if !input.peek(syn::token::Paren) {
        let span =
            if input.is_empty() || input.peek(Token![,]) { name.span() } else { input.span() };
        return Err(syn::Error::new(span, format!("`{name}` is written `{form}`")));
    }
    let content;
    syn::parenthesized!(content in input);
    if content.is_empty() {
        return Err(syn::Error::new(name.span(), format!("`{name}` is written `{form}`")));
    }
    Ok(content)
}

/// Things separated by commas.
pub(super) fn each<T>(
    input: ParseStream,
    mut one: impl FnMut(ParseStream) -> syn::Result<T>,
) -> syn::Result<Vec<T>> {
    let mut all = Vec::new();
    while !input.is_empty() {
        all.push(one(input)?);
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(all)
}

/// The name of an own field; a text is refused, so that the compiler can follow names.
pub(super) fn own_field(input: ParseStream) -> syn::Result<Ident> {
    if input.peek(LitStr) {
        return Err(input.error("name the field without quotes"));
    }
    input
        .parse()
        .map_err(|error: syn::Error| syn::Error::new(error.span(), "expected the name of a field"))
}

/// `= literal`
pub(super) fn literal(name: &Ident, input: ParseStream) -> syn::Result<Literal> {
    let instead = if name == "default" {
        "a literal or the path of a variant; write an SQL expression as `default_sql = \"…\"`"
    } else {
        "a literal or the path of a variant"
    };
    let expression: Expr = assigned(name, input, &format!("{name} = …"))?;
    let refuse = || syn::Error::new_spanned(&expression, format!("`{name}` takes {instead}"));
    match &expression {
        Expr::Path(path) if path.qself.is_none() && path.path.segments.len() > 1 => {
            Ok(Literal::Variant(path.path.clone()))
        }
        Expr::Lit(ExprLit { lit: Lit::Bool(value), .. }) => Ok(Literal::Bool(value.value)),
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(Literal::Text(text.value())),
        Expr::Lit(ExprLit { lit: Lit::Int(_) | Lit::Float(_), .. }) | Expr::Unary(_) => {
            number(&expression).map(Literal::Number)
        }
        _ => Err(refuse()),
    }
}

/// A number literal, negated or not.
pub(super) fn number(expression: &Expr) -> syn::Result<Number> {
    let refuse = |message: &str| Err(syn::Error::new_spanned(expression, message));
    let (negative, literal) = match expression {
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => (true, expr.as_ref()),
        literal => (false, literal),
    };
    let Expr::Lit(ExprLit { lit, .. }) = literal else {
        return refuse("expected a number literal");
    };
    let (digits, suffix) = match lit {
        Lit::Int(literal) => (literal.base10_digits().to_owned(), literal.suffix().to_owned()),
        Lit::Float(literal) => (literal.base10_digits().to_owned(), literal.suffix().to_owned()),
        _ => return refuse("expected a number literal"),
    };
    if !suffix.is_empty() {
        return refuse("write the number without a type: the field has one");
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let sign = if negative { "-" } else { "" };
    // Parsed with its sign, so that the smallest integer is one.
    let mantissa = format!("{sign}{whole}{fraction}").parse();
    match (mantissa, u8::try_from(fraction.len())) {
        (Ok(mantissa), Ok(scale)) if scale <= 18 => Ok(Number { mantissa, scale }),
        _ => refuse("expected at most 18 digits, without exponent"),
    }
}

/// Both ends of `a..=b`, `a..` or `..=b`.
pub(super) fn bounds(
    name: &Ident,
    input: ParseStream,
    form: &str,
) -> syn::Result<(Option<Expr>, Option<Expr>)> {
    let content = list(name, input, form)?;
    let expression: Expr = content
        .parse()
        .map_err(|error| syn::Error::new(error.span(), format!("`{name}` is written `{form}`")))?;
    if !content.is_empty() {
        return Err(syn::Error::new(content.span(), format!("`{name}` is written `{form}`")));
    }
    let Expr::Range(range) = &expression else {
        return Err(syn::Error::new_spanned(&expression, format!("`{name}` is written `{form}`")));
    };
    let (start, end) = (range.start.as_deref().cloned(), range.end.as_deref().cloned());
    if let (syn::RangeLimits::HalfOpen(_), Some(end)) = (&range.limits, &end) {
        let start = start.as_ref().map(ToTokens::to_token_stream);
        let written = quote!(#start..=#end).to_string().replace(' ', "");
        return Err(syn::Error::new_spanned(
            &expression,
            format!("the upper bound is included: write `{name}({written})`"),
        ));
    }
    if start.is_none() && end.is_none() {
        return Err(syn::Error::new_spanned(
            &expression,
            format!("`{name}(..)` states no bound: write `{form}`"),
        ));
    }
    Ok((start, end))
}

impl Number {
    /// The number as an expression of the runtime's type.
    pub(crate) fn expression(self) -> TokenStream {
        let Self { mantissa, scale } = self;
        let (mantissa, scale) = (
            syn::LitInt::new(&mantissa.to_string(), Span::call_site()),
            proc_macro2::Literal::u8_unsuffixed(scale),
        );
        quote!(_crud::Number::new(#mantissa, #scale))
    }

    /// `self <= other`
    pub(crate) fn is_at_most(self, other: Self) -> bool {
        i128::from(self.mantissa) * 10_i128.pow(other.scale.into())
            <= i128::from(other.mantissa) * 10_i128.pow(self.scale.into())
    }
}

/// `=`, or a sentence that says what is written.
fn equals(name: &Ident, input: ParseStream, form: &str) -> syn::Result<()> {
    let at_end = |input: ParseStream| input.is_empty() || input.peek(Token![,]);
    if at_end(input) {
        return Err(syn::Error::new(name.span(), format!("`{name}` is written `{form}`")));
    }
    if input.parse::<Token![=]>().is_err() {
        return Err(input.error(format!("`{name}` is written `{form}`")));
    }
    if at_end(input) {
        return Err(syn::Error::new(name.span(), format!("`{name}` is written `{form}`")));
    }
    Ok(())
}
