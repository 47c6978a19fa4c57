//! Stands between a pool and its server, for tests: a network that forgets connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Forwards what goes through, until it forgets.
pub(super) struct Relay {
    address: String,
    /// Connections that began before this many times of forgetting are dead.
    age: Arc<AtomicU64>,
}

impl Relay {
    /// In front of the server of a URL.
    pub(super) async fn of(url: &str) -> Self {
        let server = server(url).to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let age = Arc::new(AtomicU64::new(0));
        let now = Arc::clone(&age);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let far = TcpStream::connect(&server).await.expect("the server is there");
                let (near_in, near_out) = near.into_split();
                let (far_in, far_out) = far.into_split();
                for (mut from, mut to) in [(near_in, far_out), (far_in, near_out)] {
                    let (now, born) = (Arc::clone(&now), now.load(Ordering::SeqCst));
                    tokio::spawn(async move {
                        let mut chunk = vec![0; 1 << 16];
                        while let Ok(read @ 1..) = from.read(&mut chunk).await {
                            let is_alive = born == now.load(Ordering::SeqCst);
                            if is_alive && to.write_all(&chunk[..read]).await.is_err() {
                                break;
                            }
                        }
                    });
                }
            }
        });
        Self { address, age }
    }

    /// The URL that leads through here.
    pub(super) fn url(&self, url: &str) -> String {
        url.replace(server(url), &self.address)
    }

    /// Nothing goes through the connections of now any more, and nobody is told.
    pub(super) fn forget(&self) {
        self.age.fetch_add(1, Ordering::SeqCst);
    }
}

/// The host and port of a URL.
fn server(url: &str) -> &str {
    let (_, rest) = url.split_once('@').expect("a user");
    rest.split(['/', '?']).next().unwrap_or(rest)
}
