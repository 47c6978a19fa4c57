use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = owner_id == actor.id))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
}

fn main() {}
