//! Entities as their author sees them, and the tables that they are.

use crate::model::{Number, OnDelete, OnUpdate, Precision, Value};
use crate::sql::shape::{
    Check, Column, Default, Index, Kind, Native, Reference, Schema, Table, constraint_name,
};

/// Chance that is the same each time.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    /// A number below another (splitmix64).
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % end.max(1) as u64).unwrap_or_default()
    }

    pub(super) fn is(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}

/// The whole code.
#[derive(Debug, Clone, Default)]
pub(super) struct Code {
    pub(super) entities: Vec<Entity>,
    /// Counts entities and fields, which stay the same under another name.
    pub(super) count: usize,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Entity {
    pub(super) id: usize,
    pub(super) name: String,
    /// The name in the last snapshot.
    pub(super) was: Option<String>,
    pub(super) comment: String,
    pub(super) fields: Vec<Field>,
    /// How many fields, from the first, are the key.
    pub(super) key: usize,
    /// Of several fields, by their numbers.
    pub(super) uniques: Vec<Vec<usize>>,
    pub(super) indexes: Vec<Vec<usize>>,
    /// Foreign keys of several fields: those, the entity, and its fields.
    pub(super) references: Vec<Refers>,
    /// The field that a check is about.
    pub(super) check: Option<usize>,
    /// Whether others ever referred to it: without its records they could not again.
    pub(super) is_dear: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Refers {
    pub(super) fields: Vec<usize>,
    pub(super) entity: usize,
    pub(super) targets: Vec<usize>,
    pub(super) on_delete: OnDelete,
}

#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of its own")]
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) id: usize,
    pub(super) name: String,
    pub(super) was: Option<String>,
    pub(super) kind: Kind,
    pub(super) nullable: bool,
    pub(super) auto: bool,
    pub(super) default: Option<Default>,
    pub(super) unique: bool,
    pub(super) indexed: bool,
    pub(super) searched: bool,
    pub(super) length: Option<(u32, Option<u32>)>,
    pub(super) range: Option<(Option<Number>, Option<Number>)>,
    pub(super) comment: String,
    /// What an enum had, if it ever was one: what all records keep to.
    pub(super) words: Vec<String>,
    /// Whether its values ever had to fit others, so that none can be made up on the way back.
    pub(super) is_dear: bool,
}

impl Code {
    pub(super) fn next(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    pub(super) fn entity(&self, id: usize) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.id == id)
    }

    /// Everything has been written to a snapshot.
    pub(super) fn snapshot(&mut self) {
        for entity in &mut self.entities {
            entity.was = Some(entity.name.clone());
            for field in &mut entity.fields {
                field.was = Some(field.name.clone());
            }
        }
    }

    pub(super) fn schema(&self) -> Schema {
        let mut tables: Vec<_> = self.entities.iter().map(|entity| self.table(entity)).collect();
        tables.sort_by(|one, other| one.name.cmp(&other.name));
        Schema { tables }
    }

    /// The table of an entity, as its struct would have it.
    pub(super) fn table(&self, entity: &Entity) -> Table {
        let index = |kind: &str, columns: &[String]| Index {
            name: constraint_name(kind, &entity.name, &columns.join("_")),
            columns: columns.to_vec(),
            descending: Vec::new(),
            bare: false,
        };
        let single = |is: fn(&Field) -> bool| {
            let fields = entity.fields.iter().filter(move |field| is(field));
            fields.map(|field| vec![field.name.clone()]).collect::<Vec<_>>()
        };
        let several =
            |all: &[Vec<usize>]| all.iter().map(|fields| entity.names(fields)).collect::<Vec<_>>();
        let key: Vec<_> =
            entity.fields[..entity.key].iter().map(|field| field.name.clone()).collect();
        let uniques = [single(|field| field.unique), several(&entity.uniques)].concat();
        let references: Vec<_> = entity
            .references
            .iter()
            .filter_map(|refers| {
                let target = self.entity(refers.entity)?;
                let columns = entity.names(&refers.fields);
                Some(Reference {
                    name: constraint_name("fk", &entity.name, &columns.join("_")),
                    columns,
                    table: target.name.clone(),
                    target: target.names(&refers.targets),
                    on_delete: refers.on_delete,
                    on_update: OnUpdate::NoAction,
                })
            })
            .collect();
        let mut indexes: Vec<Vec<String>> = Vec::new();
        let wanted = references.iter().map(|reference| reference.columns.clone());
        let all = several(&entity.indexes).into_iter().chain(wanted);
        for columns in all.chain(single(|field| field.indexed)) {
            let serves = |other: &Vec<String>| other.starts_with(&columns);
            if !uniques.iter().chain([&key]).chain(&indexes).any(serves) {
                indexes.push(columns);
            }
        }
        let check = entity.check.and_then(|id| entity.field(id)).map(|field| Check {
            name: constraint_name("ck", &entity.name, "sane"),
            // As a user writes it, for all databases.
            expression: format!("\"{0}\" >= 0 OR \"{0}\" IS NULL", field.name.replace('"', "\"\"")),
        });
        Table {
            name: entity.name.clone(),
            comment: entity.comment.clone(),
            columns: entity.fields.iter().map(Field::column).collect(),
            key: Index {
                name: constraint_name("pk", &entity.name, ""),
                columns: key.clone(),
                descending: Vec::new(),
                bare: false,
            },
            uniques: uniques.iter().map(|columns| index("uq", columns)).collect(),
            references,
            checks: check.into_iter().collect(),
            indexes: indexes.iter().map(|columns| index("ix", columns)).collect(),
            search: Some(Index {
                name: crate::sql::search::name(&entity.name),
                columns: single(Field::is_searched).concat(),
                descending: Vec::new(),
                bare: false,
            })
            .filter(|search| !search.columns.is_empty()),
            sql_options: Native::default(),
        }
    }
}

impl Entity {
    pub(super) fn field(&self, id: usize) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    fn names(&self, fields: &[usize]) -> Vec<String> {
        let found = fields.iter().filter_map(|id| self.field(*id));
        found.map(|field| field.name.clone()).collect()
    }

    /// Whether a field is part of something that several make up.
    pub(super) fn is_bound(&self, id: usize) -> bool {
        let sets = self.uniques.iter().chain(&self.indexes);
        sets.chain(self.references.iter().map(|refers| &refers.fields)).any(|set| set.contains(&id))
            || self.check == Some(id)
            || self.fields[..self.key].iter().any(|field| field.id == id)
    }

    /// Whether values are those of another table.
    pub(super) fn refers(&self, id: usize) -> bool {
        self.references.iter().any(|refers| refers.fields.contains(&id))
    }
}

impl Field {
    pub(super) fn new(id: usize, name: &str, kind: Kind) -> Self {
        let words = if let Kind::Enum(words) = &kind { words.clone() } else { Vec::new() };
        Self {
            id,
            name: name.to_owned(),
            was: None,
            // What MySQL can index has a bound.
            length: matches!(kind, Kind::Text | Kind::Bytes).then_some((0, Some(40))),
            kind,
            nullable: true,
            auto: false,
            default: None,
            unique: false,
            indexed: false,
            searched: false,
            range: None,
            comment: String::new(),
            words,
            is_dear: false,
        }
    }

    fn column(&self) -> Column {
        Column {
            name: self.name.clone(),
            kind: self.kind.clone(),
            nullable: self.nullable,
            auto: self.auto,
            default: self.default.clone(),
            length: self.length,
            range: self.range,
            longest: None,
            comment: self.comment.clone(),
            sql_type: Native::default(),
        }
    }

    /// Whether a search looks in it: in texts alone, which the author may say of others too soon.
    pub(super) fn is_searched(&self) -> bool {
        self.searched && self.kind == Kind::Text
    }

    /// What a default stands for.
    pub(super) fn default_value(&self) -> Value {
        match &self.default {
            Some(Default::Value(value)) => value.clone(),
            // The only expression that is given.
            Some(Default::Sql(_)) => Value::Int(7),
            None => Value::Null,
        }
    }
}

pub(super) const fn decimal(digits: u8, scale: u8) -> Kind {
    Kind::Decimal(Precision { digits, scale })
}
