//! Hostile clients on real sockets. Nothing here waits for longer than the tiny limits it sets.

use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::routing::{get, post};
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{Limits, bind, serve};
use crate::config::Settings;
use crate::http::front::Front;

async fn panics() {
    panic!("on purpose");
}

/// A running server.
struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// What is refused is refused long before; what hangs fails the test.
const PATIENCE: Duration = Duration::from_secs(30);

impl Server {
    async fn start(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::new("test");
        change(&mut settings);
        let router = Router::new()
            .route("/", get(|| async { "ok" }))
            .route("/length", post(|body: Bytes| async move { body.len().to_string() }))
            .route("/large", get(|| async { vec![b'x'; 64 << 20] }))
            .route("/never", get(std::future::pending::<()>))
            .route(
                "/soon",
                get(|| async {
                    tokio::time::sleep(Duration::from_millis(300)).await;
                    "done"
                }),
            )
            .route("/panic", get(panics));
        let listener = bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let front = Front::new(router, &settings);
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(serve(listener, front, settings.limits, async {
            let _ = stopped.await;
        }));
        Self { address, stop, task }
    }

    async fn limited(change: impl FnOnce(&mut Limits)) -> Self {
        Self::start(|settings| change(&mut settings.limits)).await
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("a connection")
    }

    /// Sends bytes and reads until the server ends the connection.
    async fn exchange(&self, bytes: &[u8]) -> String {
        let mut socket = self.connect().await;
        let (mut reader, mut writer) = socket.split();
        let send = async {
            // The server may have heard enough before all is sent.
            let _ = writer.write_all(bytes).await;
        };
        let (answer, ()) = tokio::join!(all(&mut reader), send);
        answer
    }

    async fn get(&self, path: &str) -> String {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        self.exchange(request.as_bytes()).await
    }

    async fn serves(&self) -> bool {
        self.get("/").await.starts_with("HTTP/1.1 200 OK")
    }
}

async fn all(reader: &mut (impl AsyncReadExt + Unpin)) -> String {
    let mut answer = Vec::new();
    tokio::time::timeout(PATIENCE, reader.read_to_end(&mut answer))
        .await
        .expect("the server ends the connection")
        .expect("the connection is not reset");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Reads the head of an answer and as much as came with it.
async fn some(socket: &mut TcpStream) -> String {
    let mut buffer = vec![0; 64 << 10];
    let read = tokio::time::timeout(PATIENCE, socket.read(&mut buffer)).await.expect("an answer");
    String::from_utf8_lossy(&buffer[..read.expect("an answer")]).into_owned()
}

#[track_caller]
fn assert_status(answer: &str, status: u16) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
}

#[track_caller]
fn assert_problem(answer: &str, status: u16, kind: &str) {
    assert_status(answer, status);
    assert!(answer.contains("content-type: application/problem+json\r\n"), "{answer}");
    assert!(answer.contains(&format!("\"type\":\"/problems/{kind}\"")), "{answer}");
    assert!(answer.contains("\"request_id\":\""), "{answer}");
}

fn post_length(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut request =
        format!("POST /length HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n\r\n")
            .into_bytes();
    request.extend_from_slice(body);
    request
}

#[tokio::test]
async fn a_head_that_dribbles_in_is_cut_off_while_others_are_served() {
    let server = Server::limited(|limits| limits.head_timeout = Duration::from_millis(200)).await;
    let mut silent = server.connect().await;
    let mut slow = server.connect().await;
    let dribble = async {
        for byte in b"GET / HTTP/1.1\r\nhost: ".iter().chain(std::iter::repeat(&b'x')) {
            tokio::time::sleep(Duration::from_millis(10)).await;
            if slow.write_all(&[*byte]).await.is_err() {
                break;
            }
        }
    };
    let (told, well, ()) = tokio::join!(all(&mut silent), server.serves(), dribble);
    assert_eq!(told, "", "a client that says nothing is told nothing");
    assert!(well);
}

#[tokio::test]
async fn a_slow_head_is_told_so() {
    let server = Server::limited(|limits| limits.head_timeout = Duration::from_millis(100)).await;
    let mut slow = server.connect().await;
    slow.write_all(b"GET / HTTP/1.1\r\n").await.expect("an open connection");
    assert_status(&all(&mut slow).await, 408);
}

#[tokio::test]
async fn an_idle_connection_is_ended() {
    let server = Server::limited(|limits| limits.idle_timeout = Duration::from_millis(100)).await;
    let mut socket = server.connect().await;
    socket.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("an open connection");
    let answer = all(&mut socket).await;
    assert_status(&answer, 200);
    assert!(!answer.contains("connection: close"), "it was kept for more requests");
}

#[tokio::test]
async fn a_slow_body_is_refused() {
    for limit in
        [(|limits| limits.body_timeout = Duration::from_millis(100)) as fn(&mut Limits), |limits| {
            limits.body_total_timeout = Duration::from_millis(100);
        }]
    {
        let server = Server::limited(limit).await;
        let mut socket = server.connect().await;
        let head = post_length("content-length: 1000", b"x");
        socket.write_all(&head).await.expect("an open connection");
        assert_problem(&all(&mut socket).await, 408, "request-timeout");
    }
}

#[tokio::test]
async fn a_body_that_never_ends_is_refused_although_it_keeps_coming() {
    let server =
        Server::limited(|limits| limits.body_total_timeout = Duration::from_millis(200)).await;
    let mut socket = server.connect().await;
    socket
        .write_all(&post_length("content-length: 100000", b""))
        .await
        .expect("an open connection");
    let (mut reader, mut writer) = socket.split();
    let dribble = async {
        while writer.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        answer = some_of(&mut reader) => assert_problem(&answer, 408, "request-timeout"),
        () = dribble => panic!("the server reset the connection before it answered"),
    }
}

async fn some_of(reader: &mut (impl AsyncReadExt + Unpin)) -> String {
    let mut buffer = vec![0; 64 << 10];
    let read = reader.read(&mut buffer).await.expect("an answer");
    String::from_utf8_lossy(&buffer[..read]).into_owned()
}

#[tokio::test]
async fn a_promise_of_a_tebibyte_is_refused_before_any_of_it_comes() {
    let server = Server::limited(|_| {}).await;
    let mut socket = server.connect().await;
    let head = post_length("content-length: 1099511627776", b"");
    socket.write_all(&head).await.expect("an open connection");
    assert_problem(&some(&mut socket).await, 413, "too-large");
}

#[tokio::test]
async fn a_large_body_is_refused_and_the_client_sees_it() {
    let server = Server::limited(|_| {}).await;
    let body = vec![b'x'; 64 << 20];
    let promised = post_length(&format!("content-length: {}", body.len()), &body);
    assert_problem(&server.exchange(&promised).await, 413, "too-large");
    let mut chunked = format!("{:x}\r\n", body.len()).into_bytes();
    chunked.extend_from_slice(&body);
    chunked.extend_from_slice(b"\r\n0\r\n\r\n");
    let chunked = post_length("transfer-encoding: chunked", &chunked);
    assert_problem(&server.exchange(&chunked).await, 413, "too-large");
    assert!(server.serves().await);
}

#[tokio::test]
async fn a_body_up_to_the_limit_is_taken() {
    let server = Server::limited(|limits| limits.body = 1000).await;
    let body = [b'x'; 1001];
    let answer = server.exchange(&post_length("content-length: 1000", &body[..1000])).await;
    assert!(answer.ends_with("\r\n\r\n1000"), "{answer}");
    let answer = server.exchange(&post_length("content-length: 1001", &body)).await;
    assert_problem(&answer, 413, "too-large");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

#[tokio::test]
async fn packed_bodies_are_unpacked_within_the_limit() {
    let server = Server::limited(|_| {}).await;
    let send = async |bytes: &[u8]| {
        let headers = format!("content-encoding: gzip\r\ncontent-length: {}", bytes.len());
        server.exchange(&post_length(&headers, bytes)).await
    };
    let answer = send(&gzip(&vec![b'x'; 1 << 20])).await;
    assert!(answer.ends_with("\r\n\r\n1048576"), "{answer}");
    // A bomb: 64 MiB in 64 KiB.
    assert_problem(&send(&gzip(&vec![0; 64 << 20])).await, 413, "too-large");
    assert_problem(&send(b"no gzip at all").await, 400, "malformed");
    let whole = gzip(b"some text");
    assert_problem(&send(&whole[..whole.len() - 4]).await, 400, "malformed");
    let brotli = post_length("content-encoding: br\r\ncontent-length: 1", b"x");
    let answer = server.exchange(&brotli).await;
    assert_problem(&answer, 415, "unsupported-media-type");
    assert!(answer.contains("accept-encoding: gzip\r\n"), "{answer}");
}

#[tokio::test]
async fn heads_are_bounded() {
    let server = Server::limited(|limits| limits.uri = 1000).await;
    let long = server.get(&format!("/{}", "x".repeat(1000))).await;
    assert_problem(&long, 414, "uri-too-long");
    let many = (0..10_000).fold(String::new(), |all, count| all + &format!("x-{count}: 1\r\n"));
    let many = format!("GET / HTTP/1.1\r\nhost: x\r\n{many}\r\n");
    assert_status(&server.exchange(many.as_bytes()).await, 431);
    let few = (0..101).fold(String::new(), |all, count| all + &format!("x-{count}: 1\r\n"));
    let few = format!("GET / HTTP/1.1\r\nhost: x\r\n{few}\r\n");
    assert_status(&server.exchange(few.as_bytes()).await, 431);
    let large = format!("GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "x".repeat(40_000));
    assert_status(&server.exchange(large.as_bytes()).await, 431);
    assert!(server.serves().await);
}

#[tokio::test]
async fn a_client_that_does_not_read_is_cut_off() {
    let server = Server::limited(|limits| limits.write_timeout = Duration::from_millis(200)).await;
    let mut deaf = server.connect().await;
    deaf.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("an open connection");
    // It reads nothing until the server has had enough; then what was underway ends early.
    tokio::time::sleep(Duration::from_millis(600)).await;
    let mut received = Vec::new();
    let _ = tokio::time::timeout(PATIENCE, deaf.read_to_end(&mut received))
        .await
        .expect("the server ends the connection");
    assert!(received.len() < 64 << 20, "{} bytes", received.len());
    assert!(server.serves().await);
}

#[tokio::test]
async fn hundreds_of_held_connections_do_not_keep_others_out() {
    let server = Server::limited(|_| {}).await;
    let mut held = Vec::new();
    for number in 0..400 {
        let mut socket = server.connect().await;
        if number % 2 == 0 {
            socket.write_all(b"GET / HTTP/1.1\r\nhost").await.expect("an open connection");
        }
        held.push(socket);
    }
    for _ in 0..20 {
        assert!(server.serves().await);
    }
}

#[tokio::test]
async fn one_connection_too_many_is_told_to_come_back() {
    let server = Server::limited(|limits| limits.connections = 2).await;
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut socket = server.connect().await;
        socket.write_all(b"GET / HTTP/1.1\r\n").await.expect("an open connection");
        held.push(socket);
    }
    let mut third = server.connect().await;
    let answer = all(&mut third).await;
    assert_status(&answer, 503);
    assert!(answer.contains("retry-after: 1\r\n"), "{answer}");
    assert!(answer.contains("\"type\":\"/problems/unavailable\""), "{answer}");
    drop(held);
    // The places are free once the server has seen that they are.
    while !server.serves().await {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn idle_connections_make_room() {
    let server = Server::limited(|limits| limits.connections = 1).await;
    let mut idle = server.connect().await;
    idle.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("an open connection");
    assert_status(&some(&mut idle).await, 200);
    while !server.serves().await {
        tokio::task::yield_now().await;
    }
    assert_eq!(all(&mut idle).await, "", "it was ended");
}

#[tokio::test]
async fn one_request_too_many_is_told_to_come_back() {
    let server = Server::limited(|limits| limits.requests = 1).await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /never HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("an open connection");
    let mut answer = server.get("/").await;
    while answer.starts_with("HTTP/1.1 200") {
        answer = server.get("/").await;
    }
    assert_problem(&answer, 503, "unavailable");
    assert!(answer.contains("retry-after: 1\r\n"), "{answer}");
}

#[tokio::test]
async fn what_a_client_asked_for_that_has_left_is_given_up() {
    let server = Server::limited(|limits| limits.requests = 1).await;
    let mut leaving = server.connect().await;
    leaving.write_all(b"GET /never HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("an open connection");
    while server.get("/").await.starts_with("HTTP/1.1 200") {}
    drop(leaving);
    let freed = async { while !server.get("/").await.starts_with("HTTP/1.1 200") {} };
    tokio::time::timeout(PATIENCE, freed).await.expect("its place is free");
}

#[tokio::test]
async fn a_handler_that_takes_too_long_is_given_up() {
    let server =
        Server::limited(|limits| limits.request_timeout = Duration::from_millis(100)).await;
    assert_problem(&server.get("/never").await, 504, "timeout");
}

#[tokio::test]
async fn a_panic_is_a_500_and_the_server_goes_on() {
    let server = Server::limited(|_| {}).await;
    let answer = server.get("/panic").await;
    assert_problem(&answer, 500, "internal");
    assert!(!answer.contains("on purpose"));
    assert!(server.serves().await);
}

#[tokio::test]
async fn pipelined_requests_are_answered_in_order() {
    let server = Server::limited(|_| {}).await;
    let mut requests = String::new();
    for count in 0..100 {
        let body = "x".repeat(count);
        let head = "POST /length HTTP/1.1\r\nhost: x\r\ncontent-length: ";
        requests.extend([head, &count.to_string(), "\r\n\r\n", &body]);
    }
    requests += "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let answer = server.exchange(requests.as_bytes()).await;
    let bodies: Vec<_> = answer
        .split("\r\n\r\n")
        .skip(1)
        .map(|part| part.split("HTTP/1.1").next().unwrap_or_default())
        .collect();
    let expected: Vec<_> = (0..100).map(|count| count.to_string()).chain(["ok".into()]).collect();
    assert_eq!(bodies, expected);
}

#[tokio::test]
async fn a_request_needs_one_good_host() {
    let server = Server::limited(|_| {}).await;
    for bad in ["", "host: a\r\nhost: b\r\n", "host: a b\r\n", "host: a/b\r\n", "host: a@b\r\n"] {
        let request = format!("GET / HTTP/1.1\r\n{bad}connection: close\r\n\r\n");
        assert_problem(&server.exchange(request.as_bytes()).await, 400, "malformed");
    }
    for good in ["host: [::1]:3000\r\n", "host: a.example\r\n", "host:\r\n"] {
        let request = format!("GET / HTTP/1.1\r\n{good}connection: close\r\n\r\n");
        assert_status(&server.exchange(request.as_bytes()).await, 200);
    }
    let old = server.exchange(b"GET / HTTP/1.0\r\n\r\n").await;
    assert!(old.starts_with("HTTP/1.0 200"), "{old}");
}

#[tokio::test]
async fn two_lengths_are_refused() {
    let server = Server::limited(|_| {}).await;
    let twice = post_length("content-length: 5\r\ncontent-length: 6", b"xxxxxx");
    assert_status(&server.exchange(&twice).await, 400);
}

#[tokio::test]
async fn an_unknown_expectation_is_refused() {
    let server = Server::limited(|_| {}).await;
    let request = post_length("expect: magic\r\ncontent-length: 1", b"x");
    assert_problem(&server.exchange(&request).await, 417, "expectation-failed");
    let mut socket = server.connect().await;
    let head = post_length("expect: 100-continue\r\ncontent-length: 1", b"");
    socket.write_all(&head).await.expect("an open connection");
    assert_status(&some(&mut socket).await, 100);
    socket.write_all(b"x").await.expect("an open connection");
    assert_status(&all(&mut socket).await, 200);
}

#[tokio::test]
async fn stopping_answers_what_is_in_flight_and_refuses_the_rest() {
    let server = Server::limited(|_| {}).await;
    let mut idle = server.connect().await;
    idle.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("an open connection");
    assert_status(&some(&mut idle).await, 200);
    let mut busy = server.connect().await;
    busy.write_all(b"GET /soon HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("an open connection");
    // So that the request has arrived before the server is stopped.
    assert!(server.serves().await);
    let Server { address, stop, task } = server;
    stop.send(()).expect("a running server");
    let answer = all(&mut busy).await;
    assert_status(&answer, 200);
    assert!(answer.contains("connection: close\r\n"), "{answer}");
    assert!(answer.ends_with("done"), "{answer}");
    assert_eq!(all(&mut idle).await, "");
    task.await.expect("the server ends");
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn stopping_does_not_wait_for_ever() {
    let server =
        Server::limited(|limits| limits.shutdown_timeout = Duration::from_millis(100)).await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /never HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("an open connection");
    assert!(server.serves().await);
    server.stop.send(()).expect("a running server");
    tokio::time::timeout(PATIENCE, server.task).await.expect("it ends").expect("without a panic");
}

#[tokio::test]
async fn a_taken_port_is_told_with_a_way_out() {
    let server = Server::limited(|_| {}).await;
    let error = bind(&server.address.to_string()).await.expect_err("a taken port").to_string();
    assert!(error.contains("another program does already"), "{error}");
    assert!(error.contains("--bind"), "{error}");
}
