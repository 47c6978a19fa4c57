//! Tables as the attributes describe them.

use crud_runtime::model::{
    Cardinality, Default, Format, Literal, Number, OnDelete, Operation, Permission, Precision,
    Table, Value,
};
use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(
    allow(all = public, delete = nobody),
    has_many(books: Book::AUTHOR_ID),
    many_to_many(friends: Friendship::AUTHOR_ID -> Friendship::FRIEND_ID),
    check(name = "named", expr = "name <> ''"),
    page(default = 10, max = 20),
    order_by(name desc),
    dropped("age"),
    sparse
)]
struct Author {
    #[crud(primary_key, auto)]
    id: Uuid,
    #[crud(unique, length(2..))]
    name: String,
}

#[derive(Crud)]
#[crud(allow(read = public, write = nobody), operations(list, update), table = "tomes", path = "t")]
struct Book {
    #[crud(primary_key)]
    shelf: i32,
    #[crud(primary_key)]
    place: String,
    #[crud(references = Author, on_delete = cascade)]
    author_id: Uuid,
    #[crud(references = Author::NAME, relation = editor)]
    editor_name: Option<String>,
    #[crud(range(-1.5..=2.25), default = -1, example = 2)]
    mark: f64,
    #[crud(decimal(6, 3), default_sql = "1 + 1")]
    price: Decimal,
    #[crud(format = "uri", validate = secure, rename = "link", column = "url")]
    r#ref: Option<String>,
    #[crud(hidden, renamed_from = "note")]
    remark: Option<String>,
}

#[expect(clippy::ptr_arg, reason = "a check is given the field as it is")]
fn secure(link: &String) -> Result<(), &'static str> {
    if link.starts_with("https:") { Ok(()) } else { Err("must be https") }
}

#[derive(Crud)]
#[crud(allow(all = public), unique(friend_id, author_id))]
struct Friendship {
    #[crud(primary_key, references = Author)]
    author_id: Uuid,
    #[crud(primary_key, references = Author, relation = friend)]
    friend_id: Uuid,
}

#[derive(Crud)]
#[crud(allow(all = public), references(Book: shelf, place, on_delete = cascade))]
struct Loan {
    #[crud(primary_key, auto)]
    id: i64,
    shelf: i32,
    place: String,
}

#[test]
fn names_and_keys() {
    let table = Book::TABLE;
    assert_eq!((table.entity, table.name, table.path), ("Book", "tomes", "t"));
    assert_eq!((table.key, table.dto), (&[0, 1][..], ("NewBook", "BookPatch")));
    let link = &table.columns[6];
    assert_eq!((link.name, link.member), ("url", "link"));
    assert_eq!(table.columns[7].renamed_from, Some("note"));
    assert_eq!(Author::TABLE.dropped, ["age"]);
    assert_eq!(Book::key_values(&(1, "a".to_owned())), [Value::Int(1), Value::Text("a".into())]);
    let id = Uuid::from_u128(7);
    assert_eq!(Author { id, name: String::new() }.key(), id);
}

#[test]
fn rights_and_operations() {
    let access = Author::TABLE.access;
    assert_eq!((access.update, access.delete), (Permission::Public, Permission::Nobody));
    assert!(Author::TABLE.serves(Operation::Patch) && !Author::TABLE.serves(Operation::Delete));
    // What is not named is nobody's.
    assert_eq!(Book::TABLE.access.list, Permission::Nobody);
    let served = [Operation::List, Operation::Replace, Operation::Patch];
    assert_eq!(Book::TABLE.operations, served);
    assert!(Author::TABLE.sparse && !Book::TABLE.sparse);
}

#[test]
fn rules() {
    let columns = Book::TABLE.columns;
    assert_eq!(columns[4].range, Some((Some(Number::new(-15, 1)), Some(Number::new(225, 2)))));
    assert!(
        matches!(columns[4].default, Some(Default::Literal(Literal::Number(n))) if n.mantissa == -1)
    );
    assert!(matches!(columns[5].default, Some(Default::Sql("1 + 1"))));
    assert_eq!(columns[5].precision, Precision { digits: 6, scale: 3 });
    assert_eq!(columns[6].format, Some(Format::Uri));
    assert_eq!(Author::TABLE.columns[1].length, Some((2, None)));
    let validate = columns[6].validate.expect("the field has a check");
    assert_eq!(validate(&Value::Text("https://a".into())), Ok(()));
    assert_eq!(validate(&Value::Text("http://a".into())), Err("must be https".into()));
}

#[test]
fn relations_know_both_ends() {
    let found: Vec<_> = Book::TABLE
        .relations
        .iter()
        .map(|to| (to.name, to.cardinality, to.columns, (to.target)().entity, to.referenced()))
        .collect();
    let belongs = Cardinality::BelongsTo;
    assert_eq!(
        found,
        [
            ("author", belongs, &[2][..], "Author", &[0][..]),
            ("editor", belongs, &[3], "Author", &[1]),
        ]
    );
    assert_eq!(Book::TABLE.relations[0].on_delete, OnDelete::Cascade);
    let [books, friends] = Author::TABLE.relations else { panic!("two inverse sides") };
    assert_eq!((books.cardinality, books.target_columns), (Cardinality::HasMany, &[2][..]));
    let join = friends.join.expect("an n-m relation has a join");
    assert_eq!(((join.table)().entity, join.this, join.other), ("Friendship", &[0][..], &[1][..]));
    let [to_book] = Loan::TABLE.relations else { panic!("one reference") };
    assert_eq!((to_book.name, to_book.columns), ("book", &[1, 2][..]));
    assert_eq!(to_book.referenced(), [0, 1]);
    assert_eq!(Loan::BOOK.columns, [1, 2]);
}

#[test]
fn lists_and_constraints() {
    let Table { page, order, checks, .. } = Author::TABLE;
    assert_eq!((page.default, page.max), (10, 20));
    assert_eq!((order[0].column, order[0].descending), (1, true));
    assert_eq!((checks[0].name, checks[0].expression), ("named", "name <> ''"));
    assert_eq!(Friendship::TABLE.indexes[0].columns, [1, 0]);
    assert!(Friendship::TABLE.indexes[0].unique);
}

#[test]
fn hidden_columns_have_no_api() {
    let remark = &Book::TABLE.columns[7];
    assert!(!remark.readable && !remark.creatable && !remark.updatable && !remark.filterable);
    let book = Book {
        shelf: 1,
        place: "a".into(),
        author_id: Uuid::nil(),
        editor_name: None,
        mark: 1.0,
        price: Decimal::ONE,
        r#ref: None,
        remark: Some("hidden".into()),
    };
    let written = serde_json::to_string(&book).expect("a record is JSON");
    assert!(!written.contains("hidden"), "{written}");
    let loan = Loan { id: 1, shelf: 1, place: "a".into() };
    let friends = Friendship { author_id: Uuid::nil(), friend_id: Uuid::nil() };
    assert_eq!((loan.key(), friends.key()), (1, (Uuid::nil(), Uuid::nil())));
}
