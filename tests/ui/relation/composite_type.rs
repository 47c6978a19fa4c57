use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), references(Line: order_id, line_no))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    pub order_id: i64,
    pub line_no: String,
}

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Line {
    #[crud(primary_key)]
    pub order_id: i64,
    #[crud(primary_key)]
    pub line_no: i32,
}

fn main() {}
