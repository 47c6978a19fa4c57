use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(validate = check)]
    pub title: String,
}

fn check(title: &i32) -> Result<(), String> {
    Err(title.to_string())
}

fn main() {}
