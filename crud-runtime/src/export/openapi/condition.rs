//! Conditions of bodies: one component for each entity that can be asked about, and one for each
//! kind of column, which all entities share.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::model::{Column, ColumnType, Table};
use crate::query::tree::{ALL_VALUES, CONDITIONS, DEPTH, MANY, VALUES};
use crate::query::{Operator, PART, include, name};
use crate::schema::{self, Components};

/// The components of conditions that a document has so far.
#[derive(Default)]
pub(super) struct Conditions {
    /// The condition on the records of each table.
    tables: Vec<(&'static Table, String)>,
    /// The condition on the related records of each table.
    related: Vec<(&'static Table, String)>,
    /// What is shared, by its own text.
    shared: HashMap<String, String>,
}

impl Conditions {
    /// A reference to the condition on a table's records.
    pub(super) fn of(&mut self, table: &'static Table, components: &mut Components) -> Value {
        if let Some((_, name)) = self.tables.iter().find(|(known, _)| std::ptr::eq(*known, table)) {
            return components.reference(name);
        }
        let name = components.free(&format!("{}Where", table.entity));
        // Known before its schema is, because conditions hold conditions.
        self.tables.push((table, name.clone()));
        let schema = self.describe(table, &name, components);
        components.insert(name.clone(), schema);
        components.reference(&name)
    }

    fn describe(&mut self, table: &'static Table, own: &str, components: &mut Components) -> Value {
        let inner = components.reference(own);
        let mut members = Map::new();
        let all = "All of these hold; none is true.";
        let any = "One of these holds; none is false.";
        members
            .insert("and".to_owned(), json!({"type": "array", "items": inner, "description": all}));
        members
            .insert("or".to_owned(), json!({"type": "array", "items": inner, "description": any}));
        members.insert("not".to_owned(), inner);
        for (_, column) in name::filterable(table) {
            members.insert(column.member.to_owned(), self.column(column, components));
        }
        for (_, relation) in include::readable(table) {
            let target = (relation.target)();
            let related = self.related(target, components);
            let member = match members.remove(relation.name) {
                // A column is called like the relation.
                Some(column) => json!({"anyOf": [column, related]}),
                None => related,
            };
            members.insert(relation.name.to_owned(), member);
            for (_, column) in name::filterable(target) {
                let path = format!("{}.{}", relation.name, column.member);
                members.insert(path, self.column(column, components));
            }
        }
        json!({
            "type": "object",
            "description": format!(
                "What holds of a {}: all of the members. `author.name` asks for a related record of \
                 which it holds, and all such members on one relation are asked of the same record. \
                 Relations, `and`, `or` and `not` nest {DEPTH} deep at most, of them {MANY} relations \
                 to many records; a body has at most {CONDITIONS} conditions, and its lists \
                 {ALL_VALUES} values together.",
                table.entity
            ).replace("`author.name`", &example(table)),
            "properties": members,
            "additionalProperties": false,
        })
    }

    /// A reference to the condition on related records.
    fn related(&mut self, target: &'static Table, components: &mut Components) -> Value {
        if let Some((_, name)) = self.related.iter().find(|(known, _)| std::ptr::eq(*known, target))
        {
            return components.reference(name);
        }
        let name = components.free(&format!("{}Related", target.entity));
        self.related.push((target, name.clone()));
        let inner = self.of(target, components);
        let described = |description: &str| {
            let mut schema = inner.clone();
            schema["description"] = json!(description);
            schema
        };
        let schema = json!({
            "type": "object",
            "description": format!("How many related records of {} match.", target.entity),
            "properties": {
                "some": described("At least one matches."),
                "none": described("Not one matches, as where there are none."),
                "every": described("All match, as where there are none."),
                "exists": {"type": "boolean", "description": "Whether there is one at all."},
            },
            "additionalProperties": false,
            "minProperties": 1,
        });
        components.insert(name.clone(), schema);
        components.reference(&name)
    }

    /// A reference to the condition on a column.
    fn column(&mut self, column: &Column, components: &mut Components) -> Value {
        let mut members = Map::new();
        for operator in Operator::of(column) {
            let schema = match operator {
                Operator::In | Operator::Nin => {
                    json!({"type": "array", "items": self.value(column, components), "maxItems": VALUES})
                }
                other => self.operand(column, other, components),
            };
            members.insert(operator.word().to_owned(), schema);
        }
        let nullable = if column.nullable { "Nullable" } else { "" };
        let schema = json!({
            "type": "object",
            "description": "What holds of a value: all of the members. `null` is neither greater \
                nor less than anything, and not equal to anything: `ne` and `nin` match it.",
            "properties": members,
            "additionalProperties": false,
            "minProperties": 1,
        });
        self.share(&format!("{nullable}{}Filter", kind(column)), schema, components)
    }

    /// What one operator compares with, lists apart.
    pub(super) fn operand(
        &mut self,
        column: &Column,
        operator: Operator,
        components: &mut Components,
    ) -> Value {
        match operator {
            Operator::Null => json!({"type": "boolean"}),
            Operator::Contains | Operator::Icontains => {
                let mut part = schema::any_text();
                part["maxLength"] = json!(PART);
                part
            }
            Operator::StartsWith | Operator::EndsWith => schema::any_text(),
            Operator::Eq
            | Operator::Ne
            | Operator::Gt
            | Operator::Gte
            | Operator::Lt
            | Operator::Lte
            | Operator::In
            | Operator::Nin => self.value(column, components),
        }
    }

    /// A value of the column's type.
    fn value(&mut self, column: &Column, components: &mut Components) -> Value {
        let schema = schema::parameter(column);
        match column.column_type {
            ColumnType::Bool | ColumnType::Text => schema,
            _ => self.share(&format!("{}Value", kind(column)), schema, components),
        }
    }

    /// A reference to a schema that may be there already.
    pub(super) fn share(
        &mut self,
        wished: &str,
        schema: Value,
        components: &mut Components,
    ) -> Value {
        let identity = schema.to_string();
        let name = self.shared.entry(identity).or_insert_with(|| {
            let name = components.free(wished);
            components.insert(name.clone(), schema);
            name
        });
        components.reference(name)
    }
}

/// A path that the conditions of a table may have, to speak of.
fn example(table: &'static Table) -> String {
    let path = include::readable(table).find_map(|(_, relation)| {
        let (_, column) = name::filterable((relation.target)()).next()?;
        Some(format!("`{}.{}`", relation.name, column.member))
    });
    path.unwrap_or_else(|| "`relation.member`".to_owned())
}

/// What values of a column are called.
pub(super) fn kind(column: &Column) -> &'static str {
    match column.column_type {
        ColumnType::Bool => "Boolean",
        ColumnType::I16 => "Int16",
        ColumnType::I32 => "Int32",
        ColumnType::I64 => "Int64",
        ColumnType::U32 => "Uint32",
        ColumnType::F64 => "Number",
        ColumnType::Decimal => "Decimal",
        ColumnType::Text => "Text",
        ColumnType::Uuid => "Uuid",
        ColumnType::Date => "Date",
        ColumnType::Time => "Time",
        ColumnType::Timestamp => "Timestamp",
        ColumnType::Bytes => "Bytes",
        ColumnType::Json(_) => "Document",
        ColumnType::Enum(words) => words.name,
    }
}
