//! Parameters: each filter with its operator is one of its own.

use serde_json::{Value, json};

use super::{include, path};
use crate::export::name::{key_parameter, other_parameter};
use crate::model::{Column, ColumnType, Operation, Table};
use crate::query::{Operator, PART, name, search};
use crate::schema;

/// The parameters that are the same everywhere.
pub(super) fn shared() -> Value {
    // Elements of a list in a header may be empty, and so may the list (RFC 9110 §5.6.1).
    let tags = "^(\\*|((W/)?\"[!#-~]*\")?([ \\t]*,[ \\t]*((W/)?\"[!#-~]*\")?)*)$";
    json!({
        "cursor": {
            "name": "cursor",
            "in": "query",
            "description": "Where the page begins: the `next` of the page before, asked with \
                otherwise the same parameters.",
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"},
        },
        "offset": {
            "name": "offset",
            "in": "query",
            "description": "How many records to pass over. `cursor` is faster on long lists.",
            "schema": {"type": "integer", "minimum": 0, "default": 0},
        },
        "count": {
            "name": "count",
            "in": "query",
            "description": "`exact` counts all records that match, which costs as much as reading \
                them.",
            "schema": {"type": "string", "enum": ["exact"]},
        },
        "If-Match": {
            "name": "If-Match",
            "in": "header",
            "description": "Only if the record has one of these tags (RFC 9110 §13.1.1).",
            "schema": {"type": "string", "pattern": tags, "examples": ["*"]},
        },
        "If-None-Match": {
            "name": "If-None-Match",
            "in": "header",
            "description": "Only if the record has none of these tags (RFC 9110 §13.1.2).",
            "schema": {"type": "string", "pattern": tags, "examples": ["\"7\""]},
        },
        "Prefer": {
            "name": "Prefer",
            "in": "header",
            "description": "`return=representation` answers with the record, `return=minimal` \
                without (RFC 7240); other preferences are passed over.",
            "schema": {"type": "string"},
        },
    })
}

/// The parameters of an operation, the path's apart.
pub(super) fn of(table: &'static Table, operation: Operation) -> Vec<Value> {
    let shared = |name: &str| json!({"$ref": format!("#/components/parameters/{name}")});
    let mut parameters = Vec::new();
    match operation {
        Operation::List => {
            parameters.push(limit(table));
            parameters.extend(["cursor", "offset", "count"].map(shared));
            parameters.extend(search(table));
            parameters.extend(sort(table));
            parameters.extend(fields(table));
            parameters.extend(include::reference(table));
            parameters.extend(filter_names(table).map(|name| shared(&name)));
            parameters.extend(path::references(table));
            parameters.extend(["If-Match", "If-None-Match"].map(shared));
        }
        Operation::Aggregate => {
            parameters.push(limit(table));
            parameters.push(shared("offset"));
            parameters.extend(search(table));
            parameters.extend(filter_names(table).map(|name| shared(&name)));
            parameters.extend(path::references(table));
            parameters.extend(["If-Match", "If-None-Match"].map(shared));
        }
        Operation::Query | Operation::SetLinks(_) | Operation::Link(_) | Operation::Unlink(_) => {
            parameters.extend(["If-Match", "If-None-Match"].map(shared));
        }
        Operation::Read => {
            parameters.extend(fields(table));
            parameters.extend(include::reference(table));
            parameters.extend(["If-Match", "If-None-Match"].map(shared));
        }
        Operation::Create if table.answers_writes() => parameters.push(shared("Prefer")),
        Operation::Create | Operation::PostQuery => {}
        Operation::Related(relation) => {
            return of((table.relations[relation].target)(), Operation::List);
        }
        Operation::Replace | Operation::Patch | Operation::Delete => {
            parameters.extend(["If-Match", "If-None-Match"].map(shared));
            if table.answers_writes() {
                parameters.push(shared("Prefer"));
            }
        }
    }
    parameters
}

/// The components of the filters on a table's own columns.
fn filter_names(table: &'static Table) -> impl Iterator<Item = String> {
    table.columns.iter().flat_map(move |column| {
        Operator::of(column).map(move |operator| component(table, column, operator))
    })
}

/// The key in the path.
pub(super) fn key(table: &Table) -> Value {
    named_key(key_parameter(table), table)
}

/// The key of the record on the other side of a link.
pub(super) fn other_key(target: &Table) -> Value {
    named_key(&other_parameter(target), target)
}

fn named_key(name: &str, table: &Table) -> Value {
    let columns: Vec<_> = table.key_columns().collect();
    let schemas: Vec<_> = columns.iter().map(|column| schema::key(column)).collect();
    let (description, schema) = match (&columns[..], &schemas[..]) {
        ([column], [schema]) => (column.description.to_owned(), schema.clone()),
        (columns, [first, _, ..]) => {
            let members: Vec<_> = columns.iter().map(|column| column.member).collect();
            let count = columns.len();
            (
                format!("`{}`, in this order.", members.join("`, `")),
                // One schema for all parts is what more tools understand.
                if schemas.iter().all(|schema| schema == first) {
                    json!({"type": "array", "items": first, "minItems": count, "maxItems": count})
                } else {
                    // There are no further items; Swagger UI cannot show `false`, though.
                    json!({
                        "type": "array",
                        "prefixItems": schemas,
                        "items": {"type": "string"},
                        "minItems": count,
                        "maxItems": count,
                    })
                },
            )
        }
        _ => (String::new(), json!({"type": "string"})),
    };
    let mut parameter = json!({
        "name": name,
        "in": "path",
        "required": true,
        "schema": schema,
    });
    if !description.is_empty() {
        parameter["description"] = json!(description);
    }
    parameter
}

fn limit(table: &Table) -> Value {
    let (default, max) = (table.page.default, table.page.max);
    json!({
        "name": "limit",
        "in": "query",
        "description": format!("How many records at most. More than {max} is served as {max}."),
        "schema": {"type": "integer", "minimum": 1, "default": default},
    })
}

fn search(table: &'static Table) -> Option<Value> {
    let members: Vec<_> = table.searchable().map(|column| column.member).collect();
    (!members.is_empty()).then(|| {
        json!({
            "name": "q",
            "in": "query",
            "description": format!(
                "{} Searched: `{}`. `sort=relevance` has the best first.",
                search::MEANING,
                members.join("`, `")
            ),
            "schema": words(),
        })
    })
}

/// A search.
pub(super) fn words() -> Value {
    json!({"type": "string", "maxLength": search::LONGEST, "pattern": search::PATTERN})
}

fn sort(table: &'static Table) -> Option<Value> {
    let names = name::sortable(table).into_iter();
    let words: Vec<_> = names.flat_map(|name| [name.clone(), format!("-{name}")]).collect();
    (!words.is_empty()).then(|| {
        json!({
            "name": "sort",
            "in": "query",
            "description": "The order: members between commas, the most important first; `-` puts \
                the largest first. Nulls are last, or first with `-`. A member that is named \
                again changes nothing.",
            "style": "form",
            "explode": false,
            "schema": {"type": "array", "items": {"type": "string", "enum": words}, "minItems": 1},
        })
    })
}

fn fields(table: &'static Table) -> Option<Value> {
    let readable = table.members().filter(|member| member.column(table).readable);
    let members: Vec<_> = readable.map(|member| member.name(table)).collect();
    table.sparse.then(|| {
        json!({
            "name": "fields",
            "in": "query",
            "description": "Which members to answer with, between commas; all, when absent.",
            "style": "form",
            "explode": false,
            "schema": {
                "type": "array",
                "items": {"type": "string", "enum": members},
                "minItems": 1,
                "uniqueItems": true,
            },
        })
    })
}

/// The filters of a table, which all lists of its records refer to, with their names.
pub(super) fn filters(table: &'static Table) -> impl Iterator<Item = (String, Value)> {
    table.columns.iter().flat_map(move |column| {
        Operator::of(column)
            .map(move |operator| (component(table, column, operator), filter(column, operator)))
    })
}

fn component(table: &Table, column: &Column, operator: Operator) -> String {
    format!("{}.{}.{}", table.entity, column.member, operator.word())
}

fn filter(column: &Column, operator: Operator) -> Value {
    let mut parameter = json!({
        "name": operator.parameter(column.member),
        "in": "query",
        "description": description(column, operator),
    });
    match operator {
        Operator::In | Operator::Nin => {
            parameter["style"] = json!("form");
            parameter["explode"] = json!(false);
            let mut schema = json!({"type": "array", "items": schema::parameter(column)});
            // Nothing is a text, so that a list of texts cannot be without one.
            if !matches!(column.column_type, ColumnType::Text) {
                schema["minItems"] = json!(1);
            }
            parameter["schema"] = schema;
        }
        Operator::Null => parameter["schema"] = json!({"type": "boolean"}),
        Operator::Contains | Operator::Icontains => {
            parameter["schema"] = schema::any_text();
            parameter["schema"]["maxLength"] = json!(PART);
        }
        Operator::StartsWith | Operator::EndsWith => {
            parameter["schema"] = schema::any_text();
        }
        Operator::Eq
        | Operator::Ne
        | Operator::Gt
        | Operator::Gte
        | Operator::Lt
        | Operator::Lte => {
            parameter["schema"] = schema::parameter(column);
        }
    }
    if column.deprecated {
        parameter["deprecated"] = json!(true);
    }
    parameter
}

fn description(column: &Column, operator: Operator) -> String {
    let member = column.member;
    let or_null = if column.nullable { ", or is null" } else { "" };
    match operator {
        Operator::Eq => format!("`{member}` equals this."),
        Operator::Ne => format!("`{member}` does not equal this{or_null}."),
        Operator::Gt => format!("`{member}` is greater than this."),
        Operator::Gte => format!("`{member}` is at least this."),
        Operator::Lt => format!("`{member}` is less than this."),
        Operator::Lte => format!("`{member}` is at most this."),
        Operator::In => format!("`{member}` is one of these; `\\,` is a comma in a value."),
        Operator::Nin => {
            format!("`{member}` is none of these{or_null}; `\\,` is a comma in a value.")
        }
        Operator::Null => format!("`{member}` is null (`true`) or is not (`false`)."),
        Operator::Contains => format!("`{member}` contains this, exactly so."),
        Operator::Icontains => format!("`{member}` contains this, A to Z in either case."),
        Operator::StartsWith => format!("`{member}` begins with this."),
        Operator::EndsWith => format!("`{member}` ends with this."),
    }
}
