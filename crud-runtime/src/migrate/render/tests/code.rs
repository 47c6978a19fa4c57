//! Code that somebody changes at random.

use rust_decimal::Decimal;

use super::case::text;
use crate::migrate::intent::Intents;
use crate::model::{Number, OnDelete, OnUpdate, Precision, Value};
use crate::sql::shape::{Check, Column, Default, Index, Kind, Native, Reference, Schema, Table};

/// Numbers that look random and come again.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }

    pub(super) fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        if all.is_empty() { None } else { Some(&all[self.below(all.len())]) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sort {
    Small,
    Medium,
    Large,
    Natural,
    Float,
    Words(usize),
    Text(u32),
    Decimal(u8, u8),
    Refers(usize),
}

#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of its own")]
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) sort: Sort,
    nullable: bool,
    default: bool,
    unique: bool,
    indexed: bool,
    ruled: bool,
    searched: bool,
    comment: bool,
    /// Whether all values differ.
    distinct: bool,
    pub(super) was: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub(super) struct Entity {
    pub(super) number: usize,
    pub(super) name: &'static str,
    pub(super) fields: Vec<Field>,
    pub(super) composite: bool,
    checked: bool,
    pub(super) was: Option<&'static str>,
    dropped: Vec<&'static str>,
}

#[derive(std::default::Default)]
pub(super) struct Code {
    pub(super) entities: Vec<Entity>,
    names: usize,
    dropped: Vec<&'static str>,
}

impl Code {
    fn name(&mut self, kind: &str) -> &'static str {
        self.names += 1;
        // Some names need quotes.
        let odd = if self.names.is_multiple_of(7) { " \"x\"" } else { "" };
        Box::leak(format!("{kind}{}{odd}", self.names).into_boxed_str())
    }

    fn field(&mut self, dice: &mut Dice, is_new_table: bool) -> Field {
        let name = self.name("f");
        let others: Vec<_> =
            self.entities.iter().filter(|one| !one.composite).map(|one| one.number).collect();
        let sort = match dice.below(10) {
            0 => Sort::Small,
            1 => Sort::Medium,
            2 => Sort::Large,
            3 => Sort::Natural,
            4 => Sort::Words(2),
            5 | 6 => Sort::Text(30),
            7 => Sort::Decimal(6, 2),
            _ => dice.of(&others).map_or(Sort::Medium, |other| Sort::Refers(*other)),
        };
        let nullable = dice.chance(2) || matches!(sort, Sort::Refers(_));
        let default = !nullable && (!is_new_table || dice.chance(2));
        let plain = matches!(sort, Sort::Medium | Sort::Large | Sort::Text(_));
        let distinct = plain && !default;
        Field {
            name,
            sort,
            nullable,
            default,
            unique: distinct && dice.chance(3),
            indexed: dice.chance(3) && plain,
            ruled: dice.chance(2),
            searched: dice.chance(2) && matches!(sort, Sort::Text(_)),
            comment: dice.chance(3),
            distinct,
            was: None,
        }
    }

    pub(super) fn edit(&mut self, dice: &mut Dice) {
        let choice = dice.below(16);
        if choice < 2 || self.entities.is_empty() {
            let fields = (0..=dice.below(4)).map(|_| self.field(dice, true)).collect();
            let (name, number) = (self.name("t"), self.names);
            let composite = dice.chance(5);
            let (checked, dropped) = (dice.chance(3), Vec::new());
            self.entities.push(Entity {
                number,
                name,
                fields,
                composite,
                checked,
                was: None,
                dropped,
            });
            return;
        }
        let place = dice.below(self.entities.len());
        let added = self.field(dice, false);
        let (table_name, field_name) = (self.name("t"), self.name("f"));
        let others = self.entities.len();
        let entity = &mut self.entities[place];
        let count = entity.fields.len();
        let field = (count > 0).then(|| dice.below(count));
        match (choice, field) {
            (2, _) if others > 2 => {
                let gone = self.entities.remove(place);
                self.dropped.extend(gone.was);
                for other in &mut self.entities {
                    // On the way back the table is empty, and nothing could refer to it.
                    let refers = |field: &Field| field.sort == Sort::Refers(gone.number);
                    let columns = other.fields.iter().filter(|field| refers(field));
                    other.dropped.extend(columns.filter_map(|field| field.was));
                    other.fields.retain(|field| !refers(field));
                }
            }
            (3, _) => entity.name = table_name,
            (4 | 5, _) => entity.fields.insert(dice.below(count + 1), added),
            (6, _) => entity.fields.push(added),
            (7, Some(field)) => entity.fields[field].name = field_name,
            (8, Some(field)) if count > 1 => {
                let gone = entity.fields.remove(field);
                entity.dropped.extend(gone.was);
            }
            (9, Some(one)) => entity.fields.swap(one, 0),
            (10, _) => entity.checked = !entity.checked,
            (_, Some(field)) => entity.fields[field].change(dice),
            _ => {}
        }
    }

    /// What is there has been migrated to.
    pub(super) fn settle(&mut self) {
        self.dropped.clear();
        for entity in &mut self.entities {
            entity.was = Some(entity.name);
            entity.dropped.clear();
            for field in &mut entity.fields {
                field.was = Some(field.name);
            }
        }
    }

    pub(super) fn schema(&self) -> Schema {
        let mut tables: Vec<_> =
            self.entities.iter().map(|entity| entity.table(&self.entities)).collect();
        tables.sort_by(|one, other| one.name.cmp(&other.name));
        Schema { tables }
    }

    pub(super) fn intents(&self) -> Intents {
        let mut intents = Intents { narrow: true, ..Intents::default() };
        intents.dropped_tables.extend(self.dropped.iter().map(|&name| name.to_owned()));
        for entity in &self.entities {
            let name = || entity.name.to_owned();
            if let Some(was) = entity.was.filter(|was| *was != entity.name) {
                intents.renamed_tables.insert(name(), was.to_owned());
            }
            for field in &entity.fields {
                if let Some(was) = field.was.filter(|was| *was != field.name) {
                    intents.renamed_columns.insert((name(), field.name.to_owned()), was.to_owned());
                }
            }
            let dropped = entity.dropped.iter().map(|&column| (name(), column.to_owned()));
            intents.dropped_columns.extend(dropped);
        }
        intents
    }
}

impl Entity {
    fn table(&self, all: &[Self]) -> Table {
        let index = |kind: &str, columns: &[&str]| Index {
            name: format!("{kind}_{}_{}", self.name, columns.join("_")),
            columns: columns.iter().map(|&column| column.to_owned()).collect(),
            descending: Vec::new(),
            bare: false,
        };
        let key: &[&str] = if self.composite { &["part", "id"] } else { &["id"] };
        let mut columns: Vec<_> = key
            .iter()
            .map(|name| Column { auto: !self.composite, ..plain(name, Kind::I64) })
            .collect();
        columns.extend(self.fields.iter().map(Field::column));
        let is_unique = |field: &&Field| field.unique;
        let references = self.fields.iter().filter_map(|field| {
            let Sort::Refers(target) = field.sort else { return None };
            Some(Reference {
                name: format!("fk_{}_{}", self.name, field.name),
                columns: vec![field.name.to_owned()],
                table: all.iter().find(|other| other.number == target)?.name.to_owned(),
                target: vec!["id".to_owned()],
                on_delete: OnDelete::SetNull,
                on_update: OnUpdate::NoAction,
            })
        });
        let is_indexed = |field: &&Field| {
            !field.unique && (field.indexed || matches!(field.sort, Sort::Refers(_)))
        };
        let checked = self.fields.iter().find(|field| self.checked && field.is_number());
        Table {
            name: self.name.to_owned(),
            comment: if self.checked { "It's \\ checked.".to_owned() } else { String::new() },
            columns,
            key: index("pk", &[]),
            uniques: self
                .fields
                .iter()
                .filter(is_unique)
                .map(|field| index("uq", &[field.name]))
                .collect(),
            references: references.collect(),
            checks: checked
                .map(|field| Check {
                    name: format!("ck_{}_own", self.name),
                    expression: format!("\"{}\" + 1 > 0", field.name.replace('"', "\"\"")),
                })
                .into_iter()
                .collect(),
            indexes: self
                .fields
                .iter()
                .filter(is_indexed)
                .map(|field| index("ix", &[field.name]))
                .collect(),
            search: self.search(),
            sql_options: Native::default(),
        }
        .with_key(key)
    }
}

impl Entity {
    fn search(&self) -> Option<Index> {
        let columns: Vec<_> = self
            .fields
            .iter()
            .filter(|field| field.searched)
            .map(|field| field.name.to_owned())
            .collect();
        let name = crate::sql::search::name(self.name);
        (!columns.is_empty()).then_some(Index {
            name,
            columns,
            descending: Vec::new(),
            bare: false,
        })
    }
}

impl Table {
    fn with_key(mut self, key: &[&str]) -> Self {
        self.key.columns = key.iter().map(|&column| column.to_owned()).collect();
        self
    }
}

pub(super) fn plain(name: &str, kind: Kind) -> Column {
    Column {
        name: name.to_owned(),
        kind,
        nullable: false,
        auto: false,
        default: None,
        length: None,
        range: None,
        longest: None,
        comment: String::new(),
        sql_type: Native::default(),
    }
}

impl Field {
    fn change(&mut self, dice: &mut Dice) {
        match dice.below(9) {
            0 | 1 => {
                self.sort = match self.sort {
                    Sort::Small => Sort::Medium,
                    Sort::Medium => Sort::Large,
                    Sort::Natural => Sort::Float,
                    Sort::Words(count) => Sort::Words(count + 1),
                    Sort::Text(length) => Sort::Text(if length > 40 { 30 } else { 300 }),
                    Sort::Decimal(digits, scale) if digits < 15 => {
                        Sort::Decimal(digits + 2, scale + u8::from(dice.chance(2)))
                    }
                    other => other,
                };
            }
            2 if self.nullable && !self.unique && !matches!(self.sort, Sort::Refers(_)) => {
                (self.nullable, self.default, self.distinct) = (false, true, false);
            }
            2 | 3 => self.nullable = true,
            4 if self.distinct => self.unique = !self.unique,
            5 if !matches!(self.sort, Sort::Float) => self.indexed = !self.indexed,
            6 => self.ruled = !self.ruled,
            7 => self.searched = !self.searched && matches!(self.sort, Sort::Text(_)),
            _ => self.comment = !self.comment,
        }
        // MySQL indexes no text of more than this.
        if (self.unique || self.indexed) && matches!(self.sort, Sort::Text(_)) {
            self.sort = Sort::Text(30);
        }
    }

    fn is_number(&self) -> bool {
        matches!(self.sort, Sort::Small | Sort::Medium | Sort::Large | Sort::Natural | Sort::Float)
    }

    fn column(&self) -> Column {
        let kind = match self.sort {
            Sort::Small => Kind::I16,
            Sort::Medium => Kind::I32,
            Sort::Large | Sort::Refers(_) => Kind::I64,
            Sort::Natural => Kind::U32,
            Sort::Float => Kind::F64,
            Sort::Words(count) => {
                Kind::Enum((0..count).rev().map(|word| format!("w{word}")).collect())
            }
            Sort::Text(_) => Kind::Text,
            Sort::Decimal(digits, scale) => Kind::Decimal(Precision { digits, scale }),
        };
        let value = match self.sort {
            Sort::Text(_) => text("it's \\ new"),
            Sort::Words(_) => text("w0"),
            Sort::Float => Value::Float(7.0),
            Sort::Decimal(_, scale) => {
                let mut one = Decimal::new(15, 1);
                one.rescale(u32::from(scale));
                Value::Decimal(one)
            }
            _ => Value::Int(7),
        };
        let ruled = self.ruled && self.is_number();
        Column {
            nullable: self.nullable,
            default: self.default.then_some(Default::Value(value)),
            length: match self.sort {
                Sort::Text(length) => Some((u32::from(self.ruled), Some(length))),
                _ => None,
            },
            range: ruled.then_some((Some(Number::new(0, 0)), None)),
            comment: if self.comment { "It's \\ a comment.".to_owned() } else { String::new() },
            ..plain(self.name, kind)
        }
    }

    /// The value of a record.
    pub(super) fn value(&self, record: i64) -> Value {
        if self.nullable && record == 2 {
            return Value::Null;
        }
        match self.sort {
            Sort::Small | Sort::Medium | Sort::Large | Sort::Natural => Value::Int(record * 3),
            Sort::Float => Value::Float(0.5),
            Sort::Words(count) => text(&format!("w{}", count - 1)),
            Sort::Text(_) => text(&format!("{record}'\n\\")),
            Sort::Decimal(_, scale) => Value::Decimal(Decimal::new(record * 7, u32::from(scale))),
            Sort::Refers(_) => Value::Int(1),
        }
    }
}
