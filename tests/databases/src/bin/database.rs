//! Makes and drops databases for the test scripts.

use std::env::args;
use std::process::ExitCode;

use crud_test_databases::{Database, Kind, drop_database};

const USAGE: &str = "\
database create KIND PROCESS   makes a database that is of use while PROCESS lives, and prints its URL
database drop URL              drops it; KIND is `postgres` or `mysql`";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["create", kind, process] if create(kind, process).await => ExitCode::SUCCESS,
        ["drop", url] => match drop_database(url).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        },
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

async fn create(kind: &str, process: &str) -> bool {
    let kind = Kind::ALL.into_iter().find(|known| known.is_served() && known.name() == kind);
    let (Some(kind), Ok(process)) = (kind, process.parse()) else { return false };
    println!("{}", Database::owned_by(kind, process).await.keep());
    true
}
