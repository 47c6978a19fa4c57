//! An application with every type and rule of the attribute language, for schemathesis to judge.

#![expect(missing_docs, reason = "fields are named after what they try")]

use crud_runtime::prelude::*;

/// Every type, required, without rules.
#[derive(Crud)]
#[crud(allow(all = public), sparse, order_by(made_at desc, id))]
pub struct Plain {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(filter, sort)]
    pub truth: bool,
    #[crud(filter, sort)]
    pub small: i16,
    #[crud(filter, sort)]
    pub medium: i32,
    #[crud(filter, sort)]
    pub large: i64,
    #[crud(filter, sort)]
    pub natural: u32,
    #[crud(filter, sort)]
    pub real: f64,
    #[crud(filter, sort)]
    pub text: String,
    pub bytes: Vec<u8>,
    #[crud(filter, sort)]
    pub uuid: Uuid,
    #[crud(filter, sort)]
    pub exact: Decimal,
    #[crud(filter, sort)]
    pub date: NaiveDate,
    #[crud(filter, sort)]
    pub time: NaiveTime,
    #[crud(filter, sort)]
    pub instant: DateTime<Utc>,
    pub document: Json<Cage>,
    #[crud(filter, sort)]
    pub mood: Mood,
    #[crud(filter, sort)]
    pub weight: Grams,
    #[crud(created_at)]
    pub made_at: DateTime<Utc>,
    #[crud(updated_at)]
    pub changed_at: DateTime<Utc>,
    #[crud(version)]
    pub version: i32,
}

/// Every type, nullable, under rules, in camel case.
#[derive(Crud)]
#[crud(allow(all = public), rename_all = "camelCase", unique(short_text, small_number))]
pub struct RuledAnimal {
    #[crud(primary_key, auto)]
    pub id: Uuid,
    #[crud(range(-3..=3), filter, sort)]
    pub small_number: Option<i16>,
    #[crud(range(..=0), filter)]
    pub some_number: Option<i32>,
    #[crud(range(1..=9_007_199_254_740_993), filter)]
    pub large_number: Option<i64>,
    #[crud(range(10..), filter)]
    pub natural_number: Option<u32>,
    #[crud(range(-0.5..=0.5), filter)]
    pub real_number: Option<f64>,
    #[crud(length(2..=5), filter, sort)]
    pub short_text: Option<String>,
    #[crud(pattern = "^[a-z]+(-[a-z0-9]+)*$", length(..=40), unique)]
    pub slug: Option<String>,
    #[crud(format = "email")]
    pub email: Option<String>,
    #[crud(format = "uri")]
    pub link: Option<String>,
    #[crud(format = "hostname")]
    pub host: Option<String>,
    #[crud(format = "ipv4", filter)]
    pub old_address: Option<String>,
    #[crud(format = "ipv6")]
    pub new_address: Option<String>,
    #[crud(length(1..=4))]
    pub few_bytes: Option<Vec<u8>>,
    #[crud(decimal(6, 2), range(-19.99..=1000), filter, sort)]
    pub price: Option<Decimal>,
    pub day: Option<NaiveDate>,
    pub time_of_day: Option<NaiveTime>,
    pub document: Option<Json<Cage>>,
    pub anything: Option<Json<serde_json::Value>>,
    #[crud(default = Mood::Calm, filter)]
    pub mood: Mood,
    #[crud(default = "5.00", decimal(5, 2))]
    pub fee: Decimal,
    #[crud(default = -1, immutable)]
    pub born_as: i32,
    #[crud(write_only, length(8..))]
    pub password: String,
    #[crud(read_only, default = 7)]
    pub rank: i32,
    #[crud(hidden, default = 0)]
    pub secret: i64,
    #[crud(rename = "type", filter)]
    pub kind: Option<String>,
}

/// A composite key of text and a date, a rule of its own, and few operations.
#[derive(Crud)]
#[crud(allow(all = public), operations(list, create, read, replace, delete))]
pub struct Visit {
    #[crud(primary_key, length(1..=20))]
    pub visitor: String,
    #[crud(primary_key)]
    pub day: NaiveDate,
    #[crud(references = RuledAnimal, on_delete = set_null)]
    pub animal_id: Option<Uuid>,
    #[crud(validate = even)]
    pub fingers: i32,
}

/// Nobody reads these; a text is the key.
#[derive(Crud)]
#[crud(allow(create = public, update = public, delete = public))]
pub struct Letter {
    #[crud(primary_key, length(..=200))]
    pub id: String,
    #[crud(length(1..))]
    pub text: String,
}

/// Written together with what belongs to it, and linked to what does not.
#[derive(Crud)]
#[crud(
    allow(all = public),
    has_many(meals: Meal::PEN_ID, nested),
    has_one(sign: Sign::PEN_ID, nested),
    many_to_many(labels: PenLabel::PEN_ID -> PenLabel::LABEL_ID, nested),
)]
pub struct Pen {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(length(..=20), filter, sort)]
    pub name: Option<String>,
    #[crud(version)]
    pub version: i64,
}

/// A generated key, and what belongs to it in turn.
#[derive(Crud)]
#[crud(allow(all = public), has_many(portions: Portion::MEAL_ID, nested))]
pub struct Meal {
    #[crud(primary_key, auto)]
    pub id: Uuid,
    #[crud(references = Pen, on_delete = cascade)]
    pub pen_id: i64,
    #[crud(range(1..=9), filter, sort)]
    pub hour: i32,
}

/// A key of its meal and a word.
#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Portion {
    #[crud(primary_key, references = Meal, on_delete = cascade)]
    pub meal_id: Uuid,
    #[crud(primary_key, length(1..=10))]
    pub word: String,
    pub grams: Option<i32>,
}

/// One at most.
#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Sign {
    #[crud(primary_key, references = Pen, on_delete = cascade)]
    pub pen_id: i64,
    pub text: String,
}

/// What pens are linked to.
#[derive(Crud)]
#[crud(allow(all = public), many_to_many(pens: PenLabel::LABEL_ID -> PenLabel::PEN_ID))]
pub struct Label {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(length(1..=20), unique)]
    pub name: String,
}

/// A link, with a member of its own.
#[derive(Crud)]
#[crud(allow(all = public))]
pub struct PenLabel {
    #[crud(primary_key, references = Pen, on_delete = cascade)]
    pub pen_id: i64,
    #[crud(primary_key, references = Label)]
    pub label_id: i64,
    #[crud(length(..=20))]
    pub reason: Option<String>,
}

/// About one of two things.
#[derive(Crud)]
#[crud(allow(all = public), one_of(about: pen_id, label_id))]
pub struct Note {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(references = Pen, on_delete = cascade)]
    pub pen_id: Option<i64>,
    #[crud(references = Label)]
    pub label_id: Option<i64>,
    #[crud(length(1..=50))]
    pub text: String,
}

/// How an animal feels.
#[derive(CrudEnum)]
pub enum Mood {
    /// Not at all.
    Calm,
    /// A little.
    VeryAngry,
}

/// A weight in grams.
#[derive(CrudType)]
pub struct Grams(pub i64);

/// Where an animal lives.
#[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(crate = "serde", deny_unknown_fields)]
#[schemars(crate = "schemars")]
pub struct Cage {
    /// Square metres.
    pub area: u8,
    /// Whether it has a window.
    #[serde(default)]
    pub window: Option<bool>,
    /// What lies in it.
    #[serde(default)]
    pub toys: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "rules take what they check by reference")]
fn even(count: &i32) -> Result<(), String> {
    if count % 2 == 0 { Ok(()) } else { Err("must be even".to_owned()) }
}

#[tokio::main]
async fn main() -> crud_runtime::Result<()> {
    App::new("zoo")
        .entity::<Plain>()
        .entity::<RuledAnimal>()
        .entity::<Visit>()
        .entity::<Letter>()
        .entity::<Pen>()
        .entity::<Meal>()
        .entity::<Portion>()
        .entity::<Sign>()
        .entity::<Label>()
        .entity::<PenLabel>()
        .entity::<Note>()
        .run()
        .await
}
