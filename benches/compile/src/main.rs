//! What fifty derived entities cost the compiler beyond the dependencies.
//!
//! Generates a package outside the workspace, as a user's would be, builds its dependencies first
//! and then measures, over several rounds, the CPU time (user and system, all processes) of
//! `cargo check` and `cargo build` from scratch. The same package without entities tells what
//! cargo, the prelude and the linker cost anyhow.

mod generate;
mod measure;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[derive(Parser)]
#[command(about)]
struct Command {
    /// How many entities of five fields.
    #[arg(long, default_value_t = 50)]
    entities: usize,
    /// Rounds per measurement.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Where the packages are generated and built; kept, so that the next run finds its
    /// dependencies built.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/compile"))]
    folder: PathBuf,
}

/// What is measured: the order to cargo, and the CPU seconds that it may take.
const ORDERS: &[(&str, &[&str], f64)] = &[
    ("check", &["check", "--lib"], 1.0),
    ("build", &["build", "--lib"], 2.0),
    ("build and link", &["build"], 2.0),
];

fn main() -> ExitCode {
    match run(&Command::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench-compile: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Result<()> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    std::fs::create_dir_all(&command.folder)?;
    let folder = command.folder.canonicalize()?;
    let empty = generate::package(&workspace, &folder, 0)?;
    let full = generate::package(&workspace, &folder, command.entities)?;

    println!(
        "{} entities of 5 fields; CPU seconds (user + system, cargo included), \
         {} rounds: minimum / median\n",
        command.entities, command.rounds
    );
    println!(
        "{:<14} {:>17} {:>17} {:>20} {:>14}",
        "", "no entity", "with entities", "entities' own share", "goal (total)"
    );
    for (name, order, goal) in ORDERS {
        // Everything is built once, so that only the package itself is left to measure.
        measure::cargo(&empty, order)?;
        measure::cargo(&full, order)?;
        let mut without = Vec::new();
        let mut with = Vec::new();
        for _ in 0..command.rounds {
            without.push(measure::from_scratch(&empty, order)?);
            with.push(measure::from_scratch(&full, order)?);
        }
        let (without, with) = (Sample::of(without), Sample::of(with));
        println!(
            "{name:<14} {:>17} {:>17} {:>20} {:>14}",
            without.to_string(),
            with.to_string(),
            format!("{:.2} / {:.2}", with.min - without.min, with.median - without.median),
            format!("≤ {goal:.1} {}", if with.min <= *goal { "✓" } else { "✗" }),
        );
    }
    Ok(())
}

/// What was measured, of which the minimum is nearest to what a quiet machine needs.
struct Sample {
    min: f64,
    median: f64,
}

impl Sample {
    fn of(mut seconds: Vec<f64>) -> Self {
        seconds.sort_by(f64::total_cmp);
        let at = |index: usize| seconds.get(index).copied().unwrap_or(f64::NAN);
        Self { min: at(0), median: at(seconds.len() / 2) }
    }
}

impl std::fmt::Display for Sample {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:.2} / {:.2}", self.min, self.median)
    }
}
