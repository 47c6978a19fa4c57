use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), references(Line: rank, lin_no))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    pub title: String,
    pub rank: Option<i32>,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Line {
    #[crud(primary_key)]
    pub order_id: i32,
    #[crud(primary_key)]
    pub line_no: i32,
}

fn main() {}
