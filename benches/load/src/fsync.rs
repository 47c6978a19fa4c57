//! Watches the system calls: between a record's first write to the write-ahead log and the answer
//! that acknowledges it there is a sync of that log, begun after the one and ended before the other.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::thread;

use crate::client::Client;
use crate::database::Database;
use crate::durable;
use crate::server::Server;
use crate::{Result, Victim};

/// What the trace says, as line numbers of its log.
#[derive(Default)]
struct Trace {
    /// The end of the first write to the log that holds the title.
    written: HashMap<String, usize>,
    /// Begin and end of each sync of the write-ahead log.
    syncs: Vec<(usize, usize)>,
    /// The begin of the write to a socket that holds the title.
    answered: HashMap<String, usize>,
}

pub(crate) fn run(victim: &Victim, creates: usize) -> Result<()> {
    let temporary = tempfile::Builder::new().prefix("crud-fsync-").tempdir()?;
    let folder = victim.folder.as_deref().unwrap_or(temporary.path());
    let log = folder.join("trace.log");
    let log_name = log.display().to_string();
    let server = Server::start(
        &victim.server,
        &Database::file(&folder.join("fsync.db")),
        // -y names the file behind each descriptor; -s shows a whole page of the log.
        &[
            "strace",
            "-f",
            "-y",
            "-s",
            "9000",
            "-o",
            &log_name,
            "-e",
            "trace=fsync,fdatasync,write,pwrite64,writev,sendto,sendmsg",
        ],
    )?;
    let share = creates.div_ceil(victim.writers);
    thread::scope(|scope| {
        let running: Vec<_> = (0..victim.writers)
            .map(|writer| {
                let address = server.address;
                scope.spawn(move || -> Result<()> {
                    let mut client = Client::connect(address)?;
                    for number in 0..share {
                        durable::create(&mut client, durable::title(0, writer, number))?;
                    }
                    Ok(())
                })
            })
            .collect();
        running.into_iter().try_for_each(|writer| writer.join().map_err(|_| "a writer panicked")?)
    })?;
    server.kill()?;
    judge(&read(&log)?, share * victim.writers)
}

fn judge(trace: &Trace, creates: usize) -> Result<()> {
    let mut unsynced = 0;
    for (title, answered) in &trace.answered {
        let written = trace.written.get(title).copied().unwrap_or(usize::MAX);
        if !trace.syncs.iter().any(|&(begin, end)| written < begin && end < *answered) {
            eprintln!("{title}: written at {written}, answered at {answered}, no sync between");
            unsynced += 1;
        }
    }
    println!(
        "{} creates answered, {} syncs of the write-ahead log, \
         {unsynced} answers without a sync before them",
        trace.answered.len(),
        trace.syncs.len(),
    );
    if trace.answered.len() != creates {
        return Err(format!("{creates} creates were sent; the trace misses some").into());
    }
    if unsynced > 0 { Err("answers left before their sync".into()) } else { Ok(()) }
}

fn read(log: &Path) -> Result<Trace> {
    let mut trace = Trace::default();
    // Calls that another thread's line has interrupted: where they began, what they said.
    let mut unfinished: HashMap<String, (usize, String)> = HashMap::new();
    for (line, text) in String::from_utf8_lossy(&fs::read(log)?).lines().enumerate() {
        let Some((thread, call)) = text.split_once(' ') else { continue };
        let call = call.trim_start();
        if let Some(beginning) = call.strip_suffix("<unfinished ...>") {
            if !beginning.contains("-wal>") {
                trace.answer(line, beginning);
            }
            unfinished.insert(thread.to_owned(), (line, beginning.to_owned()));
        } else if call.starts_with("<... ") {
            if let Some((begin, beginning)) = unfinished.remove(thread) {
                trace.call(begin, line, &beginning);
            }
        } else {
            trace.call(line, line, call);
        }
    }
    Ok(trace)
}

impl Trace {
    fn call(&mut self, begin: usize, end: usize, call: &str) {
        if !call.contains("-wal>") {
            self.answer(begin, call);
        } else if call.starts_with("fsync") || call.starts_with("fdatasync") {
            self.syncs.push((begin, end));
        } else {
            for title in titles(call) {
                self.written.entry(title.to_owned()).or_insert(end);
            }
        }
    }

    fn answer(&mut self, begin: usize, call: &str) {
        if call.contains("HTTP/1.1 201") {
            for title in titles(call) {
                self.answered.entry(title.to_owned()).or_insert(begin);
            }
        }
    }
}

/// The titles within a traced call, as [`durable::title`] makes them.
fn titles(call: &str) -> impl Iterator<Item = &str> {
    const WIDTH: usize = "kept-000-000-00000000-tpek".len();
    call.match_indices("kept-")
        .filter_map(|(start, _)| call.get(start..start + WIDTH))
        .filter(|title| title.ends_with("-tpek"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace(lines: &[String]) -> Trace {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let log = folder.path().join("trace.log");
        fs::write(&log, lines.join("\n")).expect("the log can be written");
        read(&log).expect("the log can be read")
    }

    fn write(title: &str) -> String {
        format!("7 pwrite64(9</t/fsync.db-wal>, \"..{title}..\", 4096, 56) = 4096")
    }

    fn answer(title: &str) -> String {
        format!("8 writev(12<socket:[5]>, [{{\"HTTP/1.1 201 Created\"}}, {{\"{title}\"}}], 2) = 9")
    }

    #[test]
    fn a_sync_counts_only_between_the_write_and_the_answer() {
        let title = durable::title(0, 1, 2);
        let sync = "7 fdatasync(9</t/fsync.db-wal>) = 0".to_owned();
        let right = [write(&title), sync.clone(), answer(&title)];
        assert!(judge(&trace(&right), 1).is_ok());
        for wrong in [
            vec![sync.clone(), write(&title), answer(&title)],
            vec![write(&title), answer(&title), sync.clone()],
            vec![write(&title), answer(&title)],
            vec![write(&title), sync.replace("-wal", ""), answer(&title)],
            vec![sync, answer(&title)],
        ] {
            assert!(judge(&trace(&wrong), 1).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_sync_ends_where_it_is_resumed() {
        let title = durable::title(0, 1, 2);
        let begun = "7 fdatasync(9</t/fsync.db-wal> <unfinished ...>".to_owned();
        let ended = "7 <... fdatasync resumed>) = 0".to_owned();
        let right = [write(&title), begun.clone(), ended.clone(), answer(&title)];
        assert!(judge(&trace(&right), 1).is_ok());
        let wrong = [write(&title), begun, answer(&title), ended];
        assert!(judge(&trace(&wrong), 1).is_err());
    }
}
