//! Closing a connection so that the client still gets what was sent to it.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long and how much is read after the last answer.
const TOTAL: Duration = Duration::from_secs(5);
const QUIET: Duration = Duration::from_secs(1);
const BYTES: usize = 256 << 20;

/// Ends sending, then throws away what the client still sends.
///
/// Closing a socket with unread data resets the connection, and the reset may overtake the answer
/// (RFC 9112 §9.6): a client that is still sending its large body would never see the 413.
pub(crate) async fn close(mut socket: TcpStream) {
    let discard = async {
        socket.shutdown().await?;
        // Not on the stack, because that of a task is as large as its largest moment.
        let mut buffer = vec![0; 16 << 10];
        let mut left = BYTES;
        while let Ok(read) = timeout(QUIET, socket.read(&mut buffer)).await {
            match read? {
                0 => break,
                read => left = left.saturating_sub(read),
            }
            if left == 0 {
                break;
            }
        }
        std::io::Result::Ok(())
    };
    // Whatever goes wrong here, the connection is over.
    let _ = timeout(TOTAL, discard).await;
}
