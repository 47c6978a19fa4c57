use crud_runtime::prelude::*;

#[derive(CrudType)]
pub struct Pages(i32);

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(length(..=13))]
    pub pages: Pages,
}

fn main() {}
