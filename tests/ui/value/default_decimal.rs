use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(decimal(6, 2), default = "1.005")]
    pub price: Decimal,
}

fn main() {}
