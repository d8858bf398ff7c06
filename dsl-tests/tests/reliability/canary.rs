//! A password and a parameter that appear nowhere: not in errors, not in what is logged at any level, not in the `Debug` of
//! anything; where all goes well, and where it does not.

use std::fmt::{Debug, Display};
use std::time::Duration;

use dsl_tests::certificates::{Authority, Folder};
use dsl_tests::language::run;
use dsl_tests::log::Log;
use dsl_tests::sessions::{becomes, eventually};
use dsl_tests::{fake, statement_with};
use piton::connection::Config;
use piton::prelude::*;
use piton::testing::{Database, Server};
use piton::value::{Encoder, Json};
use tokio::net::TcpListener;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const PASSWORD: &str = "canary-pa55word";
const PARAMETER: &str = "canary-parameter";
const NUMBER: i64 = 918_273_645_546_372;

#[derive(Table, Clone, PartialEq)]
struct Secret {
    #[column(primary_key)]
    id: i64,
    #[column(unique)]
    text: String,
    maybe: Option<String>,
}

#[derive(PgEnum, Clone, Copy, Debug, PartialEq)]
enum Mood {
    Happy,
}

/// What was seen, and how much of it.
#[derive(Default)]
struct Output {
    log: Log,
    texts: usize,
    bytes: usize,
    found: Vec<String>,
}

impl Output {
    fn text(&mut self, what: &str, text: &str) {
        self.texts += 1;
        self.bytes += text.len();
        // As text, as a list of bytes, and in hexadecimal.
        for secret in [PASSWORD, PARAMETER, &NUMBER.to_string()] {
            let bytes = format!("{:?}", secret.as_bytes());
            let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
            if [secret, bytes.trim_matches(['[', ']']), &hex].iter().any(|form| text.contains(*form)) {
                self.found.push(format!("{what}: {text}"));
            }
        }
        let binary = format!("{:?}", NUMBER.to_be_bytes());
        if text.contains(binary.trim_matches(['[', ']'])) {
            self.found.push(format!("{what}: {text}"));
        }
    }

    fn debug(&mut self, what: &str, value: &impl Debug) {
        self.text(what, &format!("{value:?}"));
        self.text(what, &format!("{value:#?}"));
    }

    fn error<E: Debug + Display + std::error::Error>(&mut self, what: &str, error: E) {
        self.debug(what, &error);
        self.text(what, &format!("{error}"));
        self.text(what, &format!("{error:#}"));
        let mut cause = error.source();
        while let Some(error) = cause {
            self.debug(what, &error);
            self.text(what, &error.to_string());
            cause = error.source();
        }
        self.logged(what);
    }

    /// It must be an error.
    fn failed<T>(&mut self, what: &str, result: std::result::Result<T, piton::Error>) {
        match result {
            Ok(_) => panic!("{what}: it does not fail"),
            Err(error) => self.error(what, error),
        }
    }

    /// What was logged; and how many lines that were.
    fn logged(&mut self, what: &str) -> usize {
        let log = self.log.take();
        self.text(what, &log);
        log.lines().count()
    }
}

/// A server with TLS that asks for passwords, over TCP.
struct Site {
    server: Server,
    database: Database,
    folder: Folder,
}

impl Site {
    async fn new() -> Result<Self> {
        let authority = Authority::new().map_err(|error| error.to_string())?;
        let pair = authority.server(&["localhost"]).map_err(|error| error.to_string())?;
        let server = Server::private()
            .setting("ssl", "on")
            .setting("ssl_cert_file", "server.crt")
            .setting("ssl_key_file", "server.key")
            .file("server.crt", pair.certificate)
            .file("server.key", pair.key)
            .hba("host all md5 127.0.0.1/32 md5")
            .hba("host all plain 127.0.0.1/32 password")
            .hba("host all scram 127.0.0.1/32 scram-sha-256")
            .tcp()
            .start()?;
        let database = server.create_database()?;
        let mut admin = Connection::connect_with(&database.config()).await?;
        for (role, encryption) in [("md5", "md5"), ("plain", "scram-sha-256"), ("scram", "scram-sha-256")] {
            let script = format!(
                "SET password_encryption = '{encryption}'; CREATE ROLE {role} SUPERUSER LOGIN PASSWORD '{PASSWORD}'"
            );
            admin.batch(&script).await?;
        }
        run(&mut admin, &piton::migrate::create_tables_sql(schema![Secret])).await;
        run(&mut admin, "ALTER TABLE secret ADD CHECK (id <> 7)").await;
        run(&mut admin, &format!("CREATE TYPE mood AS ENUM ('happy', '{PARAMETER}')")).await;
        let folder = Folder::new("canary").map_err(|error| error.to_string())?;
        let other = Authority::new().map_err(|error| error.to_string())?;
        folder.write("root.crt", &authority.pem).map_err(|error| error.to_string())?;
        folder.write("other.crt", &other.pem).map_err(|error| error.to_string())?;
        Ok(Site { server, database, folder })
    }

    fn url(&self, user: &str, password: &str, settings: &str) -> String {
        let port = self.server.port().unwrap_or_default();
        format!("postgres://{user}:{password}@127.0.0.1:{port}/{}?{settings}", self.database.name())
    }
}

#[tokio::test]
async fn no_configuration_shows_the_password() -> Result {
    let mut output = Output::default();
    let _guard = tracing::subscriber::set_default(output.log.clone());
    for string in [
        format!("postgres://user:{PASSWORD}@localhost/app"),
        format!("host=localhost password={PASSWORD}"),
        format!("host=localhost password='{PASSWORD}' sslmode=verify-full"),
    ] {
        let config: Config = string.parse()?;
        output.debug("a configuration", &config);
        output.debug("a pool", &Pool::builder().build_with(config.clone())?);
        output.failed("a connection", Connection::connect_with(config.connect_nowhere()).await);
    }
    for string in [
        format!("postgres://user:{PASSWORD}@localhost:port/app"),
        format!("postgres://user:{PASSWORD}@local@host/app"),
        format!("postgres://user:{PASSWORD}@localhost/app?nothing=1"),
        format!("postgres://user:{PASSWORD}@localhost/app?sslmode=maybe"),
        format!("postgres://user:{PASSWORD}%zz@localhost/app"),
        format!("postgres://user:{PASSWORD}@[::1/app"),
        format!("postgres://{PASSWORD}@/app?port=x"),
        format!("postgre://user:{PASSWORD}@localhost"),
        format!("password={PASSWORD} nothing=1"),
        format!("password='{PASSWORD}"),
        format!("password={PASSWORD} port={PASSWORD}"),
        format!("password = {PASSWORD} connect_timeout={PASSWORD}"),
        format!("password {PASSWORD}"),
        format!("sslmode={PASSWORD}"),
        format!("hostaddr={PASSWORD}"),
        format!("require_auth={PASSWORD}"),
    ] {
        output.failed(&string.replace(PASSWORD, "PASSWORD"), string.parse::<Config>());
        output.failed(&string.replace(PASSWORD, "PASSWORD"), Pool::builder().build(&string));
    }
    report(&output);
    Ok(())
}

/// Where nothing listens.
trait Nowhere {
    fn connect_nowhere(&self) -> tokio_postgres::Config;
}

impl Nowhere for Config {
    fn connect_nowhere(&self) -> tokio_postgres::Config {
        let mut config = tokio_postgres::Config::new();
        config.host("127.0.0.1").port(9).user("user").password(PASSWORD);
        config
    }
}

#[tokio::test]
async fn no_login_shows_the_password() -> Result {
    let site = Site::new().await?;
    let mut output = Output::default();
    let _guard = tracing::subscriber::set_default(output.log.clone());
    let root = site.folder.path().join("root.crt").display().to_string();
    let other = site.folder.path().join("other.crt").display().to_string();
    for user in ["md5", "plain", "scram"] {
        for settings in ["sslmode=disable".to_owned(), "sslmode=require".to_owned()] {
            let db = Connection::connect(&site.url(user, PASSWORD, &settings)).await?;
            output.debug("a connection", &db);
            output.logged(user);
            let wrong = format!("{PASSWORD}-2");
            output.failed(user, Connection::connect(&site.url(user, &wrong, &settings)).await);
        }
        for settings in [
            format!("sslmode=verify-full&sslrootcert={other}"),
            format!("sslmode=verify-full&sslrootcert={root}"),
            format!("sslmode=verify-ca&sslrootcert={root}x"),
            "sslmode=disable&require_auth=none".to_owned(),
            "sslmode=disable&channel_binding=require".to_owned(),
            "sslmode=disable&target_session_attrs=standby".to_owned(),
        ] {
            output.failed(&settings, Connection::connect(&site.url(user, PASSWORD, &settings)).await);
            output.failed(&settings, Pool::connect(&site.url(user, PASSWORD, &settings)).await);
        }
    }
    // A server that repeats what it was told, cuts the line, or never answers.
    for said in
        [vec![fake::error("FATAL", "28P01")], vec![b"R\0\0\0\x08\0\0\0\x0bx".to_vec()], vec![Vec::new()]]
    {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let server = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.expect("somebody comes");
            fake::serve(stream, [vec![fake::frame(b'R', &[0, 0, 0, 3])], said].concat()).await;
        });
        let url =
            format!("postgres://user:{PASSWORD}@127.0.0.1:{port}/app?sslmode=disable&connect_timeout=2");
        output.failed("a server that does not let in", Connection::connect(&url).await);
        server.await?;
    }
    report(&output);
    Ok(())
}

#[tokio::test]
async fn no_statement_shows_its_parameters() -> Result {
    let site = Site::new().await?;
    let mut output = Output::default();
    let _guard = tracing::subscriber::set_default(output.log.clone());
    let mut admin = Connection::connect_with(site.database.config()).await?;
    let pool = Pool::connect(&site.url("scram", PASSWORD, "sslmode=require")).await?;
    let mut db = Connection::connect(&site.url("scram", PASSWORD, "sslmode=disable")).await?;
    let new = || Secret::create().id(NUMBER).text(PARAMETER).maybe(PARAMETER);

    // What is not run.
    let query = select(Secret).filter(Secret::text.eq(PARAMETER)).filter(Secret::id.in_([NUMBER, 1]));
    output.debug("a query", &query);
    output.text("its text", &query.to_sql());
    output.debug("a statement", &statement_with("SELECT ", &PARAMETER.to_owned(), ""));
    output.debug("raw SQL", &sql!("SELECT {}, {}", PARAMETER, NUMBER));
    output.debug("an update", &update(Secret).set(Secret::text, PARAMETER).filter(Secret::id.eq(NUMBER)));
    output.debug("a deletion", &delete(Secret).filter(Secret::id.eq(NUMBER)));
    output.debug("a row", &new());
    output.debug("a part", &sql!("SELECT {}", PARAMETER).piped().all::<String>());
    output.debug("a future", &sql!("SELECT {}", PARAMETER).all::<String, _>(&pool));
    output.debug("a pipeline", &db.pipeline((query,)));
    let mut encoder = Encoder::default();
    encoder.put_value(PARAMETER)?;
    output.debug("an encoder", &encoder);

    // What goes well.
    assert!(db.insert(new()).await?.text == PARAMETER);
    assert_eq!(sql!("SELECT {}", PARAMETER).one::<String, _>(&pool).await?, PARAMETER);
    output.debug("a pool", &pool);
    output.debug("a connection of it", &pool.acquire().await?);
    let mut tx = db.begin().await?;
    sql!("SELECT {}, {}", PARAMETER, NUMBER).execute(&mut tx).await?;
    output.debug("a transaction", &tx);
    tx.rollback().await?;
    let mut rows = sql!("SELECT {}", PARAMETER).stream::<String>(&mut db);
    assert_eq!(rows.try_next().await?.as_deref(), Some(PARAMETER));
    output.debug("a stream", &rows);
    drop(rows);
    output.logged("what goes well");

    // What the server refuses. It quotes the values in the detail.
    output.failed("a key that is there", db.insert(new()).await);
    output.failed("a check", db.insert(Secret::create().id(7).text(PARAMETER)).await);
    output.failed(
        "no value",
        sql!("INSERT INTO secret VALUES ({}, NULL, {})", NUMBER, PARAMETER).execute(&mut db).await,
    );
    output.failed("a division", sql!("SELECT 1 / ({} - {NUMBER})", NUMBER).execute(&mut db).await);
    output.failed("no table", sql!("SELECT {} FROM nowhere", PARAMETER).execute(&mut db).await);
    output.failed("out of range", sql!("SELECT {}::int4", NUMBER).execute(&mut db).await);
    let both = db.pipeline((
        sql!("SELECT {}", PARAMETER).piped().one::<String>(),
        sql!("SELECT {}::bool FROM nowhere", PARAMETER).piped().execute(),
    ));
    output.failed("a pipeline", both.await);
    // What is refused here.
    output.failed("a NUL", sql!("SELECT {}", format!("{PARAMETER}\0")).execute(&mut db).await);
    output.failed("another type", sql!("SELECT {}", PARAMETER).one::<i32, _>(&mut db).await);
    output.failed("NULL", sql!("SELECT {}, NULL::text", PARAMETER).one::<(String, String), _>(&mut db).await);
    output.failed(
        "two rows",
        sql!("SELECT {} FROM generate_series(1, 2)", PARAMETER).exactly_one::<String, _>(&mut db).await,
    );
    output.failed("JSON", sql!("SELECT to_jsonb({}::text)", PARAMETER).one::<Json<i32>, _>(&mut db).await);
    output.failed("a label", sql!("SELECT {}::text::mood", PARAMETER).one::<Mood, _>(&mut db).await);
    // What takes too long, and what nobody waits for.
    let slow =
        || sql!("SELECT 1 / (length(t) - 16) FROM (SELECT {} || pg_sleep(0.2)::text AS t) s", PARAMETER);
    output.failed("a timeout", slow().execute(db.within(Duration::from_millis(20))).await);
    let soon = Duration::from_millis(50);
    assert!(tokio::time::timeout(soon, slow().execute(&mut db)).await.is_err());
    db.settle().await?;
    assert!(tokio::time::timeout(soon, slow().execute(&pool)).await.is_err());
    eventually(|| pool.status().idle == pool.status().size).await;
    assert!(output.logged("what nobody waits for") > 0, "nothing is logged");
    // What loses its connection.
    for _ in 0..2 {
        let killed = sql!("SELECT pg_sleep(20), {}, {}", PARAMETER, NUMBER).execute(&pool);
        let killer = async {
            becomes(&mut admin, "wait_event = 'PgSleep'", 1).await;
            run(
                &mut admin,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
            )
            .await;
        };
        let (killed, ()) = tokio::join!(killed, killer);
        output.failed("a killed session", killed);
    }
    output.logged("the end");
    report(&output);
    Ok(())
}

fn report(output: &Output) {
    println!("{} texts, {} bytes, {} with a secret", output.texts, output.bytes, output.found.len());
    assert!(output.found.is_empty(), "{}", output.found.join("\n\n"));
    assert!(output.texts > 20 && output.bytes > 1000);
}
