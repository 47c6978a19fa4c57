//! The catalogue that tables have once they are made: all that is known without a database.

use super::text::Defined;
use super::{Action, Catalogue, Check, Column, Identity, Index, Reference, Search, Table};
use crate::error::Result;
use crate::model::{OnDelete, OnUpdate};
use crate::sql::{self, Dialect, search_ddl, shape};

/// What stands where only a database knows how it would spell an expression.
pub(super) const UNKNOWN: &str = "?";

impl Catalogue {
    /// What a database says of tables of these shapes, with `?` for the expressions of defaults
    /// and checks.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) where the database cannot have such a table.
    pub(crate) fn expected(dialect: Dialect, shapes: &[shape::Table]) -> Result<Self> {
        let mut catalogue = Self::new(dialect);
        for shape in shapes {
            catalogue.tables.push(table(dialect, shape)?);
        }
        catalogue.sort();
        Ok(catalogue)
    }
}

fn table(dialect: Dialect, shape: &shape::Table) -> Result<Table> {
    let comment = |text: &str, most: usize| match dialect {
        Dialect::Sqlite => String::new(),
        Dialect::Postgres => text.to_owned(),
        Dialect::Mysql => text.chars().take(most).collect(),
    };
    let mut table = Table {
        name: shape.name.clone(),
        comment: comment(&shape.comment, 2048),
        options: options(dialect, shape),
        ..Table::default()
    };
    for column in &shape.columns {
        let is_key = shape.key.columns.contains(&column.name);
        let mut made = match column.sql_type.on(dialect) {
            Some(native) => native_column(dialect, column, native),
            None => own_column(dialect, shape, column)?,
        };
        made.nullable = column.nullable && !is_key;
        if column.default.is_some() {
            made.default = Some(UNKNOWN.to_owned());
        }
        made.comment = comment(&column.comment, 1024);
        let is_rowid = dialect == Dialect::Sqlite
            && is_key
            && shape.key.columns.len() == 1
            && made.type_name.eq_ignore_ascii_case("INTEGER")
            && !table.options.iter().any(|option| option == "WITHOUT ROWID");
        if is_rowid && made.identity.is_none() {
            made.identity = Some(Identity::Rowid);
        }
        table.columns.push(made);
    }
    let constraint = |index: &shape::Index| Index {
        name: index.name.clone(),
        columns: index.columns.clone(),
        descending: index.descending.clone(),
        is_unique: true,
        is_constraint: true,
        text: None,
    };
    let mut key = constraint(&shape.key);
    if dialect == Dialect::Mysql {
        "PRIMARY".clone_into(&mut key.name);
    }
    table.key = Some(key);
    table.uniques = shape.uniques.iter().map(constraint).collect();
    if dialect != Dialect::Mysql {
        // There, a unique index and a unique constraint are one.
        for (unique, shape) in table.uniques.iter_mut().zip(&shape.uniques) {
            unique.is_constraint = !shape.bare;
        }
    }
    table.indexes = shape
        .indexes
        .iter()
        .map(|index| Index {
            columns: sql::index_columns(dialect, shape, index),
            is_unique: false,
            is_constraint: false,
            ..constraint(index)
        })
        .collect();
    table.search = shape.search.as_ref().map(|search| Search {
        name: search.name.clone(),
        definition: match dialect {
            Dialect::Sqlite => search_ddl::create(dialect, shape, false).join(";\n"),
            Dialect::Postgres | Dialect::Mysql => UNKNOWN.to_owned(),
        },
    });
    table.references = shape.references.iter().map(|one| reference(dialect, one)).collect();
    let rules = shape.rules(dialect).into_iter().map(|(name, ..)| name);
    let own = shape.checks.iter().map(|check| check.name.clone());
    table.checks =
        rules.chain(own).map(|name| Check { name, expression: UNKNOWN.to_owned() }).collect();
    Ok(table)
}

/// What stands behind the columns, as far as a catalogue tells it.
fn options(dialect: Dialect, shape: &shape::Table) -> Vec<String> {
    let native = shape.sql_options.on(dialect);
    let words = match (dialect, native) {
        (Dialect::Postgres, _) | (Dialect::Mysql, None) => Vec::new(),
        (Dialect::Sqlite, None) if shape.key.columns.len() == 1 => vec!["STRICT".to_owned()],
        (Dialect::Sqlite, None) => vec!["STRICT".to_owned(), "WITHOUT ROWID".to_owned()],
        (Dialect::Sqlite, Some(native)) => {
            native.split(',').map(|option| option.trim().to_uppercase()).collect()
        }
        (Dialect::Mysql, Some(native)) => {
            let engine = native.split_whitespace().find(|word| {
                let word = word.to_uppercase();
                word.starts_with("ENGINE=") && word != "ENGINE=INNODB"
            });
            engine.map(str::to_owned).into_iter().collect()
        }
    };
    let mut words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.sort();
    words
}

fn own_column(dialect: Dialect, shape: &shape::Table, column: &shape::Column) -> Result<Column> {
    let type_name = sql::type_name(dialect, shape, column)?;
    let is_text = type_name.starts_with("varchar") || type_name == "longtext";
    let (type_name, collation) = match (type_name.split_once(" COLLATE "), dialect) {
        (Some((plain, collation)), _) => {
            (plain.to_owned(), Some(collation.trim_matches('"').to_owned()))
        }
        (None, Dialect::Mysql) if type_name == "boolean" => ("tinyint(1)".to_owned(), None),
        // A document has whatever `JSON` means there, which nobody compares by.
        (None, Dialect::Mysql) if is_text && column.kind != shape::Kind::Json => {
            (type_name, Some(OURS[0].to_owned()))
        }
        _ => (type_name, None),
    };
    let identity = column.auto.then_some(Identity::Auto);
    Ok(Column { type_name, identity, collation, ..empty(&column.name) })
}

/// A column of the database's own type, which may say more than the type.
fn native_column(dialect: Dialect, column: &shape::Column, native: &str) -> Column {
    let defined = Defined::of_type(dialect, native);
    let words = native.to_ascii_uppercase();
    let spelt = spelt(dialect, &defined.type_name);
    let serial = match spelt.as_str() {
        "smallserial" | "serial2" => Some("smallint"),
        "serial" | "serial4" => Some("integer"),
        "bigserial" | "serial8" => Some("bigint"),
        _ => None,
    };
    let identity = match dialect {
        Dialect::Postgres if serial.is_some() => Some(Identity::Serial),
        Dialect::Postgres if words.contains("GENERATED ALWAYS AS IDENTITY") => {
            Some(Identity::Always)
        }
        Dialect::Postgres if words.contains("AS IDENTITY") => Some(Identity::Auto),
        Dialect::Mysql if column.auto => Some(Identity::Auto),
        _ => None,
    };
    Column {
        type_name: serial.filter(|_| dialect == Dialect::Postgres).map_or(spelt, str::to_owned),
        default: (identity == Some(Identity::Serial)).then(|| UNKNOWN.to_owned()),
        collation: defined.collation,
        on_update: defined.on_update,
        generated: defined.generated.filter(|_| identity.is_none()),
        identity,
        ..empty(&column.name)
    }
}

/// A type as the database calls it, whatever else it may be called.
fn spelt(dialect: Dialect, type_name: &str) -> String {
    const ALIASES: [(&str, &str); 12] = [
        ("varchar", "character varying"),
        ("char varying", "character varying"),
        ("char", "character"),
        ("decimal", "numeric"),
        ("int", "integer"),
        ("int4", "integer"),
        ("int2", "smallint"),
        ("int8", "bigint"),
        ("float4", "real"),
        ("float8", "double precision"),
        ("float", "double precision"),
        ("bool", "boolean"),
    ];
    if dialect != Dialect::Postgres || type_name.starts_with('"') {
        return type_name.to_owned();
    }
    let lower = type_name.to_ascii_lowercase();
    let end = lower.find(['(', ' ', '[']).unwrap_or(lower.len());
    let (name, rest) = lower.split_at(end);
    let rest = rest.replace(", ", ",").trim_start().to_owned();
    let joined = |name: &str| {
        let space = if rest.is_empty() || rest.starts_with(['(', '[']) { "" } else { " " };
        format!("{name}{space}{rest}")
    };
    match lower.as_str() {
        "timestamp" => return "timestamp without time zone".to_owned(),
        "timestamp with time zone" => return "timestamptz".to_owned(),
        "time without time zone" => return "time".to_owned(),
        "timetz" => return "time with time zone".to_owned(),
        "character varying" | "double precision" => return lower,
        _ => {}
    }
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
    joined(alias.map_or(name, |(_, whole)| whole))
}

fn empty(name: &str) -> Column {
    Column {
        name: name.to_owned(),
        type_name: String::new(),
        nullable: false,
        default: None,
        generated: None,
        identity: None,
        collation: None,
        on_update: None,
        comment: String::new(),
    }
}

/// The collation of ours on `MariaDB` and on `MySQL`.
pub(super) const OURS: [&str; 2] = ["utf8mb4_nopad_bin", "utf8mb4_0900_bin"];

fn reference(dialect: Dialect, shape: &shape::Reference) -> Reference {
    let refused = |action| match dialect {
        Dialect::Mysql => Action::Restrict,
        Dialect::Sqlite | Dialect::Postgres => action,
    };
    Reference {
        name: shape.name.clone(),
        columns: shape.columns.clone(),
        table: shape.table.clone(),
        target: shape.target.clone(),
        on_delete: match shape.on_delete {
            OnDelete::NoAction => refused(Action::NoAction),
            OnDelete::Restrict => Action::Restrict,
            OnDelete::Cascade => Action::Cascade,
            OnDelete::SetNull => Action::SetNull,
        },
        on_update: match shape.on_update {
            OnUpdate::NoAction => refused(Action::NoAction),
            OnUpdate::Restrict => Action::Restrict,
            OnUpdate::Cascade => Action::Cascade,
            OnUpdate::SetNull => Action::SetNull,
        },
        options: String::new(),
    }
}
