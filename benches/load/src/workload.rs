//! What is asked of the servers.

use crate::Result;
use crate::client::Client;

/// One kind of request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Workload {
    Get,
    List50,
    List1000,
    /// 50 tasks, each with its five notes.
    Include50,
    Insert,
}

/// A client's place in its sequence of requests.
pub(crate) struct Sequence {
    workload: Workload,
    rows: u32,
    random: u64,
    next: Option<String>,
    pages: usize,
}

/// How many tasks have notes, the first ones,
pub(crate) const NOTED: u32 = 10_000;

/// and how many each.
pub(crate) const NOTES: usize = 5;

impl Workload {
    pub(crate) const ALL: [Self; 5] =
        [Self::Get, Self::List50, Self::List1000, Self::Include50, Self::Insert];

    /// Those that were named, or all.
    pub(crate) fn chosen(names: &[String]) -> Result<Vec<Self>> {
        if names.is_empty() {
            return Ok(Self::ALL.to_vec());
        }
        names
            .iter()
            .map(|name| {
                Self::ALL
                    .into_iter()
                    .find(|workload| workload.name() == name)
                    .ok_or_else(|| format!("no workload `{name}`").into())
            })
            .collect()
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::List50 => "list50",
            Self::List1000 => "list1000",
            Self::Include50 => "include50",
            Self::Insert => "insert",
        }
    }

    /// Concurrent clients.
    pub(crate) const fn clients(self) -> u64 {
        match self {
            Self::Get | Self::List50 | Self::Include50 => 16,
            Self::List1000 => 4,
            Self::Insert => 32,
        }
    }
}

impl Sequence {
    pub(crate) const fn new(workload: Workload, rows: u32, seed: u64) -> Self {
        let random = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(seed + 1);
        Self { workload, rows, random, next: None, pages: 0 }
    }

    /// Sends the next request and checks the answer.
    pub(crate) fn step(&mut self, client: &mut Client) -> Result<()> {
        match self.workload {
            Workload::Get => self.get(client),
            Workload::List50 => self.list(client, 50),
            Workload::List1000 => self.list(client, 1000),
            Workload::Include50 => self.include(client, 50),
            Workload::Insert => self.insert(client),
        }
    }

    fn get(&mut self, client: &mut Client) -> Result<()> {
        let id = self.random() % u64::from(self.rows) + 1;
        let answer = client.get(&format!("/tasks/{id}"))?;
        expect(answer.status, 200, answer.body)?;
        expect(answer.body.starts_with(&format!("{{\"id\":{id},")), true, answer.body)
    }

    /// Follows the pages to the end and begins again, as an export would.
    fn list(&mut self, client: &mut Client, limit: usize) -> Result<()> {
        let target = match &self.next {
            Some(cursor) => format!("/tasks?limit={limit}&cursor={cursor}"),
            None => format!("/tasks?limit={limit}"),
        };
        let answer = client.get(&target)?;
        expect(answer.status, 200, answer.body)?;
        self.next = answer
            .body
            .rsplit_once("\"next\":\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .map(|(cursor, _)| cursor.to_owned());
        if self.next.is_some() {
            expect(answer.body.matches("{\"id\":").count(), limit, "items of a full page")?;
        }
        Ok(())
    }

    /// The same, of the tasks that have notes.
    fn include(&mut self, client: &mut Client, limit: usize) -> Result<()> {
        let cursor =
            self.next.as_deref().map_or_else(String::new, |next| format!("&cursor={next}"));
        let answer = client.get(&format!("/tasks?limit={limit}&include=notes{cursor}"))?;
        expect(answer.status, 200, answer.body)?;
        expect(answer.body.matches("\"task_id\":").count(), limit * NOTES, "notes of a page")?;
        let next =
            answer.body.rsplit_once("\"next\":\"").and_then(|(_, rest)| rest.split_once('"'));
        self.pages += 1;
        let is_last = self.pages * limit >= NOTED.min(self.rows) as usize;
        self.next = next.filter(|_| !is_last).map(|(cursor, _)| cursor.to_owned());
        if self.next.is_none() {
            self.pages = 0;
        }
        Ok(())
    }

    fn insert(&mut self, client: &mut Client) -> Result<()> {
        let number = self.random() % 1000;
        let answer = client.post(
            "/tasks",
            &format!(
                "{{\"title\":\"Task {number}: call back the customer about the invoice\",\
                 \"status\":\"in_progress\",\"priority\":{number},\"estimate\":2.5,\"done\":false}}"
            ),
        )?;
        expect(answer.status, 201, answer.body)
    }

    /// xorshift64: not random, but spread.
    const fn random(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }
}

fn expect<T: PartialEq + std::fmt::Debug + Copy>(found: T, wanted: T, body: &str) -> Result<()> {
    if found == wanted {
        return Ok(());
    }
    Err(format!("expected {wanted:?}, got {found:?}: {body}").into())
}
