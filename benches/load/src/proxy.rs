//! Stands between a server and its database, and counts how often the one waits for the other.
//!
//! A round trip begins where a connection turns from being answered to asking. However many
//! packets a question or an answer is cut into, it counts once; questions that are sent together
//! without waiting count once, too, as they should.

use std::io::{Read, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

use crate::Result;

/// A proxy before one database server. Its threads end with their connections, or with the process.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    trips: Arc<AtomicU32>,
}

impl Proxy {
    pub(crate) fn before(server: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let trips = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&trips);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // A client that cannot be connected finds its connection closed.
                let _ = connect(client, server, &counter);
            }
        });
        Ok(Self { address, trips })
    }

    /// The round trips so far, of all connections.
    pub(crate) fn trips(&self) -> u32 {
        self.trips.load(Ordering::SeqCst)
    }
}

fn connect(client: TcpStream, server: SocketAddr, trips: &Arc<AtomicU32>) -> Result<()> {
    let server = TcpStream::connect(server)?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let is_asking = Arc::new(AtomicBool::new(false));
    let (asking, trips) = (Arc::clone(&is_asking), Arc::clone(trips));
    pump(client.try_clone()?, server.try_clone()?, move || {
        if !asking.swap(true, Ordering::SeqCst) {
            trips.fetch_add(1, Ordering::SeqCst);
        }
    });
    pump(server, client, move || is_asking.store(false, Ordering::SeqCst));
    Ok(())
}

/// Forwards what comes until there is no more; each piece is noted before it goes on, so that an
/// answer's receiver cannot be ahead of the count.
fn pump(mut from: TcpStream, mut to: TcpStream, note: impl Fn() + Send + 'static) {
    thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            note();
            if to.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
        // Either may be closed already.
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    });
}
