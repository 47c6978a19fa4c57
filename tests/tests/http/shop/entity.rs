//! Orders with lines and tags, students with courses: every kind of relation once.

use crud_runtime::App;
use crud_runtime::prelude::*;
use serde_json::{Value, json};

use crate::harness::{self, Api};

/// Runs a test on every database.
pub(crate) async fn on_every_database(test: impl AsyncFn(Api)) {
    harness::with(app, test).await;
}

fn app() -> App {
    App::new("shop")
        .settings(|settings| settings.auto_migrate = Some(true))
        .entity::<Customer>()
        .entity::<Order>()
        .entity::<Line>()
        .entity::<Tag>()
        .entity::<OrderTag>()
        .entity::<Student>()
        .entity::<Course>()
        .entity::<Enrolment>()
        .entity::<Prerequisite>()
        .entity::<Purchase>()
        .entity::<Item>()
        .entity::<Part>()
        .entity::<Receipt>()
        .entity::<Address>()
        .entity::<Label>()
        .entity::<PurchaseLabel>()
        .entity::<Slip>()
}

/// Referred to by another column than its key.
#[derive(Crud)]
#[crud(allow(all = public), has_many(orders: Order::CUSTOMER))]
pub(super) struct Customer {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(unique, length(..=50))]
    code: String,
}

#[derive(Crud)]
#[crud(
    allow(all = public),
    page(default = 2, max = 3),
    has_many(lines: Line::ORDER_ID),
    many_to_many(tags: OrderTag::ORDER_ID -> OrderTag::TAG_ID),
)]
pub(super) struct Order {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(filter, sort)]
    note: Option<String>,
    #[crud(references = Customer::CODE, relation = buyer, length(..=50))]
    customer: Option<String>,
    #[crud(version)]
    version: i64,
}

#[derive(Crud)]
#[crud(allow(all = public), sparse, page(default = 2, max = 3), unique(order_id, product))]
pub(super) struct Line {
    #[crud(primary_key, auto)]
    id: Uuid,
    #[crud(references = Order, on_delete = cascade)]
    order_id: i64,
    #[crud(length(1..=20), filter, sort)]
    product: String,
    #[crud(range(1..=100), filter, sort)]
    quantity: i32,
}

#[derive(Crud)]
#[crud(allow(all = public), many_to_many(orders: OrderTag::TAG_ID -> OrderTag::ORDER_ID))]
pub(super) struct Tag {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(unique, length(1..=20), sort)]
    name: String,
}

/// A join whose key is what it joins, and something besides.
#[derive(Crud)]
#[crud(allow(all = public))]
pub(super) struct OrderTag {
    #[crud(primary_key, references = Order, on_delete = cascade)]
    order_id: i64,
    #[crud(primary_key, references = Tag)]
    tag_id: i64,
    #[crud(length(..=10))]
    reason: Option<String>,
}

#[derive(Crud)]
#[crud(
    allow(all = public),
    many_to_many(courses: Enrolment::STUDENT_ID -> Enrolment::COURSE_KEY),
)]
pub(super) struct Student {
    #[crud(primary_key, auto)]
    id: Uuid,
    name: String,
}

/// A composite key, and courses that come before.
#[derive(Crud)]
#[crud(
    allow(all = public),
    many_to_many(prerequisites: Prerequisite::COURSE -> Prerequisite::BEFORE),
    many_to_many(followers: Prerequisite::BEFORE -> Prerequisite::COURSE),
)]
pub(super) struct Course {
    #[crud(primary_key, length(..=10))]
    faculty: String,
    #[crud(primary_key)]
    number: i32,
}

/// A join with members that must be there, one of which stays as it is; nothing forbids two.
#[derive(Crud)]
#[crud(allow(all = public), references(Course: faculty, number, relation = course_key))]
pub(super) struct Enrolment {
    #[crud(primary_key, auto)]
    id: Uuid,
    #[crud(references = Student)]
    student_id: Uuid,
    #[crud(length(..=10))]
    faculty: String,
    number: i32,
    #[crud(range(1..=6))]
    grade: i32,
    #[crud(immutable)]
    term: Option<i32>,
}

/// A bare join without a constraint over both references.
#[derive(Crud)]
#[crud(
    allow(all = public),
    references(Course: course_faculty, course_number, on_delete = cascade, relation = course),
    references(Course: before_faculty, before_number, relation = before),
)]
pub(super) struct Prerequisite {
    #[crud(primary_key, auto)]
    id: Uuid,
    #[crud(length(..=10))]
    course_faculty: String,
    course_number: i32,
    #[crud(length(..=10))]
    before_faculty: String,
    before_number: i32,
}

/// Written together with all that belongs to it.
#[derive(Crud)]
#[crud(
    allow(all = public),
    has_many(items: Item::PURCHASE_ID, nested, slips: Slip::PURCHASE_ID, nested),
    has_one(receipt: Receipt::PURCHASE_ID, nested, address: Address::PURCHASE_ID, nested),
    many_to_many(labels: PurchaseLabel::PURCHASE_ID -> PurchaseLabel::LABEL_ID, nested),
)]
pub(super) struct Purchase {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(length(..=20), unique)]
    note: Option<String>,
    #[crud(version)]
    version: i64,
}

/// A generated key, and records that belong to it in turn.
#[derive(Crud)]
#[crud(
    allow(all = public),
    order_by(product),
    unique(purchase_id, product),
    has_many(parts: Part::ITEM_ID, nested),
)]
pub(super) struct Item {
    #[crud(primary_key, auto)]
    id: Uuid,
    #[crud(references = Purchase, on_delete = cascade)]
    purchase_id: i64,
    #[crud(length(1..=20), filter, sort)]
    product: String,
    #[crud(range(1..=100), default = 1)]
    quantity: i32,
    #[crud(immutable)]
    origin: Option<String>,
    data: Option<Json<Value>>,
    #[crud(version)]
    version: i64,
}

/// A key of the reference and a part that clients choose.
#[derive(Crud)]
#[crud(allow(all = public))]
pub(super) struct Part {
    #[crud(primary_key, references = Item, on_delete = cascade)]
    item_id: Uuid,
    #[crud(primary_key, range(1..))]
    position: i32,
    #[crud(length(..=20))]
    name: String,
}

/// At most one, whose key is the reference.
#[derive(Crud)]
#[crud(allow(all = public))]
pub(super) struct Receipt {
    #[crud(primary_key, references = Purchase, on_delete = cascade)]
    purchase_id: i64,
    #[crud(length(1..=10), unique)]
    number: String,
    remark: Option<String>,
}

/// At most one, with a key of its own.
#[derive(Crud)]
#[crud(allow(all = public))]
pub(super) struct Address {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(references = Purchase, on_delete = cascade, unique)]
    purchase_id: i64,
    street: String,
    city: Option<String>,
}

#[derive(Crud)]
#[crud(allow(all = public), order_by(name))]
pub(super) struct Label {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(unique, length(1..=20))]
    name: String,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub(super) struct PurchaseLabel {
    #[crud(primary_key, references = Purchase, on_delete = cascade)]
    purchase_id: i64,
    #[crud(primary_key, references = Label)]
    label_id: i64,
    reason: Option<String>,
}

/// What may be added and never changed or removed.
#[derive(Crud)]
#[crud(allow(read = public, list = public, create = public))]
pub(super) struct Slip {
    #[crud(primary_key, length(..=10))]
    number: String,
    #[crud(references = Purchase)]
    purchase_id: i64,
}

/// A new order's id.
pub(crate) async fn order(api: &Api) -> Value {
    api.created("/orders", &json!({})).await["id"].clone()
}

/// A new tag's id.
pub(crate) async fn tag(api: &Api, name: &str) -> Value {
    api.created("/tags", &json!({"name": name})).await["id"].clone()
}

/// The names of an order's tags, sorted.
pub(crate) async fn tags(api: &Api, order: &Value) -> Vec<String> {
    let list = api.get(&format!("/orders/{order}/tags?sort=name")).await.is(200).json();
    let name = |tag: &Value| tag["name"].as_str().expect("a name").to_owned();
    list["items"].as_array().expect("items").iter().map(name).collect()
}
