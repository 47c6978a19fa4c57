//! Loads the bench servers, compares what they cost, and kills them to see what they lose.

mod administrator;
mod callgrind;
mod client;
mod compare;
mod cpu;
mod database;
mod durable;
mod fsync;
mod kill;
mod proxy;
mod seed;
mod server;
mod trips;
mod workload;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::database::Kind;

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
        /// What their tables are kept in.
        #[arg(long, default_value = "sqlite")]
        database: Kind,
        /// Rounds per workload; every round runs both servers.
        #[arg(long, default_value_t = 15)]
        rounds: usize,
        /// Milliseconds that a server is loaded for in a round.
        #[arg(long, default_value_t = 800)]
        millis: u64,
        /// Rows in the table before the first round.
        #[arg(long, default_value_t = 200_000)]
        rows: u32,
        /// Only these workloads: get, list50, list1000, include50, insert.
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
    },
    /// Instructions per request of two servers under valgrind's callgrind.
    Callgrind {
        #[command(flatten)]
        pair: Pair,
        /// What their tables are kept in.
        #[arg(long, default_value = "sqlite")]
        database: Kind,
        /// Rows in the table.
        #[arg(long, default_value_t = 200_000)]
        rows: u32,
        /// Where the profiles are kept; `callgrind_annotate` reads them.
        #[arg(long, default_value = "target/callgrind")]
        keep: PathBuf,
        /// Only these workloads: get, list50, list1000, include50, insert.
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
    },
    /// Counts the round trips between two servers and their database; a read must take one.
    Trips {
        #[command(flatten)]
        pair: Pair,
        /// What their tables are kept in; not in a file.
        #[arg(long)]
        database: Kind,
        /// Requests of each kind.
        #[arg(long, default_value_t = 500)]
        requests: u32,
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
        Job::Compare { pair, database, rounds, millis, rows, only } => {
            compare::run(&pair, database, rounds, millis, rows, &only)
        }
        Job::Callgrind { pair, database, rows, keep, only } => {
            callgrind::run(&pair, database, rows, &keep, &only)
        }
        Job::Trips { pair, database, requests } => trips::run(&pair, database, requests),
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
