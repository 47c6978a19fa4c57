//! Databases on servers, made and dropped by their administrator.

use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, MySqlConnection, PgConnection, Row as _,
};

use crate::Kind;

/// Creates the database and returns its URL.
pub(crate) async fn create_database(kind: Kind, name: &str) -> String {
    let server = kind.server();
    // An empty template knows nothing of what an administrator put into the usual one.
    let statement = match kind {
        Kind::Postgres => format!("CREATE DATABASE {name} TEMPLATE template0"),
        _ => format!("CREATE DATABASE {name}"),
    };
    if let Err(error) = run(&server, statement).await {
        panic!("CRUD_TEST_{} is no server to test on: {error}", kind.name().to_uppercase());
    }
    with_database(&server, name)
}

/// Runs the statements of a script in the database that the URL names.
///
/// # Errors
/// Those of the server.
pub async fn run_script(url: &str, script: String) -> sqlx::Result<()> {
    run(url, script).await
}

/// Drops the database that the URL names, and who is still connected to it.
///
/// # Errors
/// Those of the server.
pub async fn drop_database(url: &str) -> sqlx::Result<()> {
    let name = database_of(url);
    if url.starts_with("postgres") {
        let server = Kind::Postgres.server();
        return run(&server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    }
    end_sessions(url).await?;
    let mut connection = MySqlConnection::connect(&Kind::Mysql.server()).await?;
    connection.execute("SET SESSION lock_wait_timeout = 10").await?;
    connection.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"))).await?;
    connection.close().await
}

/// Ends all sessions of the database that the URL names.
pub(crate) async fn end_sessions(url: &str) -> sqlx::Result<()> {
    let name = database_of(url);
    if url.starts_with("postgres") {
        let mut connection = PgConnection::connect(&Kind::Postgres.server()).await?;
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
        sqlx::query(end).bind(name).execute(&mut connection).await?;
        return connection.close().await;
    }
    let mut connection = MySqlConnection::connect(&Kind::Mysql.server()).await?;
    // MariaDB has signed numbers there, MySQL unsigned ones.
    let sessions = "SELECT cast(id AS signed) FROM information_schema.processlist WHERE db = ?";
    for session in sqlx::query(sessions).bind(name).fetch_all(&mut connection).await? {
        let id: i64 = session.try_get(0)?;
        // It may have gone by itself.
        let _ = connection.execute(AssertSqlSafe(format!("KILL {id}"))).await;
    }
    connection.close().await
}

async fn run(server: &str, statement: String) -> sqlx::Result<()> {
    // Unprepared, so that there may be several.
    let statement = sqlx::raw_sql(AssertSqlSafe(statement));
    if server.starts_with("postgres") {
        let mut connection = PgConnection::connect(server).await?;
        connection.execute(statement).await?;
        connection.close().await
    } else {
        let mut connection = MySqlConnection::connect(server).await?;
        connection.execute(statement).await?;
        connection.close().await
    }
}

/// The URL with another database in the place of its own.
fn with_database(url: &str, name: &str) -> String {
    let (address, options) =
        url.split_once('?').map_or((url, ""), |(address, rest)| (address, rest));
    let server = match address.match_indices('/').nth(2) {
        Some((slash, _)) => &address[..slash],
        None => address,
    };
    let mark = if options.is_empty() { "" } else { "?" };
    format!("{server}/{name}{mark}{options}")
}

fn database_of(url: &str) -> &str {
    let address = url.split('?').next().unwrap_or(url);
    address.rsplit('/').next().unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_is_the_urls_path() {
        let server = "postgres://crud:a@127.0.0.1:5432";
        for url in [server.to_owned(), format!("{server}/"), format!("{server}/postgres")] {
            assert_eq!(with_database(&url, "mine"), format!("{server}/mine"));
        }
        let url = with_database(&format!("{server}/postgres?a=b/c"), "mine");
        assert_eq!(url, format!("{server}/mine?a=b/c"));
        assert_eq!(database_of(&url), "mine");
    }
}
