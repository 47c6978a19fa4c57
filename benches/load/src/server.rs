//! A server under test: started on a free port, waited for, measured, killed.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::database::Database;
use crate::{Result, cpu};

/// A running server; it dies with this value.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From its start to its first answer.
    pub(crate) startup: Duration,
}

impl Server {
    /// Starts a server on a database. `wrapper` is a command that runs it, such as strace.
    pub(crate) fn start(program: &Path, database: &Database, wrapper: &[&str]) -> Result<Self> {
        Self::start_at(program, database, &database.url, wrapper)
    }

    /// Starts a server on a database that it reaches by another URL than its own.
    pub(crate) fn start_at(
        program: &Path,
        database: &Database,
        url: &str,
        wrapper: &[&str],
    ) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = match wrapper {
            [] => Command::new(program),
            [wrapper, arguments @ ..] => {
                let mut command = Command::new(wrapper);
                command.args(arguments).arg(program);
                command
            }
        };
        let log = fs::OpenOptions::new().create(true).append(true).open(&database.log)?;
        let child = command
            .env("DATABASE_URL", url)
            // The hand-written one always makes its table.
            .env("AUTO_MIGRATE", "true")
            .env("BIND", address.to_string())
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", program.display()))?;
        let mut server = Self { child, address, startup: Duration::ZERO };
        let started = Instant::now();
        // Valgrind needs seconds where the bare server needs milliseconds.
        while !server.answers() {
            if let Some(status) = server.child.try_wait()? {
                let log = fs::read_to_string(&database.log)?;
                return Err(format!("the server ended with {status}:\n{log}").into());
            }
            if started.elapsed() > Duration::from_mins(1) {
                return Err("the server does not answer within a minute".into());
            }
            thread::sleep(Duration::from_millis(2));
        }
        server.startup = started.elapsed();
        Ok(server)
    }

    /// Whether it answers from its database.
    fn answers(&self) -> bool {
        Client::connect(self.address)
            .and_then(|mut client| Ok(client.get("/tasks?limit=1")?.status == 200))
            .unwrap_or(false)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// User and system time of all its threads, in seconds.
    pub(crate) fn cpu(&self) -> Result<f64> {
        cpu::of_process(self.child.id())
    }

    /// SIGKILL, as a crash or the kernel's OOM killer would.
    pub(crate) fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be dead already, which is all that is wanted here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
