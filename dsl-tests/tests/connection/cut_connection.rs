//! A real server behind a proxy that cuts the connection after every byte, in both directions.

use std::net::SocketAddr;
use std::time::Duration;

use dsl_tests::certificates::Authority;
use dsl_tests::proxy::{Result, cut_each, cut_everywhere, server};
use dsl_tests::scale::scaled;
use dsl_tests::{all, statement, statement_with};
use piton::connection::{Collect, Connection, Executor};
use piton::testing::Server;
use piton::value::Row;
use tokio::net::TcpStream;
use tokio_postgres::Config;

/// Connects, and runs what a program usually does. Every row that is seen is checked.
async fn session(config: &Config, through: SocketAddr) -> Result<()> {
    let mut config = config.clone();
    config.connect_timeout(Duration::from_secs(4));
    let stream = TcpStream::connect(through).await?;
    let mut connection = Connection::from_stream(stream, &config).await?;
    let outcome = queries(&mut connection).await;
    if outcome.is_err() {
        // Broken is broken: no later statement gets an answer.
        let after = all::<i32>(&mut connection, &statement("SELECT 77")).await;
        assert!(after.is_err_and(|error| error.is_closed()));
        assert!(connection.is_closed());
    }
    outcome
}

async fn queries(connection: &mut Connection) -> Result<()> {
    for n in [1, 2] {
        let one = statement_with("SELECT ", &n, "::int4");
        assert_eq!(all::<i32>(connection, &one).await?, [n]);
    }
    let mut rows = Collect::<(i32, String)>::default();
    let many = statement("SELECT i, 'row ' || i FROM generate_series(1, 20) i");
    let outcome = connection.run(&many, <(i32, String)>::describe, &mut rows).await;
    for (row, i) in rows.0.iter().zip(1..) {
        assert_eq!(*row, (i, format!("row {i}")));
    }
    assert_eq!(outcome?.affected(), Some(20));
    assert_eq!(rows.0.len(), 20);
    connection.batch("SELECT 1; SELECT 2").await?;
    let mut stream = connection.stream::<i32>(statement("SELECT generate_series(1, 5)"), i32::describe);
    let mut expected = 1..=5;
    while let Some(row) = stream.try_next().await? {
        assert_eq!(Some(row), expected.next());
    }
    assert_eq!(expected.next(), None);
    Ok(())
}

async fn login(config: &Config, through: SocketAddr) -> Result<()> {
    let stream = TcpStream::connect(through).await?;
    Connection::from_stream(stream, config).await?;
    Ok(())
}

#[tokio::test]
async fn a_session_that_is_cut_anywhere_ends_with_an_error() -> Result {
    let (_server, database, address) = server("trust").await?;
    let mut config = Config::new();
    config.user("postgres").dbname(database.name());
    let count = cut_everywhere(address, (0, 0), |through, _| {
        let config = config.clone();
        async move { session(&config, through).await }
    })
    .await?;
    println!("{count} cases");
    Ok(())
}

#[tokio::test]
async fn a_login_that_is_cut_anywhere_ends_with_an_error() -> Result {
    let (_server, database, address) = server("scram-sha-256").await?;
    let mut admin = Connection::connect_with(&database.config()).await?;
    admin.batch("CREATE ROLE scram LOGIN PASSWORD 'secret'").await?;
    let mut config = Config::new();
    config.user("scram").password("secret").dbname(database.name());
    let count = cut_everywhere(address, (0, 0), |through, _| {
        let config = config.clone();
        async move { login(&config, through).await }
    })
    .await?;
    println!("{count} cases");
    Ok(())
}

/// Connects with TLS and a password, and runs a query so many times.
async fn encrypted(url: String, times: usize) -> Result<()> {
    let mut connection = Connection::connect(&url).await?;
    let encrypted = statement("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    for _ in 0..times {
        assert_eq!(all::<bool>(&mut connection, &encrypted).await?, [true]);
    }
    Ok(())
}

#[tokio::test]
async fn a_session_with_tls_that_is_cut_anywhere_ends_with_an_error() -> Result {
    let pair = Authority::new()?.server(&["localhost"])?;
    let server = Server::private()
        .setting("ssl", "on")
        .setting("ssl_cert_file", "server.crt")
        .setting("ssl_key_file", "server.key")
        .file("server.crt", pair.certificate)
        .file("server.key", pair.key)
        .hba("hostssl all scram 127.0.0.1/32 scram-sha-256")
        .tcp()
        .start()?;
    let database = server.create_database()?;
    let mut admin = Connection::connect_with(&database.config()).await?;
    admin.batch("CREATE ROLE scram LOGIN PASSWORD 'secret'").await?;
    let address = ([127, 0, 0, 1], server.port().ok_or("no port")?).into();
    let name = database.name().to_owned();
    let step = usize::try_from(scaled(7, 1))?;
    let count = cut_each(address, (0, 0), step, |through, cut| {
        let port = through.port();
        let url =
            format!("postgres://scram:secret@127.0.0.1:{port}/{name}?sslmode=require&connect_timeout=4");
        // A signature may be some bytes shorter than the one by which the cuts are counted.
        encrypted(url, if cut.is_never() { 1 } else { 2 })
    })
    .await?;
    println!("{count} cases");
    Ok(())
}
