//! A real server behind a proxy that cuts the connection after every byte, in both directions.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dsl_tests::{all, statement, statement_with};
use piton::connection::{Collect, Connection, Executor};
use piton::testing::{Database, Server};
use piton::value::Row;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_postgres::Config;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Where the proxy cuts.
#[derive(Clone, Copy, Debug)]
struct Cut {
    /// Bytes that go to the server, and bytes that come back.
    there: usize,
    back: usize,
    /// With a reset instead of an orderly end.
    reset: bool,
}

const NEVER: Cut = Cut { there: usize::MAX, back: usize::MAX, reset: false };

/// What went through the proxy.
#[derive(Debug, Default)]
struct Passed {
    there: AtomicUsize,
    back: AtomicUsize,
}

/// Listens for one client, and carries it to the server.
async fn proxy(server: SocketAddr, cut: Cut, passed: Arc<Passed>) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        let Ok((client, _)) = listener.accept().await else { return };
        let Ok(server) = TcpStream::connect(server).await else { return };
        if cut.reset {
            drop(client.set_zero_linger());
        }
        let (client_read, client_write) = client.into_split();
        let (server_read, server_write) = server.into_split();
        // Whichever direction ends first ends both: the sockets are dropped.
        tokio::select! {
            () = carry(client_read, server_write, cut.there, &passed.there) => {}
            () = carry(server_read, client_write, cut.back, &passed.back) => {}
        }
    });
    Ok(address)
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, limit: usize, passed: &AtomicUsize) {
    let mut buffer = vec![0; 8192];
    let mut left = limit;
    while left > 0 {
        let room = left.min(buffer.len());
        let Ok(count @ 1..) = from.read(&mut buffer[..room]).await else { return };
        if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
        passed.fetch_add(count, Ordering::Relaxed);
        left -= count;
    }
}

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

/// Runs a session once whole, and then with every cut.
async fn cut_everywhere(config: Config, server: SocketAddr, only_login: bool) -> Result<usize> {
    let passed = Arc::new(Passed::default());
    run(config.clone(), server, NEVER, passed.clone(), only_login).await?;
    let there = passed.there.load(Ordering::Relaxed);
    let back = passed.back.load(Ordering::Relaxed);
    let cuts = (0..there)
        .map(|there| Cut { there, ..NEVER })
        .chain((0..back).map(|back| Cut { back, ..NEVER }))
        .flat_map(|cut| [cut, Cut { reset: true, ..cut }]);
    let mut running = JoinSet::new();
    let mut count = 0;
    for cut in cuts {
        if running.len() >= 8 {
            running.join_next().await.ok_or("nothing runs")??;
        }
        let config = config.clone();
        running.spawn(async move {
            let run = run(config, server, cut, Arc::default(), only_login);
            let outcome = tokio::time::timeout(Duration::from_secs(5), run).await;
            match outcome {
                Err(_) => panic!("{cut:?} hangs"),
                Ok(Ok(())) => panic!("{cut:?} is not noticed"),
                Ok(Err(error)) => assert!(!error.to_string().contains("secret")),
            }
        });
        count += 1;
    }
    while let Some(ended) = running.join_next().await {
        ended?;
    }
    Ok(count)
}

async fn run(config: Config, server: SocketAddr, cut: Cut, passed: Arc<Passed>, only_login: bool) -> Result {
    let through = proxy(server, cut, passed).await?;
    if only_login {
        let stream = TcpStream::connect(through).await?;
        Connection::from_stream(stream, &config).await?;
        return Ok(());
    }
    session(&config, through).await
}

async fn server(rule: &str) -> Result<(Server, Database, SocketAddr)> {
    let server = Server::private()
        .setting("max_connections", "100")
        .tcp()
        .hba(format!("host all all 127.0.0.1/32 {rule}"))
        .start()?;
    let database = server.create_database()?;
    let address = ([127, 0, 0, 1], server.port().ok_or("no port")?).into();
    Ok((server, database, address))
}

#[tokio::test]
async fn a_session_that_is_cut_anywhere_ends_with_an_error() -> Result {
    let (_server, database, address) = server("trust").await?;
    let mut config = Config::new();
    config.user("postgres").dbname(database.name());
    let count = cut_everywhere(config, address, false).await?;
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
    let count = cut_everywhere(config, address, true).await?;
    println!("{count} cases");
    Ok(())
}
