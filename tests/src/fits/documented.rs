//! A crate that asks documentation of everything, and pedantry.

#![deny(missing_docs, warnings, clippy::all, clippy::pedantic)]

use crud_runtime::prelude::*;

/// How far an order is.
#[derive(CrudEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Nothing was sent.
    Open,
    /// All was sent.
    Sent,
}

/// An order.
#[derive(Crud)]
#[crud(allow(all = public), dto(derive(Clone, Debug)), unique(number, stage))]
pub struct Order {
    /// The key.
    #[crud(primary_key, auto)]
    pub id: Uuid,
    /// The customer's own number.
    ///
    /// ```text
    /// A-1
    /// ```
    #[crud(length(..=40))]
    pub number: String,
    /// How far it is.
    #[crud(default = Stage::Open, filter)]
    pub stage: Stage,
    /// Whether it is urgent.
    #[crud(default = false)]
    pub urgent: bool,
    /// Whether it is a gift.
    #[crud(default = false)]
    pub gift: bool,
    /// Whether it was paid.
    #[crud(default = false)]
    pub paid: bool,
    #[doc = include_str!("remark.md")]
    pub remark: Option<String>,
    /// What the old shop called it.
    #[deprecated = "use `number`"]
    pub code: Option<String>,
}

/// A line of an order.
#[derive(Crud)]
#[crud(allow(all = public))]
#[deprecated]
pub struct OldLine {
    /// The order.
    #[crud(primary_key, references = Order, on_delete = cascade)]
    pub order_id: Uuid,
    /// Where it stands in the order.
    #[crud(primary_key)]
    pub line_no: i32,
}
