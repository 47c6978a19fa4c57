//! `chinook load DIR`: sends every row of the CSV files to a server, over HTTP.

use std::{collections::HashSet, path::Path};

use futures_util::{StreamExt, TryStreamExt, stream};
use indicatif::ProgressBar;
use reqwest::{Client, StatusCode};

use crate::{
    files::{FILES, Failure, Fallible, File, Row},
    progress,
};

/// How many requests are under way at a time; the server writes those that wait together in one go.
const PARALLEL: usize = 32;

/// Loads a folder into the server at `url`, and says how many rows it sent.
///
/// Rows are put under their own keys, so that loading a second time changes nothing.
pub(crate) async fn load(url: &str, folder: &Path) -> Fallible<usize> {
    // Everything is read before the first request: a folder that lacks a file loads nothing.
    let files =
        FILES.iter().map(|file| Ok((file, file.read(folder)?))).collect::<Fallible<Vec<_>>>()?;
    let client = Client::new();
    let mut sent = 0;
    for (file, rows) in &files {
        let bar = progress::bar(file.name, rows.len());
        for wave in waves(file, rows)? {
            stream::iter(wave)
                .map(|row| put(&client, url, file, row, &bar))
                .buffer_unordered(PARALLEL)
                .try_collect::<()>()
                .await?;
        }
        progress::done(&bar, rows.len());
        sent += rows.len();
    }
    Ok(sent)
}

/// The rows in the order in which they can be sent: each wave refers only to those before it.
fn waves<'r>(file: &File, rows: &'r [Row]) -> Fallible<Vec<Vec<&'r Row>>> {
    let mut waves = Vec::new();
    let mut sent = HashSet::new();
    let mut waiting = rows.iter().collect::<Vec<_>>();
    while !waiting.is_empty() {
        let (wave, later) = waiting
            .into_iter()
            .partition::<Vec<_>, _>(|row| file.parent_of(row).is_none_or(|key| sent.contains(key)));
        if wave.is_empty() {
            let stuck = later.iter().map(|row| file.key_of(row)).collect::<Vec<_>>();
            return Err(format!(
                "{}: {} refer to rows that are not there, or to each other in a circle",
                file.name,
                stuck.join(", ")
            )
            .into());
        }
        if file.parent.is_some() {
            sent.extend(wave.iter().map(|row| file.key_of(row)));
        }
        waves.push(wave);
        waiting = later;
    }
    Ok(waves)
}

async fn put(
    client: &Client,
    url: &str,
    file: &File,
    row: &Row,
    bar: &ProgressBar,
) -> Fallible<()> {
    let key = file.key_of(row);
    let answer = client
        .put(format!("{url}/{}/{key}", file.path))
        .header("prefer", "return=minimal")
        .json(&file.body(row)?)
        .send()
        .await
        .map_err(|error| no_answer(url, error))?;
    if answer.status().is_success() {
        bar.inc(1);
        return Ok(());
    }
    Err(format!("{} {key}: {}", file.name, refusal(answer.status(), &answer.text().await?)).into())
}

/// Why there was no answer, and what to do.
pub(crate) fn no_answer(url: &str, error: reqwest::Error) -> Failure {
    if !error.is_connect() {
        return error.into();
    }
    format!("no server listens at {url}: start one with `chinook`, or leave `--server` out").into()
}

/// What the server said, as one line.
fn refusal(status: StatusCode, body: &str) -> String {
    format!("{status}: {}", if body.is_empty() { "without a word" } else { body })
}
