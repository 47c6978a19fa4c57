//! The edits that others get wrong, and every refusal with the attribute that it names.

use rust_decimal::Decimal;

use super::{Change, Plan, diff};
use crate::error::Error;
use crate::migrate::intent::Intents;
use crate::model::{
    self, Check, ColumnType, EnumType, Index, Literal, Number, OnDelete, Relation, column,
};
use crate::sql::shape::Schema;

/// A table of this entity; tests are over when it is not needed any more.
fn table(entity: &'static str, name: &'static str, columns: Vec<model::Column>) -> model::Table {
    let columns = Vec::leak(columns);
    model::Table { entity, name, columns, key: &[0], ..model::Table::EMPTY }
}

fn id() -> model::Column {
    column::<i64>("id").primary_key().auto().done()
}

fn state(words: &'static [&'static str]) -> model::Column {
    let words = EnumType { name: "State", description: "", variants: words };
    let mut column = column::<String>("state").done();
    column.column_type = ColumnType::Enum(Box::leak(Box::new(words)));
    column
}

fn leak(tables: Vec<model::Table>) -> Vec<&'static model::Table> {
    tables.into_iter().map(|table| &*Box::leak(Box::new(table))).collect()
}

/// What leads from some tables to others.
fn planned(before: Vec<model::Table>, after: Vec<model::Table>) -> Result<Plan, String> {
    planned_with(before, after, |_| {})
}

fn planned_with(
    before: Vec<model::Table>,
    after: Vec<model::Table>,
    say: impl FnOnce(&mut Intents),
) -> Result<Plan, String> {
    let after = leak(after);
    let mut intents = Intents::of(&after);
    say(&mut intents);
    diff(&Schema::of(&leak(before)), &Schema::of(&after), &intents).map_err(|error| match error {
        Error::Config(message) => message,
        other => panic!("{other}"),
    })
}

fn books(columns: Vec<model::Column>) -> Vec<model::Table> {
    vec![table("Book", "books", [vec![id()], columns].concat())]
}

/// What two versions of the columns of a book lead to.
fn edit(before: Vec<model::Column>, after: Vec<model::Column>) -> Result<Plan, String> {
    planned(books(before), books(after))
}

/// The one table that is altered, before and after.
fn altered(plan: &Plan) -> (&super::Table, &super::Table) {
    match plan.changes.as_slice() {
        [.., Change::Alter(alter)] => (&alter.before, &alter.after),
        other => panic!("nothing is altered: {other:?}"),
    }
}

#[track_caller]
fn refused(plan: Result<Plan, String>, words: &[&str]) {
    let message = plan.expect_err("it is refused");
    for word in words {
        assert!(message.contains(word), "`{word}` is not in: {message}");
    }
}

#[test]
fn nothing_leads_to_the_same() {
    let columns = || vec![column::<String>("title").length(1, Some(200)).unique().done()];
    assert_eq!(edit(columns(), columns()), Ok(Plan::default()));
    // A bound is a number, however it is written.
    let range = |number| vec![column::<f64>("weight").range(Some(number), None).done()];
    assert_eq!(edit(range(Number::new(15, 1)), range(Number::new(1500, 3))), Ok(Plan::default()));
}

#[test]
fn a_rename_keeps_the_values() {
    let old = column::<i32>("pages").index().done();
    let new = column::<i32>("page_count").renamed_from("pages").index().done();
    let plan = edit(vec![old], vec![new]).expect("it says so");
    let renamed = Change::RenameColumn {
        table: "books".to_owned(),
        from: "pages".to_owned(),
        to: "page_count".to_owned(),
    };
    assert_eq!(plan.changes[0], renamed);
    let (before, after) = altered(&plan);
    assert_eq!(before.columns, after.columns);
    // The index is named after its column.
    assert_eq!(before.indexes[0].name, "ix_books_pages");
    assert_eq!(after.indexes[0].name, "ix_books_page_count");
    assert_eq!(before.indexes[0].columns, after.indexes[0].columns);
    assert_eq!(plan.notes, Vec::<String>::new());
    // The other way round, for the down file.
    let back = Change::RenameColumn {
        table: "books".to_owned(),
        from: "page_count".to_owned(),
        to: "pages".to_owned(),
    };
    assert_eq!(renamed.reversed(), back);
}

#[test]
fn a_rename_that_is_not_said_is_refused() {
    let old = column::<i32>("pages").done();
    let new =
        vec![column::<Option<String>>("note").done(), column::<Option<i32>>("page_count").done()];
    refused(
        edit(vec![old], new),
        &[
            "#[crud(renamed_from = \"pages\")] on `page_count`",
            "#[crud(dropped(\"pages\"))] on `Book`",
        ],
    );
}

#[test]
fn a_rename_that_was_done_is_reported() {
    let new = || vec![column::<i32>("page_count").renamed_from("pages").done()];
    let plan = edit(new(), new()).expect("nothing to do");
    assert!(plan.changes.is_empty());
    assert!(plan.notes[0].contains("`renamed_from = \"pages\"` on `page_count` of `Book`"));
}

#[test]
fn names_can_move_on() {
    let before = vec![column::<i32>("a").done(), column::<i32>("b").done()];
    let after = vec![
        column::<i32>("b").renamed_from("a").done(),
        column::<i32>("c").renamed_from("b").done(),
    ];
    let plan = edit(before, after.clone()).expect("each says where it comes from");
    let names: Vec<_> = plan
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::RenameColumn { from, to, .. } => Some((from.as_str(), to.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(names, [("b", "c"), ("a", "b")]);
    let again = edit(after.clone(), after).expect("both are done");
    assert!(again.changes.is_empty() && again.notes.len() == 2);
}

#[test]
fn names_that_are_exchanged_are_refused() {
    let both = || vec![column::<i32>("a").done(), column::<i32>("b").done()];
    let after = vec![
        column::<i32>("a").renamed_from("b").done(),
        column::<i32>("b").renamed_from("a").done(),
    ];
    refused(edit(both(), after), &["of `Book` goes round in a circle"]);
}

#[test]
fn a_name_is_given_when_it_is_free() {
    let both = vec![column::<i32>("a").done(), column::<i32>("b").done()];
    let message = edit(both, vec![column::<i32>("a").renamed_from("b").done()]);
    let message = message.expect_err("`a` is in the way");
    assert!(message.contains("there is a column `a` already"), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
}

#[test]
fn two_cannot_have_been_the_same() {
    let before = vec![column::<i32>("a").done()];
    let after = vec![
        column::<i32>("b").renamed_from("a").done(),
        column::<i32>("c").renamed_from("a").done(),
    ];
    refused(edit(before, after), &["`b` and `c` of `Book` both say #[crud(renamed_from = \"a\")]"]);
}

static ORDERS: model::Table = model::Table {
    entity: "Order",
    name: "orders",
    columns: &[column::<i64>("id").primary_key().auto().done()],
    key: &[0],
    ..model::Table::EMPTY
};
static PURCHASES: model::Table =
    model::Table { entity: "Purchase", name: "purchases", renamed_from: Some("orders"), ..ORDERS };

#[test]
fn a_table_is_renamed_with_all_that_refers_to_it() {
    let line = |target: fn() -> &'static model::Table| model::Table {
        relations: Vec::leak(vec![
            Relation::stored("order", &[1], target).on_delete(OnDelete::Cascade),
        ]),
        ..table("Line", "lines", vec![id(), column::<i64>("order_id").index().done()])
    };
    let plan = planned(vec![ORDERS, line(|| &ORDERS)], vec![PURCHASES, line(|| &PURCHASES)]);
    let plan = plan.expect("it says so");
    // What refers to it follows by itself; its own constraints get their new names.
    assert_eq!(plan.changes.len(), 2, "{:?}", plan.changes);
    assert!(
        matches!(&plan.changes[0], Change::RenameTable { from, to } if from == "orders" && to == "purchases")
    );
    let (before, after) = altered(&plan);
    assert_eq!((&*before.key.name, &*after.key.name), ("pk_orders", "pk_purchases"));
}

#[test]
fn a_table_without_an_entity_is_refused_until_it_is_said_to_be_gone() {
    let author = || table("Author", "authors", vec![id(), column::<String>("name").done()]);
    let before = || vec![author(), table("Book", "books", vec![id()])];
    let writer = table("Writer", "writers", vec![id(), column::<String>("name").done()]);
    let after = || vec![table("Book", "books", vec![id()]), writer];
    refused(
        planned(before(), after()),
        &[
            "#[crud(renamed_from = \"authors\")] on `Writer`",
            ".entity::<…>()",
            ".dropped(\"authors\")",
        ],
    );
    let plan = planned_with(before(), after(), |intents| {
        intents.dropped_tables.insert("authors".to_owned());
    })
    .expect("it is said to be gone");
    let [Change::Create(made), Change::Drop(gone)] = plan.changes.as_slice() else {
        panic!("{:?}", plan.changes)
    };
    assert_eq!((&*made.name, &*gone.name), ("writers", "authors"));
    assert_eq!(plan.changes[1].reversed(), Change::Create(gone.clone()));
}

#[test]
fn a_table_that_is_left_to_others_is_left_alone() {
    let plan = planned(
        books(vec![]),
        vec![model::Table { unmanaged: true, ..table("Book", "books", vec![id()]) }],
    );
    assert_eq!(plan, Ok(Plan::default()));
}

#[test]
fn what_is_said_to_be_gone_goes() {
    let after = || {
        let mut books = books(vec![]);
        books[0].dropped = &["pages"];
        books
    };
    let plan = planned(books(vec![column::<i32>("pages").done()]), after()).expect("it says so");
    let (before, after_) = altered(&plan);
    assert!(before.column("pages").is_some() && after_.column("pages").is_none());
    assert!(plan.notes.is_empty());
    let done = planned(after(), after()).expect("nothing to do");
    assert!(done.changes.is_empty() && done.notes[0].contains("`dropped(\"pages\")` on `Book`"));
}

#[test]
fn a_new_column_needs_values() {
    let words =
        ["make the field an `Option`", "#[crud(default = …)]", "#[crud(default_sql = \"…\")]"];
    refused(edit(vec![], vec![column::<String>("isbn").done()]), &words);
    assert!(edit(vec![], vec![column::<Option<String>>("isbn").done()]).is_ok());
    let default = column::<String>("isbn").default(Literal::Text("none")).done();
    assert!(edit(vec![], vec![default]).is_ok());
}

#[test]
fn a_column_that_may_be_null_does_not_lose_its_nulls_unsaid() {
    let before = || vec![column::<Option<i32>>("pages").done()];
    refused(
        edit(before(), vec![column::<i32>("pages").done()]),
        &["keep the `Option`", "#[crud(default = …)]"],
    );
    let zero = Literal::Number(Number::new(0, 0));
    assert!(edit(before(), vec![column::<i32>("pages").default(zero).done()]).is_ok());
}

#[test]
fn types_become_wider_unasked_and_narrower_only_when_asked() {
    let pages = || vec![column::<i32>("pages").done()];
    let wide = || vec![column::<i64>("pages").done()];
    assert!(edit(pages(), wide()).is_ok());
    refused(edit(wide(), pages()), &["from i64 to i32", "`--allow narrow`"]);
    let allowed = planned_with(books(wide()), books(pages()), |intents| intents.narrow = true);
    assert!(allowed.is_ok());
    let price = |digits, scale| vec![column::<Decimal>("price").decimal(digits, scale).done()];
    assert!(edit(price(5, 2), price(7, 3)).is_ok());
    refused(edit(price(5, 2), price(5, 3)), &["from decimal(5, 2) to decimal(5, 3)", "narrow"]);
    // Digits that are lost behind the point are lost in silence.
    refused(edit(price(5, 2), price(5, 1)), &["#[crud(dropped(\"price\"))] on `Book`"]);
}

#[test]
fn what_becomes_of_values_of_another_type_is_the_users_to_say() {
    refused(
        edit(vec![column::<String>("pages").done()], vec![column::<i32>("pages").done()]),
        &["from text to i32", "add a field", "#[crud(dropped(\"pages\"))] on `Book`"],
    );
}

#[test]
fn an_enum_gains_words_anywhere_and_loses_none_unasked() {
    let before = || vec![state(&["draft", "sold_out"])];
    assert!(edit(before(), vec![state(&["draft", "in_print", "sold_out"])]).is_ok());
    refused(edit(before(), vec![state(&["draft"])]), &["`sold_out`", "keep the variant"]);
    refused(
        edit(before(), vec![state(&["draft", "gone"])]),
        &["#[crud(rename = \"sold_out\")] on the one that is stored as `gone`"],
    );
}

#[test]
fn the_key_stays() {
    let before = vec![table("Line", "lines", vec![id(), column::<i32>("number").done()])];
    let mut after = before.clone();
    after[0].key = &[0, 1];
    refused(planned(before, after), &["the key of `Line` changes from id to id, number"]);
}

#[test]
fn rules_and_constraints_are_plain_changes() {
    // A database that finds a record that breaks one refuses it, and nothing is lost.
    let before = vec![column::<String>("title").done()];
    let after = vec![column::<String>("title").length(1, Some(20)).unique().done()];
    let mut to = books(after);
    to[0].checks = &[Check { name: "named", expression: "title <> ''" }];
    to[0].indexes = &[Index { columns: &[1, 0], descending: &[], unique: false }];
    let plan = planned(books(before), to).expect("nothing to say");
    let (before, after) = altered(&plan);
    assert_eq!((before.uniques.len(), after.uniques.len()), (0, 1));
    assert_eq!(after.checks[0].name, "ck_books_named");
    assert_eq!(after.indexes[0].name, "ix_books_title_id");
}

#[test]
fn all_that_has_to_be_said_is_told_at_once() {
    let message = edit(
        vec![column::<i32>("pages").done()],
        vec![column::<String>("isbn").done(), column::<String>("title").done()],
    )
    .expect_err("three things");
    assert_eq!(message.lines().count(), 3, "{message}");
}
