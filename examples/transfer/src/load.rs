//! `load DIR`: puts every row under its key.

use std::collections::HashSet;

use futures_util::{StreamExt, TryStreamExt, stream};

use crate::{
    Fallible,
    client::{Client, PARALLEL},
    progress,
    resource::{Resource, Row},
};

/// Loads the rows into the server at `url`, and says how many it sent.
///
/// Rows are put under their own keys, so that loading a second time changes nothing.
pub(crate) async fn load(url: &str, resources: &[Resource]) -> Fallible<usize> {
    let client = &Client::new(url);
    let mut sent = 0;
    for resource in resources {
        let bar = &progress::bar(resource.name, resource.rows.len());
        for wave in waves(resource)? {
            stream::iter(wave)
                .map(async |row| {
                    let key = resource.key_of(row);
                    client
                        .put(resource.path, &key, row)
                        .await
                        .map_err(|error| format!("{} {key}: {error}", resource.name))?;
                    bar.inc(1);
                    Fallible::Ok(())
                })
                .buffer_unordered(PARALLEL)
                .try_collect::<()>()
                .await?;
        }
        progress::done(bar, resource.rows.len());
        sent += resource.rows.len();
    }
    Ok(sent)
}

/// The rows in the order in which they can be sent: each wave refers only to those before it.
fn waves(resource: &Resource) -> Fallible<Vec<Vec<&Row>>> {
    let mut waves = Vec::new();
    let mut sent = HashSet::new();
    let mut waiting = resource.rows.iter().collect::<Vec<_>>();
    while !waiting.is_empty() {
        let (wave, later) = waiting.into_iter().partition::<Vec<_>, _>(|row| {
            resource.parent_of(row).is_none_or(|key| sent.contains(&key))
        });
        if wave.is_empty() {
            let stuck = later.iter().map(|row| resource.key_of(row)).collect::<Vec<_>>();
            return Err(format!(
                "{}: {} refer to rows that are not there, or to each other in a circle",
                resource.name,
                stuck.join(", ")
            )
            .into());
        }
        if !resource.parent.is_empty() {
            sent.extend(wave.iter().map(|row| resource.key_of(row)));
        }
        waves.push(wave);
        waiting = later;
    }
    Ok(waves)
}
