use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(default = "2024-05-01 12:30")]
    pub printed_at: DateTime<Utc>,
}

fn main() {}
