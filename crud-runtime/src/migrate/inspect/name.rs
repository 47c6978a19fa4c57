//! Rust names for what a database calls otherwise.

use std::collections::BTreeSet;

/// What a module, a field or a struct cannot be called.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// What a struct had better not be called, because its own file names these.
const TAKEN: &[&str] = &[
    "App",
    "Box",
    "Change",
    "Context",
    "Crud",
    "CrudEnum",
    "CrudType",
    "Dao",
    "DateTime",
    "Db",
    "Decimal",
    "Err",
    "Executor",
    "Json",
    "NaiveDate",
    "NaiveTime",
    "None",
    "Ok",
    "Option",
    "Result",
    "Self",
    "Some",
    "String",
    "TestApp",
    "Transaction",
    "Utc",
    "Uuid",
    "Vec",
];

/// Whose plural is served by the application itself, or is a list's parameter.
pub(super) const SERVED: &[&str] = &["doc", "schema", "problem", "metric"];

/// The words of a name in any case: `Order Details`, `orderDetails` and `ORDER_DETAILS` are the
/// same two.
fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (place, &one) in characters.iter().enumerate() {
        if !one.is_alphanumeric() {
            words.push(String::new());
            continue;
        }
        let before = place.checked_sub(1).map(|before| characters[before]);
        let after_lower = before.is_some_and(|before| before.is_lowercase() || before.is_numeric());
        let before_lower = characters.get(place + 1).is_some_and(|next| next.is_lowercase());
        let after_upper = before.is_some_and(char::is_uppercase);
        if one.is_uppercase() && (after_lower || (after_upper && before_lower)) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(one.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// `order_details`
pub(super) fn snake(name: &str) -> String {
    let snake = words(name).join("_");
    match snake.chars().next() {
        None => "unnamed".to_owned(),
        Some(first) if !(first.is_alphabetic()) => format!("n{snake}"),
        Some(_) => snake,
    }
}

/// `OrderDetails`
pub(super) fn pascal(name: &str) -> String {
    let capitalised = words(name).into_iter().map(|word| {
        let mut characters = word.chars();
        characters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
    });
    let pascal: String = capitalised.collect();
    match pascal.chars().next() {
        None => "Unnamed".to_owned(),
        Some(first) if !first.is_alphabetic() => format!("N{pascal}"),
        Some(_) => pascal,
    }
}

/// The name of the struct for a table: what one record of it is.
pub(super) fn entity(table: &str) -> String {
    let name = singular(&pascal(table));
    if TAKEN.contains(&name.as_str()) { format!("{name}Record") } else { name }
}

/// A name as an identifier of a field.
pub(super) fn field(name: &str) -> String {
    let snake = snake(name);
    match snake.as_str() {
        "self" | "super" | "crate" => format!("{snake}_"),
        keyword if KEYWORDS.contains(&keyword) => format!("r#{snake}"),
        _ => snake,
    }
}

/// A name as a module's, which is a file's too.
pub(super) fn module(entity: &str) -> String {
    let snake = snake(entity);
    if KEYWORDS.contains(&snake.as_str()) { format!("{snake}_") } else { snake }
}

/// One that nothing else is called.
pub(super) fn apart(name: String, taken: &mut BTreeSet<String>) -> String {
    if taken.insert(name.to_lowercase()) {
        return name;
    }
    let mut number = 2;
    loop {
        let apart = format!("{name}{number}");
        if taken.insert(apart.to_lowercase()) {
            return apart;
        }
        number += 1;
    }
}

/// One of what an English plural means; what is none stays as it is.
fn singular(plural: &str) -> String {
    const SAME: &[&str] =
        &["series", "species", "news", "status", "address", "process", "class", "business"];
    let lower = plural.to_lowercase();
    let is_same = SAME.iter().any(|word| lower.ends_with(word));
    let stem = |ending: &str| plural.strip_suffix(ending).filter(|stem| stem.len() > 1);
    if lower.ends_with("people") {
        return format!("{}erson", &plural[..plural.len() - 5]);
    }
    if lower.ends_with("children") {
        return plural[..plural.len() - 3].to_owned();
    }
    if is_same || ["ss", "us", "is"].iter().any(|ending| lower.ends_with(ending)) {
        return plural.to_owned();
    }
    if let Some(stem) = stem("ies") {
        return format!("{stem}y");
    }
    for ending in ["sses", "xes", "ches", "shes", "zzes", "uses"] {
        if lower.ends_with(ending) {
            return plural[..plural.len() - 2].to_owned();
        }
    }
    stem("s").unwrap_or(plural).to_owned()
}

/// Whether a name can be a member's.
pub(super) fn is_member(name: &str) -> bool {
    name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_')
        && name.chars().next().is_some_and(|first| first.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_rusts() {
        for (table, struct_name, module_name) in [
            ("Order Details", "OrderDetail", "order_detail"),
            ("Categories", "Category", "category"),
            ("film_actor", "FilmActor", "film_actor"),
            ("addresses", "Address", "address"),
            ("address", "Address", "address"),
            ("CustomerDemographics", "CustomerDemographic", "customer_demographic"),
            ("us_states", "UsState", "us_state"),
            ("types", "Type", "type_"),
            ("options", "OptionRecord", "option_record"),
            ("2fa", "N2fa", "n2fa"),
            ("Staff", "Staff", "staff"),
            ("boxes", "BoxRecord", "box_record"),
            ("people", "Person", "person"),
            ("\"quoted\" `one`", "QuotedOne", "quoted_one"),
        ] {
            assert_eq!(entity(table), struct_name);
            assert_eq!(module(struct_name), module_name);
        }
        assert_eq!(field("type"), "r#type");
        assert_eq!(field("self"), "self_");
        assert_eq!(field("AlbumId"), "album_id");
        assert_eq!(field("HTTPServer"), "http_server");
        assert_eq!(field("Zip Code"), "zip_code");
    }

    #[test]
    fn names_stay_apart() {
        let mut taken = BTreeSet::new();
        assert_eq!(apart("a".to_owned(), &mut taken), "a");
        assert_eq!(apart("A".to_owned(), &mut taken), "A2");
    }
}
