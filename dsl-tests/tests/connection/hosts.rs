//! Several hosts: which of them is taken, and where their names and passwords come from.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use dsl_tests::certificates::Folder;
use dsl_tests::fake::{self, frame};
use piton::connection::Connection;
use piton::prelude::*;
use piton::testing::Server;
use tokio::net::TcpListener;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Servers of each kind: a primary, one whose transactions are read-only, a standby.
fn servers() -> Result<[Server; 3]> {
    Ok([
        Server::private().start()?,
        Server::private().setting("default_transaction_read_only", "on").start()?,
        Server::private().file("standby.signal", "").setting("hot_standby", "on").start()?,
    ])
}

/// A connection string of several servers by their sockets.
fn url(servers: &[&Server], settings: &str) -> Result<String> {
    let folders: Vec<String> = servers
        .iter()
        .map(|server| server.folder().map(|folder| folder.display().to_string()).ok_or("no folder"))
        .collect::<std::result::Result<_, _>>()?;
    let ports: Vec<String> =
        servers.iter().map(|server| server.port().unwrap_or_default().to_string()).collect();
    Ok(format!(
        "host={} port={} user=postgres dbname=postgres {settings}",
        folders.join(","),
        ports.join(",")
    ))
}

/// Which of the servers one is connected to.
async fn found(servers: &[&Server], settings: &str) -> Result<Option<usize>> {
    let mut connection = match Connection::connect(&url(servers, settings)?).await {
        Ok(connection) => connection,
        Err(error) => {
            assert!(error.to_string().starts_with("cannot connect to the server: the "), "{error}");
            return Ok(None);
        }
    };
    let folder = sql!("SELECT current_setting('data_directory')").one::<String, _>(&mut connection).await?;
    let is_it = |server: &&Server| server.folder().is_some_and(|own| Path::new(&folder).starts_with(own));
    Ok(servers.iter().position(is_it))
}

#[tokio::test]
async fn the_first_host_that_is_what_is_asked_for_is_taken() -> Result {
    let [primary, read_only, standby] = servers()?;
    for (target, order, expected) in [
        ("any", [&standby, &read_only, &primary], Some(0)),
        ("read-write", [&standby, &read_only, &primary], Some(2)),
        ("read-only", [&primary, &read_only, &standby], Some(1)),
        ("read-only", [&primary, &standby, &read_only], Some(1)),
        ("primary", [&standby, &read_only, &primary], Some(1)),
        ("standby", [&primary, &read_only, &standby], Some(2)),
        ("prefer-standby", [&primary, &read_only, &standby], Some(2)),
    ] {
        let settings = format!("target_session_attrs={target}");
        assert_eq!(found(&order, &settings).await?, expected, "{target}");
    }
    for (target, order, expected) in [
        ("read-write", [&standby, &read_only], None),
        ("read-only", [&primary, &primary], None),
        ("standby", [&primary, &read_only], None),
        ("prefer-standby", [&read_only, &primary], Some(0)),
    ] {
        let settings = format!("target_session_attrs={target}");
        assert_eq!(found(&order, &settings).await?, expected, "{target}");
    }
    Ok(())
}

#[tokio::test]
async fn a_server_that_does_not_say_what_it_is_is_asked() -> Result {
    let answer = |standby: &[u8], read_only: &[u8]| {
        [
            frame(b'1', b""),
            frame(b't', &[0, 0]),
            fake::description(&[("pg_is_in_recovery", 16), ("current_setting", 16)]),
            frame(b'2', b""),
            fake::row(&[standby, read_only]),
            frame(b'C', b"SELECT 1\0"),
            fake::ready(),
        ]
        .concat()
    };
    for (target, standby, read_only, fits) in [
        ("primary", 0, 1, true),
        ("standby", 0, 1, false),
        ("standby", 1, 1, true),
        ("read-write", 0, 0, true),
        ("read-write", 0, 1, false),
        ("read-only", 0, 1, true),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!(
            "postgres://user@127.0.0.1:{}/app?sslmode=disable&target_session_attrs={target}",
            listener.local_addr()?.port()
        );
        let replies = vec![fake::welcome().concat(), answer(&[standby], &[read_only]), Vec::new()];
        tokio::spawn(async move {
            if let Ok((stream, _)) = listener.accept().await {
                fake::serve(stream, replies).await;
            }
        });
        assert_eq!(Connection::connect(&url).await.is_ok(), fits, "{target}");
    }
    Ok(())
}

#[tokio::test]
async fn a_host_that_does_not_work_is_passed_over() -> Result {
    let server = Server::private().tcp().start()?;
    let database = server.create_database()?;
    // It accepts, and never says a word.
    let silent = TcpListener::bind("127.0.0.1:0").await?;
    let silent = silent.local_addr()?.port();
    // It is starting.
    let starting = TcpListener::bind("127.0.0.1:0").await?;
    let port = starting.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = starting.accept().await {
            tokio::spawn(fake::serve(stream, vec![fake::error("FATAL", "57P03")]));
        }
    });
    let good = server.port().ok_or("no port")?;
    let url = format!(
        "postgres://postgres@127.0.0.1:1,no-such-host.invalid:2,127.0.0.1:{port},127.0.0.1:{silent},127.0.0.1:{good}/{}\
         ?connect_timeout=1&sslmode=disable",
        database.name()
    );
    let mut connection = Connection::connect(&url).await?;
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut connection).await?, 1);
    Ok(())
}

#[tokio::test]
async fn the_load_is_put_on_all_hosts() -> Result {
    let (first, second) = (Server::private().start()?, Server::private().start()?);
    let both = [&first, &second];
    let mut seen = BTreeSet::new();
    for _ in 0..60 {
        seen.insert(found(&both, "load_balance_hosts=random").await?);
        assert_eq!(found(&both, "load_balance_hosts=disable").await?, Some(0));
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [Some(0), Some(1)]);
    Ok(())
}

async fn with_passwords() -> Result<(Server, String)> {
    let server = Server::private()
        .setting("password_encryption", "scram-sha-256")
        .hba("local all all scram-sha-256")
        .hba("host all all 127.0.0.1/32 scram-sha-256")
        .tcp()
        .start()?;
    let mut admin = Connection::connect_with(&server.config()).await?;
    admin.batch(r"CREATE ROLE app LOGIN PASSWORD 'a:b\c'; CREATE ROLE other LOGIN PASSWORD 'other'").await?;
    let folder = server.folder().ok_or("no folder")?.display().to_string();
    Ok((server, folder))
}

#[tokio::test]
async fn passwords_come_from_the_password_file() -> Result {
    let (server, socket) = with_passwords().await?;
    let port = server.port().ok_or("no port")?;
    let folder = Folder::new("passfile")?;
    let escaped = socket.replace('\\', r"\\").replace(':', r"\:");
    let file = folder.write(
        "pgpass",
        &format!(
            "# passwords\n{escaped}:{port}:postgres:app:a\\:b\\\\c\n127.0.0.1:*:*:app:a\\:b\\\\c\n\
             localhost:{port}:postgres:other:other\n*:*:*:*:wrong\n"
        ),
    )?;
    let file = file.display();
    let connect = async |settings: &str| {
        let url = format!("port={port} dbname=postgres passfile='{file}' sslmode=disable {settings}");
        let mut connection = Connection::connect(&url).await?;
        sql!("SELECT current_user::text").one::<String, _>(&mut connection).await
    };
    assert_eq!(connect(&format!("user=app host={socket}")).await?, "app");
    assert_eq!(connect("user=app host=127.0.0.1").await?, "app");
    assert_eq!(connect("user=other host=localhost hostaddr=127.0.0.1").await?, "other");
    // Each host has a password of its own.
    assert_eq!(connect("user=app host=127.0.0.2,127.0.0.1 connect_timeout=2").await?, "app");
    // The wrong one is in the line that fits.
    assert!(connect("user=other host=127.0.0.1").await.unwrap_err().is_authentication());
    // A password of the connection string comes first.
    assert_eq!(connect("user=other host=127.0.0.1 password=other").await?, "other");
    let error = connect("user=app host=127.0.0.1 password=wrong").await.unwrap_err();
    assert!(error.is_authentication());
    assert!(!format!("{error} {error:?}").contains("wrong"));
    Ok(())
}

/// Runs a test of this file in a process of its own, with an environment of its own.
fn in_environment(test: &str, variables: &[(&str, &str)]) -> Result<String> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--exact", test, "--ignored", "--nocapture"]);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PG") && name != "PG_BIN") {
        command.env_remove(name);
    }
    let output = command.envs(variables.iter().copied()).output()?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() { Ok(printed) } else { Err(printed.into()) }
}

/// Connects with nothing but what the environment says.
#[tokio::test]
#[ignore = "the other tests run it, with an environment"]
async fn nothing_is_said() -> Result {
    let mut connection = Connection::connect(&std::env::var("PITON_TEST_URL").unwrap_or_default()).await?;
    let who = sql!(
        "SELECT current_user::text || '@' || current_database() || ' as ' || current_setting('application_name')"
    );
    println!("found: {}", who.one::<String, _>(&mut connection).await?);
    Ok(())
}

#[tokio::test]
async fn the_environment_and_its_files_are_read() -> Result {
    let (server, socket) = with_passwords().await?;
    let port = server.port().ok_or("no port")?.to_string();
    let home = Folder::new("home")?;
    home.write(".pgpass", "*:*:*:app:a\\:b\\\\c\n")?;
    home.write(
        ".pg_service.conf",
        &format!("[mine]\nhost={socket}\nport={port}\ndbname=postgres\nuser=other\npassword=other\n"),
    )?;
    let home = home.path().display().to_string();
    let base = [("PGHOST", &*socket), ("PGPORT", &*port), ("PGDATABASE", "postgres"), ("HOME", &*home)];
    for (variables, expected) in [
        (vec![("PGUSER", "app")], "app@postgres as "),
        (vec![("PGUSER", "other"), ("PGPASSWORD", "other"), ("PGAPPNAME", "it")], "other@postgres as it"),
        (vec![("PGUSER", "other"), ("PITON_TEST_URL", "user=app")], "app@postgres as "),
        (vec![("PGSERVICE", "mine"), ("PGHOST", "nowhere.invalid")], "other@postgres as "),
        (vec![("PITON_TEST_URL", "postgres:///?service=mine"), ("PGPORT", "1")], "other@postgres as "),
    ] {
        let variables: Vec<(&str, &str)> = base.into_iter().chain(variables).collect();
        let printed = in_environment("hosts::nothing_is_said", &variables)?;
        assert!(printed.contains(&format!("found: {expected}\n")), "{variables:?}: {printed}");
    }
    let wrong = [("PGUSER", "app"), ("PGPASSWORD", "wrong")];
    let failed = in_environment("hosts::nothing_is_said", &base.into_iter().chain(wrong).collect::<Vec<_>>());
    assert!(failed.is_err());
    Ok(())
}
