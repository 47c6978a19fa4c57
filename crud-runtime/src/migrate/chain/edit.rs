//! What an author does to the code, by chance; nothing that the records could not follow, there
//! and back.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Chance, Code, Entity, Field, Refers, decimal};
use super::record::{Record, converted, value};
use crate::model::{Number, OnDelete, Precision, Value};
use crate::sql::shape::{Default, Kind, Schema};

pub(super) type Records = BTreeMap<usize, Vec<Record>>;

const ENTITIES: [&str; 10] = [
    "users",
    "order",
    "a b",
    "\"quoted\" `tables`",
    "größen",
    "items",
    "tags",
    "x",
    "select",
    "a_table_with_a_name_that_is_so_long_that_constraints_are_cut",
];
const FIELDS: [&str; 14] = [
    "a",
    "b",
    "c",
    "d",
    "from",
    "to be",
    "\"q\"",
    "`t`",
    "größe",
    "it's",
    "value",
    "key",
    "n1",
    "a_column_with_a_name_that_is_so_long_that_constraints_are_cut",
];

/// Makes a change, where it can be made.
pub(super) fn edit(
    code: &mut Code,
    chance: &mut Chance,
    before: &Schema,
    records: &Records,
) -> Option<&'static str> {
    let place = chance.below(code.entities.len());
    let way = chance.below(28);
    if way < 4 {
        return entities(code, chance, before, place, way);
    }
    if way < 6 {
        return refer(code, chance, before, place);
    }
    let number = code.next();
    let entity = code.entities.get_mut(place)?;
    let stored = records.get(&entity.id).map_or(&[][..], Vec::as_slice);
    if way < 13 {
        return fields(entity, chance, before, number, way);
    }
    if way < 16 {
        return several(entity, chance, stored, way);
    }
    if way == 16 {
        return key(code, place);
    }
    let at = chance.below(entity.fields.len());
    let (bound, refers) =
        (entity.is_bound(entity.fields[at].id), entity.refers(entity.fields[at].id));
    let field = &mut entity.fields[at];
    if refers || at < entity.key {
        return None;
    }
    match way {
        17 => {
            let values: Vec<_> = stored.iter().map(|record| record.get(&field.id)).collect();
            let has_room = !matches!(field.kind, Kind::Bool | Kind::Json | Kind::Enum(_));
            if field.unique {
                field.unique = false;
            } else if has_room && field.words.is_empty() && is_distinct(&values) {
                (field.unique, field.is_dear) = (true, true);
            } else {
                return None;
            }
            Some("unique")
        }
        18 => {
            let can = !matches!(field.kind, Kind::Json | Kind::Bytes);
            field.indexed = can && !field.indexed;
            can.then_some("index")
        }
        19 | 20 => retype(field, chance, bound),
        21 => words(field, chance),
        22 if field.is_dear => None,
        22 => {
            field.nullable = !field.nullable;
            if !field.nullable {
                field.default = Some(Default::Value(value(field, 6)));
            }
            Some("null")
        }
        23 => {
            field.default = match &field.default {
                Some(_) if chance.is(2) => None,
                _ if field.kind.is_integer() && chance.is(3) => {
                    Some(Default::Sql("3 + 4".to_owned()))
                }
                _ => Some(Default::Value(value(field, 3))),
            };
            Some("default")
        }
        24 => {
            match field.kind {
                Kind::Text => {
                    let longest = field.length.and_then(|(_, most)| most).unwrap_or(40) + 10;
                    field.length = Some((0, Some(longest)));
                }
                Kind::I16 | Kind::I32 | Kind::I64 | Kind::U32 | Kind::F64 => {
                    let bounds = (Some(Number::new(0, 0)), Some(Number::new(30_000, 0)));
                    field.range = if field.range.is_some() { None } else { Some(bounds) };
                }
                _ => return None,
            }
            Some("rule")
        }
        25 | 26 => {
            field.searched = !field.searched;
            field.is_searched().then_some("search")
        }
        _ => {
            field.comment = format!("It's {number} \\ times.");
            Some("comment")
        }
    }
}

fn is_distinct(values: &[Option<&Value>]) -> bool {
    let known: Vec<_> = values.iter().filter(|value| **value != Some(&Value::Null)).collect();
    let texts: BTreeSet<_> = known.iter().map(|value| format!("{value:?}")).collect();
    known.iter().all(|value| value.is_some()) && texts.len() == known.len()
}

/// A name that is free, and would not be taken for something that goes.
fn table_name(code: &Code, chance: &mut Chance, before: &Schema, renames: bool) -> Option<String> {
    let name = *chance.pick(&ENTITIES)?;
    let is_free = code.entities.iter().all(|entity| entity.name != name);
    let given_up = || code.entities.iter().any(|entity| entity.was.as_deref() == Some(name));
    let is_new = renames || before.table(name).is_none() || given_up();
    (is_free && is_new).then(|| name.to_owned())
}

fn field_name(
    entity: &Entity,
    chance: &mut Chance,
    before: &Schema,
    renames: bool,
) -> Option<String> {
    let name = *chance.pick(&FIELDS)?;
    let is_free = entity.fields.iter().all(|field| field.name != name);
    let given_up = || entity.fields.iter().any(|field| field.was.as_deref() == Some(name));
    let old = entity.was.as_deref().and_then(|was| before.table(was));
    let is_new = renames || old.is_none_or(|old| old.column(name).is_none()) || given_up();
    (is_free && is_new).then(|| name.to_owned())
}

fn entities(
    code: &mut Code,
    chance: &mut Chance,
    before: &Schema,
    place: usize,
    way: usize,
) -> Option<&'static str> {
    match way {
        0 => {
            if code.entities.len() > 9 {
                return None;
            }
            let name = table_name(code, chance, before, false)?;
            let mut entity = Entity { id: code.next(), name, key: 1, ..Entity::default() };
            let kind = [Kind::I64, Kind::I32, Kind::Uuid, Kind::Text][chance.below(4)].clone();
            let mut key = Field::new(code.next(), "id", kind);
            (key.nullable, key.auto) = (false, key.kind.is_integer());
            entity.fields.push(key);
            for _ in 0..chance.below(5) {
                let number = code.next();
                add_field(&mut entity, chance, before, number);
            }
            code.entities.push(entity);
            Some("add entity")
        }
        1 | 2 => {
            let name = table_name(code, chance, before, true)?;
            code.entities[place].name = name;
            Some("rename entity")
        }
        _ => {
            if code.entities[place].is_dear || code.entities.len() < 4 {
                return None;
            }
            code.entities.remove(place);
            Some("drop entity")
        }
    }
}

fn add_field(entity: &mut Entity, chance: &mut Chance, before: &Schema, id: usize) -> Option<()> {
    let name = field_name(entity, chance, before, false)?;
    let kinds = [
        Kind::Bool,
        Kind::I16,
        Kind::I32,
        Kind::I64,
        Kind::U32,
        Kind::F64,
        Kind::Text,
        Kind::Uuid,
        decimal(8, 2),
        Kind::Date,
        Kind::Time,
        Kind::Timestamp,
        Kind::Bytes,
        Kind::Json,
        Kind::Enum(["red", "blue"].map(str::to_owned).to_vec()),
    ];
    let mut field = Field::new(id, &name, chance.pick(&kinds)?.clone());
    if chance.is(2) {
        field.nullable = false;
        field.default = Some(Default::Value(value(&field, 4)));
        if field.kind.is_integer() && chance.is(3) {
            field.default = Some(Default::Sql("3 + 4".to_owned()));
        }
    }
    if chance.is(4) {
        field.comment = "What's new.".to_owned();
    }
    let end = entity.fields.len();
    let at = if chance.is(2) { end } else { entity.key + chance.below(end + 1 - entity.key) };
    entity.fields.insert(at, field);
    Some(())
}

fn fields(
    entity: &mut Entity,
    chance: &mut Chance,
    before: &Schema,
    number: usize,
    way: usize,
) -> Option<&'static str> {
    let at = chance.below(entity.fields.len());
    match way {
        6 | 7 => {
            if entity.fields.len() > 14 {
                return None;
            }
            add_field(entity, chance, before, number).map(|()| "add field")
        }
        8 | 9 => {
            let name = field_name(entity, chance, before, true)?;
            entity.fields[at].name = name;
            Some("rename field")
        }
        10 => {
            let field = &entity.fields[at];
            if entity.is_bound(field.id) || (field.is_dear && !field.nullable) {
                return None;
            }
            entity.fields.remove(at);
            Some("drop field")
        }
        11 => {
            let to = entity.key + chance.below(entity.fields.len().checked_sub(entity.key)?);
            if at < entity.key || to == at || to >= entity.fields.len() {
                return None;
            }
            let field = entity.fields.remove(at);
            entity.fields.insert(to, field);
            Some("move field")
        }
        _ => {
            entity.comment = if chance.is(3) { String::new() } else { format!("It's {number}.") };
            Some("comment entity")
        }
    }
}

/// Constraints and indexes of several fields, and checks.
fn several(
    entity: &mut Entity,
    chance: &mut Chance,
    stored: &[Record],
    way: usize,
) -> Option<&'static str> {
    let fit =
        |field: &&Field| !matches!(field.kind, Kind::Json | Kind::Bytes) && field.words.is_empty();
    let all: Vec<_> = entity.fields.iter().filter(fit).map(|field| field.id).collect();
    let set = vec![*chance.pick(&all)?, *chance.pick(&all)?];
    if set[0] == set[1] {
        return None;
    }
    match way {
        13 => {
            if entity.uniques.pop().is_none() {
                let first: Vec<_> = stored.iter().map(|record| record.get(&set[0])).collect();
                if !is_distinct(&first) {
                    return None;
                }
                for field in entity.fields.iter_mut().filter(|field| set.contains(&field.id)) {
                    field.is_dear = true;
                }
                entity.uniques.push(set);
            }
            Some("unique of several")
        }
        14 => {
            if entity.indexes.pop().is_none() || chance.is(3) {
                entity.indexes.push(set);
            }
            Some("index of several")
        }
        _ => {
            let is_number = |field: &Field| {
                matches!(
                    field.kind,
                    Kind::I16 | Kind::I32 | Kind::I64 | Kind::F64 | Kind::Decimal(_)
                )
            };
            let free = entity.fields[entity.key..]
                .iter()
                .filter(|field| is_number(field) && !entity.refers(field.id));
            let free: Vec<_> = free.map(|field| field.id).collect();
            entity.check = if entity.check.is_some() && chance.is(2) {
                None
            } else {
                Some(*chance.pick(&free)?)
            };
            Some("check")
        }
    }
}

/// A reference to the key of some entity, or an end of one.
fn refer(
    code: &mut Code,
    chance: &mut Chance,
    before: &Schema,
    place: usize,
) -> Option<&'static str> {
    let on_delete = [OnDelete::Restrict, OnDelete::Cascade, OnDelete::SetNull, OnDelete::NoAction]
        [chance.below(4)];
    if chance.is(3) {
        let entity = &mut code.entities[place];
        let at = chance.below(entity.references.len());
        let refers = entity.references.get_mut(at)?;
        let fields: Vec<_> =
            entity.fields.iter().filter(|field| refers.fields.contains(&field.id)).collect();
        if fields.iter().any(|field| !field.nullable) {
            return None;
        }
        if chance.is(2) {
            refers.on_delete = on_delete;
            return Some("on delete");
        }
        entity.references.remove(at);
        return Some("refer no more");
    }
    let target = chance.below(code.entities.len());
    let numbers: Vec<_> = (0..code.entities[target].key).map(|_| code.next()).collect();
    let target = &mut code.entities[target];
    target.is_dear = true;
    let (id, keys) = (target.id, target.fields[..target.key].to_vec());
    let entity = &mut code.entities[place];
    let mut fields = Vec::new();
    for (number, key) in numbers.iter().zip(&keys) {
        let name = field_name(entity, chance, before, false)?;
        let mut field = Field::new(*number, &name, key.kind.clone());
        field.length = key.length;
        field.is_dear = true;
        fields.push(*number);
        entity.fields.push(field);
    }
    let targets = keys.iter().map(|key| key.id).collect();
    entity.references.push(Refers { fields, entity: id, targets, on_delete });
    Some("refer")
}

/// Widens a key that counts, and all that refers to it.
fn key(code: &mut Code, place: usize) -> Option<&'static str> {
    let key = &mut code.entities[place].fields[0];
    if key.kind != Kind::I32 {
        return None;
    }
    let id = key.id;
    key.kind = Kind::I64;
    for entity in &mut code.entities {
        let own: Vec<_> = entity
            .references
            .iter()
            .filter_map(|refers| {
                let place = refers.targets.iter().position(|target| *target == id)?;
                Some(refers.fields[place])
            })
            .collect();
        for field in entity.fields.iter_mut().filter(|field| own.contains(&field.id)) {
            field.kind = Kind::I64;
        }
    }
    Some("widen key")
}

fn retype(field: &mut Field, chance: &mut Chance, bound: bool) -> Option<&'static str> {
    let narrows = chance.is(3);
    let kind = match &field.kind {
        Kind::I16 => Kind::I32,
        Kind::I32 if narrows => Kind::I16,
        Kind::I32 if chance.is(2) && field.range.is_none() && !field.unique => Kind::F64,
        Kind::I32 | Kind::U32 => Kind::I64,
        Kind::I64 if narrows => Kind::I32,
        Kind::Decimal(Precision { digits, scale }) if *digits < 15 => {
            if narrows {
                decimal(digits + 2, *scale)
            } else {
                decimal(digits + 2, scale + 1)
            }
        }
        Kind::Enum(_) if !bound => Kind::Text,
        Kind::Text if !field.words.is_empty() && !bound => Kind::Enum(field.words.clone()),
        _ => return None,
    };
    field.length = (kind == Kind::Text).then_some((0, Some(40)));
    if let Some(Default::Value(value)) = field.default.take() {
        field.default = Some(Default::Value(converted(value, &kind)));
    } else if field.nullable {
        field.default = None;
    } else {
        let old = std::mem::replace(&mut field.kind, kind.clone());
        field.default = Some(Default::Value(value(field, 8)));
        field.kind = old;
    }
    field.kind = kind;
    Some("retype")
}

fn words(field: &mut Field, chance: &mut Chance) -> Option<&'static str> {
    let Kind::Enum(words) = &mut field.kind else { return None };
    if words.len() > 2 && chance.is(2) {
        // No record has one of those behind the first two, which stay where they are.
        let place = 2 + chance.below(words.len() - 2);
        if field.default == Some(Default::Value(Value::Text(words[place].clone()))) {
            return None;
        }
        words.remove(place);
    } else {
        let word = format!("it's {}", chance.below(100));
        if words.contains(&word) {
            return None;
        }
        words.insert(2 + chance.below(words.len() - 1), word);
    }
    field.words.clone_from(words);
    Some("words")
}
