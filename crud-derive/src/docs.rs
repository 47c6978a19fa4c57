//! Doc comments as the descriptions of tables, columns and enums.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The doc comment of an item, and whether it is deprecated.
#[derive(Default)]
pub(crate) struct Docs {
    /// The lines; one that is no literal (`#[doc = include_str!("…")]`) is an expression.
    lines: Vec<Line>,
    /// `#[deprecated]`, to be copied to whatever is made of the item.
    pub(crate) deprecated: Option<Attribute>,
}

enum Line {
    Text(String),
    Expression(Expr),
}

impl Docs {
    pub(crate) fn read(attributes: &[Attribute]) -> Self {
        let mut docs = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident("deprecated") {
                docs.deprecated = Some(attribute.clone());
            }
            let Meta::NameValue(meta) = &attribute.meta else { continue };
            if !meta.path.is_ident("doc") {
                continue;
            }
            match &meta.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
                    docs.lines.extend(text.value().lines().map(|line| Line::Text(line.to_owned())));
                    // `///` alone is an empty line, which `lines` passes over.
                    if text.value().is_empty() {
                        docs.lines.push(Line::Text(String::new()));
                    }
                }
                expression => docs.lines.push(Line::Expression(expression.clone())),
            }
        }
        docs
    }

    /// The description, if there is one: a literal, or what the compiler makes one of.
    pub(crate) fn description(&self) -> Option<TokenStream> {
        if self.lines.is_empty() {
            return None;
        }
        if let Some(text) = self.text() {
            return (!text.is_empty()).then(|| quote!(#text));
        }
        let parts = self.lines.iter().map(|line| match line {
            Line::Text(text) => {
                let text = format!("{}\n", text.strip_prefix(' ').unwrap_or(text));
                quote!(#text)
            }
            Line::Expression(expression) => quote!(#expression),
        });
        Some(quote!(_crud::concat!(#(#parts),*)))
    }

    /// The comment as attributes for a copy of the item: without code blocks, which would run as
    /// doctests a second time, and without expressions, which may hold some.
    pub(crate) fn copy(&self) -> TokenStream {
        let text = self.text().unwrap_or_default();
        text.lines()
            .map(|line| {
                let line = if line.is_empty() { String::new() } else { format!(" {line}") };
                quote!(#[doc = #line])
            })
            .collect()
    }

    /// The comment without code blocks, if it is all literals.
    fn text(&self) -> Option<String> {
        let mut lines = Vec::new();
        let mut in_code = false;
        for line in &self.lines {
            let Line::Text(line) = line else { return None };
            let line = line.strip_prefix(' ').unwrap_or(line);
            let fence = line.trim_start();
            if fence.starts_with("```") || fence.starts_with("~~~") {
                in_code = !in_code;
            } else if !in_code {
                lines.push(line.trim_end());
            }
        }
        Some(lines.join("\n").trim().to_owned())
    }
}

/// A line of documentation.
pub(crate) fn doc(line: &str) -> TokenStream {
    let line = format!(" {line}");
    quote!(#[doc = #line])
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::Docs;

    #[test]
    fn code_blocks_are_dropped() {
        let docs = Docs::read(&[
            parse_quote!(#[doc = " A title."]),
            parse_quote!(#[doc = ""]),
            parse_quote!(#[doc = " ```"]),
            parse_quote!(#[doc = " let a = 1;"]),
            parse_quote!(#[doc = " ```"]),
            parse_quote!(#[doc = " The end."]),
        ]);
        assert_eq!(docs.text().as_deref(), Some("A title.\n\nThe end."));
    }

    #[test]
    fn expressions_are_left_to_the_compiler() {
        let docs = Docs::read(&[
            parse_quote!(#[doc = " Head."]),
            parse_quote!(#[doc = include_str!("more.md")]),
        ]);
        let description = docs.description().expect("there is a comment").to_string();
        assert!(description.contains("include_str !"), "{description}");
        assert!(docs.copy().is_empty());
    }
}
