/// A note: the smallest entity.
#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Note {
    #[crud(primary_key, auto)]
    pub id: i64,
    pub text: String,
}
