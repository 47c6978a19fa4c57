//! Aggregates: what is asked of groups of records, and what is answered.

use serde_json::{Map, Value, json};

use super::parameter;
use crate::model::{Column, ColumnType, Operation, Table};
use crate::query::aggregate::{FUNCTIONS, Function, GROUPS, Group, OPERATORS, functions, groups};
use crate::query::{Operator, search};
use crate::schema::{self, Components};

/// The names of a table's components; empty where it has no aggregates.
#[derive(Default)]
pub(super) struct Names {
    /// What is answered.
    pub(super) page: String,
    /// The body that asks.
    pub(super) question: String,
    functions: String,
    groups: String,
    sorts: String,
}

/// Adds the components of a table; `conditions` is the schema of its `where`.
pub(super) fn describe(
    table: &'static Table,
    conditions: Option<Value>,
    components: &mut Components,
) -> Names {
    if !table.serves(Operation::Aggregate) {
        return Names::default();
    }
    let mut words = |name: &str, description: &str, words: Vec<String>| {
        let name = components.free(&format!("{}{name}", table.entity));
        let schema = json!({"type": "string", "description": description, "enum": words});
        components.insert(name.clone(), schema);
        name
    };
    let (functions, groups) = (function_names(table), group_names(table));
    let all = functions.iter().chain(&groups);
    let sorts = all.flat_map(|name| [name.clone(), format!("-{name}")]).collect();
    let mut names = Names {
        functions: words("Function", "What is computed of records.", functions),
        sorts: words("AggregateSort", "What groups of records are sorted by.", sorts),
        ..Names::default()
    };
    if !groups.is_empty() {
        names.groups = words("Group", "What records are put into groups by.", groups);
    }
    let item = components.free(&format!("{}Aggregate", table.entity));
    let schema = group(table, components);
    components.insert(item.clone(), schema);
    names.page = components.free(&format!("{}AggregatePage", table.entity));
    let schema = json!({
        "type": "object",
        "description": "Groups of records, and what was computed of each.",
        "properties": {
            "items": {"type": "array", "items": components.reference(&item)},
            "more": {
                "type": "boolean",
                "description": "Whether more groups follow; `offset` reaches them.",
            },
        },
        "required": ["items", "more"],
        "additionalProperties": false,
        "examples": [{"items": [{"count": 3}], "more": false}],
    });
    components.insert(names.page.clone(), schema);
    if let Some(conditions) = conditions {
        names.question = components.free(&format!("{}AggregateQuery", table.entity));
        let schema = body(table, &names, &conditions);
        components.insert(names.question.clone(), schema);
    }
    names
}

/// The parameters that lists do not have.
pub(super) fn parameters(table: &'static Table, names: &Names) -> Vec<Value> {
    let list = |name: &str, description: &str, schema: Value| {
        json!({
            "name": name,
            "in": "query",
            "description": description,
            "style": "form",
            "explode": false,
            "schema": schema,
        })
    };
    let mut parameters = vec![list("fields", FIELDS, unique(&names.functions, FUNCTIONS))];
    if !names.groups.is_empty() {
        parameters.push(list("group_by", GROUP_BY, unique(&names.groups, GROUPS)));
    }
    let condition = json!({"type": "string", "pattern": having_pattern(table)});
    let conditions = json!({"type": "array", "items": condition, "minItems": 1});
    parameters.push(list("having", HAVING, conditions));
    let sorts = json!({"type": "array", "items": reference(&names.sorts), "minItems": 1});
    parameters.push(list("sort", SORT, sorts));
    parameters
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn unique(name: &str, most: usize) -> Value {
    json!({
        "type": "array",
        "items": reference(name),
        "minItems": 1,
        "maxItems": most,
        "uniqueItems": true,
    })
}

const FIELDS: &str = "What is computed of each group, between commas; `count`, when absent. Sums \
    and means of integers and decimals are decimals, exact; a mean has four digits more behind the \
    point than its member, halves away from zero. Nulls are passed over; of none but nulls, all but \
    the counts are null. Sums and means of floats are null where one of them is beyond 1e290.";
const HAVING: &str = "Which groups are answered: conditions between commas, all of which hold; `\\,` \
    is a comma in a value. `sum(price)[gte]=100,count[gt]=1`";
const GROUP_BY: &str = "What the records of one group agree in, between commas; one group of all, \
    when absent. Null is a group of its own. `day`, `week` (from Monday), `month` and `year` are in \
    UTC, and answered as their first day.";
const SORT: &str = "The order: functions, asked for or not, and what `group_by` names, the most \
    important first; `-` puts the largest first. Nulls are last, or first with `-`. The groups come \
    behind, ascending.";

/// The body that asks for an aggregate.
fn body(table: &'static Table, names: &Names, conditions: &Value) -> Value {
    let described = |mut schema: Value, description: &str| {
        schema["description"] = json!(description);
        schema
    };
    let mut asked = Map::new();
    let functions = described(unique(&names.functions, FUNCTIONS), FIELDS);
    asked.insert("fields".to_owned(), functions);
    if !names.groups.is_empty() {
        let groups = described(unique(&names.groups, GROUPS), GROUP_BY);
        asked.insert("group_by".to_owned(), groups);
    }
    asked.insert("having".to_owned(), having_schema(table));
    let (default, max) = (table.page.default, table.page.max);
    let mut members = json!({
        "aggregate": {"type": "object", "properties": asked, "additionalProperties": false},
        "where": conditions,
        "sort": {
            "type": "array",
            "items": reference(&names.sorts),
            "minItems": 1,
            "description": SORT,
        },
        "limit": {
            "type": "integer",
            "minimum": 1,
            "default": default,
            "description": format!("How many groups at most. More than {max} is served as {max}."),
        },
        "offset": {
            "type": "integer",
            "minimum": 0,
            "default": 0,
            "description": "How many groups to pass over.",
        },
    });
    if table.has_search() {
        members["q"] = parameter::words();
        members["q"]["description"] = json!(search::MEANING);
    }
    json!({
        "type": "object",
        "description": format!("What is computed of groups of records of {}.", table.entity),
        "properties": members,
        "required": ["aggregate"],
        "additionalProperties": false,
        "examples": [{"aggregate": {"fields": ["count"]}, "limit": default}],
    })
}

/// `{"sum(price)": {"gte": "100"}}`
fn having_schema(table: &'static Table) -> Value {
    let operators = OPERATORS.map(word);
    let alike = alike(table, |column| Some(schema::parameter(column)));
    let conditions: Map<_, _> = alike
        .into_iter()
        .map(|(value, names)| {
            let schema = json!({
                "type": "object",
                "propertyNames": {"enum": operators},
                "additionalProperties": value,
            });
            (format!("^({})$", names.join("|")), schema)
        })
        .collect();
    json!({
        "type": "object",
        "description": "Which groups are answered: those for which all of these hold.",
        "patternProperties": conditions,
        "additionalProperties": false,
    })
}

/// One condition on groups.
fn having_pattern(table: &'static Table) -> String {
    let operators = OPERATORS.map(word).join("|");
    let conditions: Vec<_> = alike(table, value_pattern)
        .into_iter()
        .map(|(value, names)| format!(r"({})(\[({operators})\])?=({value})", names.join("|")))
        .collect();
    format!("^({})$", conditions.join("|"))
}

/// What a function is compared with in a query string; of integers those that have a digit less
/// than their type.
fn value_pattern(column: &Column) -> Option<String> {
    let (sign, digits) = match column.column_type {
        ColumnType::I16 => ("-?", 3),
        ColumnType::I32 => ("-?", 8),
        ColumnType::U32 => ("", 8),
        ColumnType::I64 => ("-?", 17),
        _ => return schema::element_pattern(column),
    };
    Some(format!("{sign}(0|[1-9][0-9]{{0,{digits}}})"))
}

/// Functions whose values are written alike, by how they are; names as in patterns.
fn alike<T: PartialEq>(
    table: &'static Table,
    written: impl Fn(&Column) -> Option<T>,
) -> Vec<(T, Vec<String>)> {
    let mut alike: Vec<(T, Vec<String>)> = Vec::new();
    for function in functions(table) {
        let Some(value) = written(function.column(table)) else { continue };
        let name = regex_syntax::escape(&function.name(table));
        match alike.iter_mut().find(|(known, _)| *known == value) {
            Some((_, names)) => names.push(name),
            None => alike.push((value, vec![name])),
        }
    }
    alike
}

fn word(operator: Operator) -> &'static str {
    if operator == Operator::Eq { "eq" } else { operator.name() }
}

/// One group as it is answered: every member is there where it was asked for.
fn group(table: &'static Table, components: &mut Components) -> Value {
    let mut members = Map::new();
    let grouped: Map<_, _> = groups(table)
        .into_iter()
        .map(|group| {
            let column = Column { nullable: true, ..*group.column(table) };
            (group.name(table), schema::answer(&column, components))
        })
        .collect();
    if !grouped.is_empty() {
        members.insert("group".to_owned(), object(&grouped, "What the records agree in."));
    }
    for function in functions(table) {
        let column = function.column(table);
        let Some(operand) = function.operand() else {
            members.insert("count".to_owned(), count("How many records there are."));
            continue;
        };
        let schema = if function.is_count() {
            count("How many different values there are.")
        } else {
            let column = Column { nullable: true, ..*column };
            schema::answer(&column, components)
        };
        let kind = members
            .entry(function.kind())
            .or_insert_with(|| object(&Map::new(), description(function)));
        kind["properties"][table.columns[operand].member] = schema;
    }
    object(&members, "One group of records, with what was asked for.")
}

fn object(properties: &Map<String, Value>, description: &str) -> Value {
    json!({
        "type": "object",
        "description": description,
        "properties": properties,
        "additionalProperties": false,
    })
}

fn count(description: &str) -> Value {
    json!({"type": "integer", "minimum": 0, "description": description})
}

fn description(function: Function) -> &'static str {
    match function {
        Function::Count => "How many records there are.",
        Function::Sum(_) => "Sums.",
        Function::Avg(_) => "Means, halves rounded away from zero.",
        Function::Min(_) => "The least values.",
        Function::Max(_) => "The greatest values.",
        Function::CountDistinct(_) => "How many different values there are.",
    }
}

fn function_names(table: &'static Table) -> Vec<String> {
    functions(table).into_iter().map(|function| function.name(table)).collect()
}

fn group_names(table: &'static Table) -> Vec<String> {
    groups(table).into_iter().map(|group: Group| group.name(table)).collect()
}
