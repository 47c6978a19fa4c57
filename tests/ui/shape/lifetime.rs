use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book<'a> {
    #[crud(primary_key, auto)]
    pub id: i64,
    pub title: &'a str,
}

fn main() {}
