//! Names that documents give to operations: stable, whatever else is added to the API.

use crate::model::{Operation, Place, Table};

/// The `operationId` of a table's operation: `listBooks`, `createBook`.
pub(crate) fn of_operation(table: &Table, operation: Operation) -> String {
    match operation {
        Operation::List => format!("list{}", pascal(table.path)),
        Operation::Query => format!("query{}ByQuery", pascal(table.path)),
        Operation::PostQuery => format!("query{}", pascal(table.path)),
        Operation::Aggregate => format!("aggregate{}", pascal(table.path)),
        Operation::Create => format!("create{}", table.entity),
        Operation::Read => format!("read{}", table.entity),
        Operation::Replace => format!("replace{}", table.entity),
        Operation::Patch => format!("patch{}", table.entity),
        Operation::Delete => format!("delete{}", table.entity),
        Operation::Related(relation) => of_relation("list", table, relation),
        Operation::SetLinks(relation) => of_relation("set", table, relation),
        Operation::Link(relation) => of_relation("link", table, relation),
        Operation::Unlink(relation) => of_relation("unlink", table, relation),
    }
}

/// `listBooksOfAuthor`
fn of_relation(verb: &str, table: &Table, relation: usize) -> String {
    format!("{verb}{}Of{}", pascal(table.relations[relation].name), table.entity)
}

/// The `operationId` of a user's route: `get /hello/{name}` → `getHelloName`.
pub(crate) fn operation_id(method: &str, path: &str) -> String {
    format!("{method}{}", pascal(path))
}

/// The path of a table's records, its parameter in braces.
pub(crate) fn record_path(table: &Table) -> String {
    format!("/{}/{{{}}}", table.path, key_parameter(table))
}

/// The path of a place, its parameters in braces.
pub(crate) fn path(table: &Table, place: Place) -> String {
    let related =
        |relation: usize| format!("{}/{}", record_path(table), table.relations[relation].segment());
    match place {
        Place::Collection => format!("/{}", table.path),
        Place::Query => format!("/{}:query", table.path),
        Place::Aggregate => format!("/{}:aggregate", table.path),
        Place::Record => record_path(table),
        Place::Related(relation) => related(relation),
        Place::Link(relation) => {
            let target = (table.relations[relation].target)();
            format!("{}/{{{}}}", related(relation), other_parameter(target))
        }
    }
}

/// The name of the path parameter for the record on the other side of a link: `tag_id`.
pub(crate) fn other_parameter(target: &Table) -> String {
    format!("{}_{}", words(target.entity).replace(' ', "_"), key_parameter(target))
}

/// The name of the path parameter: the key's member, or `key` where it has several.
pub(crate) fn key_parameter(table: &Table) -> &'static str {
    let mut columns = table.key_columns();
    match (columns.next(), columns.next()) {
        (Some(only), None) => only.member,
        _ => "key",
    }
}

/// `Order lines` of `OrderLine`: an entity's name as words.
pub(crate) fn words(entity: &str) -> String {
    let mut words = String::with_capacity(entity.len() + 4);
    for character in entity.chars() {
        if character.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(character.to_lowercase());
    }
    words
}

/// The name with `a` or `an` before it.
pub(crate) fn with_article(words: &str) -> String {
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {words}")
}

/// `OrderLines` of `order-lines`.
pub(crate) fn pascal(path: &str) -> String {
    let mut name = String::with_capacity(path.len());
    let mut upper = true;
    for character in path.chars() {
        if !character.is_ascii_alphanumeric() {
            upper = true;
        } else if upper {
            name.extend(character.to_uppercase());
            upper = false;
        } else {
            name.push(character);
        }
    }
    name
}
