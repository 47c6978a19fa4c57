//! All routes as text, for people at a terminal.

use std::fmt::Write as _;

use super::Api;
use super::name::record_path;
use crate::model::Operation;

/// One line per route: method, path, what it does.
pub(crate) fn render(api: &Api) -> String {
    let mut lines: Vec<(String, String, String)> = Vec::new();
    for table in &api.tables {
        for &operation in Operation::ALL.iter().filter(|operation| table.serves(**operation)) {
            let path =
                if operation.on_record() { record_path(table) } else { format!("/{}", table.path) };
            let what = super::openapi::summary(table, operation);
            lines.push((operation.method().to_owned(), api.base.clone() + &path, what));
        }
    }
    for route in &api.routes {
        let summary = route.operation.get("summary").and_then(|summary| summary.as_str());
        let (path, what) = (api.base.clone() + &route.path, summary.unwrap_or_default().to_owned());
        lines.push((route.method.to_ascii_uppercase(), path, what));
    }
    let width = lines.iter().map(|(_, path, _)| path.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (method, path, what) in lines {
        // Writing into a `String` cannot fail.
        let _ = writeln!(text, "{}", format!("{method:<6} {path:<width$}  {what}").trim_end());
    }
    text
}
