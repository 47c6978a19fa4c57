//! Makes and drops databases for the test scripts.

use std::env::args;
use std::process::ExitCode;

use crud_test_databases::{Database, Kind, drop_database, run_script};

const USAGE: &str = "\
database create KIND PROCESS   makes a database that is of use while PROCESS lives, and prints its URL
database drop URL              drops it; KIND is `postgres` or `mysql`
database run URL FILE          runs the statements of a file in it";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["create", kind, process] if create(kind, process).await => ExitCode::SUCCESS,
        ["drop", url] => told(drop_database(url).await),
        ["run", url, file] => match std::fs::read_to_string(file) {
            Ok(script) => told(run_script(url, script).await),
            error => told(error),
        },
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn told<T, E: std::fmt::Display>(outcome: Result<T, E>) -> ExitCode {
    match outcome {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn create(kind: &str, process: &str) -> bool {
    let kind = Kind::ALL.into_iter().find(|known| known.is_served() && known.name() == kind);
    let (Some(kind), Ok(process)) = (kind, process.parse()) else { return false };
    println!("{}", Database::owned_by(kind, process).await.keep());
    true
}
