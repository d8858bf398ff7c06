//! Requests to cancel reach the server in the way in which the connection did.

use std::sync::{Arc, Mutex};

use dsl_tests::certificates::Authority;
use dsl_tests::language::empty;
use dsl_tests::sessions::becomes;
use piton::connection::Connection;
use piton::prelude::*;
use piton::testing::{Database, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A request to stop a statement, as it is in the clear.
const CANCEL: [u8; 4] = [4, 210, 22, 46];

/// Lets a connection execute something long, and stops it.
async fn stops(connection: &mut Connection, admin: &mut Connection) -> Result {
    let token = connection.cancel_token();
    for n in 0..3_i32 {
        let long = sql!("SELECT pg_sleep(60)");
        let stop = async {
            becomes(admin, "wait_event = 'PgSleep'", 1).await;
            token.cancel().await
        };
        let (ended, stopped) = tokio::join!(long.execute(&mut *connection), stop);
        stopped?;
        let error = ended.unwrap_err();
        assert!(error.is_cancelled() && !error.is_closed(), "{error}");
        assert_eq!(sql!("SELECT {n}").one::<i32, _>(&mut *connection).await?, n);
    }
    Ok(())
}

#[tokio::test]
async fn a_statement_is_stopped_over_a_unix_socket() -> Result {
    let (database, mut admin) = empty().await;
    let mut connection = Connection::connect(database.url()).await?;
    stops(&mut connection, &mut admin).await
}

/// Passes everything on, and writes down how each connection begins.
async fn listening(server: u16) -> Result<(u16, Arc<Mutex<Vec<[u8; 8]>>>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let heard = Arc::new(Mutex::new(Vec::new()));
    tokio::spawn({
        let heard = heard.clone();
        async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let heard = heard.clone();
                tokio::spawn(async move {
                    let mut first = [0; 8];
                    client.read_exact(&mut first).await?;
                    heard.lock().expect("nobody panics").push(first);
                    let mut server = TcpStream::connect(("127.0.0.1", server)).await?;
                    server.write_all(&first).await?;
                    copy_bidirectional(&mut client, &mut server).await.map(drop)
                });
            }
        }
    });
    Ok((port, heard))
}

async fn site() -> Result<(Database, Authority, u16)> {
    let authority = Authority::new()?;
    let pair = authority.server(&["localhost"])?;
    let server = Server::private()
        .setting("ssl", "on")
        .setting("ssl_cert_file", "server.crt")
        .setting("ssl_key_file", "server.key")
        .file("server.crt", pair.certificate)
        .file("server.key", pair.key)
        .hba("host all postgres 127.0.0.1/32 trust")
        .tcp()
        .start()?;
    let port = server.port().ok_or("no port")?;
    Ok((server.create_database()?, authority, port))
}

#[tokio::test]
async fn the_request_is_encrypted_if_the_connection_is() -> Result {
    let (database, authority, server) = site().await?;
    let (port, heard) = listening(server).await?;
    let folder = dsl_tests::certificates::Folder::new("cancel")?;
    let root = folder.write("root.crt", &authority.pem)?;
    let mut admin = Connection::connect_with(&database.config()).await?;
    for (settings, encrypted) in [
        ("sslmode=disable".to_owned(), false),
        ("sslmode=prefer".to_owned(), true),
        ("sslmode=require".to_owned(), true),
        (format!("sslmode=verify-full&sslrootcert={}", root.display()), true),
    ] {
        heard.lock().map_err(|_| "a panic")?.clear();
        let url = format!("postgres://postgres@localhost:{port}/{}?{settings}", database.name());
        let mut connection = Connection::connect(&url).await?;
        stops(&mut connection, &mut admin).await?;
        let heard = heard.lock().map_err(|_| "a panic")?;
        let in_the_clear = heard.iter().filter(|first| first.ends_with(&CANCEL)).count();
        assert_eq!((heard.len(), in_the_clear), (4, if encrypted { 0 } else { 3 }), "{settings}");
    }
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_another_one_now_gets_no_request() -> Result {
    let (database, authority, server) = site().await?;
    let folder = dsl_tests::certificates::Folder::new("other_server")?;
    let root = folder.write("root.crt", &authority.pem)?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!(
        "postgres://postgres@localhost:{}/{}?sslmode=verify-full&sslrootcert={}",
        listener.local_addr()?.port(),
        database.name(),
        root.display()
    );
    // The first connection reaches the server; the second one somebody who speaks no TLS.
    let second = tokio::spawn(async move {
        let (mut client, _) = listener.accept().await?;
        tokio::spawn(async move {
            let mut server = TcpStream::connect(("127.0.0.1", server)).await?;
            copy_bidirectional(&mut client, &mut server).await
        });
        let (mut client, _) = listener.accept().await?;
        let mut heard = vec![0; 8];
        client.read_exact(&mut heard).await?;
        client.write_all(b"N").await?;
        client.read_to_end(&mut heard).await?;
        Ok::<_, std::io::Error>(heard)
    });
    let connection = Connection::connect(&url).await?;
    assert!(connection.cancel_token().cancel().await.is_err());
    assert_eq!(second.await??, [0, 0, 0, 8, 4, 210, 22, 47]);
    Ok(())
}

#[tokio::test]
async fn a_request_that_cannot_be_sent_is_an_error() -> Result {
    let (near, far) = tokio::io::duplex(1024);
    tokio::spawn(dsl_tests::fake::serve(far, vec![dsl_tests::fake::welcome().concat(), Vec::new()]));
    let connection = Connection::from_stream(near, tokio_postgres::Config::new().user("user")).await?;
    let error = connection.cancel_token().cancel().await.unwrap_err();
    assert!(error.to_string().contains("transport of somebody else"), "{error}");
    assert!(!format!("{:?}", connection.cancel_token()).contains("1, 2, 3, 4"));

    let server = Server::private().start()?;
    let connection = Connection::connect_with(&server.config()).await?;
    let token = connection.cancel_token();
    drop(server);
    assert!(token.cancel().await.is_err());
    Ok(())
}
