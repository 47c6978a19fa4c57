//! Patterns: the regular expressions that Rust, ECMA-262 and Python's `re` share with one meaning.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    AssertionKind, Ast, ClassSet, ClassSetItem, GroupKind, HexLiteralKind, Literal, LiteralKind,
    RepetitionKind,
};

/// What is wrong with a pattern, and what to write instead.
pub(super) fn check(pattern: &str) -> Result<(), String> {
    let ast = Parser::new()
        .parse(pattern)
        .map_err(|error| format!("not a regular expression: {}", error.kind()))?;
    regex_syntax::parse(pattern).map_err(|error| match error {
        regex_syntax::Error::Translate(error) => {
            format!("not a regular expression: {}", error.kind())
        }
        other => format!("not a regular expression: {other}"),
    })?;
    shared(&ast)
}

/// Refuses what is spelt or meant differently elsewhere.
fn shared(ast: &Ast) -> Result<(), String> {
    match ast {
        Ast::Empty(_) | Ast::Dot(_) => Ok(()),
        Ast::Literal(one) => literal(one),
        Ast::Flags(_) => Err(refuse("flags such as `(?i)`", "both cases, `[Aa]`")),
        Ast::Assertion(assertion) => match assertion.kind {
            AssertionKind::StartLine | AssertionKind::EndLine => Ok(()),
            AssertionKind::StartText => Err(refuse("`\\A`", "`^`")),
            AssertionKind::EndText => Err(refuse("`\\z`", "`$`")),
            _ => {
                Err(refuse("word boundaries such as `\\b`", "the characters that may stand there"))
            }
        },
        Ast::ClassUnicode(_) => Err(refuse("`\\p{…}`", "the characters, `[A-Za-z]`")),
        Ast::ClassPerl(class) => Err(perl(class)),
        Ast::ClassBracketed(class) => set(&class.kind),
        Ast::Repetition(repetition) => {
            if let RepetitionKind::Range(range) = &repetition.op.kind
                && !range.is_valid()
            {
                return Err("not a regular expression: the repetition is empty".to_owned());
            }
            // A repetition of a repetition, `a{2}{3}`, is an error to the others.
            if matches!(*repetition.ast, Ast::Repetition(_) | Ast::Assertion(_)) {
                return Err(refuse(
                    "a repetition of what is none or one already",
                    "a group, `(?:…)`",
                ));
            }
            shared(&repetition.ast)
        }
        Ast::Group(group) => {
            match &group.kind {
                GroupKind::CaptureIndex(_) => {}
                GroupKind::CaptureName { .. } => {
                    return Err(refuse("named groups", "a plain group, `(…)`"));
                }
                GroupKind::NonCapturing(flags) if flags.items.is_empty() => {}
                GroupKind::NonCapturing(_) => {
                    return Err(refuse("flags such as `(?i:…)`", "both cases, `[Aa]`"));
                }
            }
            shared(&group.ast)
        }
        Ast::Alternation(alternation) => alternation.asts.iter().try_for_each(shared),
        Ast::Concat(concat) => concat.asts.iter().try_for_each(shared),
    }
}

fn set(set: &ClassSet) -> Result<(), String> {
    match set {
        ClassSet::BinaryOp(_) => {
            Err(refuse("class operations such as `&&` and `--`", "the characters that are left"))
        }
        ClassSet::Item(one) => item(one),
    }
}

fn item(item: &ClassSetItem) -> Result<(), String> {
    match item {
        ClassSetItem::Empty(_) => Ok(()),
        ClassSetItem::Literal(one) => class_literal(one),
        ClassSetItem::Range(range) => {
            class_literal(&range.start)?;
            class_literal(&range.end)
        }
        ClassSetItem::Ascii(_) => {
            Err(refuse("classes such as `[:alpha:]`", "the characters, `A-Za-z`"))
        }
        ClassSetItem::Unicode(_) => Err(refuse("`\\p{…}`", "the characters, `A-Za-z`")),
        ClassSetItem::Perl(class) => Err(perl(class)),
        ClassSetItem::Bracketed(_) => Err(refuse("classes in classes", "one class")),
        ClassSetItem::Union(union) => union.items.iter().try_for_each(self::item),
    }
}

/// Inside a class, ECMA-262 in Unicode-set mode reserves what must be escaped elsewhere too.
fn class_literal(literal: &Literal) -> Result<(), String> {
    if matches!(literal.kind, LiteralKind::Verbatim) && "[".contains(literal.c) {
        return Err(refuse("a bare `[` in a class", "`\\[`"));
    }
    if matches!(literal.kind, LiteralKind::Meta) && literal.c == '-' {
        return Ok(());
    }
    self::literal(literal)
}

fn literal(literal: &Literal) -> Result<(), String> {
    match literal.kind {
        LiteralKind::Verbatim if "{}]".contains(literal.c) => {
            Err(refuse(&format!("a bare `{}`", literal.c), &format!("`\\{}`", literal.c)))
        }
        // ECMA-262's `u` flag takes an escape only of what has a meaning.
        LiteralKind::Meta if "&~#-".contains(literal.c) => {
            Err(refuse(&format!("`\\{}`", literal.c), &format!("`{}`", literal.c)))
        }
        // `\x61` is spelt alike everywhere; `\x{61}`, `\u{61}` and `\U…` are not.
        LiteralKind::Verbatim
        | LiteralKind::Meta
        | LiteralKind::HexFixed(HexLiteralKind::X | HexLiteralKind::UnicodeShort) => Ok(()),
        LiteralKind::Special(_) if "\t\n\r\u{b}\u{c}".contains(literal.c) => Ok(()),
        // Escaping what needs none is an error under ECMA-262's `u` flag.
        LiteralKind::Superfluous if literal.c == '/' => Ok(()),
        LiteralKind::Superfluous => {
            Err(refuse(&format!("`\\{}`", literal.c), &format!("`{}`", literal.c)))
        }
        _ => Err(refuse("this escape", &format!("the character `{}` itself", literal.c))),
    }
}

/// `\d` is any decimal digit of Unicode in Rust and Python, and 0 to 9 in ECMA-262.
fn perl(class: &regex_syntax::ast::ClassPerl) -> String {
    use regex_syntax::ast::ClassPerlKind;

    let (name, ascii) = match class.kind {
        ClassPerlKind::Digit => ("d", "0-9"),
        ClassPerlKind::Word => ("w", "A-Za-z0-9_"),
        ClassPerlKind::Space => ("s", r" \t\n\r"),
    };
    if class.negated {
        return refuse(&format!("`\\{}`", name.to_uppercase()), &format!("`[^{ascii}]`"));
    }
    refuse(&format!("`\\{name}`"), &format!("`[{ascii}]`"))
}

fn refuse(what: &str, instead: &str) -> String {
    format!("ECMA-262 and Python read patterns too, and differ in {what}: write {instead}")
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn what_all_three_share_is_taken() {
        for pattern in [
            "^97[89][0-9]{10}$",
            "^(?:a|b)+c?$",
            r"^\+[0-9 ()\-]{5,24}$",
            r"a.b\.c",
            "^[^@]+@[^@]+$",
            "é+",
            r"\x41\u0041\n",
            "^[a-z]{2,}?$",
            r"^[\]\[\\^-]$",
        ] {
            assert_eq!(check(pattern), Ok(()), "{pattern}");
        }
    }

    #[test]
    fn what_means_something_else_is_refused() {
        for pattern in [
            r"\d",
            r"[\d]",
            r"\w",
            r"\S",
            r"\bword",
            "(?i)a",
            "(?i:a)",
            "(?P<name>a)",
            "(?<name>a)",
            r"\p{L}",
            r"[\p{L}]",
            "[[:alpha:]]",
            "[a-z&&[^b]]",
            "[a--b]",
            r"\Aa",
            r"a\z",
            "[a[b]]",
            r"\x{61}",
            r"\U00000061",
            "a{2}{3}",
            r"\a",
            r"\@",
            r"\<",
            r"\-",
            r"[\&]",
            "^*a",
        ] {
            assert!(check(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for pattern in ["(", "[", "*a", "a)", r"\", "(?=a)", r"(a)\1"] {
            let error = check(pattern).expect_err(pattern);
            assert!(error.starts_with("not a regular expression"), "{error}");
        }
    }
}
