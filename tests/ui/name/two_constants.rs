use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), sparse)]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    pub title: String,
    #[crud(column = "other")]
    pub Title: String,
}

fn main() {}
