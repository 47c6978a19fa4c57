//! The code with which a chain begins.

use super::code::{Code, Entity, Field, Refers, decimal};
use crate::model::{Number, OnDelete, Value};
use crate::sql::shape::{Default, Kind};

/// Entities that refer to others, to themselves, in a circle, and by several fields.
pub(super) fn begin() -> Code {
    let mut code = Code::default();
    let mut field = |name: &str, kind: Kind, change: fn(&mut Field)| {
        let mut field = Field::new(code.next(), name, kind);
        field.nullable = false;
        change(&mut field);
        field
    };
    let words = Kind::Enum(["new", "old", "it's lost"].map(str::to_owned).to_vec());
    let counted = |field: &mut Field| field.auto = true;
    let dear = |field: &mut Field| field.is_dear = true;
    let nullable = |field: &mut Field| field.nullable = true;
    let unique = |field: &mut Field| (field.unique, field.is_dear) = (true, true);
    let link = |field: &mut Field| (field.nullable, field.is_dear) = (true, true);
    let plain = |_: &mut Field| {};
    let authors = vec![
        field("id", Kind::I64, counted),
        field("name", Kind::Text, unique),
        field("born", Kind::Date, nullable),
        field("boss_id", Kind::I64, link),
    ];
    let books = vec![
        field("id", Kind::I32, counted),
        field("author_id", Kind::I64, dear),
        field("title", Kind::Text, |field| field.indexed = true),
        field("state", words, |field| {
            field.default = Some(Default::Value(Value::Text("new".to_owned())));
        }),
        field("price", decimal(9, 2), plain),
        field("token", Kind::Uuid, unique),
        field("note", Kind::Json, nullable),
        field("pages", Kind::I16, |field| field.range = Some((Some(Number::new(0, 0)), None))),
    ];
    let orders = vec![
        field("id", Kind::Uuid, plain),
        field("number", Kind::U32, unique),
        field("first_order", Kind::Uuid, link),
        field("first_place", Kind::I32, link),
        field("at", Kind::Timestamp, plain),
    ];
    let lines = vec![
        field("order_id", Kind::Uuid, dear),
        field("place", Kind::I32, plain),
        field("book_id", Kind::I32, dear),
        field("amount", Kind::I16, plain),
    ];
    let odd = vec![
        field("name", Kind::Text, plain),
        field("flag", Kind::Bool, plain),
        field("ratio", Kind::F64, plain),
        field("octets", Kind::Bytes, nullable),
        field("time", Kind::Time, plain),
    ];
    let refers = |own: &[&Field], entity: usize, targets: &[&Field], on_delete| Refers {
        fields: own.iter().map(|field| field.id).collect(),
        entity,
        targets: targets.iter().map(|field| field.id).collect(),
        on_delete,
    };
    let ids = [code.next(), code.next(), code.next(), code.next(), code.next()];
    let references = [
        vec![refers(&[&authors[3]], ids[0], &[&authors[0]], OnDelete::SetNull)],
        vec![refers(&[&books[1]], ids[0], &[&authors[0]], OnDelete::Cascade)],
        vec![refers(&[&orders[2], &orders[3]], ids[3], &[&lines[0], &lines[1]], OnDelete::SetNull)],
        vec![
            refers(&[&lines[0]], ids[2], &[&orders[0]], OnDelete::Cascade),
            refers(&[&lines[2]], ids[1], &[&books[0]], OnDelete::Restrict),
        ],
        vec![],
    ];
    let names = ["authors", "books", "orders", "lines", "odd \"things\""];
    let all = [authors, books, orders, lines, odd].into_iter().zip(references);
    for (place, (fields, references)) in all.enumerate() {
        code.entities.push(Entity {
            id: ids[place],
            name: names[place].to_owned(),
            comment: "It's one of many.".to_owned(),
            fields,
            key: if place == 3 { 2 } else { 1 },
            references,
            is_dear: place < 4,
            ..Entity::default()
        });
    }
    code
}
