//! `verify DIR`: compares every value with what is served, and every way of reading it with the
//! others.
//!
//! What a list shows is compared with the rows. What is found by key and by filter, sorted and
//! counted by the server, is compared with the list: a value that differs is told once.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Arguments;

use crud_runtime::prelude::serde_json::Value;
use futures_util::{StreamExt, TryStreamExt, stream};
use indicatif::ProgressBar;

use crate::{
    Fallible,
    client::{Client, List, PARALLEL},
    progress,
    resource::{Resource, Row},
};

/// How many differences are told one by one; all of them are counted.
const TOLD: usize = 20;

/// How many texts of a member are filtered by, evenly from all of them: where there is no index,
/// each filter reads the whole table.
const ASKED: usize = 200;

/// What was compared.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) rows: usize,
    pub(crate) values: usize,
    pub(crate) differences: usize,
}

/// Compares the rows with the server at `url`.
pub(crate) async fn verify(url: &str, resources: &[Resource]) -> Fallible<Report> {
    let client = &Client::new(url);
    let mut report = Report::default();
    for resource in resources {
        let bar = progress::bar(resource.name, resource.rows.len());
        let list = client
            .list(resource.path, &[])
            .await
            .map_err(|error| format!("{}: {error}", resource.name))?;
        report.count(resource, "", &list);
        let listed = list.rows.iter().map(|row| resource.key_of(row)).collect::<Vec<_>>();
        let mut served = HashMap::new();
        for row in list.rows {
            let key = resource.key_of(&row);
            if served.insert(key.clone(), row).is_some() {
                report.tell(format_args!("{} {key}: listed twice", resource.name));
            }
        }
        report.rows(resource, &served);
        report.order(resource, None, &served, &listed);
        by_key(client, resource, &served, &bar, &mut report).await?;
        for member in resource.sorts {
            sorted(client, resource, member, &served, &mut report).await?;
        }
        for member in resource.texts {
            by_text(client, resource, member, &served, &mut report).await?;
        }
        progress::done(&bar, resource.rows.len());
    }
    Ok(report)
}

impl Report {
    fn tell(&mut self, difference: Arguments<'_>) {
        self.differences += 1;
        if self.differences <= TOLD {
            println!("{difference}");
        } else if self.differences == TOLD + 1 {
            println!("… and more");
        }
    }

    /// The server counts what it lists.
    fn count(&mut self, resource: &Resource, filter: &str, list: &List) {
        let listed = list.rows.len();
        if list.total != Some(listed) {
            let total = list.total.map_or_else(|| "nothing".to_owned(), |total| total.to_string());
            let name = resource.name;
            self.tell(format_args!("{name}{filter}: {listed} listed, and {total} is the total"));
        }
    }

    /// What is served is listed in this order.
    fn order(
        &mut self,
        resource: &Resource,
        sort: Option<(&str, bool)>,
        served: &HashMap<String, Row>,
        listed: &[String],
    ) {
        let mut expected = served.iter().collect::<Vec<_>>();
        expected.sort_by(|(_, one), (_, other)| {
            // The key goes the way of the sort before it.
            let descends = sort.is_some_and(|(_, descending)| descending);
            let by = |member: &str| {
                let order = compare(&one[member], &other[member]);
                if descends { order.reverse() } else { order }
            };
            let first = sort.map_or(Ordering::Equal, |(member, _)| by(member));
            resource.key.iter().fold(first, |order, member| order.then_with(|| by(member)))
        });
        let expected = expected.into_iter().map(|(key, _)| key);
        if let Some((is, should)) = listed.iter().zip(expected).find(|(is, should)| is != should) {
            let name = resource.name;
            self.tell(format_args!("{name} {is}: listed by {sort:?} where {should} should stand"));
        }
    }

    /// The rows and the listed records are the same, member by member.
    fn rows(&mut self, resource: &Resource, served: &HashMap<String, Row>) {
        let name = resource.name;
        let mut unknown = served.keys().collect::<HashSet<_>>();
        for row in &resource.rows {
            let key = resource.key_of(row);
            let Some(record) = served.get(&key) else {
                self.tell(format_args!("{name} {key}: not listed"));
                continue;
            };
            unknown.remove(&key);
            for (member, value) in row {
                self.values += 1;
                let is = record.get(member);
                if is != Some(value) {
                    let is = is.map_or_else(|| "nothing".to_owned(), Value::to_string);
                    self.tell(format_args!(
                        "{name} {key}: {member} is {value} in the data and {is} on the server"
                    ));
                }
            }
            for member in record.keys().filter(|member| !row.contains_key(*member)) {
                self.tell(format_args!("{name} {key}: {member} is not in the data"));
            }
        }
        for key in unknown {
            self.tell(format_args!("{name} {key}: not in the data"));
        }
        self.rows += resource.rows.len();
    }
}

/// A list is in the order that it is asked for, and in that of the key where that says nothing.
async fn sorted(
    client: &Client,
    resource: &Resource,
    member: &str,
    served: &HashMap<String, Row>,
    report: &mut Report,
) -> Fallible<()> {
    for descending in [false, true] {
        let sort = format!("{}{member}", if descending { "-" } else { "" });
        let list = client.list(resource.path, &[("sort", &sort)]).await;
        let list = list.map_err(|error| format!("{}?sort={sort}: {error}", resource.name))?;
        let listed = list.rows.iter().map(|row| resource.key_of(row)).collect::<Vec<_>>();
        report.order(resource, Some((member, descending)), served, &listed);
    }
    Ok(())
}

/// Each record is found under its key as it was listed; what is not listed is not found.
async fn by_key(
    client: &Client,
    resource: &Resource,
    served: &HashMap<String, Row>,
    bar: &ProgressBar,
    report: &mut Report,
) -> Fallible<()> {
    let keys = resource.rows.iter().map(|row| resource.key_of(row));
    let mut answers = stream::iter(keys)
        .map(async |key| {
            let found = client.get(resource.path, &key).await;
            found.map(|found| (key, found)).map_err(|error| format!("{}: {error}", resource.name))
        })
        .buffer_unordered(PARALLEL);
    while let Some((key, found)) = answers.try_next().await? {
        bar.inc(1);
        if found.as_ref() != served.get(&key) {
            let name = resource.name;
            report.tell(format_args!("{name} {key}: not listed as it is found by its key"));
        }
    }
    Ok(())
}

/// A filter by a text finds exactly the records that have it, and none that have nearly that.
async fn by_text(
    client: &Client,
    resource: &Resource,
    member: &str,
    served: &HashMap<String, Row>,
    report: &mut Report,
) -> Fallible<()> {
    let mut having = BTreeMap::<&str, Vec<&str>>::new();
    for (key, row) in served {
        if let Some(Value::String(text)) = row.get(member) {
            having.entry(text).or_default().push(key);
        }
    }
    let near = format!("{member}[in]");
    let mut questions = Vec::new();
    for text in having.keys().step_by(having.len().div_ceil(ASKED).max(1)) {
        questions.push((member, (*text).to_owned(), vec![(*text).to_owned()]));
        let alike = nearly(text);
        let list = alike.iter().map(|text| text.replace('\\', r"\\").replace(',', r"\,"));
        questions.push((&near, list.collect::<Vec<_>>().join(","), alike));
    }
    let mut answers = stream::iter(questions)
        .map(async |(parameter, text, meant)| {
            let list = client.list(resource.path, &[(parameter, &text)]).await;
            let filter = format!("?{parameter}={text}");
            match list {
                Ok(list) => Ok((filter, meant, list)),
                Err(error) => Err(format!("{}{filter}: {error}", resource.name)),
            }
        })
        .buffer_unordered(PARALLEL);
    while let Some((filter, meant, list)) = answers.try_next().await? {
        report.count(resource, &filter, &list);
        let mut expected = meant
            .iter()
            .filter_map(|text| having.get(text.as_str()))
            .flatten()
            .copied()
            .collect::<Vec<_>>();
        let mut found = list.rows.iter().map(|row| resource.key_of(row)).collect::<Vec<_>>();
        expected.sort_unstable();
        found.sort_unstable();
        if expected != found {
            report.tell(format_args!(
                "{}{filter}: finds {found:?} and not {expected:?}",
                resource.name
            ));
        }
    }
    Ok(())
}

/// Texts that a careless comparison takes for this one: another case, another accent, a space
/// behind.
fn nearly(text: &str) -> Vec<String> {
    let mut nearly = vec![format!("{text} "), format!("{text}\u{301}")];
    let upper = text.to_uppercase();
    nearly.push(if upper == text { text.to_lowercase() } else { upper });
    nearly.extend(text.find('a').map(|at| format!("{}á{}", &text[..at], &text[at + 1..])));
    nearly.extend(text.find('é').map(|at| format!("{}e{}", &text[..at], &text[at + 2..])));
    nearly.extend(text.strip_suffix(' ').map(str::to_owned));
    nearly.retain(|other| other != text);
    nearly.sort_unstable();
    nearly.dedup();
    nearly
}

/// Texts by their code points, numbers by their size, null behind everything.
fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one.cmp(other),
        (Value::Number(one), Value::Number(other)) => match (one.as_i64(), other.as_i64()) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal),
        },
        _ => one.is_null().cmp(&other.is_null()),
    }
}

#[cfg(test)]
mod tests {
    use crud_runtime::prelude::serde_json::json;

    use super::{Ordering, Report, Resource, Value, compare, nearly};

    #[test]
    fn null_is_behind_everything_and_case_comes_before_the_alphabet() {
        let values =
            [json!("Z"), json!("a"), json!("é"), json!("\u{FFFF}"), json!("🎸"), json!(null)];
        assert!(values.is_sorted_by(|one, other| compare(one, other) == Ordering::Less));
        assert_eq!(compare(&json!(-0.5), &json!(-1)), Ordering::Greater);
    }

    #[test]
    fn what_is_nearly_a_text_is_not_it() {
        assert_eq!(nearly("ab"), ["AB", "ab ", "ab\u{301}", "áb"]);
        assert_eq!(nearly("日 "), ["日", "日  ", "日 \u{301}"]);
    }

    #[test]
    fn a_list_in_another_order_is_a_difference() {
        let resource = Resource {
            name: "letter",
            path: "letters",
            key: &["id"],
            parent: &[],
            texts: &[],
            sorts: &[],
            rows: Vec::new(),
        };
        let row = |id: &str| match json!({ "id": id }) {
            Value::Object(row) => (id.to_owned(), row),
            _ => unreachable!("an object is one"),
        };
        let served = [row("a"), row("B")].into();
        let mut report = Report::default();
        report.order(&resource, None, &served, &["B".to_owned(), "a".to_owned()]);
        assert_eq!(report.differences, 0);
        report.order(&resource, None, &served, &["a".to_owned(), "B".to_owned()]);
        assert_eq!(report.differences, 1);
    }
}
