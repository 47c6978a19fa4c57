//! Two servers in turns, and the ratio of what they cost.
//!
//! A busy machine changes speed from one second to the next; what two servers cost within one
//! round changes together, so the median of the rounds' ratios is what can be relied on.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::server::Server;
use crate::workload::{Sequence, Workload};
use crate::{Result, seed};

/// What a server did within a round.
struct Round {
    cpu_micros: f64,
    per_second: f64,
    p50_millis: f64,
    p99_millis: f64,
}

/// More than any machine answers within a round; a bound all the same.
const MAX_REQUESTS_PER_CLIENT: usize = 1_000_000;

pub(crate) fn run(
    baseline: &Path,
    server: &Path,
    rounds: usize,
    millis: u64,
    rows: u32,
    only: &[String],
) -> Result<()> {
    let workloads = Workload::chosen(only)?;
    let folder = tempfile::Builder::new().prefix("crud-bench-").tempdir()?;
    let mut servers = Vec::new();
    for (name, program) in [("baseline.db", baseline), ("crud.db", server)] {
        let database = folder.path().join(name);
        seed::database(program, &database, rows)?;
        servers.push(Server::start(program, &database, &[])?);
    }
    println!(
        "{rows} rows, {rounds} rounds of {millis} ms each, in turns; medians; \
         ratios are crud / baseline\n"
    );
    println!(
        "{:<9} {:>7} {:>12} {:>12} {:>10} {:>10} {:>15} {:>15}",
        "", "clients", "CPU µs/req", "ratio", "req/s", "ratio", "p50/p99 ms", "goal"
    );
    for workload in workloads {
        let mut results = [Vec::new(), Vec::new()];
        // The first round fills caches and statement caches.
        for round in 0..=rounds {
            let order = if round % 2 == 0 { [0, 1] } else { [1, 0] };
            for which in order {
                let result = load(&servers[which], workload, rows, Duration::from_millis(millis))?;
                if round > 0 {
                    results[which].push(result);
                }
            }
        }
        print(workload, &results);
    }
    Ok(())
}

fn load(server: &Server, workload: Workload, rows: u32, time: Duration) -> Result<Round> {
    let mut clients = (0..workload.clients())
        .map(|number| Ok((Client::connect(server.address)?, number)))
        .collect::<Result<Vec<_>>>()?;
    let before = server.cpu()?;
    let started = Instant::now();
    let mut latencies = thread::scope(|scope| {
        let running: Vec<_> = clients
            .iter_mut()
            .map(|(client, number)| {
                scope.spawn(move || -> Result<Vec<Duration>> {
                    let mut sequence = Sequence::new(workload, rows, *number);
                    let mut latencies = Vec::new();
                    while started.elapsed() < time && latencies.len() < MAX_REQUESTS_PER_CLIENT {
                        let asked = Instant::now();
                        sequence.step(client)?;
                        latencies.push(asked.elapsed());
                    }
                    Ok(latencies)
                })
            })
            .collect();
        running
            .into_iter()
            .map(|client| client.join().map_err(|_| "a client panicked")?)
            .collect::<Result<Vec<_>>>()
    })?
    .concat();
    let elapsed = started.elapsed().as_secs_f64();
    let cpu = server.cpu()? - before;
    latencies.sort_unstable();
    let requests = f64::from(u32::try_from(latencies.len())?);
    let percentile =
        |percent: usize| latencies[(latencies.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    Ok(Round {
        cpu_micros: cpu / requests * 1e6,
        per_second: requests / elapsed,
        p50_millis: percentile(50),
        p99_millis: percentile(99),
    })
}

fn print(workload: Workload, [baseline, crud]: &[Vec<Round>; 2]) {
    let ratios = |of: fn(&Round) -> f64| -> Vec<f64> {
        crud.iter().zip(baseline).map(|(crud, baseline)| of(crud) / of(baseline)).collect()
    };
    let cpu = median(ratios(|round| round.cpu_micros));
    let throughput = median(ratios(|round| round.per_second));
    let (met, goal) = match workload {
        Workload::Get => (cpu <= 0.8, "CPU ≤ 0.80"),
        Workload::List50 => (cpu <= 0.7, "CPU ≤ 0.70"),
        Workload::List1000 => (cpu <= 0.6, "CPU ≤ 0.60"),
        Workload::Insert => (throughput >= 2.5, "req/s ≥ 2.50"),
    };
    for (name, rounds) in [("baseline", baseline), ("crud", crud)] {
        let of = |of: fn(&Round) -> f64| median(rounds.iter().map(of).collect());
        let latency = format!("{:.1}/{:.1}", of(|r| r.p50_millis), of(|r| r.p99_millis));
        let ours = name == "crud";
        println!(
            "{:<9} {:>7} {:>12.1} {:>12} {:>10.0} {:>10} {:>15} {:>15}",
            if ours { name } else { workload.name() },
            if ours { String::new() } else { workload.clients().to_string() },
            of(|r| r.cpu_micros),
            if ours { format!("{cpu:.2}×") } else { String::new() },
            of(|r| r.per_second),
            if ours { format!("{throughput:.2}×") } else { String::new() },
            latency,
            if ours {
                format!("{goal} {}", if met { "✓" } else { "✗" })
            } else {
                String::new()
            },
        );
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
