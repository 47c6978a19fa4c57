//! What an entity-relationship diagram shows, whatever the notation.

use crate::export::Api;
use crate::model::{Column, ColumnType, Relation, Table};

/// All boxes and lines.
pub(super) struct Picture {
    pub(super) boxes: Vec<Entity>,
    pub(super) lines: Vec<Line>,
}

/// A box.
pub(super) struct Entity {
    pub(super) name: &'static str,
    pub(super) rows: Vec<Row>,
}

/// A column in its box.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) type_name: String,
    pub(super) nullable: bool,
    /// Of `PK`, `FK` and `UK` those that hold.
    pub(super) keys: Vec<&'static str>,
}

/// A line from the box that is referred to to the one that refers.
pub(super) struct Line {
    /// Position of the box that is referred to.
    pub(super) parent: usize,
    /// Position of the box that refers.
    pub(super) child: usize,
    /// Positions of the first column of the reference, there and here.
    pub(super) rows: (usize, usize),
    /// The relation's name on the referring side.
    pub(super) name: &'static str,
    /// Whether a child may be without parent.
    pub(super) optional: bool,
    /// Whether a parent may have several children.
    pub(super) many: bool,
}

impl Picture {
    pub(super) fn of(api: &Api) -> Self {
        let position =
            |table: &'static Table| api.tables.iter().position(|other| std::ptr::eq(*other, table));
        let boxes = api.tables.iter().map(|table| entity(table)).collect();
        let mut lines = Vec::new();
        for (child, table) in api.tables.iter().enumerate() {
            for relation in table.references() {
                if let Some(parent) = position((relation.target)()) {
                    lines.push(Line {
                        parent,
                        child,
                        rows: (first(relation.referenced()), first(relation.columns)),
                        name: relation.name,
                        optional: relation.columns.iter().any(|at| table.columns[*at].nullable),
                        many: !is_unique(table, relation),
                    });
                }
            }
        }
        Self { boxes, lines }
    }
}

fn first(columns: &[usize]) -> usize {
    columns.first().copied().unwrap_or(0)
}

fn entity(table: &'static Table) -> Entity {
    let row = |(position, column): (usize, &'static Column)| {
        let refers = table.references().any(|relation| relation.columns.contains(&position));
        let keys = [(table.is_key(position), "PK"), (refers, "FK"), (column.unique, "UK")];
        Row {
            name: column.name,
            type_name: type_name(column),
            nullable: column.nullable,
            keys: keys.into_iter().filter(|(holds, _)| *holds).map(|(_, key)| key).collect(),
        }
    };
    Entity { name: table.entity, rows: table.columns.iter().enumerate().map(row).collect() }
}

/// Whether no two records have the same reference.
fn is_unique(table: &Table, relation: &Relation) -> bool {
    let within = |columns: &[usize]| {
        !columns.is_empty() && columns.iter().all(|column| relation.columns.contains(column))
    };
    relation.columns.iter().any(|column| table.columns[*column].unique)
        || within(table.key)
        || table.indexes.iter().any(|index| index.unique && within(index.columns))
}

fn type_name(column: &Column) -> String {
    match column.column_type {
        ColumnType::Bool => "bool".to_owned(),
        ColumnType::I16 => "i16".to_owned(),
        ColumnType::I32 => "i32".to_owned(),
        ColumnType::I64 => "i64".to_owned(),
        ColumnType::U32 => "u32".to_owned(),
        ColumnType::F64 => "f64".to_owned(),
        ColumnType::Text => match column.length {
            Some((_, Some(max))) => format!("text({max})"),
            _ => "text".to_owned(),
        },
        ColumnType::Uuid => "uuid".to_owned(),
        ColumnType::Decimal => {
            format!("decimal({},{})", column.precision.digits, column.precision.scale)
        }
        ColumnType::Date => "date".to_owned(),
        ColumnType::Time => "time".to_owned(),
        ColumnType::Timestamp => "timestamp".to_owned(),
        ColumnType::Bytes => "bytes".to_owned(),
        ColumnType::Json(_) => "json".to_owned(),
        ColumnType::Enum(words) => words.name.to_owned(),
    }
}
