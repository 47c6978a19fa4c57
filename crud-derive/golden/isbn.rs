/// Thirteen digits.
#[derive(CrudType)]
pub struct Isbn(String);
