//! What holds a table's records together: references, what is unique, checks. What our words say
//! is kept, the rest is a reason to leave the table alone.

use super::entity::{Entity, is_same};
use super::index;
use crate::sql::Dialect;
use crate::sql::shape::constraint_name;
use crate::store::catalogue::{Action, Reference};

/// What the struct says beside its fields' types.
#[derive(Default)]
pub(super) struct Constraints {
    pub(super) references: Vec<Referring>,
    /// Columns of a single field that are unique by a constraint of their own.
    pub(super) unique: Vec<String>,
    /// Columns that have an index which is ours in name and form.
    pub(super) indexed: Vec<String>,
    /// `index(…)` and `unique(…)` of several columns: whether unique, the columns, and those of
    /// which the greatest come first.
    pub(super) several: Vec<(bool, Vec<String>, Vec<String>)>,
    /// Columns that begin an index.
    pub(super) leading: Vec<String>,
    /// Columns whose reference has no index.
    pub(super) unindexed: Vec<String>,
    /// Name in the struct, expression.
    pub(super) checks: Vec<(String, String)>,
    /// Word, columns (or the check's name), name.
    pub(super) names: Vec<Naming>,
}

/// One of `names(…)`.
pub(super) enum Naming {
    Key(String),
    Columns(&'static str, Vec<String>, String),
    Check(String, String),
}

/// A reference that can be said.
pub(super) struct Referring {
    pub(super) columns: Vec<String>,
    /// The struct of the table that is referred to.
    pub(super) entity: String,
    /// Its column, where that is not the key.
    pub(super) attribute: Option<String>,
    pub(super) on_delete: Option<&'static str>,
    pub(super) on_update: Option<&'static str>,
    /// The relation's name, where that which comes by itself is taken.
    pub(super) relation: Option<String>,
}

/// What a reference needs to know of the entity that it leads to.
pub(super) struct Target {
    table: String,
    entity: String,
    key: Vec<String>,
    /// Columns, with the field's name and its Rust type as it is compared.
    fields: Vec<(String, String, String)>,
    /// Single columns that are unique.
    unique: Vec<String>,
}

impl Target {
    pub(super) fn of(entity: &Entity) -> Self {
        let fields = entity.fields.iter().map(|field| {
            let rust = match &field.enumeration {
                Some(name) => name.clone(),
                None => format!("{:?}", simple(&field.fit.rust)),
            };
            (field.column.name.clone(), field.ident.clone(), rust)
        });
        let single = entity.table.uniques.iter().filter(|unique| unique.columns.len() == 1);
        Self {
            table: entity.table.name.clone(),
            entity: entity.name.clone(),
            key: entity.key().to_vec(),
            fields: fields.collect(),
            unique: single.map(|unique| unique.columns[0].clone()).collect(),
        }
    }

    fn field(&self, dialect: Dialect, column: &str) -> Option<&(String, String, String)> {
        self.fields.iter().find(|(name, ..)| is_same(dialect, name, column))
    }
}

/// Two decimals are one Rust type.
fn simple(rust: &super::column::Type) -> super::column::Type {
    use super::column::Type;
    match rust {
        Type::Decimal(..) => Type::Decimal(0, 0),
        other => other.clone(),
    }
}

/// Finds out what can be said.
pub(super) fn settle(entity: &mut Entity, known: &[Target], place: usize) {
    let dialect = entity.dialect;
    let table = entity.table;
    let mut constraints = Constraints::default();
    let mut reasons = Vec::new();
    if let Some(key) = &table.key
        && dialect != Dialect::Mysql
        && !key.name.is_empty()
        && key.name != constraint_name("pk", &table.name, "")
    {
        constraints.names.push(Naming::Key(key.name.clone()));
    }
    for reference in &table.references {
        match referring(entity, reference, known, &known[place], &constraints) {
            Ok(referring) => {
                let ours = constraint_name("fk", &table.name, &reference.columns.join("_"));
                if !reference.name.is_empty() && reference.name != ours {
                    let columns = referring.columns.clone();
                    let name = reference.name.clone();
                    constraints.names.push(Naming::Columns("references", columns, name));
                }
                constraints.references.push(referring);
            }
            Err(reason) => reasons.push(reason),
        }
    }
    index::settle(entity, &mut constraints, &mut reasons);
    for (number, check) in table.checks.iter().enumerate() {
        let behind = ["NOT VALID", "NO INHERIT", "NOT ENFORCED"];
        if behind.iter().any(|word| check.expression.ends_with(word)) {
            reasons.push(format!("its check `{}` is {}", check.name, check.expression));
            continue;
        }
        let before = format!("ck_{}_", table.name);
        let own = match check.name.strip_prefix(&before) {
            Some(own) if !own.is_empty() => own.to_owned(),
            _ if check.name.is_empty() => format!("check_{}", number + 1),
            _ => check.name.clone(),
        };
        let ours = constraint_name("ck", &table.name, &own);
        if !check.name.is_empty() && check.name != ours {
            constraints.names.push(Naming::Check(own.clone(), check.name.clone()));
        }
        constraints.checks.push((own, check.expression.clone()));
    }
    if dialect == Dialect::Postgres {
        reasons.extend(table.options.iter().map(|option| format!("it is {option}")));
    }
    let said = |option: &&String| {
        option.starts_with("PARTITION BY") || option.starts_with("WITH SYSTEM VERSIONING")
    };
    if dialect == Dialect::Mysql {
        reasons.extend(table.options.iter().filter(said).map(|option| format!("it is {option}")));
    }
    entity.reasons.extend(reasons);
    entity.constraints = constraints;
}

fn referring(
    entity: &Entity,
    reference: &Reference,
    known: &[Target],
    own: &Target,
    before: &Constraints,
) -> Result<Referring, String> {
    let dialect = entity.dialect;
    let what =
        format!("its reference from {} to `{}`", reference.columns.join(", "), reference.table);
    let refuse = |why: &str| Err(format!("{what} {why}; the struct does not have it"));
    let Some(target) =
        known.iter().find(|target| is_same(dialect, &target.table, &reference.table))
    else {
        return refuse("leads to a table that has no struct");
    };
    if !reference.options.is_empty() {
        return refuse(&format!("is {}", reference.options));
    }
    let (Ok(on_delete), Ok(on_update)) =
        (on_delete(reference.on_delete), on_update(reference.on_update))
    else {
        return refuse("sets a default");
    };
    let mut types = Vec::new();
    for (column, there) in reference.columns.iter().zip(&reference.target) {
        let (Some(here), Some(there)) = (own.field(dialect, column), target.field(dialect, there))
        else {
            return refuse("is about a column that has no field");
        };
        types.push((here, there));
    }
    if types.iter().any(|(here, there)| here.2 != there.2) {
        return refuse("is between columns of different types");
    }
    let nulls = |column: &String| entity.field(column).is_some_and(|field| !field.is_required());
    if on_delete == Some("set_null") && !reference.columns.iter().all(nulls) {
        return refuse("sets null what takes none");
    }
    let same = |one: &[String], other: &[String]| {
        one.len() == other.len()
            && one.iter().zip(other).all(|(one, other)| is_same(dialect, one, other))
    };
    if before.references.iter().any(|other| same(&other.columns, &reference.columns)) {
        return refuse("is the second one of these columns");
    }
    let attribute = match reference.target.as_slice() {
        columns if same(columns, &target.key) => None,
        [column] if target.unique.iter().any(|unique| is_same(dialect, unique, column)) => {
            target.field(dialect, column).map(|(_, ident, _)| constant(ident))
        }
        _ => return refuse("leads to what is neither the key nor a unique column"),
    };
    let columns: Vec<_> = types.iter().map(|(here, _)| here.0.clone()).collect();
    let relation = relation(entity, &columns, &target.entity, before);
    Ok(Referring {
        columns,
        entity: target.entity.clone(),
        attribute,
        on_delete,
        on_update,
        relation,
    })
}

/// `Book::ISBN`
fn constant(ident: &str) -> String {
    ident.trim_start_matches("r#").to_uppercase()
}

/// A name for the relation, where the one that comes by itself is taken.
fn relation(
    entity: &Entity,
    columns: &[String],
    target: &str,
    before: &Constraints,
) -> Option<String> {
    let ident = |column: &String| {
        entity.field(column).map(|field| field.ident.trim_start_matches("r#").to_owned())
    };
    let own = match columns {
        [column] => {
            let ident = ident(column)?;
            let stem = ident.strip_suffix("_id").filter(|stem| !stem.is_empty());
            stem.unwrap_or(&ident).to_owned()
        }
        _ => super::name::snake(target),
    };
    let is_taken = |name: &str| {
        let is_field = entity.fields.iter().any(|field| {
            let is_own =
                columns.len() == 1 && is_same(entity.dialect, &field.column.name, &columns[0]);
            field.ident.trim_start_matches("r#") == name && !is_own
        });
        is_field || before.references.iter().any(|other| relation_of(entity, other) == name)
    };
    if !is_taken(&own) {
        return None;
    }
    let mut name = format!("{own}_reference");
    let mut number = 2;
    while is_taken(&name) {
        name = format!("{own}_reference{number}");
        number += 1;
    }
    Some(name)
}

fn relation_of(entity: &Entity, referring: &Referring) -> String {
    if let Some(relation) = &referring.relation {
        return relation.clone();
    }
    match referring.columns.as_slice() {
        [column] => entity.field(column).map_or_else(String::new, |field| {
            let ident = field.ident.trim_start_matches("r#");
            let stem = ident.strip_suffix("_id").filter(|stem| !stem.is_empty());
            stem.unwrap_or(ident).to_owned()
        }),
        _ => super::name::snake(&referring.entity),
    }
}

/// Nothing where it goes without saying; an error for what has no word.
fn on_delete(action: Action) -> Result<Option<&'static str>, ()> {
    match action {
        Action::NoAction => Ok(Some("no_action")),
        Action::Restrict => Ok(None),
        Action::Cascade => Ok(Some("cascade")),
        Action::SetNull => Ok(Some("set_null")),
        Action::SetDefault => Err(()),
    }
}

/// The same of what a change of the key does.
fn on_update(action: Action) -> Result<Option<&'static str>, ()> {
    match action {
        Action::NoAction => Ok(None),
        Action::Restrict => Ok(Some("restrict")),
        Action::Cascade => Ok(Some("cascade")),
        Action::SetNull => Ok(Some("set_null")),
        Action::SetDefault => Err(()),
    }
}
