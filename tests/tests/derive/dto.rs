//! DTOs as serde and schemars see them.

use crud_runtime::prelude::*;
use serde_json::json;

#[derive(CrudEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Status {
    Open,
    InProgress,
}

#[derive(CrudType, Clone, PartialEq, Eq, Debug)]
struct Isbn(String);

#[derive(Crud)]
#[crud(allow(all = public), rename_all = "camelCase", dto(derive(Debug)))]
struct Book {
    #[crud(primary_key, auto)]
    id: Uuid,
    title: String,
    isbn: Option<Isbn>,
    #[crud(decimal(10, 2), default = "1.50")]
    price: Decimal,
    #[crud(default = Status::Open)]
    status: Status,
    #[crud(immutable)]
    first_sold: Option<DateTime<Utc>>,
    #[crud(write_only)]
    secret: Option<String>,
    #[crud(read_only)]
    rating: Option<f64>,
    cover: Option<Vec<u8>>,
    tags: Json<Vec<String>>,
    #[crud(version)]
    version: i64,
}

fn book() -> Book {
    Book {
        id: Uuid::nil(),
        title: "Ficciones".to_owned(),
        isbn: Some(Isbn("9780802130303".to_owned())),
        price: Decimal::new(5, 0),
        status: Status::InProgress,
        first_sold: None,
        secret: Some("s".to_owned()),
        rating: None,
        cover: Some(vec![1, 2]),
        tags: Json(vec!["a".to_owned()]),
        version: 3,
    }
}

#[test]
fn a_record_is_written_as_answers_show_it() {
    let written = serde_json::to_value(book()).expect("a record is JSON");
    let expected = json!({
        "id": "00000000-0000-0000-0000-000000000000",
        "title": "Ficciones",
        "isbn": "9780802130303",
        "price": "5.00",
        "status": "in_progress",
        "firstSold": null,
        "rating": null,
        "cover": "AQI=",
        "tags": ["a"],
        "version": 3,
    });
    assert_eq!(written, expected);
    let read: Book = serde_json::from_value(written).expect("it reads back");
    assert_eq!((read.price, read.status, read.isbn), (book().price, book().status, book().isbn));
    assert_eq!((read.secret, read.tags.0, read.cover), (None, book().tags.0, book().cover));
    assert_eq!((read.first_sold, read.rating, read.version), (None, None, 3));
    assert_eq!((read.id, read.title), (book().id, book().title));
}

#[test]
fn a_create_lets_defaults_act() {
    let new = NewBook {
        price: Decimal::new(2, 0).into(),
        ..NewBook::new("T".to_owned(), Json(Vec::new()))
    };
    let written = serde_json::to_value(&new).expect("a create is JSON");
    let expected = json!({
        "title": "T", "isbn": null, "price": "2.00", "firstSold": null, "secret": null,
        "cover": null, "tags": [],
    });
    assert_eq!(written, expected);
    let read: NewBook = serde_json::from_value(json!({"title": "T", "tags": ["b"]}))
        .expect("what may be missing is missing");
    assert_eq!(read.status, Change::Keep);
    assert_eq!(read.tags.0, ["b"]);
}

#[test]
fn a_patch_tells_absent_from_null() {
    let patch = BookPatch { isbn: Change::Set(None), ..Default::default() };
    assert_eq!(serde_json::to_value(&patch).expect("a patch is JSON"), json!({"isbn": null}));
    let read: BookPatch =
        serde_json::from_value(json!({"secret": null, "status": "open"})).expect("it reads");
    assert_eq!(read.secret, Change::Set(None));
    assert_eq!(read.status, Change::Set(Status::Open));
    assert_eq!(read.title, Change::Keep);
}

#[test]
fn what_does_not_belong_is_refused() {
    for (document, reason) in [
        (json!({"title": "T", "tags": [], "titel": 1}), "unknown member `titel`"),
        (json!({"title": "T", "tags": [], "id": Uuid::nil()}), "unknown member `id`"),
        (json!({"title": "T", "tags": [], "rating": 1.0}), "unknown member `rating`"),
        (json!({"title": 5, "tags": []}), "`title` must be a string"),
        (json!({"tags": []}), "expected a value"),
    ] {
        let error = serde_json::from_value::<NewBook>(document).expect_err(reason);
        assert!(error.to_string().contains(reason), "{error}");
    }
    let twice = serde_json::from_str::<BookPatch>(r#"{"title":"a","title":"b"}"#);
    assert!(twice.expect_err("a member stands once").to_string().contains("duplicate"));
}

#[test]
fn enums_and_newtypes_are_their_text() {
    assert_eq!(serde_json::to_value(Status::InProgress).expect("a word"), json!("in_progress"));
    assert_eq!(serde_json::from_value::<Status>(json!("open")).expect("a word"), Status::Open);
    assert!(serde_json::from_value::<Status>(json!("Open")).is_err());
    assert_eq!("in_progress".parse(), Ok(Status::InProgress));
    assert_eq!(format!("{:>6}", Status::Open), "  open");
    let isbn = Isbn("9".to_owned());
    assert_eq!(serde_json::to_value(&isbn).expect("a text"), json!("9"));
    assert_eq!(serde_json::from_value::<Isbn>(json!("9")).expect("a text"), isbn);
}

#[test]
fn schemas_are_those_of_the_documents() {
    let schema = schemars::schema_for!(NewBook);
    let properties = schema.get("properties").and_then(|all| all.as_object()).expect("members");
    assert!(properties.contains_key("firstSold") && !properties.contains_key("rating"));
    assert_eq!(schema.get("additionalProperties"), Some(&json!(false)));
    let words = schemars::schema_for!(Status);
    assert_eq!(words.get("enum"), Some(&json!(["open", "in_progress"])));
}

#[derive(Crud)]
#[crud(allow(all = public), rename_all = "camelCase", one_of(the_subject: book_id, shelf_no))]
#[crud(dto(derive(Clone, Debug, PartialEq)))]
struct Remark {
    #[crud(primary_key)]
    id: i64,
    #[crud(references = Book, on_delete = cascade)]
    book_id: Option<Uuid>,
    #[crud(references = Shelf, relation = shelf, on_delete = cascade)]
    shelf_no: Option<i32>,
}

#[derive(Crud)]
#[crud(allow(all = public))]
struct Shelf {
    #[crud(primary_key)]
    id: i32,
}

#[test]
fn one_of_several_references_is_one_member() {
    let new = NewRemark::new(1, RemarkTheSubject::Shelf(7));
    let json = json!({"id": 1, "theSubject": {"shelf": 7}});
    assert_eq!(serde_json::to_value(&new).expect("JSON"), json);
    let read: NewRemark = serde_json::from_value(json.clone()).expect("a remark");
    assert_eq!(read, new);
    let remark: Remark = serde_json::from_value(json.clone()).expect("a remark");
    assert_eq!((remark.book_id, remark.shelf_no), (None, Some(7)));
    assert_eq!(remark.the_subject(), Some(RemarkTheSubject::Shelf(7)));
    assert_eq!(serde_json::to_value(&remark).expect("JSON"), json);
    let none = Remark { shelf_no: None, ..remark };
    assert_eq!(none.the_subject(), None);
    let patch: RemarkPatch = serde_json::from_value(json!({})).expect("a patch");
    assert_eq!(patch, RemarkPatch::default());
    let set = json!({"theSubject": {"book": Uuid::nil()}});
    let patch: RemarkPatch = serde_json::from_value(set.clone()).expect("a patch");
    assert_eq!(patch.the_subject, Change::Set(RemarkTheSubject::Book(Uuid::nil())));
    assert_eq!(serde_json::to_value(&patch).expect("JSON"), set);
    for wrong in
        [json!({"theSubject": {}}), json!({"theSubject": null}), json!({"bookId": Uuid::nil()})]
    {
        assert!(serde_json::from_value::<RemarkPatch>(wrong).is_err());
    }
}
