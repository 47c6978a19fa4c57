//! Sessions with a server that says what a test has it say, one byte at a time.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::join;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::{Error, Frame, Mode, Place, Session, Target, Tls};
use crate::sql::{Arg, Statement};

/// The server's side of a connection.
struct Server(TcpStream);

impl Server {
    /// The next message: its kind, and what it says.
    async fn hear(&mut self) -> (u8, Vec<u8>) {
        let kind = self.0.read_u8().await.expect("a message");
        (kind, self.body().await)
    }

    async fn body(&mut self) -> Vec<u8> {
        let length = self.0.read_u32().await.expect("a length") as usize;
        let mut body = vec![0; length - 4];
        self.0.read_exact(&mut body).await.expect("a whole message");
        body
    }

    /// The kinds of the next messages, up to the end of a request.
    async fn hear_request(&mut self) -> String {
        let mut kinds = String::new();
        while !kinds.ends_with('S') {
            kinds.push(self.hear().await.0.into());
        }
        kinds
    }

    async fn say(&mut self, messages: &[(u8, &[u8])]) {
        for (kind, body) in messages {
            let length = u32::try_from(body.len() + 4).expect("short").to_be_bytes();
            for byte in [&[*kind], &length[..], body].concat() {
                self.0.write_all(&[byte]).await.expect("said");
            }
        }
    }
}

const WELCOME: (u8, &[u8]) = (b'R', &[0, 0, 0, 0]);
const READY: (u8, &[u8]) = (b'Z', b"I");
const OPEN: (u8, &[u8]) = (b'Z', b"T");
const PARSED: (u8, &[u8]) = (b'1', b"");
const BOUND: (u8, &[u8]) = (b'2', b"");
const DONE: (u8, &[u8]) = (b'C', b"SELECT 1\0");
const OUTDATED: (u8, &[u8]) =
    (b'E', b"SERROR\0VERROR\0C0A000\0Mcached plan\0RRevalidateCachedQuery\0\0");
const FORGOTTEN: (u8, &[u8]) = (b'E', b"VERROR\0C26000\0Mno such statement\0\0");

fn row(value: u8) -> Vec<u8> {
    vec![0, 1, 0, 0, 0, 1, value]
}

/// Opens a session with a server that does this.
async fn log_in<T>(serve: impl AsyncFnOnce(Server) -> T) -> (Result<Session, Error>, T) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let target = Target {
        place: Place::Tcp("127.0.0.1".to_owned(), port),
        tls: Tls { mode: Mode::Disable, ..Tls::default() },
        user: "md5_user".to_owned(),
        password: Some("password".to_owned()),
        database: Some("library".to_owned()),
        application_name: "crud".to_owned(),
        options: None,
    };
    let served = async {
        let (socket, _) = listener.accept().await.expect("a client");
        socket.set_nodelay(true).expect("set");
        serve(Server(socket)).await
    };
    join(Session::open(&target), served).await
}

/// A session with a server that lets everybody in.
async fn open() -> (Session, Server) {
    let (session, peer) = log_in(async |mut peer: Server| {
        let settings = peer.body().await;
        let has = |part: &[u8]| settings.windows(part.len()).any(|window| window == part);
        assert!(settings.starts_with(b"\0\x03\0\0user\0md5_user\0"));
        assert!(has(b"\0database\0library\0") && settings.ends_with(b"\0\0"));
        peer.say(&[(b'N', b"\0"), WELCOME, (b'S', b"a\0b\0"), (b'K', &[0; 8]), READY]).await;
        peer
    })
    .await;
    (session.expect("open"), peer)
}

fn select(text: &str) -> Statement {
    Statement { text: text.into(), args: vec![Arg::Integer(7)] }
}

/// The first bytes of all rows of an answer.
async fn ask(session: &mut Session, text: &str) -> Result<Vec<u8>, Error> {
    let mut rows = Vec::new();
    let mut take = |row: super::Row<'_>| {
        rows.push(row.get(0).expect("a column").expect("a value")[0]);
    };
    session.query(&select(text), Frame::default(), &mut take).await?;
    Ok(rows)
}

fn code(outcome: Result<Vec<u8>, Error>) -> String {
    match outcome {
        Err(Error::Server(report)) => report.code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn passwords_are_proved_as_the_server_asks() {
    for (question, answer) in [
        (&[0, 0, 0, 3][..], &b"password\0"[..]),
        (&[0, 0, 0, 5, 0x2a, 0x3d, 0x8f, 0xe0], b"md562af4dd09bbb41884907a838a3233294\0"),
    ] {
        let (session, proof) = log_in(async |mut peer: Server| {
            peer.body().await;
            peer.say(&[(b'R', question)]).await;
            let proof = peer.hear().await;
            peer.say(&[WELCOME, READY]).await;
            proof
        })
        .await;
        session.expect("open");
        assert_eq!(proof, (b'p', answer.to_vec()));
    }
}

#[tokio::test]
async fn a_server_has_to_prove_itself_where_we_do() {
    let mechanisms = b"\0\0\0\x0aSCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0";
    let (session, first) = log_in(async |mut peer: Server| {
        peer.body().await;
        peer.say(&[(b'R', mechanisms)]).await;
        let first = peer.hear().await.1;
        peer.say(&[WELCOME, READY]).await;
        first
    })
    .await;
    assert!(matches!(session, Err(Error::Socket(_))), "let in without a proof");
    // Without TLS there is nothing to bind the proof to.
    assert!(first.starts_with(b"SCRAM-SHA-256\0"));
    assert!(first.windows(6).any(|window| window == b"n,,n=,"));
}

#[tokio::test]
async fn what_cannot_be_proved_is_said() {
    for question in [&b"\0\0\0\x07"[..], b"\0\0\0\x0aNEWER\0\0"] {
        let (session, ()) = log_in(async |mut peer: Server| {
            peer.body().await;
            peer.say(&[(b'R', question)]).await;
        })
        .await;
        assert!(matches!(session, Err(Error::Proof(_))));
    }
    let (session, ()) = log_in(async |mut peer: Server| {
        peer.body().await;
        peer.say(&[(b'E', b"VFATAL\0C28P01\0Mno\0\0")]).await;
    })
    .await;
    assert_eq!(code(session.map(|_| Vec::new())), "28P01");
}

#[tokio::test]
async fn a_text_is_sent_once() {
    let (mut session, mut peer) = open().await;
    let served = async {
        assert_eq!(peer.hear_request().await, "PBES");
        let (one, two) = (row(1), row(2));
        let rows = [(b'D', &one[..]), (b'N', b"VNOTICE\0\0"), (b'D', &two[..])];
        peer.say(&[PARSED, BOUND]).await;
        peer.say(&rows).await;
        peer.say(&[(b'A', b"\0\0\0\x01a\0b\0"), DONE, (b'S', b"a\0b\0"), READY]).await;
        assert_eq!(peer.hear_request().await, "BES");
        peer.say(&[BOUND, DONE, READY]).await;
    };
    let asked = async {
        assert_eq!(ask(&mut session, "SELECT").await.expect("rows"), [1, 2]);
        assert_eq!(ask(&mut session, "SELECT").await.expect("no rows"), Vec::<u8>::new());
    };
    join(served, asked).await;
}

#[tokio::test]
async fn an_error_ends_its_statement_alone() {
    let (mut session, mut peer) = open().await;
    let served = async {
        peer.hear_request().await;
        peer.say(&[(b'E', b"VERROR\0C42601\0Msyntax\0\0"), READY]).await;
        // It was not prepared.
        assert_eq!(peer.hear_request().await, "PBES");
        let one = row(1);
        peer.say(&[PARSED, BOUND, (b'D', &one)]).await;
        peer.say(&[(b'E', b"VERROR\0C23505\0Mtwice\0nkey\0\0"), READY]).await;
        assert_eq!(peer.hear_request().await, "BES");
        peer.say(&[(b'E', b"VFATAL\0C57P01\0Mgo\0\0")]).await;
        peer
    };
    let asked = async {
        assert_eq!(code(ask(&mut session, "SELECT").await), "42601");
        assert_eq!(code(ask(&mut session, "SELECT").await), "23505");
        // Nothing comes behind an error that ends the session.
        assert_eq!(code(ask(&mut session, "SELECT").await), "57P01");
    };
    join(served, asked).await;
}

#[tokio::test]
async fn an_answer_that_was_left_is_read_before_the_next() {
    let (mut session, mut peer) = open().await;
    {
        let left = pin!(ask(&mut session, "SELECT 1"));
        let served = async {
            assert_eq!(peer.hear_request().await, "PBES");
            peer.say(&[PARSED]).await;
        };
        let soon = timeout(Duration::from_millis(50), left);
        assert!(join(soon, served).await.0.is_err());
    }
    let one = row(1);
    // What became of it is nobody's concern.
    peer.say(&[BOUND, (b'D', &one), (b'E', b"VERROR\0C57014\0Mstopped\0\0"), READY]).await;
    let served = async {
        // Its text is known since.
        assert_eq!(peer.hear_request().await, "BES");
        let two = row(2);
        peer.say(&[BOUND, (b'D', &two), DONE, READY]).await;
    };
    let (answer, ()) = join(ask(&mut session, "SELECT 1"), served).await;
    assert_eq!(answer.expect("an answer of its own"), [2]);
}

#[tokio::test]
async fn a_message_that_was_left_is_sent_to_its_end() {
    // More than the system takes before the server reads.
    const LARGE: usize = 16 << 20;
    let (mut session, mut peer) = open().await;
    {
        let args = vec![Arg::Text("a".repeat(LARGE))];
        let large = Statement { text: "SELECT 1".into(), args };
        let mut take = |_: super::Row<'_>| ();
        let left = session.query(&large, Frame::default(), &mut take);
        assert!(timeout(Duration::from_millis(50), left).await.is_err());
    }
    let served = async {
        assert_eq!(peer.hear().await.0, b'P');
        assert!(peer.hear().await.1.len() > LARGE);
        assert_eq!(peer.hear_request().await, "ES");
        peer.say(&[PARSED, BOUND, DONE, READY]).await;
        assert_eq!(peer.hear_request().await, "PBES");
        let one = row(1);
        peer.say(&[PARSED, BOUND, (b'D', &one), DONE, READY]).await;
    };
    let (answer, ()) = join(ask(&mut session, "SELECT 2"), served).await;
    assert_eq!(answer.expect("an answer"), [1]);
}

#[tokio::test]
async fn a_statement_that_is_of_no_use_any_more_is_prepared_anew() {
    for (report, again) in [(OUTDATED, "CPBES"), (FORGOTTEN, "PBES")] {
        let (mut session, mut peer) = open().await;
        let served = async {
            peer.hear_request().await;
            peer.say(&[PARSED, BOUND, DONE, READY]).await;
            assert_eq!(peer.hear_request().await, "BES");
            peer.say(&[report, READY]).await;
            assert_eq!(peer.hear_request().await, again);
            let one = row(1);
            peer.say(&[(b'3', b""), PARSED, BOUND, (b'D', &one), DONE, OPEN]).await;
            // Not in a transaction, which has ended with the error, and not where it has begun.
            assert_eq!(peer.hear_request().await, "BES");
            peer.say(&[report, READY]).await;
            assert_eq!(peer.hear_request().await, again);
            peer.say(&[(b'3', b""), PARSED, BOUND, report, READY]).await;
        };
        let asked = async {
            ask(&mut session, "SELECT").await.expect("prepared");
            assert_eq!(ask(&mut session, "SELECT").await.expect("prepared anew"), [1]);
            let expected = if again == "PBES" { "26000" } else { "0A000" };
            assert_eq!(code(ask(&mut session, "SELECT").await), expected);
            assert_eq!(code(ask(&mut session, "SELECT").await), expected);
        };
        join(served, asked).await;
    }
}

#[tokio::test]
async fn what_is_not_the_protocol_ends_the_session() {
    for nonsense in [(b'?', &b""[..]), (b'D', b"\0\x02\0\0\0\x01a"), (b'G', b"\0\0\0")] {
        let (mut session, mut peer) = open().await;
        let served = async {
            peer.hear_request().await;
            peer.say(&[PARSED, BOUND, nonsense]).await;
            peer
        };
        let (answer, _) = join(ask(&mut session, "SELECT"), served).await;
        assert!(matches!(answer, Err(Error::Socket(_))), "{nonsense:?}: {answer:?}");
    }
    let (mut session, peer) = open().await;
    drop(peer);
    assert!(matches!(ask(&mut session, "SELECT").await, Err(Error::Socket(_))));
}

#[tokio::test]
async fn what_cannot_be_sent_is_not_begun() {
    let (mut session, mut peer) = open().await;
    let refused = ask(&mut session, "SELECT \0").await;
    assert!(matches!(refused, Err(Error::Argument(_))), "{refused:?}");
    let args = vec![Arg::Integer(1); 70_000];
    let refused = session
        .query(&Statement { text: "SELECT".into(), args }, Frame::default(), &mut |_| ())
        .await;
    assert!(matches!(refused, Err(Error::Argument(_))), "{refused:?}");
    let served = async {
        assert_eq!(peer.hear_request().await, "PBES");
        peer.say(&[PARSED, BOUND, DONE, READY]).await;
    };
    let (answer, ()) = join(ask(&mut session, "SELECT"), served).await;
    assert_eq!(answer.expect("an answer"), Vec::<u8>::new());
}
