//! A chain of random changes on each database: after each, the tables are those that would be
//! created anew and what was stored is there; and all the way back to where it began.

use rust_decimal::Decimal;

use super::tests::{catalogue, run, text, values};
use super::{Manner, Transition, render};
use crate::Db;
use crate::migrate::apply::{Migrator, Resume, Steps, Target};
use crate::migrate::diff::diff;
use crate::migrate::file::{File, Risk};
use crate::migrate::folder::Folder;
use crate::migrate::intent::Intents;
use crate::migrate::snapshot;
use crate::model::{Number, OnDelete, OnUpdate, Precision, Value};
use crate::sql::shape::{Check, Column, Default, Index, Kind, Native, Reference, Schema, Table};
use crate::sql::{self, Dialect, part};
use crate::store::fixture::SHARED;

/// Numbers that look random and come again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        if all.is_empty() { None } else { Some(&all[self.below(all.len())]) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Sort {
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
struct Field {
    name: &'static str,
    sort: Sort,
    nullable: bool,
    default: bool,
    unique: bool,
    indexed: bool,
    ruled: bool,
    comment: bool,
    /// Whether all values differ.
    distinct: bool,
    was: Option<&'static str>,
}

#[derive(Debug, Clone)]
struct Entity {
    number: usize,
    name: &'static str,
    fields: Vec<Field>,
    composite: bool,
    checked: bool,
    was: Option<&'static str>,
    dropped: Vec<&'static str>,
}

#[derive(std::default::Default)]
struct Code {
    entities: Vec<Entity>,
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
            comment: dice.chance(3),
            distinct,
            was: None,
        }
    }

    fn edit(&mut self, dice: &mut Dice) {
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
    fn settle(&mut self) {
        self.dropped.clear();
        for entity in &mut self.entities {
            entity.was = Some(entity.name);
            entity.dropped.clear();
            for field in &mut entity.fields {
                field.was = Some(field.name);
            }
        }
    }

    fn schema(&self) -> Schema {
        let mut tables: Vec<_> =
            self.entities.iter().map(|entity| entity.table(&self.entities)).collect();
        tables.sort_by(|one, other| one.name.cmp(&other.name));
        Schema { tables }
    }

    fn intents(&self) -> Intents {
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
            sql_options: Native::default(),
        }
        .with_key(key)
    }
}

impl Table {
    fn with_key(mut self, key: &[&str]) -> Self {
        self.key.columns = key.iter().map(|&column| column.to_owned()).collect();
        self
    }
}

fn plain(name: &str, kind: Kind) -> Column {
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
        match dice.below(8) {
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
    fn value(&self, record: i64) -> Value {
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

/// Inserts records into tables that are new.
fn fill(dialect: Dialect, code: &Code, schema: &Schema) -> Vec<String> {
    let mut all = Vec::new();
    for entity in code.entities.iter().filter(|entity| entity.was.is_none()) {
        let Some(table) = schema.table(entity.name) else { continue };
        let names: Vec<_> = table.columns.iter().map(|column| column.name.clone()).collect();
        for record in 1..=3 {
            let keys = if entity.composite {
                vec![Value::Int(9), Value::Int(record)]
            } else {
                vec![Value::Int(record)]
            };
            let values = keys.into_iter().chain(entity.fields.iter().map(|field| {
                match field.sort {
                    // Whatever is new may not be filled yet.
                    Sort::Refers(target)
                        if code
                            .entities
                            .iter()
                            .any(|one| one.number == target && one.was.is_none()) =>
                    {
                        Value::Null
                    }
                    _ => field.value(record),
                }
            }));
            let values: Vec<_> = table
                .columns
                .iter()
                .zip(values)
                .map(|(column, value)| part::value(dialect, &column.kind, &value))
                .collect();
            all.push(format!(
                "INSERT INTO {} ({}) VALUES ({})",
                dialect.quoted(entity.name),
                part::columns(dialect, &names),
                values.join(", ")
            ));
        }
    }
    all
}

/// What is stored in all columns that keep their type, under their names of then.
async fn stored(db: &Db, transition: &Transition, after: bool) -> Vec<Vec<Vec<Option<String>>>> {
    let mut all = Vec::new();
    for pair in transition.pairs() {
        let same = pair.kept.iter().filter(|(before, after)| {
            before.kind == after.kind && (after.nullable || !before.nullable)
        });
        let columns: Vec<_> = same
            .map(|(old, new)| if after { new.name.clone() } else { old.name.clone() })
            .collect();
        all.push(values(db, if after { pair.after } else { pair.before }, &columns).await);
    }
    all
}

async fn chain(kind: crud_test_databases::Kind, seed: u64, length: usize) {
    use crud_test_databases::Database;

    let database = Database::new(kind).await;
    let patient = "connect_timeout=60000&timeout=120000";
    let patient = if kind.is_served() { patient } else { "" };
    let db = Db::connect(&database.url_with(patient)).await.expect("it opens");
    let dialect = db.dialect();
    let other = Database::new(kind).await;
    let fresh = Db::connect(&other.url_with(patient)).await.expect("it opens");
    let mut dice = Dice(seed);
    let mut code = Code::default();
    let mut files: Vec<(String, String)> = Vec::new();
    let mut before = Schema { tables: Vec::new() };
    let empty = catalogue(&db).await;
    let mut states = vec![empty];
    for number in 0..length {
        for _ in 0..=dice.below(4) {
            code.edit(&mut dice);
        }
        let after = code.schema();
        let plan = diff(&before, &after, &code.intents());
        let plan = plan.unwrap_or_else(|error| panic!("seed {seed}, {number}: {error:?}"));
        let transition = Transition::of(&before, &after, &plan);
        let manner = if dice.chance(4) { Manner::Concurrently } else { Manner::Whole };
        let hashes = [&before, &after].map(snapshot::hash);
        for (way, transition, [parent, result]) in
            [("up", &transition, [0, 1]), ("down", &transition.reversed(), [1, 0])]
        {
            let script = render(dialect, transition, manner).expect("it can be rendered");
            let text = File::new(&hashes[parent], &hashes[result], Risk::Safe, script).text();
            let version = 20_240_501_000_000_u64 + number as u64;
            files.push((format!("{}/{version}_x.{way}.sql", dialect.name()), text));
        }
        let folder = Folder::of_files(files.clone()).expect("a folder");
        let steps = Steps::default();
        let silent = |_: &str| {};
        let migrator = Migrator::new(&db, &folder, &steps, &silent).expect("files");
        let kept = stored(&db, &transition, false).await;
        let failed = |why: &str| {
            let shown: Vec<_> =
                files[files.len() - 2..].iter().map(|(_, text)| text.as_str()).collect();
            format!("{kind:?}, seed {seed}, migration {number}: {why}\n{}", shown.join("\n"))
        };
        if let Err(error) = migrator.up(None, Resume::Auto).await {
            panic!("{}", failed(&format!("{error:?}")));
        }
        let now = catalogue(&db).await;
        run(&fresh, sql::create_tables(dialect, &after.tables).expect("DDL")).await;
        assert_eq!(now, catalogue(&fresh).await, "{}", failed("the tables differ"));
        run(&fresh, empty_again(dialect, &after)).await;
        assert_eq!(stored(&db, &transition, true).await, kept, "{}", failed("values differ"));
        // There and back, with what is stored so far.
        if let Err(error) = migrator.down(Target::Count(1), Resume::Auto).await {
            panic!("{}", failed(&format!("{error:?}")));
        }
        assert_eq!(&catalogue(&db).await, &states[number], "{}", failed("the way back differs"));
        migrator
            .up(None, Resume::Auto)
            .await
            .unwrap_or_else(|error| panic!("{}", failed(&format!("{error:?}"))));
        assert_eq!(catalogue(&db).await, now, "{}", failed("again"));
        states.push(now);
        run(&db, fill(dialect, &code, &after)).await;
        code.settle();
        before = after;
    }
    let folder = Folder::of_files(files.clone()).expect("a folder");
    let steps = Steps::default();
    let silent = |_: &str| {};
    let migrator = Migrator::new(&db, &folder, &steps, &silent).expect("files");
    for number in (0..length).rev() {
        if let Err(error) = migrator.down(Target::Count(1), Resume::Auto).await {
            panic!(
                "{kind:?}, seed {seed}, back from {number}: {error:?}\n{}",
                files[2 * number + 1].1
            );
        }
        assert_eq!(
            catalogue(&db).await,
            states[number],
            "seed {seed}, back from {number}:\n{}",
            files[2 * number + 1].1
        );
    }
    db.close().await;
    fresh.close().await;
}

/// Removes all tables.
fn empty_again(dialect: Dialect, schema: &Schema) -> Vec<String> {
    let drop = |what: &str| {
        let tables = schema.tables.iter().map(|table| dialect.quoted(&table.name));
        tables.map(|table| format!("DROP TABLE {table}{what}")).collect::<Vec<_>>()
    };
    let off_and_on =
        |[off, on]: [&str; 2]| [vec![off.to_owned()], drop(""), vec![on.to_owned()]].concat();
    match dialect {
        Dialect::Sqlite => off_and_on(["PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"]),
        Dialect::Postgres => drop(" CASCADE"),
        Dialect::Mysql => off_and_on(["SET foreign_key_checks = 0", "SET foreign_key_checks = 1"]),
    }
}

#[tokio::test]
async fn a_chain_of_changes_leads_there_and_back() {
    let number = |name: &str, default: u64| -> u64 {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (seed, seeds) = (number("CRUD_TEST_SEED", 1), number("CRUD_TEST_SEEDS", 1));
    let length = usize::try_from(number("CRUD_TEST_CHAIN", 6)).unwrap_or_default();
    for seed in seed..seed + seeds {
        for &kind in SHARED.iter().filter(|kind| kind.is_tested()) {
            chain(kind, seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, length).await;
        }
    }
}
