//! Links: which operations take up where an answer ends.

use serde_json::{Map, Value, json};

use crate::export::Api;
use crate::export::name::{key_parameter, of_operation};
use crate::model::{Operation, Table};

/// Links from an answer that holds one record.
pub(super) fn from_record(api: &Api, table: &'static Table) -> Value {
    let mut links = Map::new();
    if let [key] = table.key
        && table.columns[*key].readable
    {
        let value = format!("$response.body#/{}", pointer(table.columns[*key].member));
        let takes_key = |operation: &Operation| {
            matches!(
                operation,
                Operation::Read
                    | Operation::Replace
                    | Operation::Patch
                    | Operation::Delete
                    | Operation::Related(_)
                    | Operation::SetLinks(_)
            )
        };
        for operation in table.served().filter(takes_key) {
            let id = of_operation(table, operation);
            let parameters = json!({key_parameter(table): value});
            links.insert(id.clone(), json!({"operationId": id, "parameters": parameters}));
        }
    }
    for (child, column, member) in children(api, table) {
        let id = of_operation(child, Operation::List);
        let parameter = child.columns[column].member;
        let value = format!("$response.body#/{}", pointer(member));
        links.insert(
            format!("{id}By{}", capitalised(parameter)),
            json!({"operationId": id, "parameters": {parameter: value}}),
        );
    }
    links.into()
}

/// Lists of records that refer to one of the table's: the child, its column, the member here.
fn children<'a>(
    api: &'a Api,
    table: &'static Table,
) -> impl Iterator<Item = (&'static Table, usize, &'static str)> + 'a {
    api.tables.iter().filter(|child| child.serves(Operation::List)).flat_map(move |child| {
        child.references().filter_map(move |relation| {
            let target = (relation.target)();
            let (&[column], &[referenced]) = (relation.columns, relation.referenced()) else {
                return None;
            };
            let fits = std::ptr::eq(target, table)
                && child.columns[column].filterable
                && table.columns[referenced].readable
                && !table.columns[referenced].nullable
                && table.one_of(referenced).is_none();
            fits.then(|| (*child, column, table.columns[referenced].member))
        })
    })
}

/// A member's name within a JSON Pointer (RFC 6901 §3).
fn pointer(member: &str) -> String {
    member.replace('~', "~0").replace('/', "~1")
}

fn capitalised(member: &str) -> String {
    let mut letters = member.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
