use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), many_to_many(tags: LineTag::ORDER_ID -> LineTag::TAG_ID))]
pub struct Line {
    #[crud(primary_key)]
    pub order_id: i64,
    #[crud(primary_key)]
    pub number: i16,
}

#[derive(Crud)]
#[crud(allow(all = public), references(Line: order_id, number))]
pub struct LineTag {
    #[crud(primary_key)]
    pub order_id: i64,
    #[crud(primary_key)]
    pub number: i16,
    #[crud(primary_key, references = Tag)]
    pub tag_id: i64,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Tag {
    #[crud(primary_key, auto)]
    pub id: i64,
}

fn main() {}
