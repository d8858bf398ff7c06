//! Somebody between client and server, who can change what is said before there is TLS, and end TLS himself.

use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use dsl_tests::certificates::{Authority, Pair};
use dsl_tests::fake;
use piton::connection::Connection;
use piton::prelude::*;
use piton::testing::{Database, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, ServerConfig, SignatureScheme};
use tokio_rustls::{TlsAcceptor, TlsConnector};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// A server that gives this answer to the request for TLS, and writes down what comes after it.
async fn answering(answer: &'static [u8]) -> Result<(u16, Arc<Mutex<Vec<Vec<u8>>>>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let heard = Arc::new(Mutex::new(Vec::new()));
    tokio::spawn({
        let heard = heard.clone();
        async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let heard = heard.clone();
                tokio::spawn(async move {
                    let mut request = [0; 8];
                    let read = stream.read_exact(&mut request).await;
                    if read.is_err() || request != SSL_REQUEST {
                        heard.lock().expect("nobody panics").push(request.to_vec());
                        return;
                    }
                    if stream.write_all(answer).await.is_err() {
                        return;
                    }
                    let mut rest = Vec::new();
                    let read = stream.read_to_end(&mut rest);
                    drop(tokio::time::timeout(Duration::from_secs(2), read).await);
                    heard.lock().expect("nobody panics").push(rest);
                });
            }
        }
    });
    Ok((port, heard))
}

#[tokio::test]
async fn where_tls_is_needed_nothing_is_said_without_it() -> Result {
    let error = fake::error("FATAL", "28000").leak();
    for (answer, expected) in [
        (&b"N"[..], "TLS: the server does not offer TLS"),
        (error, "TLS: the server does not know TLS"),
        (b"R\0\0\0\x08\0\0\0\x03", "the server broke the protocol"),
        (b"", "the connection broke"),
    ] {
        let (port, heard) = answering(answer).await?;
        for mode in ["require", "verify-ca", "verify-full"] {
            let url = format!("postgres://user:s3cr3t@127.0.0.1:{port}/app?sslmode={mode}&connect_timeout=5");
            let why = Connection::connect(&url).await.unwrap_err().to_string();
            assert!(why.contains(expected), "{why}");
            assert!(!why.contains("made up"), "what anybody may have said is shown: {why}");
        }
        dsl_tests::sessions::eventually(|| heard.lock().is_ok_and(|heard| heard.len() == 3)).await;
        for said in heard.lock().map_err(|_| "a panic")?.iter() {
            assert!(said.is_empty(), "{said:?}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn bytes_behind_the_answer_are_not_taken_for_the_servers() -> Result {
    // What a server would say after the login, put behind its `S`.
    let injected = [b"S".to_vec(), fake::welcome().concat()].concat().leak();
    let (port, heard) = answering(injected).await?;
    for mode in ["require", "verify-full"] {
        let url = format!("postgres://user:s3cr3t@127.0.0.1:{port}/app?sslmode={mode}&connect_timeout=5");
        let why = Connection::connect(&url).await.unwrap_err().to_string();
        assert!(why.starts_with("cannot connect to the server: TLS: "), "{why}");
    }
    dsl_tests::sessions::eventually(|| heard.lock().is_ok_and(|heard| heard.len() == 2)).await;
    for said in heard.lock().map_err(|_| "a panic")?.iter() {
        // The beginning of a handshake, and no startup message.
        assert_eq!(said.first(), Some(&22));
        assert!(!said.windows(4).any(|bytes| bytes == b"user"));
    }
    Ok(())
}

#[tokio::test]
async fn a_handshake_that_does_not_go_on_is_given_up() -> Result {
    let (port, _) = answering(b"S").await?;
    let url = format!("postgres://user@127.0.0.1:{port}/app?sslmode=require&connect_timeout=1");
    assert!(Connection::connect(&url).await.unwrap_err().is_timeout());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!(
        "postgres://user@127.0.0.1:{}/app?sslmode=require&connect_timeout=1",
        listener.local_addr()?.port()
    );
    assert!(Connection::connect(&url).await.unwrap_err().is_timeout());
    Ok(())
}

/// Takes every certificate, as somebody in the middle does.
#[derive(Debug)]
struct Careless;

impl ServerCertVerifier for Careless {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> std::result::Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        default_provider().signature_verification_algorithms.supported_schemes()
    }
}

/// Ends the client's TLS with a certificate of his own, and speaks to the server with TLS or without it.
async fn middleman(pair: &Pair, alpn: Option<&[u8]>, server: u16, tls: bool) -> Result<u16> {
    let certificate = CertificateDer::from_pem_slice(pair.certificate.as_bytes())?;
    let key = PrivateKeyDer::from_pem_slice(pair.key.as_bytes())?;
    let provider = Arc::new(default_provider());
    let mut config = ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)?;
    config.alpn_protocols = alpn.into_iter().map(<[u8]>::to_vec).collect();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Careless))
        .with_no_client_auth();
    let connector = TlsConnector::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let (acceptor, connector) = (acceptor.clone(), connector.clone());
            // Whoever hangs up ends the talk.
            drop(tokio::spawn(async move { between(client, acceptor, connector, server, tls).await.ok() }));
        }
    });
    Ok(port)
}

async fn between(
    mut client: TcpStream,
    acceptor: TlsAcceptor,
    connector: TlsConnector,
    server: u16,
    tls: bool,
) -> Result {
    let mut first = [0];
    client.peek(&mut first).await?;
    // Who speaks directly begins with a handshake.
    if first != [22] {
        client.read_exact(&mut [0; 8]).await?;
        client.write_all(b"S").await?;
    }
    let mut client = acceptor.accept(client).await?;
    let mut server = TcpStream::connect(("127.0.0.1", server)).await?;
    if !tls {
        copy_bidirectional(&mut client, &mut server).await?;
        return Ok(());
    }
    server.write_all(&SSL_REQUEST).await?;
    server.read_exact(&mut [0; 1]).await?;
    let mut server = connector.connect(ServerName::try_from("localhost")?, server).await?;
    copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}

async fn site(authority: &Authority) -> Result<(Database, u16)> {
    let pair = authority.server(&["localhost"])?;
    let server = Server::private()
        .setting("ssl", "on")
        .setting("ssl_cert_file", "server.crt")
        .setting("ssl_key_file", "server.key")
        .file("server.crt", pair.certificate)
        .file("server.key", pair.key)
        .hba("host all scram 127.0.0.1/32 scram-sha-256")
        .tcp()
        .start()?;
    let database = server.create_database()?;
    Connection::connect_with(&database.config())
        .await?
        .batch("SET password_encryption = 'scram-sha-256'; CREATE ROLE scram LOGIN PASSWORD 'pa55word'")
        .await?;
    Ok((database, server.port().ok_or("no port")?))
}

#[tokio::test]
async fn a_login_through_somebody_elses_tls_fails() -> Result {
    let authority = Authority::new()?;
    let (database, port) = site(&authority).await?;
    let own = Authority::new()?.server(&["localhost"])?;
    let with_tls = middleman(&own, None, port, true).await?;
    let without = middleman(&own, None, port, false).await?;
    let connect = async |port: u16, settings: &str| {
        let url = format!(
            "postgres://scram:pa55word@localhost:{port}/{}?connect_timeout=20&{settings}",
            database.name()
        );
        let mut connection = Connection::connect(&url).await?;
        sql!("SELECT 1").one::<i32, _>(&mut connection).await
    };
    // Without a proof of who the server is, the binding is what is left.
    for settings in [
        "sslmode=require",
        "sslmode=require&channel_binding=require",
        "sslmode=require&channel_binding=prefer",
    ] {
        let why = connect(with_tls, settings).await.unwrap_err().to_string();
        assert!(why.contains("channel binding"), "{settings}: {why}");
    }
    let why = connect(without, "sslmode=require&channel_binding=require").await.unwrap_err();
    assert!(why.is_authentication() && why.to_string().contains("channel_binding=require"), "{why}");
    // What it is for: who turns it off is let in through the one in the middle.
    assert_eq!(connect(with_tls, "sslmode=require&channel_binding=disable").await?, 1);
    assert_eq!(connect(port, "sslmode=require&channel_binding=require").await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_spoken_to_directly_has_to_say_what_it_is() -> Result {
    let authority = Authority::new()?;
    let (database, port) = site(&authority).await?;
    let pair = authority.server(&["localhost"])?;
    for (alpn, lets_in) in [(None, false), (Some(&b"postgresql"[..]), true), (Some(b"http/1.1"), false)] {
        let port = middleman(&pair, alpn, port, true).await?;
        let url = format!(
            "postgres://scram:pa55word@localhost:{port}/{}?sslmode=require&sslnegotiation=direct\
             &channel_binding=disable&connect_timeout=20",
            database.name()
        );
        let connected = Connection::connect(&url).await;
        assert_eq!(connected.is_ok(), lets_in, "{alpn:?}: {connected:?}");
    }
    Ok(())
}
