//! Instructions per request, counted by valgrind: slow, but the same on every machine and day.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::client::Client;
use crate::database::{Database, Kind};
use crate::server::Server;
use crate::workload::{Sequence, Workload};
use crate::{Pair, Result, seed};

pub(crate) fn run(pair: &Pair, kind: Kind, rows: u32, keep: &Path, only: &[String]) -> Result<()> {
    let workloads = Workload::chosen(only)?;
    fs::create_dir_all(keep)?;
    let mut counts = Vec::new();
    for (name, program) in [("baseline", &pair.baseline), ("crud", &pair.server)] {
        let folder = tempfile::Builder::new().prefix("crud-bench-").tempdir()?;
        let database = Database::create(kind, folder.path(), name)?;
        seed::fill(program, &database, rows)?;
        let out = fs::canonicalize(keep)?.join(format!("{}-{name}", kind.name()));
        let server = Server::start(
            program,
            &database,
            &[
                "valgrind",
                "--tool=callgrind",
                "--dump-instr=no",
                &format!("--callgrind-out-file={}", out.display()),
            ],
        )?;
        counts.push(
            workloads
                .iter()
                .enumerate()
                .map(|(number, &workload)| count(&server, workload, rows, &out, number + 1))
                .collect::<Result<Vec<_>>>()?,
        );
    }
    println!(
        "{}: instructions per request, user space, one client; profiles in {}\n",
        kind.name(),
        keep.display()
    );
    println!("{:<9} {:>12} {:>12} {:>8}", "", "baseline", "crud", "ratio");
    for (workload, (baseline, crud)) in workloads.iter().zip(counts[0].iter().zip(&counts[1])) {
        println!("{:<9} {baseline:>12.0} {crud:>12.0} {:>7.2}×", workload.name(), crud / baseline);
    }
    Ok(())
}

fn count(server: &Server, workload: Workload, rows: u32, out: &Path, dump: usize) -> Result<f64> {
    let requests = match workload {
        Workload::Get | Workload::Insert => 500,
        Workload::List50 | Workload::Include50 => 100,
        Workload::List1000 => 20,
    };
    let mut client = Client::connect(server.address)?;
    let mut sequence = Sequence::new(workload, rows, 1);
    for _ in 0..10 {
        sequence.step(&mut client)?;
    }
    control(server, "--zero")?;
    for _ in 0..requests {
        sequence.step(&mut client)?;
    }
    control(server, &format!("--dump={}", workload.name()))?;
    let dump = format!("{}.{dump}", out.display());
    let profile = fs::read_to_string(&dump).map_err(|error| format!("{dump}: {error}"))?;
    let instructions: f64 = profile
        .lines()
        .find_map(|line| line.strip_prefix("totals: "))
        .ok_or_else(|| format!("{dump} has no totals"))?
        .trim()
        .parse()?;
    Ok(instructions / f64::from(requests))
}

fn control(server: &Server, order: &str) -> Result<()> {
    let done = Command::new("callgrind_control")
        .arg(order)
        .arg(server.pid().to_string())
        .output()
        .map_err(|error| format!("callgrind_control, a part of valgrind: {error}"))?;
    if done.status.success() {
        return Ok(());
    }
    Err(format!("callgrind_control {order}: {}", String::from_utf8_lossy(&done.stderr)).into())
}
