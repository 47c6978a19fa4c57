//! SIGKILL under concurrent writers: what was acknowledged is there afterwards.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use crate::client::Client;
use crate::database::Database;
use crate::durable::{self, Acknowledged};
use crate::server::Server;
use crate::{Result, Victim};

pub(crate) fn run(victim: &Victim, rounds: usize) -> Result<()> {
    let temporary = tempfile::Builder::new().prefix("crud-kill-").tempdir()?;
    let folder = victim.folder.as_deref().unwrap_or(temporary.path());
    let file = folder.join("kill.db");
    let database = Database::file(&file);
    let mut acknowledged = Vec::new();
    let mut slowest = Duration::ZERO;
    let mut lost = 0;
    let mut server = Server::start(&victim.server, &database, &[])?;
    for round in 1..=rounds {
        // Moments spread over a second without being the same in each round.
        let moment = Duration::from_millis(150 + (round as u64 * 7919) % 900);
        let fresh = write_until_killed(server, victim.writers, round, moment)?;
        server = Server::start(&victim.server, &database, &[])?;
        slowest = slowest.max(server.startup);
        lost += durable::missing(server.address, &fresh)?;
        println!(
            "round {round}: killed after {} ms, {} acknowledged, answered again after {} ms",
            moment.as_millis(),
            fresh.len(),
            server.startup.as_millis()
        );
        if fresh.is_empty() {
            return Err("no write was acknowledged, so nothing was tested".into());
        }
        acknowledged.extend(fresh);
    }
    // Once more at the end: a later crash must not take what an earlier one left.
    lost += durable::missing(server.address, &acknowledged)?;
    server.kill()?;
    let verdict: String =
        Connection::open(&file)?.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    println!(
        "{rounds} kills, {} acknowledged, {lost} lost, integrity {verdict}, \
         slowest restart {} ms",
        acknowledged.len(),
        slowest.as_millis()
    );
    if lost > 0 || verdict != "ok" {
        return Err("acknowledged records were lost".into());
    }
    Ok(())
}

/// Writes from all clients at once until the server is gone.
fn write_until_killed(
    server: Server,
    writers: usize,
    round: usize,
    moment: Duration,
) -> Result<Vec<Acknowledged>> {
    let acknowledged = Mutex::new(Vec::new());
    let address = server.address;
    thread::scope(|scope| {
        for writer in 0..writers {
            let acknowledged = &acknowledged;
            scope.spawn(move || {
                let Ok(mut client) = Client::connect(address) else { return };
                for number in 0.. {
                    // An error is the kill, or a create that nobody promised anything about.
                    match durable::create(&mut client, durable::title(round, writer, number)) {
                        Ok(record) => {
                            if let Ok(mut all) = acknowledged.lock() {
                                all.push(record);
                            }
                        }
                        Err(_) => return,
                    }
                }
            });
        }
        thread::sleep(moment);
        server.kill()
    })?;
    acknowledged.into_inner().map_err(|_| "a writer panicked".into())
}
