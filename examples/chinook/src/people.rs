//! Who works in the store, and who buys there.

use crud_runtime::prelude::*;

use crate::sales::Invoice;

/// Somebody who works in the store.
#[derive(Crud)]
#[crud(
    allow(all = public),
    has_many(reports: Employee::REPORTS_TO, customers: Customer::SUPPORT_REP_ID)
)]
pub(crate) struct Employee {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(length(1..=20), filter, sort)]
    pub(crate) last_name: String,
    #[crud(length(1..=20), filter, sort)]
    pub(crate) first_name: String,
    #[crud(length(1..=30))]
    pub(crate) title: Option<String>,
    /// The superior; nobody for the head of the store.
    #[crud(references = Employee, relation = manager, on_delete = set_null)]
    pub(crate) reports_to: Option<i32>,
    pub(crate) birth_date: Option<DateTime<Utc>>,
    #[crud(filter, sort)]
    pub(crate) hire_date: Option<DateTime<Utc>>,
    #[crud(length(1..=70))]
    pub(crate) address: Option<String>,
    #[crud(length(1..=40), filter)]
    pub(crate) city: Option<String>,
    #[crud(length(1..=40))]
    pub(crate) state: Option<String>,
    #[crud(length(1..=40), filter)]
    pub(crate) country: Option<String>,
    #[crud(length(1..=10))]
    pub(crate) postal_code: Option<String>,
    #[crud(length(1..=24))]
    pub(crate) phone: Option<String>,
    #[crud(length(1..=24))]
    pub(crate) fax: Option<String>,
    #[crud(length(1..=60), filter)]
    pub(crate) email: Option<String>,
}

/// Somebody who buys in the store.
#[derive(Crud)]
#[crud(allow(all = public), has_many(invoices: Invoice::CUSTOMER_ID))]
pub(crate) struct Customer {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(length(1..=40), filter, sort)]
    pub(crate) first_name: String,
    #[crud(length(1..=20), filter, sort)]
    pub(crate) last_name: String,
    #[crud(length(1..=80), filter)]
    pub(crate) company: Option<String>,
    #[crud(length(1..=70))]
    pub(crate) address: Option<String>,
    #[crud(length(1..=40), filter)]
    pub(crate) city: Option<String>,
    #[crud(length(1..=40))]
    pub(crate) state: Option<String>,
    #[crud(length(1..=40), filter)]
    pub(crate) country: Option<String>,
    #[crud(length(1..=10))]
    pub(crate) postal_code: Option<String>,
    #[crud(length(1..=24))]
    pub(crate) phone: Option<String>,
    #[crud(length(1..=24))]
    pub(crate) fax: Option<String>,
    // No `format = "email"`: the store has addresses outside ASCII.
    #[crud(length(1..=60), unique)]
    pub(crate) email: String,
    /// The employee who helps this customer.
    #[crud(references = Employee, on_delete = set_null)]
    pub(crate) support_rep_id: Option<i32>,
}
