use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, created_at)]
    pub id: DateTime<Utc>,
    pub title: String,
}

fn main() {}
