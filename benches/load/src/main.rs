//! Loads the bench servers, compares what they cost, and kills them to see what they lose.

mod callgrind;
mod client;
mod compare;
mod durable;
mod fsync;
mod kill;
mod seed;
mod server;
mod workload;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

#[derive(Parser)]
#[command(about)]
struct Command {
    #[command(subcommand)]
    job: Job,
}

#[derive(Subcommand)]
enum Job {
    /// CPU per request, throughput and latency of two servers, round by round in turns.
    Compare {
        #[command(flatten)]
        pair: Pair,
        /// Rounds per workload; every round runs both servers.
        #[arg(long, default_value_t = 15)]
        rounds: usize,
        /// Milliseconds that a server is loaded for in a round.
        #[arg(long, default_value_t = 800)]
        millis: u64,
        /// Rows in the table before the first round.
        #[arg(long, default_value_t = 200_000)]
        rows: u32,
        /// Only these workloads: get, list50, list1000, insert.
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
    },
    /// Instructions per request of two servers under valgrind's callgrind.
    Callgrind {
        #[command(flatten)]
        pair: Pair,
        /// Rows in the table.
        #[arg(long, default_value_t = 200_000)]
        rows: u32,
        /// Where the profiles are kept; `callgrind_annotate` reads them.
        #[arg(long, default_value = "target/callgrind")]
        keep: PathBuf,
        /// Only these workloads: get, list50, list1000, insert.
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
    },
    /// Kills a server with SIGKILL under concurrent writers; nothing it acknowledged may be lost.
    Kill {
        #[command(flatten)]
        victim: Victim,
        /// How often it is killed.
        #[arg(long, default_value_t = 20)]
        rounds: usize,
    },
    /// Traces a server with strace: a sync between every write and the answer that reports it.
    Fsync {
        #[command(flatten)]
        victim: Victim,
        /// How many records are created.
        #[arg(long, default_value_t = 2000)]
        creates: usize,
    },
}

/// The two servers that are compared.
#[derive(Args)]
struct Pair {
    /// The yardstick.
    #[arg(long)]
    baseline: PathBuf,
    /// What is compared with it.
    #[arg(long)]
    server: PathBuf,
}

/// The server whose word is tested.
#[derive(Args)]
struct Victim {
    #[arg(long)]
    server: PathBuf,
    /// Concurrent writers.
    #[arg(long, default_value_t = 32)]
    writers: usize,
    /// Where the database is put; a temporary folder unless told.
    #[arg(long)]
    folder: Option<PathBuf>,
}

fn main() -> ExitCode {
    let done = match Command::parse().job {
        Job::Compare { pair, rounds, millis, rows, only } => {
            compare::run(&pair.baseline, &pair.server, rounds, millis, rows, &only)
        }
        Job::Callgrind { pair, rows, keep, only } => {
            callgrind::run(&pair.baseline, &pair.server, rows, &keep, &only)
        }
        Job::Kill { victim, rounds } => kill::run(&victim, rounds),
        Job::Fsync { victim, creates } => fsync::run(&victim, creates),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench-load: {error}");
            ExitCode::FAILURE
        }
    }
}
