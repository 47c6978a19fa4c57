//! Differences between structs and snapshot, as they are told.

use super::*;
use crate::model::OnDelete;
use crate::sql::ddl_tests::{LINES, ORDERS, THINGS};

fn schema() -> Schema {
    Schema::of(&[&THINGS, &ORDERS, &LINES])
}

fn told(change: impl Fn(&mut Schema)) -> Vec<String> {
    let mut now = schema();
    change(&mut now);
    of_structs(&schema(), &now)
}

fn table<'s>(schema: &'s mut Schema, name: &str) -> &'s mut shape::Table {
    schema.tables.iter_mut().find(|table| table.name == name).expect("the table")
}

#[test]
fn what_the_structs_say_otherwise_is_told_by_its_place() {
    assert_eq!(told(|_| {}), Vec::<String>::new());
    assert_eq!(
        told(|now| now.tables.retain(|table| table.name != "things")),
        ["table `things`: is in schema.json, and no entity has it"]
    );
    let mut before = schema();
    before.tables.remove(0);
    assert_eq!(of_structs(&before, &schema()), ["table `lines`: is not in schema.json"]);
    assert_eq!(
        told(|now| table(now, "things").columns[4].kind = shape::Kind::I32),
        [
            "table `things`, column `large`, type is \"i64\" in schema.json, and \"i32\" in the struct"
        ]
    );
    assert_eq!(
        told(|now| table(now, "things").columns[4].nullable = false),
        ["table `things`, column `large`, null: is true in schema.json, and not in the struct"]
    );
    assert_eq!(
        told(|now| drop(table(now, "things").columns.remove(4))),
        ["table `things`, column `large`: is in schema.json, and not in the struct"]
    );
    assert_eq!(
        told(|now| drop(table(now, "things").uniques.pop())),
        ["table `things`, unique constraint `uq_things_code_flag`: is in schema.json, and not in \
             the struct"]
    );
    assert_eq!(
        told(|now| table(now, "lines").references[0].on_delete = OnDelete::Restrict),
        ["table `lines`, foreign key `fk_lines_order_id`, on_delete is \"cascade\" in \
             schema.json, and \"restrict\" in the struct"]
    );
    assert_eq!(
        told(|now| table(now, "things").columns.swap(4, 5)),
        ["table `things`: the order of what it has is another"]
    );
}
