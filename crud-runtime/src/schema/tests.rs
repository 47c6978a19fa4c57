//! Golden schemas, and every example held against the codec that the server reads with.

use super::{name, object, sample, text};
use crate::codec::role::Role;
use crate::codec::{json, rules};
use crate::fixture::{self, AUTHOR, BOOK, REVIEW, SHELF_MARK};
use crate::model::{Default, Shape};
use crate::schema::{Components, value};

#[test]
fn schemas_are_golden() {
    for table in [&AUTHOR, &BOOK, &SHELF_MARK, &REVIEW] {
        let file = format!("schema/golden/{}.json", name(table, Shape::Read));
        fixture::assert_golden(&file, &text(table));
    }
}

#[test]
fn examples_and_defaults_are_what_the_server_takes() {
    for column in fixture::TABLES.iter().flat_map(|table| table.columns) {
        let mut values = vec![sample(column).expect(column.name)];
        if let Some(Default::Literal(literal)) = column.default {
            values.push(value::literal(column, literal).expect(column.name));
        }
        for value in values {
            let value = json::read(column, value).expect(column.name);
            assert_eq!(rules::check_value(column, &value), Ok(()), "{}", column.name);
        }
    }
}

#[test]
fn what_a_shape_lacks_its_schema_lacks() {
    for table in fixture::TABLES {
        for shape in [Shape::Read, Shape::Create, Shape::Replace, Shape::Patch] {
            let schema = object(table, shape, &mut Components::new("#/$defs/"));
            let members = schema["properties"].as_object().map_or(0, serde_json::Map::len);
            let mut shown = 0;
            for member in table.members() {
                let name = member.name(table);
                let has = schema["properties"].get(name).is_some();
                let is_shown = Role::of(member.column(table), shape) != Role::Absent;
                assert_eq!(has, is_shown, "{name}");
                shown += usize::from(has);
            }
            assert_eq!(members, shown, "{}", table.name);
        }
    }
}
