//! Entities in places that are hard on emitted code work like any other.

use crud_runtime::model::Crud;
use crud_tests::fits::{documented, local, raw, renamed, shadowed};

#[test]
fn names_are_those_of_the_struct() {
    assert_eq!(<shadowed::Task as Crud>::TABLE.name, "tasks");
    assert_eq!(renamed::Word::TABLE.name, "words");
    assert_eq!(documented::Order::TABLE.path, "orders");
    assert_eq!(local::name(), "scratches");
}

#[test]
fn keywords_lose_their_mark() {
    let table = raw::r#Match::TABLE;
    assert_eq!((table.entity, table.name), ("Match", "matches"));
    assert_eq!(table.columns[1].name, "type");
    assert_eq!(table.columns[2].member, "ref");
    assert_eq!(table.relations[0].name, "ref");
    assert_eq!(raw::r#Loop::r#While.as_str(), "while");
    let new = raw::NewMatch { r#ref: Some(1), ..raw::NewMatch::new("a".to_owned()) };
    assert_eq!(
        serde_json::to_value(&new).expect("it is JSON").to_string(),
        r#"{"type":"a","ref":1}"#
    );
}

#[test]
fn documentation_describes_without_code() {
    let columns = documented::Order::TABLE.columns;
    assert_eq!(columns[1].description, "The customer's own number.");
    assert_eq!(columns[6].description.trim(), "What the customer wrote, from a file.");
    assert!(columns[7].deprecated);
}
