use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), sparse)]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(rename = "heading")]
    pub title: String,
    pub heading: String,
}

fn main() {}
