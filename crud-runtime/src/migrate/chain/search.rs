//! What a search should find in the records of a chain.

use std::collections::BTreeSet;

use super::code::Entity;
use super::record::Record;
use crate::model::Value;
use crate::query::search::{normal, split};
use crate::sql::shape::Table;
use crate::sql::{Dialect, search};

/// How many searches are tried after each change.
const TRIES: usize = 4;

/// The questions of how many records have a word, with the answers. None where what was searched
/// was lost on the way.
pub(super) fn counts(
    dialect: Dialect,
    table: &Table,
    entity: &Entity,
    records: &[Record],
) -> Vec<(String, usize)> {
    let Some(index) = &table.search else { return Vec::new() };
    let searched: Vec<_> = entity.fields.iter().filter(|field| field.is_searched()).collect();
    let words = |record: &Record| -> Option<Vec<String>> {
        let mut words = Vec::new();
        for field in &searched {
            if let Value::Text(text) = record.get(&field.id)? {
                words.extend(split(text).flat_map(normal));
            }
        }
        Some(words)
    };
    let Some(all) = records.iter().map(words).collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    let known: BTreeSet<_> = all.iter().flatten().cloned().collect();
    let tried = known.into_iter().rev().take(TRIES).chain(["nowhere".to_owned()]);
    tried
        .map(|word| {
            let has = |words: &&Vec<String>| words.iter().any(|one| one.starts_with(&word));
            let count = all.iter().filter(has).count();
            (question(dialect, table, &index.name, &word), count)
        })
        .collect()
}

fn question(dialect: Dialect, table: &Table, index: &str, word: &str) -> String {
    let [of, index] = [&table.name, index].map(|name| dialect.quoted(name));
    match dialect {
        Dialect::Sqlite => {
            format!("SELECT count(*) FROM {index} WHERE {index} MATCH '\"{word}\"*'")
        }
        Dialect::Postgres => {
            let columns = table.search.iter().flat_map(|search| &search.columns);
            let words = search::postgres(columns.map(|name| (dialect.quoted(name), false)));
            format!("SELECT count(*) FROM {of} WHERE {words} @@ CAST('''{word}'':*' AS tsquery)")
        }
        Dialect::Mysql => {
            let asked = search::mysql_asked(&[word.to_owned()]);
            let words = dialect.quoted(search::WORDS);
            format!(
                "SELECT count(*) FROM {of} WHERE MATCH ({words}) AGAINST ('{asked}' IN BOOLEAN MODE)"
            )
        }
    }
}
