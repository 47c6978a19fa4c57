//! CPU time of cargo and all that it starts.

use std::fs;
use std::process::{Command, Stdio};

use crate::Result;
use crate::generate::Package;

/// CPU seconds of an order to cargo when nothing of the package itself is built, not even what
/// incremental compilation keeps.
pub(crate) fn from_scratch(package: &Package, order: &[&str]) -> Result<f64> {
    cargo(package, &["clean", "--package", &package.name])?;
    cargo(package, order)
}

/// CPU seconds of an order to cargo.
pub(crate) fn cargo(package: &Package, order: &[&str]) -> Result<f64> {
    let before = children()?;
    let done = Command::new(env!("CARGO"))
        .args(order)
        .args(["--offline", "--quiet"])
        .current_dir(&package.folder)
        .env("CARGO_TARGET_DIR", &package.target)
        .stdin(Stdio::null())
        .output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
    }
    Ok(children()? - before)
}

/// User and system time of all descendants that have ended and were waited for, in seconds.
fn children() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(')').ok_or("an unreadable /proc/self/stat")?.1;
    let ticks = fields
        .split_whitespace()
        .skip(13)
        .take(2)
        .map(str::parse::<u32>)
        .sum::<std::result::Result<u32, _>>()?;
    // USER_HZ is 100 on every Linux that Rust runs on.
    Ok(f64::from(ticks) / 100.0)
}
