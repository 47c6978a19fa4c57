//! The `OpenAPI` documents: 3.1, and 3.2 that has the method `QUERY` too.

mod aggregate;
mod condition;
mod header;
mod include;
mod link;
mod operation;
mod parameter;
mod path;
mod question;
mod related;
mod response;

use serde_json::{Map, Value, json};

use super::Api;
use super::name::operation_id;
use crate::model::{Operation, Shape, Table};
use crate::schema::{self, Components};
use question::Questions;
pub(in crate::export) use question::example as question;

/// Which `OpenAPI` a document is written in. The method `QUERY` is all that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    /// What most tools know; it has no word for `QUERY`.
    V31,
    /// It has the field `query` of path items.
    V32,
}

/// The document of 3.1 as JSON text.
pub(crate) fn render(api: &Api) -> String {
    text(api, Version::V31)
}

/// The document of 3.2 as JSON text.
pub(crate) fn render_with_query(api: &Api) -> String {
    text(api, Version::V32)
}

fn text(api: &Api, version: Version) -> String {
    let mut text = serde_json::to_string_pretty(&document(api, version)).unwrap_or_default();
    text.push('\n');
    text
}

impl Version {
    const fn number(self) -> &'static str {
        match self {
            Self::V31 => "3.1.0",
            Self::V32 => "3.2.0",
        }
    }

    /// Whether it can tell of an operation.
    fn tells(self, operation: Operation) -> bool {
        operation != Operation::Query || self == Self::V32
    }
}

fn document(api: &Api, version: Version) -> Value {
    let mut components = Components::new("#/components/schemas/");
    // Entities have the first claim on their names, whatever their documents' types are called.
    for (table, shape) in api.tables.iter().flat_map(|table| shapes(table)) {
        components.reserve(&schema::name(table, shape));
    }
    let problem = components.free("Problem");
    components.insert(problem.clone(), response::problem());

    let mut all: Vec<_> =
        api.tables.iter().map(|table| Names::of(table, &mut components)).collect();
    let pages: Vec<_> =
        api.tables.iter().zip(&all).map(|(table, names)| (*table, names.page.clone())).collect();
    let partials: Vec<_> =
        api.tables.iter().zip(&all).map(|(table, names)| (*table, names.partial.clone())).collect();
    let mut questions = Questions::default();
    let mut parameters = parameter::shared();
    let mut paths = Map::new();
    for (table, names) in api.tables.iter().zip(&mut all) {
        names.related = pages_of(table, &pages);
        names.links = related::describe(table, &mut components);
        names.question = questions.of(table, &mut components);
        describe(table, names, &partials, &mut components);
        let conditions =
            (!names.question.is_empty()).then(|| questions.conditions.of(table, &mut components));
        names.aggregate = aggregate::describe(table, conditions, &mut components);
        if let Some((name, parameter)) = include::parameter(table) {
            parameters[name] = parameter;
        }
        if is_listed(table, &api.tables) {
            for (name, parameter) in parameter::filters(table) {
                parameters[name] = parameter;
            }
            let conditions = &mut questions.conditions;
            for (name, parameter) in path::parameters(table, conditions, &mut components) {
                parameters[name] = parameter;
            }
        }
        for (path, item) in operation::paths(api, version, table, names) {
            paths.insert(path, item);
        }
    }
    for route in &api.routes {
        add_route(api, &mut paths, route);
    }
    json!({
        "openapi": version.number(),
        "info": info(api),
        "servers": [{"url": if api.base.is_empty() { "/" } else { &api.base }}],
        // Said outright: no operation asks who the client is.
        "security": [],
        "tags": tags(api),
        "paths": paths,
        "components": {
            "schemas": components.finish(),
            "responses": response::shared(&problem),
            "headers": header::shared(),
            "parameters": parameters,
        },
    })
}

/// The names of a table's components; empty where nothing uses one.
struct Names {
    read: String,
    page: String,
    partial: String,
    /// The body of queries.
    question: String,
    aggregate: aggregate::Names,
    /// The pages of the tables that relations lead to, relation by relation.
    related: Vec<String>,
    /// The bodies of changes of links.
    links: Vec<(Operation, String)>,
}

impl Names {
    fn of(table: &Table, components: &mut Components) -> Self {
        let entity = table.entity;
        Self {
            read: schema::name(table, Shape::Read),
            page: if table.serves(Operation::List) {
                components.free(&format!("{entity}Page"))
            } else {
                String::new()
            },
            partial: if table.sparse
                && (table.serves(Operation::List) || table.serves(Operation::Read))
            {
                components.free(&format!("{entity}Partial"))
            } else {
                String::new()
            },
            question: String::new(),
            aggregate: aggregate::Names::default(),
            related: Vec::new(),
            links: Vec::new(),
        }
    }

    /// The page of the records on the other side of a relation.
    fn of_relation(&self, relation: usize) -> &str {
        self.related.get(relation).map_or("", String::as_str)
    }
}

/// Whether some path lists the records of a table.
fn is_listed(table: &'static Table, tables: &[&'static Table]) -> bool {
    let lists = |operation: Operation, owner: &'static Table| match operation {
        Operation::List => std::ptr::eq(owner, table),
        Operation::Related(relation) => std::ptr::eq((owner.relations[relation].target)(), table),
        _ => false,
    };
    tables.iter().any(|owner| owner.served().any(|operation| lists(operation, owner)))
}

/// The page of each relation's target; empty where it is not served.
fn pages_of(table: &Table, pages: &[(&'static Table, String)]) -> Vec<String> {
    let page = |target: &'static Table| {
        let known = pages.iter().find(|(table, _)| std::ptr::eq(*table, target));
        known.map_or_else(String::new, |(_, page)| page.clone())
    };
    table.relations.iter().map(|relation| page((relation.target)())).collect()
}

/// The shapes of a table that its operations use.
fn shapes(table: &'static Table) -> impl Iterator<Item = (&'static Table, Shape)> {
    let shapes = [
        (Shape::Read, answers(table)),
        (Shape::Create, table.serves(Operation::Create)),
        (Shape::Replace, table.serves(Operation::Replace)),
        (Shape::Patch, table.serves(Operation::Patch)),
    ];
    shapes.into_iter().filter(|(_, used)| *used).map(move |(shape, _)| (table, shape))
}

/// Whether some answer shows records.
fn answers(table: &Table) -> bool {
    table.serves(Operation::List) || table.answers_writes()
}

/// Adds the schemas of one table.
fn describe(
    table: &'static Table,
    names: &Names,
    partials: &[(&'static Table, String)],
    components: &mut Components,
) {
    let embedded = include::members(table, partials, components);
    for (table, shape) in shapes(table) {
        let mut schema = schema::object(table, shape, components);
        if shape == Shape::Read {
            add_members(&mut schema, &embedded);
        } else {
            schema::add_nested(table, shape, &[], 0, &mut schema, components);
        }
        components.insert(schema::name(table, shape), schema);
    }
    let mut item = components.reference(&names.read);
    if !names.partial.is_empty() {
        let mut partial = schema::object(table, Shape::Read, components);
        if let Value::Object(members) = &mut partial {
            members.remove("required");
            members.remove("examples");
            let description = format!("The members of one {} that `fields` names.", table.entity);
            members.insert("description".to_owned(), json!(description));
        }
        add_members(&mut partial, &embedded);
        components.insert(names.partial.clone(), partial);
        item = json!({"anyOf": [item, components.reference(&names.partial)]});
    }
    if names.page.is_empty() {
        return;
    }
    let mut page = json!({
        "type": "object",
        "description": "One page of a list.",
        "properties": {
            "items": {"type": "array", "items": item},
            "prev": {
                "type": ["string", "null"],
                "description": "The `cursor` of the previous page; null on the first.",
            },
            "next": {
                "type": ["string", "null"],
                "description": "The `cursor` of the next page; null on the last.",
            },
            "total": {
                "type": "integer",
                "minimum": 0,
                "description": "How many records match in all; with `count=exact` only.",
            },
        },
        "required": ["items", "prev", "next"],
        "additionalProperties": false,
    });
    if let Some(example) = schema::example(table, Shape::Read) {
        page["examples"] = json!([{"items": [example], "prev": null, "next": null}]);
    }
    components.insert(names.page.clone(), page);
}

/// Adds optional members to the schema of an object.
fn add_members(schema: &mut Value, members: &Map<String, Value>) {
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.extend(members.iter().map(|(name, schema)| (name.clone(), schema.clone())));
    }
}

fn info(api: &Api) -> Value {
    let mut info = json!({"title": api.name, "version": api.version});
    if !api.description.is_empty() {
        info["description"] = json!(api.description);
    }
    info
}

fn tags(api: &Api) -> Value {
    let tag = |table: &&Table| {
        let description = if table.description.is_empty() {
            format!("Records of `{}`.", table.entity)
        } else {
            table.description.to_owned()
        };
        json!({"name": table.entity, "description": description})
    };
    let mut tags: Vec<_> = api.tables.iter().map(tag).collect();
    if api.routes.iter().any(|route| route.operation.get("tags").is_none()) {
        tags.push(json!({"name": api.name, "description": "Routes of the application's own."}));
    }
    tags.into()
}

/// A user's route, with what an operation must have and theirs has not.
fn add_route(api: &Api, paths: &mut Map<String, Value>, route: &super::Route) {
    let Value::Object(mut operation) = route.operation.clone() else { return };
    let method = route.method.to_ascii_lowercase();
    operation.entry("operationId").or_insert_with(|| json!(operation_id(&method, &route.path)));
    operation.entry("tags").or_insert_with(|| json!([api.name]));
    operation
        .entry("responses")
        .or_insert_with(|| json!({"default": {"description": "The answer."}}));
    let parameters: Vec<_> = route
        .path
        .split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect();
    if !parameters.is_empty() {
        operation.entry("parameters").or_insert(json!(parameters));
    }
    let item = paths.entry(route.path.clone()).or_insert_with(|| json!({}));
    item[method] = Value::Object(operation);
}
