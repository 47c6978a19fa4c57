use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(default = "24:00:00")]
    pub opens_at: NaiveTime,
}

fn main() {}
