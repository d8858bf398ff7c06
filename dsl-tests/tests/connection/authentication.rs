//! Ways to log in, and configurations that are refused.

use std::time::{Duration, Instant};

use dsl_tests::fake::{self, frame};
use dsl_tests::{all, statement};
use piton::connection::Connection;
use piton::testing::{Database, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio_postgres::Config;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const PASSWORD: &str = "s3cr3t \u{e4}\u{2126}";

#[tokio::test]
async fn every_method_accepts_the_right_password_alone() -> Result {
    let server = Server::private()
        .setting("password_encryption", "scram-sha-256")
        .hba("local all scram scram-sha-256")
        .hba("local all plain password")
        .hba("local all hashed md5")
        .hba("local all trusted trust")
        .start()?;
    let database = server.create_database()?;
    let mut admin = Connection::connect_with(&database.config()).await?;
    admin
        .batch(&format!(
            "CREATE ROLE scram LOGIN PASSWORD '{PASSWORD}'; CREATE ROLE plain LOGIN PASSWORD '{PASSWORD}'; \
             SET password_encryption = md5; CREATE ROLE hashed LOGIN PASSWORD '{PASSWORD}'; \
             CREATE ROLE trusted LOGIN"
        ))
        .await?;
    for user in ["scram", "plain", "hashed"] {
        let mut config = database.config();
        config.user(user).password(PASSWORD);
        let mut connection = Connection::connect_with(&config).await?;
        let who = all::<String>(&mut connection, &statement("SELECT current_user::text")).await?;
        assert_eq!(who, [user]);
        config.password("wrong");
        let error = Connection::connect_with(&config).await.unwrap_err();
        assert!(error.is_authentication(), "{error}");
        assert!(!format!("{error} {error:?}").contains("wrong"));
        let mut config = Config::new();
        config.user(user).dbname(database.name());
        for host in database.config().get_hosts() {
            if let tokio_postgres::config::Host::Unix(path) = host {
                config.host_path(path);
            }
        }
        if let Some(port) = database.config().get_ports().first() {
            config.port(*port);
        }
        let error = Connection::connect_with(&config).await.unwrap_err();
        assert!(error.is_authentication());
        assert!(error.to_string().contains("the configuration has none"), "{error}");
    }
    let mut config = database.config();
    config.user("trusted");
    Connection::connect_with(&config).await?.close().await?;
    config.user("nobody");
    assert!(Connection::connect_with(&config).await.unwrap_err().is_authentication());
    Ok(())
}

/// Plays the server of SCRAM-SHA-256 up to its last message, which a server that does not know the password
/// cannot make.
async fn impostor(mut stream: DuplexStream, iterations: u32) -> std::io::Result<()> {
    let mut startup = vec![0; 4];
    stream.read_exact(&mut startup).await?;
    let length = startup.iter().fold(0, |n, byte| n * 256 + usize::from(*byte));
    stream.read_exact(&mut vec![0; length - 4]).await?;
    let request = |code: u8, text: &str| frame(b'R', &[&[0, 0, 0, code], text.as_bytes()].concat());
    stream.write_all(&request(10, "SCRAM-SHA-256\0\0")).await?;
    let answer = read_message(&mut stream).await?;
    let answer = String::from_utf8_lossy(&answer);
    let nonce = answer.rsplit_once("r=").map_or("", |(_, nonce)| nonce);
    stream.write_all(&request(11, &format!("r={nonce}more,s=c2FsdA==,i={iterations}"))).await?;
    read_message(&mut stream).await?;
    let signature = "A".repeat(43) + "=";
    stream.write_all(&request(12, &format!("v={signature}"))).await?;
    stream.write_all(&fake::welcome().concat()).await
}

async fn read_message(stream: &mut DuplexStream) -> std::io::Result<Vec<u8>> {
    let mut head = [0; 5];
    stream.read_exact(&mut head).await?;
    let mut body = vec![0; usize::from(head[3]) * 256 + usize::from(head[4]) - 4];
    stream.read_exact(&mut body).await?;
    Ok(body)
}

#[tokio::test]
async fn a_server_has_to_know_the_password_too() -> Result {
    for (iterations, text) in [(4096, "SCRAM verification error"), (100_001, "iteration count exceeds")] {
        let (client, server) = tokio::io::duplex(1024);
        tokio::spawn(impostor(server, iterations));
        let mut config = Config::new();
        config.user("user").password(PASSWORD);
        let start = Instant::now();
        let error = Connection::from_stream(client, &config).await.unwrap_err();
        assert!(error.is_authentication());
        assert!(error.to_string().contains(text), "{error}");
        assert!(start.elapsed() < Duration::from_secs(3));
    }
    Ok(())
}

#[tokio::test]
async fn tcp_works_and_hosts_are_tried_in_order() -> Result {
    let server = Server::private().tcp().start()?;
    let database = server.create_database()?;
    let port = server.port().ok_or("no port")?;
    let url = format!(
        "postgres://postgres@127.0.0.1:1,localhost:{port}/{}?connect_timeout=10&keepalives_idle=30",
        database.name()
    );
    let mut connection = Connection::connect(&url).await?;
    assert_eq!(all::<i32>(&mut connection, &statement("SELECT 1")).await?, [1]);
    let error = Connection::connect("postgres://postgres@127.0.0.1:1/app").await.unwrap_err();
    assert!(error.to_string().starts_with("cannot connect to the server: 127.0.0.1:1: "), "{error}");
    // A server that answers and refuses speaks for all.
    let url = format!("postgres://postgres@127.0.0.1:{port},127.0.0.1:1/no_such_database");
    let error = Connection::connect(&url).await.unwrap_err();
    assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some("3D000"));
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_had_is_refused() -> Result {
    let database = Database::create()?;
    for (setting, text) in [
        ("sslnegotiation=direct", "sslnegotiation=direct needs sslmode=require"),
        ("channel_binding=require&require_auth=md5", "channel_binding=require"),
        ("target_session_attrs=fast", "target_session_attrs"),
        ("load_balance_hosts=always", "load_balance_hosts"),
        ("no_such_setting=1", "no_such_setting"),
    ] {
        let url = database.url();
        let url = format!("{url}{}{setting}", if url.contains('?') { '&' } else { '?' });
        let error = Connection::connect(&url).await.unwrap_err();
        assert!(error.to_string().starts_with("the connection string cannot be used: "), "{error}");
        assert!(error.to_string().contains(text), "{setting}: {error}");
    }
    let mut config = database.config();
    config.application_name("a\0b");
    let error = Connection::connect_with(&config).await.unwrap_err();
    assert!(error.to_string().contains("application_name cannot contain a NUL"), "{error}");
    Ok(())
}

#[tokio::test]
async fn one_deadline_holds_for_all_that_is_done_for_a_host() -> Result {
    // It accepts, and never says a word.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    for mode in ["disable", "prefer", "require"] {
        let url = format!("postgres://user:pw@127.0.0.1:{port}/app?connect_timeout=1&sslmode={mode}");
        let start = Instant::now();
        let error = Connection::connect(&url).await.unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert!(start.elapsed() >= Duration::from_millis(900));
    }
    Ok(())
}

#[tokio::test]
async fn the_rest_of_a_password_is_not_shown_as_a_host() {
    let error = Connection::connect("postgres://user:first@second@localhost/app").await.unwrap_err();
    assert!(error.to_string().contains("write `%40`"), "{error}");
    assert!(!format!("{error} {error:?}").contains("second"));
}
