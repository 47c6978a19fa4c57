use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(sql_type = "varchar(10)")]
    pub title: String,
    pub rank: Option<i32>,
}

fn main() {}
