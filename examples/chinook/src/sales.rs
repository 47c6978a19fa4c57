//! What was sold to whom.

use crud_runtime::prelude::*;

use crate::{catalogue::Track, people::Customer};

/// A sale.
#[derive(Crud)]
#[expect(clippy::struct_field_names, reason = "the names are those of the data")]
#[crud(allow(all = public), has_many(lines: InvoiceLine::INVOICE_ID))]
pub(crate) struct Invoice {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(references = Customer, on_delete = restrict)]
    pub(crate) customer_id: i32,
    #[crud(filter, sort)]
    pub(crate) invoice_date: DateTime<Utc>,
    #[crud(length(1..=70))]
    pub(crate) billing_address: Option<String>,
    #[crud(length(1..=40))]
    pub(crate) billing_city: Option<String>,
    #[crud(length(1..=40))]
    pub(crate) billing_state: Option<String>,
    #[crud(length(1..=40), filter)]
    pub(crate) billing_country: Option<String>,
    #[crud(length(1..=10))]
    pub(crate) billing_postal_code: Option<String>,
    /// In US dollars.
    #[crud(decimal(10, 2), range(0..), filter, sort)]
    pub(crate) total: Decimal,
}

/// A track on an invoice.
#[derive(Crud)]
#[crud(allow(all = public))]
pub(crate) struct InvoiceLine {
    #[crud(primary_key)]
    pub(crate) id: i32,
    #[crud(references = Invoice, on_delete = cascade)]
    pub(crate) invoice_id: i32,
    #[crud(references = Track, on_delete = restrict)]
    pub(crate) track_id: i32,
    /// What one cost, in US dollars.
    #[crud(decimal(10, 2), range(0..))]
    pub(crate) unit_price: Decimal,
    #[crud(range(1..))]
    pub(crate) quantity: i32,
}
