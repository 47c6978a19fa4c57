//! `chinook verify DIR`: reads the CSV files again and compares every value with what is served.

use std::{collections::HashMap, path::Path};

use crud_runtime::prelude::serde_json::Value;
use reqwest::Client;

use crate::{
    files::{FILES, Fallible, File},
    load::no_answer,
    progress,
};

/// How many differences are told one by one; all of them are counted.
const TOLD: usize = 20;

/// What was compared.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) rows: usize,
    pub(crate) differences: usize,
}

/// Compares a folder with the server at `url`.
pub(crate) async fn verify(url: &str, folder: &Path) -> Fallible<Report> {
    let client = Client::new();
    let mut report = Report::default();
    for file in FILES {
        let rows = file.read(folder)?;
        let bar = progress::bar(file.name, rows.len());
        let mut served = fetch(&client, url, file, &bar).await?;
        for row in &rows {
            let key = file.key_of(row);
            let Some(record) = served.remove(&key) else {
                report.tell(format_args!("{} {key}: not served", file.name));
                continue;
            };
            for (header, cell, value) in file.differences(row, &record) {
                let value = value.map_or_else(|| "nothing".to_owned(), Value::to_string);
                report.tell(format_args!(
                    "{} {key}: {header} is `{cell}` in the file and {value} on the server",
                    file.name
                ));
            }
        }
        for key in served.keys() {
            report.tell(format_args!("{} {key}: not in the file", file.name));
        }
        report.rows += rows.len();
        progress::done(&bar, rows.len());
    }
    Ok(report)
}

impl Report {
    fn tell(&mut self, difference: std::fmt::Arguments<'_>) {
        self.differences += 1;
        if self.differences <= TOLD {
            println!("{difference}");
        } else if self.differences == TOLD + 1 {
            println!("… and more");
        }
    }
}

/// Every record of a resource by its key, page after page.
async fn fetch(
    client: &Client,
    url: &str,
    file: &File,
    bar: &indicatif::ProgressBar,
) -> Fallible<HashMap<String, Value>> {
    let mut records = HashMap::new();
    let mut cursor = None::<String>;
    loop {
        let mut query = vec![("limit", "1000")];
        query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let answer = client.get(format!("{url}/{}", file.path)).query(&query).send().await;
        let answer = answer.map_err(|error| no_answer(url, error))?;
        let mut page = answer.error_for_status()?.json::<Value>().await?;
        let Value::Array(items) = page["items"].take() else {
            return Err(format!("{}: the answer has no `items`", file.path).into());
        };
        for record in items {
            let key = file.key_of_record(&record);
            if records.insert(key.clone(), record).is_some() {
                return Err(format!("{} {key}: listed twice", file.name).into());
            }
            bar.inc(1);
        }
        match page["next"].take() {
            Value::String(next) => cursor = Some(next),
            _ => return Ok(records),
        }
    }
}
