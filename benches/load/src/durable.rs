//! Records that can be told apart, and who has acknowledged them.

use std::net::SocketAddr;

use crate::Result;
use crate::client::Client;

/// A record that the server said it has.
pub(crate) struct Acknowledged {
    pub(crate) id: u64,
    pub(crate) title: String,
}

/// Titles that no other record has: writer and number, in a fixed width.
pub(crate) fn title(round: usize, writer: usize, number: usize) -> String {
    format!("kept-{round:03}-{writer:03}-{number:08}-tpek")
}

/// Creates a task and returns what the server acknowledged.
pub(crate) fn create(client: &mut Client, title: String) -> Result<Acknowledged> {
    let body = format!("{{\"title\":\"{title}\",\"priority\":1,\"estimate\":0.5}}");
    let answer = client.post("/tasks", &body)?;
    let id = answer
        .body
        .strip_prefix("{\"id\":")
        .and_then(|rest| rest.split_once(','))
        .and_then(|(id, _)| id.parse().ok());
    match (answer.status, id) {
        (201, Some(id)) => Ok(Acknowledged { id, title }),
        (status, _) => Err(format!("create: {status} {}", answer.body).into()),
    }
}

/// How many of them the server does not have as it said.
pub(crate) fn missing(address: SocketAddr, records: &[Acknowledged]) -> Result<usize> {
    let mut client = Client::connect(address)?;
    let mut missing = 0;
    for Acknowledged { id, title } in records {
        let answer = client.get(&format!("/tasks/{id}"))?;
        if answer.status != 200 || !answer.body.contains(&format!("\"title\":\"{title}\"")) {
            eprintln!("lost: task {id}, {title}: {} {}", answer.status, answer.body);
            missing += 1;
        }
    }
    Ok(missing)
}
