//! A session on a database server, for what the benches need beside the load.

use sqlx::{AssertSqlSafe, Connection as _, MySqlConnection, PgConnection};
use tokio::runtime::{Builder, Runtime};

use crate::Result;
use crate::cpu::{self, Spent};

/// Runs one statement after the other; its caller waits for each.
pub(crate) struct Administrator {
    runtime: Runtime,
    session: Session,
}

enum Session {
    Postgres(PgConnection),
    Mysql(MySqlConnection),
}

impl Administrator {
    pub(crate) fn connect(url: &str) -> Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let session = runtime.block_on(async {
            if url.starts_with("mysql:") {
                MySqlConnection::connect(url).await.map(Session::Mysql)
            } else {
                PgConnection::connect(url).await.map(Session::Postgres)
            }
        })?;
        Ok(Self { runtime, session })
    }

    /// Runs a statement of the benches' own words and numbers.
    pub(crate) fn run(&mut self, sql: &str) -> Result<()> {
        let statement = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match &mut self.session {
            Session::Postgres(session) => {
                self.runtime.block_on(statement.execute(session))?;
            }
            Session::Mysql(session) => {
                self.runtime.block_on(statement.execute(session))?;
            }
        }
        Ok(())
    }

    /// What those have spent that serve the clients of a database: a process each in `PostgreSQL`,
    /// a thread each in `MySQL`.
    pub(crate) fn spent(&mut self, database: &str) -> Result<Option<Spent>> {
        match &mut self.session {
            Session::Postgres(session) => {
                let query = "SELECT pid::bigint FROM pg_stat_activity WHERE datname = $1";
                let ids: Vec<i64> = self
                    .runtime
                    .block_on(sqlx::query_scalar(query).bind(database).fetch_all(session))?;
                Ok(cpu::of_tasks(&ids, &["postgres"]))
            }
            Session::Mysql(session) => {
                // Only MariaDB tells a thread's id here.
                let query = "SELECT CAST(TID AS SIGNED) FROM information_schema.PROCESSLIST
                             WHERE DB = ? AND TID IS NOT NULL";
                let ids: Vec<i64> = self
                    .runtime
                    .block_on(sqlx::query_scalar(query).bind(database).fetch_all(session))?;
                Ok(cpu::of_tasks(&ids, &["mariadbd", "mysqld"]))
            }
        }
    }
}
