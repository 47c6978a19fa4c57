//! What a session is set to, and where the servers differ: the one place that knows versions.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use sqlx::mysql::{MySqlConnection, MySqlRow};
use sqlx::{AssertSqlSafe, Either, Executor as _, Row as _};
use tokio::time::Instant;

use crate::store::network::{self, Isolation, Peer};

/// How expressions of the user's are read, and what is refused. As standard SQL has it, and as the
/// other databases do: `"…"` is a name and `||` joins texts. What a column cannot hold is an error
/// rather than something near it.
const MODE: &str = "ANSI_QUOTES,PIPES_AS_CONCAT,NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES,\
                    STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,\
                    NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY";

/// Takes the lock under which tables are made in a database. The server ends the wait when it ends
/// the statement, or here, and then the one who is second gets an error of the server's. A lock's
/// name has 64 characters at most; `MySQL` has lost `md5` (in 9.6).
pub(crate) const LOCK_SCHEMA: &str = "DO get_lock(concat('crud.', sha2(database(), 224)), 20)";

/// Gives it back.
pub(crate) const UNLOCK_SCHEMA: &str = "DO release_lock(concat('crud.', sha2(database(), 224)))";

/// Ends whatever a session has begun.
pub(super) const RESET: &str = "ROLLBACK; DO release_all_locks()";

/// How long an idle session is kept by the server: longer than the pool lends it again.
const IDLE: u32 = 600;

/// How many bytes of a text sorting looks at: behind as many, what is alike so far is in no order.
/// The buffer has room for as many columns of such texts as anybody sorts by.
const SORTED: u32 = 32 << 10;
const SORT_BUFFER: u32 = 8 << 20;

/// What is to be known of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Session {
    /// The server's number for it, by which another can end it.
    pub(super) id: u64,
    pub(super) opened: Instant,
    /// Whether a transaction at REPEATABLE READ notices that another wrote what it has read.
    notices_lost_updates: bool,
}

impl Session {
    /// Sets the session up, whatever the server or the user is set to.
    pub(super) async fn set_up(
        connection: &mut MySqlConnection,
        options: &network::Options,
    ) -> Result<Self, sqlx::Error> {
        let rows = ask(connection, settings(options)).await?;
        let id = rows.first().map_or(Ok(0), |row| row.try_get::<u64, _>(0))?;
        // MariaDB has the variable since 10.6.18, 10.11.8, 11.0.6, 11.1.5, 11.2.4 and 11.4.2.
        let notices_lost_updates = rows.len() > 1;
        if notices_lost_updates {
            ask(connection, "SET SESSION innodb_snapshot_isolation = ON".to_owned()).await?;
        }
        Ok(Self { id, opened: Instant::now(), notices_lost_updates })
    }

    /// What opens a transaction.
    pub(super) const fn opening(self, isolation: Isolation) -> &'static str {
        match isolation {
            // That is the session's own level.
            Isolation::ReadCommitted => "START TRANSACTION",
            Isolation::Snapshot if self.notices_lost_updates => {
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; START TRANSACTION"
            }
            // Elsewhere REPEATABLE READ overwrites unseen what others wrote.
            Isolation::Snapshot => {
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; START TRANSACTION"
            }
            Isolation::ReadOnly => {
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; \
                 START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
            }
        }
    }
}

/// Ends a session from another one, whatever it is doing.
pub(super) async fn end(other: &mut MySqlConnection, peer: Peer) -> Result<(), sqlx::Error> {
    let uptime = ask(other, "SHOW GLOBAL STATUS LIKE 'Uptime'".to_owned()).await?;
    let uptime = uptime.first().map_or(Ok(String::new()), |row| row.try_get::<String, _>(1))?;
    // A server that was started since counts its sessions anew: the number may be another's.
    let is_the_same = uptime
        .parse()
        .is_ok_and(|uptime: u64| Duration::from_secs(uptime + 1) >= peer.opened.elapsed());
    if is_the_same {
        // It may have ended by itself.
        let _ = ask(other, format!("KILL {}", peer.number)).await;
    }
    Ok(())
}

/// The statements that set a session up, as one text. A long list of keys stays a list, rather than
/// becoming a table that compares in a way of its own. A comment that begins with `M!` is read by
/// `MariaDB` alone, one that begins with `!80` by `MySQL` alone:
/// <https://mariadb.com/kb/en/comment-syntax/>.
fn settings(options: &network::Options) -> String {
    let seconds = whole_seconds(options.timeout);
    let statement = options.timeout.as_secs_f64();
    let millis = options.timeout.as_millis();
    // The client ends it first, unless it is gone.
    let transaction = whole_seconds(options.transaction_timeout) + 1;
    format!(
        "SET NAMES utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ \
         /*M!100203 COLLATE utf8mb4_nopad_bin */;
         SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
         SET sql_mode = '{MODE}', time_zone = '+00:00', lc_messages = 'en_US', autocommit = 1,
             foreign_key_checks = 1, unique_checks = 1, sql_auto_is_null = 0, sql_safe_updates = 0,
             sql_select_limit = DEFAULT, wait_timeout = {IDLE},
             max_sort_length = {SORTED}, sort_buffer_size = {SORT_BUFFER},
             lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}
             /*!80003 , max_execution_time = {millis} */
             /*M!100500 , max_statement_time = {statement:.3}, check_constraint_checks = 1,
                 idle_transaction_timeout = {transaction},
                 in_predicate_conversion_threshold = 0 */;
         SELECT connection_id();
         SHOW SESSION VARIABLES LIKE 'innodb\\_snapshot\\_isolation'"
    )
}

/// Seconds, rounded up: none would mean not to wait at all.
fn whole_seconds(time: Duration) -> u64 {
    time.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)
}

/// Runs statements and gathers the rows of them all.
async fn ask(connection: &mut MySqlConnection, sql: String) -> Result<Vec<MySqlRow>, sqlx::Error> {
    let mut answer = connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(sql)));
    let mut rows = Vec::new();
    while let Some(part) = answer.try_next().await? {
        if let Either::Right(row) = part {
            rows.push(row);
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_rounded_up() {
        let options = network::Options {
            timeout: Duration::from_millis(1200),
            transaction_timeout: Duration::from_millis(300),
            ..network::Options::default()
        };
        let settings = settings(&options);
        for part in [
            "innodb_lock_wait_timeout = 2",
            " lock_wait_timeout = 2",
            "max_execution_time = 1200",
            "max_statement_time = 1.200",
            "idle_transaction_timeout = 2",
        ] {
            assert!(settings.contains(part), "{part}");
        }
    }

    #[test]
    fn lost_updates_are_noticed_one_way_or_the_other() {
        let mariadb = Session { id: 1, opened: Instant::now(), notices_lost_updates: true };
        assert!(mariadb.opening(Isolation::Snapshot).contains("REPEATABLE READ"));
        let mysql = Session { id: 1, opened: Instant::now(), notices_lost_updates: false };
        assert!(mysql.opening(Isolation::Snapshot).contains("SERIALIZABLE"));
    }
}
