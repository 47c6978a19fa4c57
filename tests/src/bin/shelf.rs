//! Books, in tables that migrations make: for tests to apply, to interrupt and to kill.

#![expect(missing_docs, reason = "fields are named after what they hold")]

use crud_runtime::prelude::*;
use crud_runtime::{Batch, Migrations, Progress, Result};

/// What stands on the shelf.
#[derive(Crud)]
#[crud(allow(all = public))]
pub struct Book {
    #[crud(primary_key, auto)]
    pub id: i64,
    #[crud(length(1..=100))]
    pub title: String,
}

/// Adds one to `v` of every record of `a`, a thousand records a batch.
async fn raise(mut batch: Batch) -> Result<Progress> {
    const RECORDS: i64 = 1000;
    let after: i64 = batch.state()?.unwrap_or(-1);
    let last = batch.query("SELECT max(id) FROM a", &[]).await?;
    let last = last.into_iter().flatten().flatten().find_map(|id| id.parse().ok()).unwrap_or(-1);
    if after >= last {
        return batch.done().await;
    }
    let until = after + RECORDS;
    let raise = format!("UPDATE a SET v = v + 1 WHERE id > {after} AND id <= {until}");
    batch.query(&raise, &[]).await?;
    if std::env::var("DIE_AT").is_ok_and(|place| place.parse() == Ok(after)) {
        // As from outside: nothing is cleaned up, nobody takes leave.
        let id = std::process::id().to_string();
        std::process::Command::new("kill").args(["-9", &id]).status().ok();
    }
    batch.count(u64::try_from(until + 1).unwrap_or(0), u64::try_from(last + 1).unwrap_or(0));
    batch.next(until).await
}

/// Prints what the database answers to `TELL`.
async fn tell(mut batch: Batch) -> Result<Progress> {
    let sql = std::env::var("TELL").unwrap_or_else(|_| "SELECT 1".to_owned());
    for row in batch.query(&sql, &[]).await? {
        let row: Vec<_> = row.into_iter().map(Option::unwrap_or_default).collect();
        println!("told: {}", row.join(" "));
    }
    batch.done().await
}

#[tokio::main]
async fn main() -> Result<()> {
    let folder = std::env::var_os("MIGRATIONS").unwrap_or_default();
    App::new("shelf")
        .entity::<Book>()
        .migrations(Migrations::at(folder))
        .step("raise", raise)
        .step("tell", tell)
        .run()
        .await
}
