//! What the code says to a migration.

use super::code::Code;
use crate::migrate::intent::Intents;
use crate::sql::shape::Schema;

/// What the code says to a migration from these tables.
pub(super) fn intents(code: &Code, before: &Schema) -> Intents {
    let mut intents = Intents { narrow: true, ..Intents::default() };
    for table in &before.tables {
        let mut entities = code.entities.iter();
        let Some(entity) = entities.find(|entity| entity.was.as_ref() == Some(&table.name)) else {
            intents.dropped_tables.insert(table.name.clone());
            continue;
        };
        if entity.name != table.name {
            intents.renamed_tables.insert(entity.name.clone(), table.name.clone());
        }
        for column in &table.columns {
            let mut fields = entity.fields.iter();
            let key = |name: &str| (entity.name.clone(), name.to_owned());
            match fields.find(|field| field.was.as_ref() == Some(&column.name)) {
                Some(field) if field.name != column.name => {
                    intents.renamed_columns.insert(key(&field.name), column.name.clone());
                }
                Some(_) => {}
                None => {
                    intents.dropped_columns.insert(key(&column.name));
                }
            }
        }
    }
    intents
}
