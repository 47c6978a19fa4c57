use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Doc {
    #[crud(primary_key, auto)]
    pub id: i64,
}

fn main() {}
