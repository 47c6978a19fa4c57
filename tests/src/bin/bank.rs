//! Accounts, and money that moves between them, for the fault judge to lose if it can.

#![expect(missing_docs, reason = "fields are named after what they hold")]

use std::sync::Arc;

use axum::Router;
use axum::extract::{Json, State};
use axum::http::StatusCode;
use axum::routing::post;
use crud_runtime::prelude::*;
use crud_runtime::{Result, Route};
use tokio::sync::OnceCell;

/// What somebody owns.
#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Account {
    #[crud(primary_key, auto)]
    pub id: Uuid,
    #[crud(length(1..=40), unique)]
    pub name: String,
    #[crud(range(0..))]
    pub balance: i64,
    #[crud(length(..=100))]
    pub note: Option<String>,
    #[crud(version)]
    pub version: i64,
}

/// Money that went from one account to another; it has no version.
#[derive(Crud)]
#[crud(allow(all = public), dto(derive(Clone)))]
pub struct Transfer {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(length(1..=40), unique)]
    pub token: String,
    #[crud(references = Account, on_delete = restrict)]
    pub giver_id: Uuid,
    #[crud(references = Account, on_delete = restrict)]
    pub taker_id: Uuid,
    #[crud(range(1..))]
    pub amount: i64,
}

/// The database of the bank's own route, opened when it is first asked for.
#[derive(Clone, Default)]
struct Bank(Arc<OnceCell<Db>>);

impl Bank {
    async fn db(&self) -> Result<&Db> {
        let open = async || {
            let url = std::env::var("BANK_DATABASE_URL").unwrap_or_default();
            Db::connect(&url).await
        };
        self.0.get_or_try_init(open).await
    }
}

/// Moves money in one transaction, with reads that the writes depend on: if any of it could be
/// lost or be done twice, the sum of all accounts would tell.
async fn transfer(State(bank): State<Bank>, Json(order): Json<NewTransfer>) -> Result<StatusCode> {
    let db = bank.db().await?;
    db.transaction(async |mut transaction| {
        let giver = Account::find(&mut transaction, order.giver_id).await?;
        let taker = Account::find(&mut transaction, order.taker_id).await?;
        let less = AccountPatch {
            balance: Change::Set(giver.balance - order.amount),
            ..Default::default()
        };
        Account::patch(&mut transaction, giver.id, less).await?;
        let more = AccountPatch {
            balance: Change::Set(taker.balance + order.amount),
            ..Default::default()
        };
        Account::patch(&mut transaction, taker.id, more).await?;
        Transfer::create(&mut transaction, order.clone()).await?;
        Ok(StatusCode::CREATED)
    })
    .await
}

#[tokio::main]
async fn main() -> Result<()> {
    let own = Router::new().route("/orders", post(transfer)).with_state(Bank::default());
    let described = Route::post("/orders").summary("Moves money").body::<NewTransfer>("The order");
    App::new("bank").entity::<Account>().entity::<Transfer>().merge(own, [described]).run().await
}
