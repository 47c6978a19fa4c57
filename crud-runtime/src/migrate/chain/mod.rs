//! The judge of migrations: chains of random changes to tables that have records, by the way that
//! an application takes (a plan, files in a folder, `up`, `down`), on each database.
//!
//! After each change, every record and value is there, and the tables are those that would be
//! created anew. All changes taken back, one by one, the tables are again what they were before
//! each, and so are the values that were never deleted.
//!
//! `FULL=1` runs ten chains on each database, `CRUD_CHAINS=50` so many, `CRUD_CHAIN=7` the one of
//! that seed.

mod begin;
mod code;
mod edit;
mod intent;
mod record;
mod run;
mod search;

use std::time::Instant;

use crud_test_databases::on_each;

use self::run::Chain;
use crate::store::fixture::SHARED;

/// Schema changes in a chain.
const CHANGES: usize = 30;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

#[tokio::test]
async fn chains_of_changes_keep_every_value_and_lead_back() {
    for &kind in SHARED {
        let seeds = match (number("CRUD_CHAIN"), number("CRUD_CHAINS")) {
            (Some(seed), _) => seed..seed + 1,
            (None, Some(count)) => 0..count,
            (None, None) if std::env::var_os("FULL").is_some_and(|full| !full.is_empty()) => 0..10,
            (None, None) if kind.is_served() => 0..1,
            (None, None) => 0..2,
        };
        on_each(&[kind], async move |_| {
            let begun = Instant::now();
            let (mut changes, mut records) = (0, 0);
            for seed in seeds.clone() {
                println!("chain {seed} on {kind:?}");
                let chain = Chain::run(kind, seed, CHANGES).await;
                changes += chain.changes;
                records += chain.records_compared;
            }
            println!(
                "{kind:?}: {} chains, {changes} changes there and back, {records} times a record \
                 was compared, {} s",
                seeds.clone().count(),
                begun.elapsed().as_secs()
            );
        })
        .await;
    }
}
