//! Round trips to the database, counted on the wire: latency that no CPU time shows.

use std::net::ToSocketAddrs as _;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::client::Client;
use crate::database::{Database, Kind};
use crate::proxy::Proxy;
use crate::server::Server;
use crate::workload::{Sequence, Workload};
use crate::{Pair, Result, seed};

const WORKLOADS: [Workload; 4] =
    [Workload::Get, Workload::List50, Workload::Include50, Workload::Insert];
const ROWS: u32 = 2000;

pub(crate) fn run(pair: &Pair, kind: Kind, requests: u32) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("crud-trips-").tempdir()?;
    let baseline = count(&pair.baseline, kind, folder.path(), "baseline", requests)?;
    let crud = count(&pair.server, kind, folder.path(), "crud", requests)?;
    println!("\n{}: round trips per request, {requests} requests of one client\n", kind.name());
    println!("{:<9} {:>12} {:>12}  goal", "", "baseline", "crud");
    let mut wasteful = Vec::new();
    for ((workload, baseline), crud) in WORKLOADS.into_iter().zip(baseline).zip(crud) {
        let least = least(kind, workload);
        let is_met = least.is_none_or(|least| crud == least * requests);
        let mark = if is_met { '✓' } else { '✗' };
        let goal = least.map_or_else(String::new, |least| format!("exactly {least} {mark}"));
        let [baseline, crud] = [baseline, crud].map(|trips| f64::from(trips) / f64::from(requests));
        println!("{:<9} {baseline:>12.2} {crud:>12.2}  {goal}", workload.name());
        if !is_met {
            wasteful.push(workload.name());
        }
    }
    if wasteful.is_empty() {
        return Ok(());
    }
    Err(format!("more or fewer round trips than needed: {}", wasteful.join(", ")).into())
}

/// The round trips that a read needs. What it embeds comes with a second statement, of the same
/// state; where that cannot be opened and ended along with the statements it takes two more.
const fn least(kind: Kind, workload: Workload) -> Option<u32> {
    match (workload, kind) {
        (Workload::Insert, _) => None,
        (Workload::Include50, Kind::Mysql) => Some(4),
        (Workload::Include50, _) => Some(2),
        _ => Some(1),
    }
}

/// The round trips of all requests, by workload.
fn count(program: &Path, kind: Kind, folder: &Path, name: &str, requests: u32) -> Result<Vec<u32>> {
    let database = Database::create(kind, folder, name)?;
    seed::fill(program, &database, ROWS)?;
    let (scheme, user, host, rest) =
        split(&database.url).ok_or("a file has no round trips: --database postgres or mysql")?;
    let address = host.to_socket_addrs()?.next().ok_or("a database server without an address")?;
    let proxy = Proxy::before(address)?;
    let url = format!("{scheme}://{user}@{}/{rest}", proxy.address);
    let server = Server::start_at(program, &database, &url, &[])?;
    let mut client = Client::connect(server.address)?;
    WORKLOADS
        .into_iter()
        .map(|workload| {
            let mut sequence = Sequence::new(workload, ROWS, 1);
            // All pages once, so that every statement is prepared on every connection in use.
            for _ in 0..100 {
                sequence.step(&mut client)?;
            }
            let settled = || thread::sleep(Duration::from_millis(200));
            settled();
            let before = proxy.trips();
            for _ in 0..requests {
                sequence.step(&mut client)?;
            }
            // What the server does after its answer counts as well.
            settled();
            Ok(proxy.trips() - before)
        })
        .collect()
}

/// Scheme, user with password, host with port, and the rest of a URL such as `tests/servers` gives.
fn split(url: &str) -> Option<(&str, &str, &str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let (user, rest) = rest.split_once('@')?;
    let (host, rest) = rest.split_once('/')?;
    Some((scheme, user, host, rest))
}
