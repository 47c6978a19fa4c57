//! Two servers in turns, and the ratio of what they cost.
//!
//! A busy machine changes speed from one second to the next; what two servers cost within one
//! round changes together, so the median of the rounds' ratios is what can be relied on.

use std::thread;
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::database::{Database, Kind};
use crate::server::Server;
use crate::workload::{Sequence, Workload};
use crate::{Pair, Result, cpu, seed};

/// A server, and the database that it alone uses.
struct Contender {
    server: Server,
    database: Database,
}

/// What a server did within a round.
struct Round {
    cpu_micros: f64,
    /// What the database server spent beside; nothing if it is the server itself.
    database_micros: Option<f64>,
    per_second: f64,
    p50_millis: f64,
    p99_millis: f64,
}

/// What is asked of crud, as a ratio to the hand-written server.
enum Goal {
    Cpu(f64),
    /// Together with the database's.
    Whole(f64),
    Throughput(f64),
    None,
}

/// More than any machine answers within a round; a bound all the same.
const MAX_REQUESTS_PER_CLIENT: usize = 1_000_000;

pub(crate) fn run(
    pair: &Pair,
    kind: Kind,
    rounds: usize,
    millis: u64,
    rows: u32,
    only: &[String],
) -> Result<()> {
    let workloads = Workload::chosen(only)?;
    let folder = tempfile::Builder::new().prefix("crud-bench-").tempdir()?;
    let mut contenders = Vec::new();
    for (name, program) in [("baseline", &pair.baseline), ("crud", &pair.server)] {
        let database = Database::create(kind, folder.path(), name)?;
        seed::fill(program, &database, rows)?;
        contenders.push(Contender { server: Server::start(program, &database, &[])?, database });
    }
    answer_alike(&contenders, rows)?;
    println!(
        "\n{}: {rows} rows, {rounds} rounds of {millis} ms each, in turns; medians; \
         ratios are crud / baseline\n",
        kind.name()
    );
    println!(
        "{:<9} {:>7} {:>12} {:>7} {:>12} {:>9} {:>7} {:>12}  goal",
        "", "clients", "CPU µs/req", "ratio", "database µs", "req/s", "ratio", "p50/p99 ms"
    );
    for workload in workloads {
        let mut results = [Vec::new(), Vec::new()];
        // The first round fills caches and statement caches.
        for round in 0..=rounds {
            let order = if round % 2 == 0 { [0, 1] } else { [1, 0] };
            for which in order {
                let time = Duration::from_millis(millis);
                let result = load(&mut contenders[which], workload, rows, time)?;
                if round > 0 {
                    results[which].push(result);
                }
            }
        }
        print(kind, workload, &results);
    }
    Ok(())
}

/// What answers something else is not worth comparing.
fn answer_alike(contenders: &[Contender], rows: u32) -> Result<()> {
    for id in [1, 2, 3, rows / 2, rows] {
        let bodies = contenders
            .iter()
            .map(|contender| {
                let mut client = Client::connect(contender.server.address)?;
                Ok(client.get(&format!("/tasks/{id}"))?.body.to_owned())
            })
            .collect::<Result<Vec<_>>>()?;
        if bodies[0] != bodies[1] {
            return Err(format!("the servers differ:\n{}", bodies.join("\n")).into());
        }
    }
    let items = |contender: &Contender| {
        let mut client = Client::connect(contender.server.address)?;
        let body = client.get("/tasks?limit=3&include=notes")?.body.to_owned();
        Ok(body.rsplit_once(']').map(|(items, _)| items.to_owned()))
    };
    let items = contenders.iter().map(items).collect::<Result<Vec<_>>>()?;
    if items[0] != items[1] {
        return Err(format!("the servers differ:\n{items:#?}").into());
    }
    Ok(())
}

fn load(contender: &mut Contender, workload: Workload, rows: u32, time: Duration) -> Result<Round> {
    let Contender { server, database } = contender;
    let mut clients = (0..workload.clients())
        .map(|number| Ok((Client::connect(server.address)?, number)))
        .collect::<Result<Vec<_>>>()?;
    let spent_before = database.spent()?;
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
    let spent = match (spent_before, database.spent()?) {
        (Some(before), Some(after)) => Some(cpu::between(&before, &after)),
        _ => None,
    };
    latencies.sort_unstable();
    let requests = f64::from(u32::try_from(latencies.len())?);
    let percentile =
        |percent: usize| latencies[(latencies.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    Ok(Round {
        cpu_micros: cpu / requests * 1e6,
        database_micros: spent.map(|spent| spent / requests * 1e6),
        per_second: requests / elapsed,
        p50_millis: percentile(50),
        p99_millis: percentile(99),
    })
}

fn print(kind: Kind, workload: Workload, [baseline, crud]: &[Vec<Round>; 2]) {
    let ratios = |of: fn(&Round) -> f64| -> Vec<f64> {
        crud.iter().zip(baseline).map(|(crud, baseline)| of(crud) / of(baseline)).collect()
    };
    let cpu = median(ratios(|round| round.cpu_micros));
    let throughput = median(ratios(|round| round.per_second));
    let goal = match goal(kind, workload) {
        Goal::Cpu(most) => format!("CPU ≤ {most:.2} {}", mark(cpu <= most)),
        Goal::Whole(most) => {
            let whole = median(ratios(|round| {
                round.cpu_micros + round.database_micros.unwrap_or_default()
            }));
            format!("CPU + database {whole:.2} ≤ {most:.2} {}", mark(whole <= most))
        }
        Goal::Throughput(least) => format!("req/s ≥ {least:.2} {}", mark(throughput >= least)),
        Goal::None => String::new(),
    };
    for (rounds, is_crud) in [(baseline, false), (crud, true)] {
        let of = |of: fn(&Round) -> f64| median(rounds.iter().map(of).collect());
        let unless_baseline = |text: String| if is_crud { text } else { String::new() };
        let database: Option<Vec<f64>> = rounds.iter().map(|round| round.database_micros).collect();
        let clients = workload.clients().to_string();
        println!(
            "{:<9} {:>7} {:>12.1} {:>7} {:>12} {:>9.0} {:>7} {:>12}  {}",
            if is_crud { "crud" } else { workload.name() },
            if is_crud { "" } else { &clients },
            of(|round| round.cpu_micros),
            unless_baseline(format!("{cpu:.2}×")),
            database.map_or_else(|| "–".to_owned(), |micros| format!("{:.1}", median(micros))),
            of(|round| round.per_second),
            unless_baseline(format!("{throughput:.2}×")),
            format!("{:.1}/{:.1}", of(|round| round.p50_millis), of(|round| round.p99_millis)),
            unless_baseline(goal.clone()),
        );
    }
}

const fn goal(kind: Kind, workload: Workload) -> Goal {
    match kind {
        Kind::Sqlite => match workload {
            Workload::Get => Goal::Cpu(0.8),
            Workload::List50 => Goal::Cpu(0.7),
            Workload::List1000 => Goal::Cpu(0.6),
            Workload::Include50 => Goal::None,
            Workload::Insert => Goal::Throughput(2.5),
        },
        Kind::Postgres => match workload {
            Workload::Get => Goal::Cpu(0.6),
            Workload::List50 => Goal::Cpu(0.5),
            Workload::Include50 => Goal::Whole(0.65),
            Workload::List1000 | Workload::Insert => Goal::None,
        },
        Kind::Mysql => Goal::None,
    }
}

const fn mark(is_met: bool) -> char {
    if is_met { '✓' } else { '✗' }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
