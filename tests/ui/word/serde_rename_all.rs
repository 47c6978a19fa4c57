use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
#[serde(rename_all = "camelCase")]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
}

fn main() {}
