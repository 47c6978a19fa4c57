//! Columns: their names, their place in the DTOs, and the rules that fields break alone.

use std::collections::HashMap;

use syn::ext::IdentExt;
use syn::{Ident, Type};

use super::{ident, name, pattern};
use crate::ast;
use crate::attr::{FieldAttributes, Literal, Word};
use crate::case::Case;
use crate::errors::Errors;

/// A column.
pub(crate) struct Column<'a> {
    pub(crate) field: &'a ast::Field,
    pub(crate) position: usize,
    /// In SQL.
    pub(crate) name: String,
    /// In JSON.
    pub(crate) member: String,
    /// `Book::TITLE`
    pub(crate) constant: Ident,
    pub(crate) presence: Presence,
}

/// How the create DTO has the column, and whether the patch DTO has it.
#[derive(Clone, Copy)]
pub(crate) struct Presence {
    pub(crate) new: InNew,
    pub(crate) patch: bool,
}

/// How the create DTO has a column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum InNew {
    Absent,
    /// As it is; without a word it is required.
    Plain,
    /// `Option`: null unless said otherwise.
    Optional,
    /// `Change`: its default acts unless said otherwise.
    Change,
}

pub(super) fn columns<'a>(
    errors: &mut Errors,
    fields: &'a [ast::Field],
    rule: Option<&Word<Case>>,
) -> Vec<Column<'a>> {
    let rule = rule.and_then(|rule| rename_rule(errors, rule));
    let columns: Vec<_> = fields
        .iter()
        .enumerate()
        .map(|(position, field)| column(errors, position, field, rule))
        .collect();
    once(errors, &columns, "created_at", |all| all.created_at.as_ref());
    once(errors, &columns, "updated_at", |all| all.updated_at.as_ref());
    once(errors, &columns, "version", |all| all.version.as_ref());
    distinct(errors, &columns);
    apart(columns)
}

/// Members are parameters too, so a rule that puts hyphens into them does not work.
fn rename_rule(errors: &mut Errors, rule: &Word<Case>) -> Option<Case> {
    if matches!(rule.value, Case::Kebab | Case::ScreamingKebab) {
        errors.span(
            rule.span(),
            "members cannot have hyphens: `sort=-price` would be ambiguous; write \
             `rename_all = \"camelCase\"` or `\"snake_case\"`",
        );
        return None;
    }
    Some(rule.value)
}

fn column<'a>(
    errors: &mut Errors,
    position: usize,
    field: &'a ast::Field,
    rule: Option<Case>,
) -> Column<'a> {
    let attributes = &field.attributes;
    let own = field.ident.unraw().to_string();
    let checked = |errors: &mut Errors,
                   word: Option<&Word<syn::LitStr>>,
                   check: fn(&str) -> Result<(), String>| {
        let word = word?;
        match check(&word.value.value()) {
            Ok(()) => Some(word.value.value()),
            Err(message) => {
                errors.at(&word.value, message);
                None
            }
        }
    };
    let column_name =
        checked(errors, attributes.column.as_ref(), name::check_sql).unwrap_or_else(|| {
            if attributes.column.is_none()
                && let Err(message) = name::check_sql(&own)
            {
                errors.at(&field.ident, format!("{message}, as `#[crud(column = \"…\")]`"));
            }
            own.clone()
        });
    let member = checked(errors, attributes.rename.as_ref(), name::check_member)
        .unwrap_or_else(|| rule.map_or_else(|| own.clone(), |rule| rule.apply(&own)));
    conflicts(errors, attributes);
    values(errors, attributes);
    renamed_from(errors, attributes, &column_name);
    let taken = if is_filterable(attributes) && name::PARAMETERS.contains(&member.as_str()) {
        Some("is a parameter of every list, so no filter can have that name")
    } else if is_filterable(attributes) && name::JUNCTIONS.contains(&member.as_str()) {
        Some("joins conditions in queries, so no filter can have that name")
    } else if is_sortable(attributes) && member == name::RELEVANCE {
        Some("is how searches are sorted, so no column to sort by can have that name")
    } else {
        None
    };
    if let Some(taken) = taken {
        let message = format!("`{member}` {taken}: write `#[crud(rename = \"…\")]`");
        match &attributes.rename {
            Some(rename) => errors.at(&rename.value, message),
            None => errors.at(&field.ident, message),
        }
    }
    Column {
        field,
        position,
        constant: ident(&Case::ScreamingSnake.apply(&own), field.ident.span()),
        presence: presence(field),
        name: column_name,
        member,
    }
}

/// Whether a list may be filtered by the column.
fn is_filterable(attributes: &FieldAttributes) -> bool {
    is_shown(attributes) && (is_indexed(attributes) || attributes.filter.is_some())
}

fn is_sortable(attributes: &FieldAttributes) -> bool {
    is_shown(attributes) && (is_indexed(attributes) || attributes.sort.is_some())
}

fn is_shown(attributes: &FieldAttributes) -> bool {
    attributes.hidden.is_none() && attributes.write_only.is_none()
}

/// What lists may name without being told so.
fn is_indexed(attributes: &FieldAttributes) -> bool {
    attributes.primary_key.is_some()
        || attributes.unique.is_some()
        || attributes.index.is_some()
        || (attributes.references.is_some() && attributes.unindexed.is_none())
}

fn presence(field: &ast::Field) -> Presence {
    let attributes = &field.attributes;
    let kept = attributes.auto.is_some()
        || attributes.created_at.is_some()
        || attributes.updated_at.is_some()
        || attributes.version.is_some()
        || attributes.read_only.is_some()
        || attributes.hidden.is_some();
    let fixed = attributes.primary_key.is_some() || attributes.immutable.is_some();
    let new = if kept {
        InNew::Absent
    } else if attributes.default.is_some() || attributes.default_sql.is_some() {
        InNew::Change
    } else if is_option(&field.ty) {
        InNew::Optional
    } else {
        InNew::Plain
    };
    Presence { new, patch: !kept && !fixed }
}

/// Whether the type is spelt `Option<…>`.
///
/// Only what `New::new` asks for depends on it: an alias is asked for as an argument. All else
/// asks the trait.
fn is_option(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "Option")
}

/// Words that do not stand together.
fn conflicts(errors: &mut Errors, all: &FieldAttributes) {
    let generated = [
        ("auto", all.auto.as_ref()),
        ("created_at", all.created_at.as_ref()),
        ("updated_at", all.updated_at.as_ref()),
        ("version", all.version.as_ref()),
    ];
    let mut conflict = |one: Option<&Word<()>>, with: bool, message: &str| match one {
        Some(word) if with => {
            errors.at(&word.name, message);
            true
        }
        _ => false,
    };
    let is_key = all.primary_key.is_some();
    conflict(all.auto.as_ref(), !is_key, "`auto` makes keys: write `primary_key, auto`");
    conflict(all.unique.as_ref(), is_key, "a primary key is unique: remove `unique`");
    conflict(all.index.as_ref(), is_key, "a primary key has an index: remove `index`");
    conflict(all.immutable.as_ref(), is_key, "a primary key never changes: remove `immutable`");
    conflict(all.hidden.as_ref(), is_key, "a primary key names the record, so it cannot be hidden");
    conflict(
        all.write_only.as_ref(),
        is_key,
        "a primary key names the record, so it cannot be write-only",
    );
    conflict(
        all.read_only.as_ref(),
        is_key,
        "write `auto` for a key that is made here; without it the client sets the key",
    );
    conflict(
        all.index.as_ref(),
        all.unique.is_some() && !is_key,
        "a unique column has an index: remove `index`",
    );
    conflict(
        all.index.as_ref(),
        all.references.is_some() && all.unique.is_none() && !is_key,
        "a reference has an index: remove `index`",
    );
    conflict(
        all.unindexed.as_ref(),
        all.index.is_some() || all.unique.is_some(),
        "`unindexed` contradicts the index that is asked for: remove one",
    );
    for (word, flag) in generated {
        if word == "auto" {
            continue;
        }
        let message = format!("`{word}` is kept by the server, so it cannot be the key");
        if conflict(flag, is_key, &message) {
            continue;
        }
        let other = generated
            .iter()
            .find(|(other, flag)| *other < word && *other != "auto" && flag.is_some());
        if let Some((other, _)) = other {
            conflict(flag, true, &format!("`{word}` and `{other}` exclude each other"));
            continue;
        }
        let message = format!("`{word}` is never set by a client: remove `read_only`");
        conflict(all.read_only.as_ref(), flag.is_some() && !is_key, &message);
        let message = format!("`{word}` is kept by the server: remove `immutable`");
        conflict(all.immutable.as_ref(), flag.is_some() && !is_key, &message);
        let message = format!("`{word}` is kept by the server, so a client cannot write it");
        conflict(all.write_only.as_ref(), flag.is_some() && !is_key, &message);
    }
    let kept = generated.iter().find(|(_, flag)| flag.is_some());
    let kept_default =
        |word: &str| kept.map(|(kept, _)| format!("`{kept}` makes the value: remove `{word}`"));
    if let (Some(default), Some(message)) = (&all.default, kept_default("default")) {
        errors.at(&default.name, message);
    }
    if let (Some(default), Some(message)) = (&all.default_sql, kept_default("default_sql")) {
        errors.at(&default.name, message);
    }
    if let (Some(_), Some(sql), None) = (&all.default, &all.default_sql, kept) {
        errors.at(&sql.name, "`default` and `default_sql` exclude each other");
    }
    visibility(errors, all);
    if all.references.is_none() {
        if let Some(word) = &all.on_delete {
            errors.at(&word.name, "`on_delete` belongs to a reference: write `references = …` too");
        }
        if let Some(word) = &all.on_update {
            errors.at(&word.name, "`on_update` belongs to a reference: write `references = …` too");
        }
        if let Some(word) = &all.relation {
            errors.at(
                &word.name,
                "`relation` names the relation of a reference: write `references = …` too",
            );
        }
        if let Some(word) = &all.nested {
            errors.at(
                &word.name,
                "`nested` is about the record that a field refers to: write `references = …` too",
            );
        }
    } else if let Some(word) = &all.nested {
        let unset = [("hidden", &all.hidden), ("read_only", &all.read_only)];
        if let Some((unset, _)) = unset.iter().find(|(_, flag)| flag.is_some()) {
            let message = format!(
                "`nested` lets bodies set the reference, which `{unset}` forbids: remove one"
            );
            errors.at(&word.name, message);
        }
    }
}

/// Words that say who sees or sets a column.
fn visibility(errors: &mut Errors, all: &FieldAttributes) {
    let order = [
        ("hidden", &all.hidden),
        ("read_only", &all.read_only),
        ("write_only", &all.write_only),
        ("immutable", &all.immutable),
    ];
    let mut said = order.iter().filter_map(|(word, flag)| Some((word, flag.as_ref()?)));
    if let (Some((first, _)), Some((second, flag))) = (said.next(), said.next())
        && !(*first == "write_only" && *second == "immutable")
    {
        let message = match *first {
            "hidden" => {
                format!("a hidden column has no API, so `{second}` says nothing: remove it")
            }
            _ => format!("`{first}` and `{second}` exclude each other"),
        };
        errors.at(&flag.name, message);
    }
    let unseen = [("hidden", &all.hidden), ("write_only", &all.write_only)];
    let Some((unseen, _)) = unseen.iter().find(|(_, flag)| flag.is_some()) else { return };
    for (word, flag) in [("filter", &all.filter), ("sort", &all.sort), ("search", &all.search)] {
        if let Some(flag) = flag {
            let message =
                format!("`{word}` would tell what `{unseen}` keeps from clients: remove one");
            errors.at(&flag.name, message);
        }
    }
}

/// Values that can be judged without the field's type.
fn values(errors: &mut Errors, all: &FieldAttributes) {
    if let Some(word) = &all.pattern
        && let Err(message) = pattern::check(&word.value.value())
    {
        errors.at(&word.value, message);
    }
    for word in [&all.default, &all.example].into_iter().flatten() {
        if let Literal::Text(text) = &word.value
            && text.contains('\0')
        {
            errors.at(&word.name, "text cannot contain U+0000");
        }
    }
    if let Some(word) = &all.default_sql
        && word.value.value().trim().is_empty()
    {
        errors.at(&word.value, "`default_sql` is an SQL expression, such as `\"lower('A')\"`");
    }
}

fn renamed_from(errors: &mut Errors, all: &FieldAttributes, column: &str) {
    let Some(word) = &all.renamed_from else { return };
    if let Err(message) = name::check_sql(&word.value.value()) {
        errors.at(&word.value, message);
    } else if word.value.value() == column {
        errors
            .at(&word.value, format!("`{column}` is the column's name now: remove `renamed_from`"));
    }
}

/// At most one column is kept in this way.
fn once(
    errors: &mut Errors,
    columns: &[Column],
    word: &str,
    flag: fn(&FieldAttributes) -> Option<&Word<()>>,
) {
    let mut said = columns.iter().filter_map(|column| flag(&column.field.attributes));
    if said.next().is_some()
        && let Some(second) = said.next()
    {
        errors.at(&second.name, format!("an entity has one `{word}` column"));
    }
}

/// Gives constants of one name, which were reported, names apart.
fn apart(mut columns: Vec<Column>) -> Vec<Column> {
    let mut taken: Vec<Ident> = Vec::new();
    for column in &mut columns {
        if taken.contains(&column.constant) {
            let apart = format!("{}_{}", column.constant, column.position);
            column.constant = ident(&apart, column.constant.span());
        }
        taken.push(column.constant.clone());
    }
    columns
}

/// No two columns share a name in SQL, in JSON or in Rust.
fn distinct(errors: &mut Errors, columns: &[Column]) {
    // What SQLite and MySQL compare without case is compared so everywhere.
    let mut names: HashMap<String, &Column> = HashMap::new();
    let mut members: HashMap<&str, &Column> = HashMap::new();
    let mut constants: HashMap<String, &Column> = HashMap::new();
    for column in columns {
        let field = &column.field;
        let attributes = &field.attributes;
        let constant = constants.insert(column.constant.to_string(), column);
        let column_name = names.insert(column.name.to_lowercase(), column);
        let member = members.insert(&column.member, column);
        if let Some(other) = constant {
            errors.at(
                &field.ident,
                format!(
                    "`{}` and `{}` would both be the constant `{}`: rename one field",
                    other.field.ident, field.ident, column.constant
                ),
            );
        } else if let Some(other) = column_name {
            let message =
                format!("field `{}` has the column `{}` already", other.field.ident, column.name);
            match &attributes.column {
                Some(word) => errors.at(&word.value, message),
                None => errors.at(&field.ident, message),
            }
        } else if let Some(other) = member {
            let message =
                format!("field `{}` has the name `{}` already", other.field.ident, column.member);
            match &attributes.rename {
                Some(word) => errors.at(&word.value, message),
                None => errors.at(&field.ident, message),
            }
        }
    }
    for column in columns {
        if let Some(word) = &column.field.attributes.renamed_from
            && let Some(other) = names.get(&word.value.value().to_lowercase())
            && other.position != column.position
        {
            errors.at(
                &word.value,
                format!("field `{}` has the column `{}` now", other.field.ident, other.name),
            );
        }
    }
}
