//! `PostgreSQL`: what is the same keeps its place under its new name; all or nothing, or step by
//! step so that others hardly wait.

use super::Manner;
use super::constraint::{self, Constraints};
use super::filler::filler;
use super::transition::{Pair, Transition};
use crate::error::Result;
use crate::migrate::script::{Mode, Script, Step};
use crate::sql::shape::{Column, Reference, Table};
use crate::sql::{self, Dialect, part, search_ddl as search};

const POSTGRES: Dialect = Dialect::Postgres;

/// Statements, as they come.
struct Statements {
    manner: Manner,
    steps: Vec<String>,
}

pub(super) fn render(transition: &Transition, manner: Manner) -> Result<Script> {
    let pairs = transition.pairs();
    let constraints = Constraints::of(POSTGRES, transition, &pairs)?;
    let mut statements = Statements { manner, steps: Vec::new() };
    statements.part(transition, &pairs, &constraints);
    statements.rename(transition, &pairs, &constraints);
    statements.steps.extend(sql::create_tables_but(
        POSTGRES,
        &constraints.created,
        &|reference| constraints.is_put_off(reference),
    )?);
    for pair in &pairs {
        statements.columns(pair)?;
    }
    for (pair, fates) in pairs.iter().zip(&constraints.tables) {
        statements.join(pair.after, fates);
    }
    for (table, reference) in &constraints.new_references {
        statements.refer(table, reference);
    }
    let mode = match manner {
        Manner::Whole => Mode::Whole,
        Manner::Concurrently => Mode::Stepwise,
    };
    Ok(Script { mode, steps: statements.steps.into_iter().map(Step::Sql).collect() })
}

fn quote(name: &str) -> String {
    POSTGRES.quoted(name)
}

impl Statements {
    fn push(&mut self, statement: String) {
        self.steps.push(statement);
    }

    /// `ALTER TABLE` with some actions, in one statement.
    fn alter(&mut self, table: &str, actions: &[String]) {
        if !actions.is_empty() {
            self.push(format!("ALTER TABLE {} {}", quote(table), actions.join(",\n  ")));
        }
    }

    /// What goes, all under its old name.
    fn part(&mut self, transition: &Transition, pairs: &[Pair<'_>], constraints: &Constraints) {
        for (table, name) in &constraints.old_references {
            self.alter(table, &[format!("DROP CONSTRAINT {}", quote(name))]);
        }
        for table in part::in_order(&transition.dropped()).into_iter().rev() {
            self.push(format!("DROP TABLE {}", quote(&table.name)));
        }
        for (pair, fates) in pairs.iter().zip(&constraints.tables) {
            let gone = fates.checks.gone.iter().chain(&fates.uniques.gone);
            let actions: Vec<_> =
                gone.map(|name| format!("DROP CONSTRAINT {}", quote(name))).collect();
            self.alter(&pair.before.name, &actions);
            for index in &fates.indexes.gone {
                self.push(format!("DROP INDEX {}", quote(index)));
            }
            if fates.search.goes {
                self.steps.extend(search::remove(POSTGRES, pair.before));
            }
            let actions: Vec<_> = pair
                .dropped
                .iter()
                .map(|column| format!("DROP COLUMN {}", quote(&column.name)))
                .collect();
            self.alter(&pair.before.name, &actions);
        }
    }

    /// What is only called otherwise.
    fn rename(&mut self, transition: &Transition, pairs: &[Pair<'_>], constraints: &Constraints) {
        for (from, to) in &transition.tables {
            self.push(format!("ALTER TABLE {} RENAME TO {}", quote(from), quote(to)));
        }
        for pair in pairs {
            for (from, to) in &pair.renamed {
                let [table, from, to] = [&*pair.after.name, from, to].map(quote);
                self.push(format!("ALTER TABLE {table} RENAME COLUMN {from} TO {to}"));
            }
        }
        let mut renames: Vec<(String, String, String)> = Vec::new();
        for (pair, fates) in pairs.iter().zip(&constraints.tables) {
            let table = quote(&pair.after.name);
            let all = fates.checks.renamed.iter().chain(&fates.uniques.renamed);
            let key = (&pair.before.key.name, &pair.after.key.name);
            let key = [key].into_iter().filter(|(from, to)| from != to);
            let all = all.map(|(from, to)| (from, to)).chain(key);
            let references = constraints.renamed_references.iter();
            let references = references.filter(|(of, ..)| *of == pair.after.name);
            for (from, to) in all.chain(references.map(|(_, from, to)| (from, to))) {
                let names = format!("{} TO {}", quote(from), quote(to));
                let statement = format!("ALTER TABLE {table} RENAME CONSTRAINT {names}");
                renames.push((from.clone(), to.clone(), statement));
            }
            for (from, to) in &fates.indexes.renamed {
                let statement = format!("ALTER INDEX {} RENAME TO {}", quote(from), quote(to));
                renames.push((from.clone(), to.clone(), statement));
            }
            if let (true, Some(from), Some(to)) =
                (fates.search.is_renamed, &pair.before.search, &pair.after.search)
            {
                let [old, new] = [&from.name, &to.name].map(|name| quote(name));
                let statement = format!("ALTER INDEX {old} RENAME TO {new}");
                renames.push((from.name.clone(), to.name.clone(), statement));
            }
            if let Some((from, to)) = sequences(pair) {
                // It is called so unless another thing had the name.
                let [old, new] = [&from, &to].map(|name| quote(name));
                let statement = format!("ALTER SEQUENCE IF EXISTS {old} RENAME TO {new}");
                renames.push((from, to, statement));
            }
        }
        self.steps.extend(constraint::when_free(renames));
    }

    /// Columns that are new or change.
    fn columns(&mut self, pair: &Pair<'_>) -> Result<()> {
        let table = pair.after;
        let mut actions = Vec::new();
        // Columns that get a value before they refuse to have none.
        let mut filled = Vec::new();
        for &column in &pair.added {
            let needs = !column.nullable && !column.auto && column.default.is_none();
            let mut added = column.clone();
            added.nullable |= needs;
            actions.push(format!("ADD COLUMN {}", part::define(POSTGRES, table, &added)?));
            if needs {
                filled.push(column);
            }
        }
        for (before, after) in &pair.kept {
            let name = quote(&after.name);
            let mut action = |what: &str| actions.push(format!("ALTER COLUMN {name} {what}"));
            let types = [
                sql::type_name(POSTGRES, pair.before, before)?,
                sql::type_name(POSTGRES, table, after)?,
            ];
            let retyped = types[0] != types[1];
            let defaults = [before, after].map(|column| part::default(POSTGRES, column));
            if before.is_counted(POSTGRES) && !after.is_counted(POSTGRES) {
                action("DROP IDENTITY");
            }
            if defaults[0].is_some() && (retyped || defaults[1].is_none()) {
                action("DROP DEFAULT");
            }
            if retyped {
                action(&format!("TYPE {}{}", types[1], using(&name, [&types[0], &types[1]])));
            }
            if let Some(default) = &defaults[1]
                && (retyped || defaults[0] != defaults[1])
            {
                action(&format!("SET DEFAULT {default}"));
            }
            if !before.nullable && after.nullable {
                action("DROP NOT NULL");
            } else if before.nullable && !after.nullable {
                filled.push(after);
            }
        }
        self.alter(&table.name, &actions);
        for column in filled {
            self.fill(table, column);
        }
        for (before, after) in &pair.kept {
            if after.is_counted(POSTGRES) && !before.is_counted(POSTGRES) {
                self.count(table, after);
            }
        }
        self.comments(pair);
        Ok(())
    }

    /// Gives the records without a value one, and wants one from then on.
    fn fill(&mut self, table: &Table, column: &Column) {
        let name = quote(&column.name);
        let value = filler(POSTGRES, table, column);
        let of = quote(&table.name);
        self.push(format!("UPDATE {of} SET {name} = {value} WHERE {name} IS NULL"));
        let set = format!("ALTER COLUMN {name} SET NOT NULL");
        match self.manner {
            Manner::Whole => self.alter(&table.name, &[set]),
            Manner::Concurrently => {
                // PostgreSQL believes a check that holds, and need not look at all records while
                // everybody waits.
                let check = format!("{name} IS NOT NULL");
                self.check(&table.name, "_crud_not_null", &check);
                self.alter(&table.name, &[set]);
                self.alter(&table.name, &["DROP CONSTRAINT \"_crud_not_null\"".to_owned()]);
            }
        }
    }

    /// Lets the database count on from the greatest key.
    fn count(&mut self, table: &Table, column: &Column) {
        let name = quote(&column.name);
        let of = quote(&table.name);
        let add = format!("ALTER COLUMN {name} ADD GENERATED BY DEFAULT AS IDENTITY");
        self.alter(&table.name, &[add]);
        let [table, column] = [&of, &column.name].map(|text| part::text(POSTGRES, text));
        self.push(format!(
            "SELECT setval(pg_get_serial_sequence({table}, {column}), max({name})) FROM {of} \
             HAVING max({name}) > 0"
        ));
    }

    fn comments(&mut self, pair: &Pair<'_>) {
        if pair.before.comment != pair.after.comment {
            self.push(part::comment(pair.after, None));
        }
        for (before, after) in &pair.kept {
            if before.comment != after.comment {
                self.push(part::comment(pair.after, Some(after)));
            }
        }
        for column in pair.added.iter().filter(|column| !column.comment.is_empty()) {
            self.push(part::comment(pair.after, Some(column)));
        }
    }

    /// Checks, unique columns and indexes that are new.
    fn join(&mut self, table: &Table, fates: &constraint::Fates) {
        let search = search::create(POSTGRES, table, true).into_iter();
        let search = search.filter(|_| fates.search.comes).zip(&table.search);
        match self.manner {
            Manner::Whole => {
                let checks = fates.checks.new.iter();
                let checks = checks.map(|(name, condition)| part::check(POSTGRES, name, condition));
                let uniques = fates.uniques.new.iter().map(|unique| part::unique(POSTGRES, unique));
                let actions: Vec<_> =
                    checks.chain(uniques).map(|constraint| format!("ADD {constraint}")).collect();
                self.alter(&table.name, &actions);
                for index in &fates.indexes.new {
                    self.push(index.create(POSTGRES, &table.name));
                }
                search.for_each(|(statement, _)| self.push(statement));
            }
            Manner::Concurrently => {
                for (name, condition) in &fates.checks.new {
                    self.check(&table.name, name, condition);
                }
                for unique in &fates.uniques.new {
                    let columns = part::columns(POSTGRES, &unique.columns);
                    let on = format!("ON {} ({columns})", quote(&table.name));
                    let name = quote(&unique.name);
                    self.index(&unique.name, &format!("CREATE UNIQUE INDEX {name} {on}"));
                    let add = format!("ADD CONSTRAINT {name} UNIQUE USING INDEX {name}");
                    self.alter(&table.name, &[add]);
                }
                for index in &fates.indexes.new {
                    self.index(&index.name, &index.create(POSTGRES, &table.name));
                }
                search.for_each(|(statement, index)| self.index(&index.name, &statement));
            }
        }
    }

    /// A check that others hardly wait for: it holds for what is written from then on, and then
    /// for what was there.
    fn check(&mut self, table: &str, name: &str, condition: &str) {
        let check = part::check(POSTGRES, name, condition);
        self.alter(table, &[format!("ADD {check} NOT VALID")]);
        self.alter(table, &[format!("VALIDATE CONSTRAINT {}", quote(name))]);
    }

    /// An index that others do not wait for. One that was interrupted is left behind and does not
    /// count.
    fn index(&mut self, name: &str, statement: &str) {
        self.push(format!("DROP INDEX CONCURRENTLY IF EXISTS {}", quote(name)));
        self.push(statement.replacen(" INDEX ", " INDEX CONCURRENTLY ", 1));
    }

    fn refer(&mut self, table: &Table, reference: &Reference) {
        let add = format!("ADD {}", part::reference(POSTGRES, reference));
        match self.manner {
            Manner::Whole => self.alter(&table.name, &[add]),
            Manner::Concurrently => {
                self.alter(&table.name, &[format!("{add} NOT VALID")]);
                let name = quote(&reference.name);
                self.alter(&table.name, &[format!("VALIDATE CONSTRAINT {name}")]);
            }
        }
    }
}

/// How values become those of the new type, where `PostgreSQL` does not convert them as it would
/// for an insert: that refuses what does not fit, where a cast cuts it in silence.
fn using(name: &str, types: [&str; 2]) -> String {
    const KNOWN: [&str; 16] = [
        "bigint", "bool", "bytea", "date", "decimal", "double", "float", "int", "json", "money",
        "numeric", "real", "smallint", "text", "time", "uuid",
    ];
    const TEXT: [&str; 5] = ["bpchar", "char", "citext", "text", "varchar"];
    let begins =
        |name: &str, all: &[&str]| all.iter().any(|known| name.to_lowercase().starts_with(known));
    let [old, new] = types;
    if begins(new, &TEXT) || (begins(new, &KNOWN) && !begins(old, &TEXT)) {
        return String::new();
    }
    format!(" USING {name}::text::{new}")
}

/// What the sequence of the table's key is called before and after.
fn sequences(pair: &Pair<'_>) -> Option<(String, String)> {
    let (before, after) = pair.kept.iter().find(|(_, after)| after.auto)?;
    let from = sequence(&pair.before.name, &before.name);
    let to = sequence(&pair.after.name, &after.name);
    (from != to).then_some((from, to))
}

/// The name that `PostgreSQL` gives to the sequence of a column: the longer of both names is cut
/// until all has room in 63 bytes (`makeObjectName`).
fn sequence(table: &str, column: &str) -> String {
    const ROOM: usize = 63 - "__seq".len();
    let (mut one, mut two) = (table.len(), column.len());
    while one + two > ROOM {
        if one > two { one -= 1 } else { two -= 1 }
    }
    let cut = |name: &str, length: usize| name[..name.floor_char_boundary(length)].to_owned();
    format!("{}_{}_seq", cut(table, one), cut(column, two))
}
