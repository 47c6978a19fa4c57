//! What processes and threads have spent, as the kernel counts it.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use crate::Result;

/// User and system seconds of each task so far, by its id.
pub(crate) type Spent = HashMap<i64, f64>;

/// A process with all its threads, those that have ended as well.
pub(crate) fn of_process(id: u32) -> Result<f64> {
    seconds(Path::new(&format!("/proc/{id}/stat")))
}

/// Threads, or processes of one thread, whose command line holds one of these words. Nothing if
/// one of them is a stranger: then the ids are those of another machine or container.
pub(crate) fn of_tasks(ids: &[i64], words: &[&str]) -> Option<Spent> {
    ids.iter()
        .map(|id| {
            let command = fs::read(format!("/proc/{id}/cmdline")).ok()?;
            let command = String::from_utf8_lossy(&command);
            words.iter().find(|word| command.contains(**word))?;
            Some((*id, seconds(Path::new(&format!("/proc/{id}/task/{id}/stat"))).ok()?))
        })
        .collect()
}

/// What was spent between the one and the other; a task that is new has begun at nothing.
pub(crate) fn between(before: &Spent, after: &Spent) -> f64 {
    after.iter().map(|(id, spent)| spent - before.get(id).copied().unwrap_or_default()).sum()
}

fn seconds(stat: &Path) -> Result<f64> {
    let stat = fs::read_to_string(stat)?;
    // The name, in parentheses, may hold spaces; the 14th and 15th fields do not.
    let fields = stat.rsplit_once(')').ok_or("an unreadable /proc/PID/stat")?.1;
    let ticks = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(str::parse::<u32>)
        .sum::<std::result::Result<u32, _>>()?;
    // USER_HZ is 100 on every Linux that Rust runs on.
    Ok(f64::from(ticks) / 100.0)
}
