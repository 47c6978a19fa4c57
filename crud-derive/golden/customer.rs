/// Wide and plain: what the budget per field is about.
#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Customer {
    #[crud(primary_key)]
    pub customer_id: i32,
    #[crud(length(..=40), filter, sort)]
    pub first_name: String,
    #[crud(length(..=20), filter, sort)]
    pub last_name: String,
    #[crud(length(..=80))]
    pub company: Option<String>,
    #[crud(length(..=70))]
    pub address: Option<String>,
    #[crud(length(..=40))]
    pub city: Option<String>,
    #[crud(length(..=40))]
    pub state: Option<String>,
    #[crud(length(..=40), filter)]
    pub country: Option<String>,
    #[crud(length(..=10))]
    pub postal_code: Option<String>,
    #[crud(length(..=24))]
    pub phone: Option<String>,
    #[crud(length(..=24))]
    pub fax: Option<String>,
    #[crud(length(..=60), format = "email", unique)]
    pub email: String,
    #[crud(references = Employee, on_delete = set_null)]
    pub support_rep_id: Option<i32>,
}
