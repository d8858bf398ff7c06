//! TLS with a real server: what each `sslmode` proves, certificates, channel binding.

use std::path::PathBuf;
use std::sync::Arc;

use dsl_tests::certificates::{Authority, Folder, Pair, self_signed};
use piton::connection::{Config, Connection};
use piton::prelude::*;
use piton::testing::{Database, Server};
use tokio::net::TcpStream;
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A server that speaks TLS and lets in: `trusted` in any way, `secret` only with TLS, `open` only without,
/// `scram` and `plain` with a password, `certified` with a certificate.
struct Site {
    database: Database,
    port: u16,
    authority: Authority,
    folder: Folder,
}

const RULES: [&str; 6] = [
    "host all trusted 127.0.0.1/32 trust",
    "hostssl all secret 127.0.0.1/32 trust",
    "hostnossl all open 127.0.0.1/32 trust",
    "host all scram 127.0.0.1/32 scram-sha-256",
    "host all plain 127.0.0.1/32 password",
    "hostssl all certified 127.0.0.1/32 cert",
];

impl Site {
    async fn new(name: &str, pair: impl FnOnce(&Authority) -> Result<Pair>) -> Result<Site> {
        let authority = Authority::new()?;
        let pair = pair(&authority)?;
        Site::with(name, authority, pair).await
    }

    async fn with(name: &str, authority: Authority, pair: Pair) -> Result<Site> {
        let server = Server::private()
            .setting("ssl", "on")
            .setting("ssl_cert_file", "server.crt")
            .setting("ssl_key_file", "server.key")
            .setting("ssl_ca_file", "root.crt")
            .file("server.crt", pair.certificate.clone())
            .file("server.key", pair.key)
            .file("root.crt", authority.pem.clone());
        let server = RULES.into_iter().fold(server, |server, rule| server.hba(rule)).tcp().start()?;
        let database = server.create_database()?;
        let mut admin = Connection::connect_with(&database.config()).await?;
        admin
            .batch(
                "CREATE ROLE trusted LOGIN; CREATE ROLE secret LOGIN; CREATE ROLE open LOGIN; \
                 CREATE ROLE certified LOGIN; SET password_encryption = 'scram-sha-256'; \
                 CREATE ROLE scram LOGIN PASSWORD 'pa55word'; CREATE ROLE plain LOGIN PASSWORD 'pa55word'",
            )
            .await?;
        let folder = Folder::new(name)?;
        folder.write("root.crt", &authority.pem)?;
        folder.write("server.crt", &pair.certificate)?;
        folder.write("other.crt", &Authority::new()?.pem)?;
        let port = server.port().ok_or("no port")?;
        Ok(Site { database, port, authority, folder })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn url(&self, host: &str, user: &str, settings: &str) -> String {
        let database = self.database.name();
        format!("postgres://{user}:pa55word@{host}:{}/{database}?connect_timeout=20&{settings}", self.port)
    }

    /// Whether the connection that is made uses TLS.
    async fn connect(&self, host: &str, user: &str, settings: &str) -> Result<bool> {
        let mut connection = Connection::connect(&self.url(host, user, settings)).await?;
        encrypted(&mut connection).await
    }

    async fn refusal(&self, host: &str, user: &str, settings: &str) -> String {
        match self.connect(host, user, settings).await {
            Ok(encrypted) => panic!("{user}@{host} with {settings} came in, with TLS: {encrypted}"),
            Err(error) => error.to_string(),
        }
    }
}

async fn encrypted(connection: &mut Connection) -> Result<bool> {
    Ok(sql!("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").one(connection).await?)
}

#[tokio::test]
async fn each_mode_proves_what_it_says() -> Result {
    let site = Site::new("modes", |authority| authority.server(&["localhost", "127.0.0.1"])).await?;
    let (root, other) = (site.file("root.crt"), site.file("other.crt"));
    let (root, other) = (root.display(), other.display());
    // The mode, the root, whether there is TLS: `None` where it must not come to a connection.
    let full = Some(true);
    for (settings, host, expected) in [
        ("sslmode=disable".into(), "localhost", Some(false)),
        ("sslmode=allow".into(), "localhost", Some(false)),
        ("sslmode=prefer".into(), "localhost", full),
        (String::new(), "localhost", full),
        ("sslmode=require".into(), "localhost", full),
        (format!("sslmode=require&sslrootcert={root}"), "localhost", full),
        // As libpq has it: with root certificates it is `verify-ca`.
        (format!("sslmode=require&sslrootcert={other}"), "localhost", None),
        (format!("sslmode=verify-ca&sslrootcert={root}"), "localhost", full),
        (format!("sslmode=verify-ca&sslrootcert={other}"), "localhost", None),
        (format!("sslmode=verify-full&sslrootcert={root}"), "localhost", full),
        (format!("sslmode=verify-full&sslrootcert={root}"), "127.0.0.1", full),
        (format!("sslmode=verify-full&sslrootcert={root}&sslsni=0"), "localhost", full),
        (format!("sslmode=verify-full&sslrootcert={other}"), "localhost", None),
        // It does not come from an authority that the system knows.
        ("sslrootcert=system".into(), "localhost", None),
        (format!("sslmode=prefer&sslrootcert={other}"), "localhost", full),
    ] {
        match expected {
            Some(expected) => {
                assert_eq!(site.connect(host, "trusted", &settings).await?, expected, "{settings}");
            }
            None => {
                let why = site.refusal(host, "trusted", &settings).await;
                assert!(why.starts_with("cannot connect to the server: TLS: "), "{settings}: {why}");
            }
        }
    }
    let missing =
        site.refusal("localhost", "trusted", "sslmode=verify-ca&sslrootcert=/nowhere/root.crt").await;
    assert!(missing.contains("/nowhere/root.crt"), "{missing}");
    Ok(())
}

#[tokio::test]
async fn a_certificate_for_another_host_is_only_one_of_the_right_authority() -> Result {
    let site = Site::new("host", |authority| authority.server(&["db.example"])).await?;
    let root = site.file("root.crt");
    let root = root.display();
    assert!(site.connect("localhost", "trusted", &format!("sslmode=verify-ca&sslrootcert={root}")).await?);
    for host in ["localhost", "127.0.0.1"] {
        let why = site.refusal(host, "trusted", &format!("sslmode=verify-full&sslrootcert={root}")).await;
        assert!(why.contains("not valid for name"), "{why}");
    }
    // `hostaddr` says where it is, and `host` what it is called.
    let settings = format!("sslmode=verify-full&sslrootcert={root}&hostaddr=127.0.0.1");
    assert!(site.connect("db.example", "trusted", &settings).await?);
    Ok(())
}

#[tokio::test]
async fn a_certificate_whose_time_is_over_proves_nothing() -> Result {
    let site = Site::new("expired", |authority| authority.expired(&["localhost"])).await?;
    let root = site.file("root.crt");
    for mode in ["verify-ca", "verify-full"] {
        let settings = format!("sslmode={mode}&sslrootcert={}", root.display());
        let why = site.refusal("localhost", "trusted", &settings).await;
        assert!(why.contains("expired"), "{why}");
    }
    assert!(site.connect("localhost", "trusted", "sslmode=require").await?);
    Ok(())
}

#[tokio::test]
async fn a_certificate_that_the_server_has_signed_itself_can_be_trusted() -> Result {
    let site = Site::new("self", |_| self_signed(&["localhost"])).await?;
    let (own, other) = (site.file("server.crt"), site.file("root.crt"));
    for mode in ["verify-ca", "verify-full"] {
        let settings = format!("sslmode={mode}&sslrootcert={}", own.display());
        assert!(site.connect("localhost", "trusted", &settings).await?);
        let settings = format!("sslmode={mode}&sslrootcert={}", other.display());
        assert!(site.refusal("localhost", "trusted", &settings).await.contains("TLS: "));
    }
    let settings = format!("sslmode=verify-full&sslrootcert={}", own.display());
    assert!(site.refusal("127.0.0.1", "trusted", &settings).await.contains("not valid for name"));
    Ok(())
}

#[tokio::test]
async fn the_other_way_is_tried_where_the_mode_allows_it() -> Result {
    let site = Site::new("other_way", |authority| authority.server(&["localhost"])).await?;
    for (settings, user, expected) in [
        ("sslmode=prefer", "open", Some(false)),
        ("sslmode=prefer", "secret", Some(true)),
        ("sslmode=allow", "secret", Some(true)),
        ("sslmode=allow", "open", Some(false)),
        ("sslmode=disable", "secret", None),
        ("sslmode=require", "open", None),
    ] {
        match expected {
            Some(expected) => {
                assert_eq!(site.connect("localhost", user, settings).await?, expected, "{user} {settings}");
            }
            None => assert!(site.refusal("localhost", user, settings).await.contains("pg_hba.conf")),
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_login_is_bound_to_its_connection() -> Result {
    let (authority, sha384) = Authority::sha384(&["localhost"])?;
    for site in [
        Site::new("binding", |authority| authority.server(&["localhost"])).await?,
        Site::with("binding384", authority, sha384).await?,
    ] {
        for (settings, user) in [
            ("sslmode=require&channel_binding=require", "scram"),
            ("sslmode=require&channel_binding=prefer", "scram"),
            ("sslmode=require&channel_binding=disable", "scram"),
            ("sslmode=require&channel_binding=require&require_auth=scram-sha-256", "scram"),
            ("sslmode=require&channel_binding=prefer", "plain"),
            ("sslmode=require&require_auth=password", "plain"),
            ("sslmode=require&require_auth=!scram-sha-256", "plain"),
            ("sslmode=require&require_auth=none,md5", "trusted"),
        ] {
            assert!(site.connect("localhost", user, settings).await?, "{user} {settings}");
        }
        for (settings, user, why) in [
            ("sslmode=require&channel_binding=require", "plain", "channel_binding=require"),
            ("sslmode=require&channel_binding=require", "trusted", "channel_binding=require"),
            ("sslmode=disable&channel_binding=require", "scram", "channel_binding=require"),
            ("sslmode=require&require_auth=scram-sha-256", "plain", "require_auth"),
            ("sslmode=require&require_auth=scram-sha-256", "trusted", "require_auth"),
            ("sslmode=require&require_auth=!scram-sha-256", "scram", "require_auth"),
        ] {
            let found = site.refusal("localhost", user, settings).await;
            assert!(
                found.starts_with("authentication failed: ") && found.contains(why),
                "{user} {settings}: {found}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_client_can_show_a_certificate() -> Result {
    let site = Site::new("client", |authority| authority.server(&["localhost"])).await?;
    let own = site.authority.client("certified")?;
    let stranger = Authority::new()?.client("certified")?;
    let somebody = site.authority.client("somebody")?;
    let files = |name: &str, pair: &Pair| -> Result<String> {
        let certificate = site.folder.write(&format!("{name}.crt"), &pair.certificate)?;
        let key = site.folder.write(&format!("{name}.key"), &pair.key)?;
        Ok(format!("sslmode=require&sslcert={}&sslkey={}", certificate.display(), key.display()))
    };
    let settings = files("own", &own)?;
    assert!(site.connect("localhost", "certified", &settings).await?);
    // Who shows one where it is not asked for comes in, too.
    assert!(site.connect("localhost", "trusted", &settings).await?);
    site.refusal("localhost", "certified", "sslmode=require").await;
    site.refusal("localhost", "certified", &files("stranger", &stranger)?).await;
    site.refusal("localhost", "certified", &files("somebody", &somebody)?).await;

    use std::os::unix::fs::PermissionsExt;
    let key = site.file("own.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644))?;
    let why = site.refusal("localhost", "certified", &settings).await;
    assert!(why.contains("own.key") && why.contains("0600"), "{why}");
    std::fs::write(&key, "no key")?;
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600))?;
    assert!(site.refusal("localhost", "certified", &settings).await.contains("own.key"));
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_spoken_to_directly_has_to_know_it() -> Result {
    let site = Site::new("direct", |authority| authority.server(&["localhost"])).await?;
    let settings = "sslmode=require&sslnegotiation=direct";
    if site.database.server().version()? >= 170_000 {
        assert!(site.connect("localhost", "trusted", settings).await?);
    } else {
        site.refusal("localhost", "trusted", settings).await;
    }
    Ok(())
}

#[tokio::test]
async fn everything_works_over_tls() -> Result {
    let site = Site::new("everything", |authority| authority.server(&["localhost"])).await?;
    let pool =
        Pool::builder().max_size(3).connect(&site.url("localhost", "scram", "sslmode=require")).await?;
    // More than one record of TLS, both ways.
    let text = "x".repeat(300_000);
    for _ in 0..5 {
        let rows = sql!("SELECT {text} || i FROM generate_series(1, 20) i").all::<String, _>(&pool).await?;
        assert_eq!(rows.len(), 20);
        assert!(rows.iter().all(|row| row.len() > 300_000 && row.starts_with("xxx")));
    }
    let tasks: Vec<_> = (0..50_i64)
        .map(|n| {
            let pool = pool.clone();
            tokio::spawn(async move { sql!("SELECT {n}").one::<i64, _>(&pool).await })
        })
        .collect();
    for (n, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await??, n as i64);
    }
    assert!(encrypted(&mut *pool.acquire().await?).await?);
    // That a session has ended is seen through TLS as well.
    let mut admin = Connection::connect_with(&site.database.config()).await?;
    let victim = pool.acquire().await?.process_id();
    dsl_tests::sessions::terminate(&mut admin, victim).await;
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&pool).await?, 1);
    pool.acquire().await?.detach().close().await?;
    Ok(())
}

/// TLS of another implementation: rustls, as somebody else would use it with `tokio_postgres`.
struct Own(Arc<ClientConfig>);

struct OwnConnect(Arc<ClientConfig>, ServerName<'static>);

struct OwnStream(tokio_rustls::client::TlsStream<TcpStream>);

impl MakeTlsConnect<TcpStream> for Own {
    type Stream = OwnStream;
    type TlsConnect = OwnConnect;
    type Error = std::io::Error;

    fn make_tls_connect(&mut self, domain: &str) -> std::io::Result<OwnConnect> {
        let name = ServerName::try_from(domain.to_owned()).map_err(std::io::Error::other)?;
        Ok(OwnConnect(self.0.clone(), name))
    }
}

impl TlsConnect<TcpStream> for OwnConnect {
    type Stream = OwnStream;
    type Error = std::io::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = std::io::Result<OwnStream>> + Send>>;

    fn connect(self, stream: TcpStream) -> Self::Future {
        let connector = tokio_rustls::TlsConnector::from(self.0);
        Box::pin(async move { connector.connect(self.1, stream).await.map(OwnStream) })
    }
}

impl TlsStream for OwnStream {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl tokio::io::AsyncRead for OwnStream {
    fn poll_read(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
        out: &mut tokio::io::ReadBuf<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        std::pin::Pin::new(&mut self.0).poll_read(context, out)
    }
}

impl tokio::io::AsyncWrite for OwnStream {
    fn poll_write(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
        bytes: &[u8],
    ) -> std::task::Poll<std::io::Result<usize>> {
        std::pin::Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        std::pin::Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        std::pin::Pin::new(&mut self.0).poll_shutdown(context)
    }
}

#[tokio::test]
async fn another_implementation_of_tls_can_be_used() -> Result {
    let site = Site::new("another", |authority| authority.server(&["localhost"])).await?;
    let own = |pem: &str| -> Result<Own> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(pem.as_bytes())?)?;
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Own(Arc::new(config)))
    };
    let config = |mode: &str| site.url("localhost", "scram", mode).parse::<Config>();
    let right = config("sslmode=require")?.tls(own(&site.authority.pem)?);
    assert!(encrypted(&mut Connection::connect_with(&right).await?).await?);
    let pool = Pool::builder().connect_with(&right).await?;
    assert!(encrypted(&mut *pool.acquire().await?).await?);
    let wrong = config("sslmode=require")?.tls(own(&Authority::new()?.pem)?);
    let why = Connection::connect_with(&wrong).await.unwrap_err().to_string();
    assert!(why.starts_with("cannot connect to the server: TLS: "), "{why}");
    let bound = config("sslmode=require&channel_binding=require")?.tls(own(&site.authority.pem)?);
    assert!(Connection::connect_with(&bound).await.unwrap_err().is_authentication());
    Ok(())
}
