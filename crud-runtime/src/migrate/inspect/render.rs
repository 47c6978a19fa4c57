//! Structs as text.

use std::fmt::Write as _;

use super::column::Type;
use super::constraint::{Naming, Referring};
use super::entity::{Entity, Field};
use super::enumeration::Enumeration;
use super::name;
use crate::sql::Dialect;

/// How long a line may be before it is broken.
const LINE: usize = 100;

/// Parameters of every list, which no filter can be called.
const PARAMETERS: &[&str] = &[
    "limit",
    "cursor",
    "offset",
    "count",
    "sort",
    "fields",
    "include",
    "q",
    "where",
    "group_by",
    "having",
    "validate_only",
    "deleted",
];

/// By these a column is taken for a secret, which answers had better not show.
const SECRETS: &[&str] = &["password", "passwd", "secret"];

/// The file of one entity.
pub(super) fn entity(entity: &Entity, all: &[Entity], allow: &str) -> String {
    let mut out = format!("//! One record of the table `{}`.\n\n", one_line(&entity.table.name));
    out.push_str("use crud_runtime::prelude::*;\n");
    let mut others: Vec<_> = entity
        .constraints
        .references
        .iter()
        .map(|reference| reference.entity.as_str())
        .filter(|other| *other != entity.name)
        .collect();
    others.sort_unstable();
    others.dedup();
    match others.as_slice() {
        [] => {}
        [other] => write(&mut out, format_args!("\nuse super::{other};\n")),
        others => write(&mut out, format_args!("\nuse super::{{{}}};\n", others.join(", "))),
    }
    out.push('\n');
    doc(&entity.table.comment, "", &mut out);
    for reason in &entity.reasons {
        write(&mut out, format_args!("// Unmanaged: {}.\n", one_line(reason)));
    }
    for need in &entity.needs {
        write(
            &mut out,
            format_args!("// Needs {}, which migrations do not make.\n", one_line(need)),
        );
    }
    out.push_str("#[derive(Crud)]\n");
    attribute(&about(entity, all, allow), "", &mut out);
    write(&mut out, format_args!("pub struct {} {{\n", entity.name));
    for field in &entity.fields {
        self::field(entity, field, &mut out);
    }
    out.push_str("}\n");
    for enumeration in &entity.enumerations {
        self::enumeration(enumeration, &mut out);
    }
    out
}

/// The file that gathers all.
pub(super) fn module(entities: &[Entity]) -> String {
    let mut out = String::from(
        "//! The tables of a database that was there, as `migrate inspect` found them.\n\n",
    );
    let mut modules: Vec<_> = entities.iter().collect();
    modules.sort_unstable_by(|one, other| one.module.cmp(&other.module));
    for entity in &modules {
        write(&mut out, format_args!("mod {};\n", entity.module));
    }
    out.push('\n');
    for entity in &modules {
        let mut names = vec![entity.name.clone()];
        names.extend(entity.enumerations.iter().map(|enumeration| enumeration.name.clone()));
        match names.as_slice() {
            [name] => write(&mut out, format_args!("pub use {}::{name};\n", entity.module)),
            names => {
                // A program need not name them all.
                out.push_str("#[allow(unused_imports)]\n");
                write(
                    &mut out,
                    format_args!("pub use {}::{{{}}};\n", entity.module, names.join(", ")),
                );
            }
        }
    }
    out.push_str("\n/// The application with all of them.\n");
    out.push_str(
        "#[must_use]\npub fn entities(app: crud_runtime::App) -> crud_runtime::App {\n    app",
    );
    for entity in entities {
        write(&mut out, format_args!("\n        .entity::<{}>()", entity.name));
    }
    out.push_str("\n}\n");
    out
}

/// What `#[crud(…)]` says of the struct.
fn about(entity: &Entity, all: &[Entity], allow: &str) -> Vec<String> {
    let constraints = &entity.constraints;
    let is_managed = entity.reasons.is_empty();
    let mut words =
        vec![format!("allow({allow})"), format!("table = {}", text(&entity.table.name))];
    let snake = name::snake(&entity.name);
    if name::SERVED.contains(&snake.as_str()) {
        words.push(format!("path = \"{}-records\"", snake.replace('_', "-")));
    }
    let idents = |columns: &[String]| {
        let idents = columns.iter().filter_map(|column| entity.field(column));
        idents.map(|field| field.ident.clone()).collect::<Vec<_>>().join(", ")
    };
    for reference in constraints.references.iter().filter(|one| one.columns.len() > 1) {
        let mut inside = vec![format!("{}: {}", reference.entity, idents(&reference.columns))];
        inside.extend(fate(reference));
        words.push(format!("references({})", inside.join(", ")));
    }
    // Names of enums and structs may be the same in documents; those of the others stand apart.
    let dto = [format!("New{}", entity.name), format!("{}Patch", entity.name)];
    let is_taken = |name: &String| {
        all.iter().any(|other| {
            other.name == *name || other.enumerations.iter().any(|one| one.name == *name)
        })
    };
    if dto.iter().any(is_taken) {
        words.push(format!("dto(new = {0}Creation, patch = {0}Changes)", entity.name));
    }
    if entity.has_triggers {
        words.push("triggers".to_owned());
    }
    if !is_managed {
        words.push("unmanaged".to_owned());
        if !entity.is_creatable {
            words.push("operations(list, read, update, delete)".to_owned());
        }
        return words;
    }
    for (is_unique, columns, descending) in &constraints.several {
        let word = if *is_unique { "unique" } else { "index" };
        let column = |column: &String| {
            let descends = if descending.contains(column) { " desc" } else { "" };
            idents(std::slice::from_ref(column)) + descends
        };
        let columns: Vec<_> = columns.iter().map(column).collect();
        words.push(format!("{word}({})", columns.join(", ")));
    }
    for (name, expression) in &constraints.checks {
        words.push(format!("check(name = {}, expr = {})", text(name), text(expression)));
    }
    let names: Vec<_> = constraints
        .names
        .iter()
        .map(|naming| match naming {
            Naming::Key(name) => format!("primary_key = {}", text(name)),
            Naming::Columns(word, columns, name) => {
                format!("{word}({}) = {}", idents(columns), text(name))
            }
            Naming::Check(check, name) => format!("check({}) = {}", text(check), text(name)),
        })
        .collect();
    if !names.is_empty() {
        words.push(group("names", &names, "    "));
    }
    words.extend(options(entity));
    words
}

/// What stands behind the columns, where it is not what ours would have there.
fn options(entity: &Entity) -> Option<String> {
    let options = &entity.table.options;
    match entity.dialect {
        Dialect::Postgres => None,
        Dialect::Mysql if options.is_empty() => None,
        Dialect::Mysql => Some(format!("sql_options(mysql = {})", text(&options.join(" ")))),
        Dialect::Sqlite => {
            let mut ours = vec!["STRICT"];
            ours.extend((entity.key().len() > 1).then_some("WITHOUT ROWID"));
            let mut theirs: Vec<_> = options.iter().map(String::as_str).collect();
            theirs.sort_unstable();
            (theirs != ours).then(|| format!("sql_options(sqlite = {})", text(&options.join(", "))))
        }
    }
}

fn field(entity: &Entity, field: &Field, out: &mut String) {
    let column = field.column;
    let constraints = &entity.constraints;
    let has = |columns: &[String]| columns.contains(&column.name);
    let reference = constraints.references.iter().find(|one| one.columns == [column.name.clone()]);
    let is_unique = has(&constraints.unique);
    let is_unindexed = has(&constraints.unindexed);
    let is_secret = SECRETS.iter().any(|word| column.name.to_lowercase().contains(word))
        && !field.is_key
        && reference.is_none()
        && !is_unique;
    doc(&column.comment, "    ", out);
    if let Some(note) = field.fit.note {
        write(out, format_args!("    // It {note}.\n"));
    }
    if is_secret {
        out.push_str("    // By its name it is a secret, so answers do not show it.\n");
    }
    let mut words: Vec<String> = Vec::new();
    let mut add = |word: &str| words.push(word.to_owned());
    if field.is_key {
        add("primary_key");
    }
    if field.is_auto {
        add("auto");
    }
    let own = field.ident.trim_start_matches("r#");
    if own != column.name {
        add(&format!("column = {}", text(&column.name)));
    }
    let is_indexed =
        has(&constraints.indexed) && reference.is_none() && !field.is_key && !is_unique;
    let is_leading = has(&constraints.leading) && field.fit.rust != Type::Json;
    let is_open = field.is_key
        || is_unique
        || is_indexed
        || (reference.is_some() && !is_unindexed)
        || (is_leading && !is_secret);
    if is_open && PARAMETERS.contains(&own) {
        add(&format!("rename = \"{own}_value\""));
    } else if !name::is_member(own) {
        let place = entity.fields.iter().position(|other| std::ptr::eq(other, field));
        add(&format!("rename = \"field_{}\"", place.unwrap_or_default() + 1));
    }
    if is_unique {
        add("unique");
    }
    if is_indexed {
        add("index");
    }
    if let Some(reference) = reference {
        let behind =
            reference.attribute.as_ref().map_or_else(String::new, |one| format!("::{one}"));
        add(&format!("references = {}{behind}", reference.entity));
        for word in fate(reference) {
            add(&word);
        }
    }
    if is_unindexed && !is_unique {
        add("unindexed");
    }
    let is_open_anyway =
        field.is_key || is_unique || is_indexed || (reference.is_some() && !is_unindexed);
    if is_leading && !is_open_anyway && !is_secret {
        add("filter");
        add("sort");
    }
    let search = entity.table.search.as_ref().filter(|_| field.fit.rust == Type::Text);
    if search.is_some_and(|search| search.has(entity.dialect, &column.name)) {
        add("search");
    }
    if is_secret {
        add("write_only");
    }
    if let Some(length) = field.fit.length.filter(|length| *length > 0) {
        add(&format!("length(..={length})"));
    }
    if let Some((least, most)) = field.fit.range {
        let most = most.map_or_else(String::new, |most| format!("={most}"));
        add(&format!("range({least}..{most})"));
    }
    if let Type::Decimal(digits, scale) = field.fit.rust {
        add(&format!("decimal({digits}, {scale})"));
    }
    if let Some(default) = default(entity.dialect, field) {
        add(&default);
    }
    if !field.fit.is_ours {
        let spelling = column.spelling(entity.dialect);
        add(&format!("sql_type({} = {})", entity.dialect.name(), text(&spelling)));
    }
    attribute(&words, "    ", out);
    let rust = rust(field);
    let rust = if field.is_required() { rust } else { format!("Option<{rust}>") };
    write(out, format_args!("    pub {}: {rust},\n", field.ident));
}

fn fate(reference: &Referring) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(reference.on_delete.map(|word| format!("on_delete = {word}")));
    words.extend(reference.on_update.map(|word| format!("on_update = {word}")));
    words.extend(reference.relation.as_ref().map(|name| format!("relation = {name}")));
    words
}

/// The default as the database spells it; what has but one spelling as a literal.
fn default(dialect: Dialect, field: &Field) -> Option<String> {
    let expression = field.column.default.as_deref()?;
    if field.is_auto {
        return None;
    }
    let is_literal = match field.fit.rust {
        Type::Bool => dialect == Dialect::Postgres && ["true", "false"].contains(&expression),
        Type::I16 | Type::I32 | Type::I64 | Type::U32 => {
            expression.parse::<i64>().is_ok_and(|number| number.to_string() == expression)
        }
        _ => false,
    };
    Some(if is_literal {
        format!("default = {expression}")
    } else {
        format!("default_sql = {}", text(expression))
    })
}

fn rust(field: &Field) -> String {
    let plain = match &field.fit.rust {
        Type::Bool => "bool",
        Type::I16 => "i16",
        Type::I32 => "i32",
        Type::I64 => "i64",
        Type::U32 => "u32",
        Type::F64 => "f64",
        Type::Text => "String",
        Type::Uuid => "Uuid",
        Type::Decimal(..) => "Decimal",
        Type::Date => "NaiveDate",
        Type::Time => "NaiveTime",
        Type::Timestamp => "DateTime<Utc>",
        Type::Bytes => "Vec<u8>",
        Type::Json => "Json<serde_json::Value>",
        Type::Enum(_) => return field.enumeration.clone().unwrap_or_default(),
    };
    plain.to_owned()
}

fn enumeration(enumeration: &Enumeration, out: &mut String) {
    out.push_str("\n#[derive(Clone, Copy, CrudEnum, Debug, PartialEq, Eq)]\n");
    write(out, format_args!("pub enum {} {{\n", enumeration.name));
    for (variant, word) in &enumeration.variants {
        if !is_plain(variant, word) {
            write(out, format_args!("    #[crud(rename = {})]\n", text(word)));
        }
        write(out, format_args!("    {variant},\n"));
    }
    out.push_str("}\n");
}

/// Whether a variant has this word by itself.
fn is_plain(variant: &str, word: &str) -> bool {
    let is_one_word = word.bytes().all(|byte| byte.is_ascii_lowercase());
    is_one_word && variant.get(1..) == word.get(1..)
}

/// `#[crud(…)]` on one line, or a line for each word.
fn attribute(words: &[String], indent: &str, out: &mut String) {
    if words.is_empty() {
        return;
    }
    let line = format!("{indent}#[crud({})]\n", words.join(", "));
    if line.len() <= LINE && !line.trim_end().contains('\n') {
        out.push_str(&line);
        return;
    }
    write(out, format_args!("{indent}#[crud(\n"));
    for (place, word) in words.iter().enumerate() {
        let comma = if place + 1 < words.len() { "," } else { "" };
        write(out, format_args!("{indent}    {word}{comma}\n"));
    }
    write(out, format_args!("{indent})]\n"));
}

/// `names(…)` with a line for each, where there are several.
fn group(word: &str, parts: &[String], indent: &str) -> String {
    match parts {
        [part] => format!("{word}({part})"),
        parts => {
            let lines: Vec<_> = parts.iter().map(|part| format!("{indent}    {part}")).collect();
            format!("{word}(\n{}\n{indent})", lines.join(",\n"))
        }
    }
}

/// A comment as a doc comment.
fn doc(comment: &str, indent: &str, out: &mut String) {
    for line in comment.trim().lines() {
        let line = line.trim_end();
        let space = if line.is_empty() { "" } else { " " };
        write(out, format_args!("{indent}///{space}{line}\n"));
    }
}

/// A Rust literal.
fn text(text: &str) -> String {
    format!("{text:?}")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writing into a `String` cannot fail.
fn write(out: &mut String, arguments: std::fmt::Arguments) {
    let _ = out.write_fmt(arguments);
}
