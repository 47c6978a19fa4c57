//! The requests that loading and verifying make.

use crud_runtime::prelude::serde_json::Value;
use reqwest::{RequestBuilder, Response, StatusCode};

use crate::{Fallible, resource::Row};

/// How many requests are under way at a time; the server writes those that wait together in one go.
pub(crate) const PARALLEL: usize = 32;

/// Talks to one server.
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
}

/// A list, all its pages together.
pub(crate) struct List {
    pub(crate) rows: Vec<Row>,
    /// How many there are, says the server.
    pub(crate) total: Option<usize>,
}

impl Client {
    pub(crate) fn new(url: &str) -> Self {
        Self { http: reqwest::Client::new(), url: url.to_owned() }
    }

    /// Creates or replaces a record.
    pub(crate) async fn put(&self, path: &str, key: &str, row: &Row) -> Fallible<()> {
        let request = self
            .http
            .put(format!("{}/{path}/{key}", self.url))
            .header("prefer", "return=minimal")
            .json(row);
        let answer = self.send(request).await?;
        if answer.status().is_success() { Ok(()) } else { Err(refusal(answer).await) }
    }

    /// The record of a key, if there is one.
    pub(crate) async fn get(&self, path: &str, key: &str) -> Fallible<Option<Row>> {
        let answer = self.send(self.http.get(format!("{}/{path}/{key}", self.url))).await?;
        match answer.status() {
            StatusCode::OK => Ok(Some(answer.json().await?)),
            StatusCode::NOT_FOUND => Ok(None),
            _ => Err(refusal(answer).await),
        }
    }

    /// The records that a filter leaves, page after page to the end.
    pub(crate) async fn list(&self, path: &str, filter: &[(&str, &str)]) -> Fallible<List> {
        let mut list = List { rows: Vec::new(), total: None };
        let mut cursor = None::<String>;
        loop {
            let request = self
                .http
                .get(format!("{}/{path}", self.url))
                .query(filter)
                // Small enough that most resources have several.
                .query(&[("limit", "200"), ("count", "exact")])
                .query(&cursor.as_deref().map(|cursor| [("cursor", cursor)]));
            let answer = self.send(request).await?;
            if answer.status() != StatusCode::OK {
                return Err(refusal(answer).await);
            }
            let mut page = answer.json::<Value>().await?;
            let Value::Array(items) = page["items"].take() else {
                return Err(format!("{path}: the answer has no `items`").into());
            };
            for item in items {
                let Value::Object(row) = item else {
                    return Err(format!("{path}: an item is no object").into());
                };
                list.rows.push(row);
            }
            list.total = page["total"].as_u64().and_then(|total| usize::try_from(total).ok());
            match page["next"].take() {
                Value::String(next) => cursor = Some(next),
                _ => return Ok(list),
            }
        }
    }

    async fn send(&self, request: RequestBuilder) -> Fallible<Response> {
        request.send().await.map_err(|error| {
            if !error.is_connect() {
                return error.into();
            }
            format!("no server listens at {}: start one, or leave `--server` out", self.url).into()
        })
    }
}

/// What the server said, as one line.
async fn refusal(answer: Response) -> crate::Failure {
    let status = answer.status();
    let body = answer.text().await.unwrap_or_default();
    format!("{status}: {}", if body.is_empty() { "without a word" } else { &body }).into()
}
