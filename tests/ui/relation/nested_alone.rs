use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public), has_many(nested))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
}

fn main() {}
