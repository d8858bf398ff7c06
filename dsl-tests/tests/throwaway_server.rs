//! The throwaway server: shared, private, fetched, and gone when nobody uses it any more.

mod sandbox;

use std::time::Duration;

use piton::testing::{Database, Server};
use sandbox::{Process, Sandbox, eventually, is_gone, pid_of_server, send};
use tokio_postgres::{Client, Config, NoTls};

async fn connect(config: &Config) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

async fn count(client: &Client, query: &str) -> i64 {
    client.query_one(query, &[]).await.expect("a count").get(0)
}

#[tokio::test]
async fn each_database_stands_alone_and_is_dropped() {
    let (one, other) = (Database::create().unwrap(), Database::create().unwrap());
    let tables = "SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'";
    let client = connect(&one.config()).await.unwrap();
    client.batch_execute("CREATE TABLE only_here ()").await.unwrap();
    assert_eq!(count(&client, tables).await, 1);
    assert_eq!(count(&connect(&other.url().parse().unwrap()).await.unwrap(), tables).await, 0);

    let maintenance = connect(&one.server().config()).await.unwrap();
    let mine = format!("SELECT count(*) FROM pg_database WHERE datname = '{}'", one.name());
    assert_eq!(count(&maintenance, &mine).await, 1);
    // A connection is still open.
    drop(one);
    assert_eq!(count(&maintenance, &mine).await, 0);
}

#[tokio::test]
async fn a_copy_holds_what_the_original_held() {
    let original = Database::create().unwrap();
    let (client, connection) = original.config().connect(NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute("CREATE TABLE pet AS SELECT generate_series(1, 3)").await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
    let copy = original.copy().unwrap();
    let client = connect(&copy.config()).await.unwrap();
    assert_eq!(count(&client, "SELECT count(*) FROM pet").await, 3);
}

#[test]
fn thirty_processes_from_cold_share_one_server() {
    let sandbox = Sandbox::new().with_own_cache();
    let users: Vec<_> = (0..30).map(|_| sandbox.spawn("wait")).collect();
    let users: Vec<_> = users.into_iter().map(Process::ready).collect();
    assert!(users.iter().all(|user| user.folder == users[0].folder));
    let mut names: Vec<_> = users.iter().map(|user| user.name.clone()).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 30);

    let (folder, server) = (users[0].folder.clone(), pid_of_server(&users[0].folder));
    drop(users);
    assert!(folder.exists(), "the server stays for the next process");
    assert!(eventually(Duration::from_secs(20), || !folder.exists() && is_gone(server)));
}

#[test]
fn the_server_goes_however_its_user_ends() {
    let sandbox = Sandbox::new();
    let signals = ["KILL", "INT", "TERM", "HUP"].map(|signal| (signal, sandbox.spawn("private")));
    let users = signals.map(|(signal, user)| (signal, user.ready()));
    let servers = users.each_ref().map(|(_, user)| pid_of_server(&user.folder));
    for (signal, user) in &users {
        send(signal, user.id());
    }
    for ((signal, user), server) in users.iter().zip(servers) {
        assert!(eventually(Duration::from_secs(20), || !user.folder.exists() && is_gone(server)), "{signal}");
    }
    let [panic, abort, normal] = ["panic", "abort", ""].map(|ending| sandbox.spawn(ending).ready());
    for user in [panic, abort, normal] {
        assert!(eventually(Duration::from_secs(20), || !user.folder.exists()), "{user:?}");
    }
}

#[test]
fn a_killed_server_is_replaced() {
    let sandbox = Sandbox::new();
    let first = sandbox.spawn("wait").ready();
    send("KILL", pid_of_server(&first.folder));
    let second = sandbox.spawn("wait").ready();
    assert_ne!(first.folder, second.folder);
    let third = sandbox.spawn("wait").ready();
    assert_eq!(second.folder, third.folder);
    let folder = first.folder.clone();
    drop(first);
    assert!(eventually(Duration::from_secs(20), || !folder.exists()));
}

#[test]
fn a_server_that_lost_its_watchdog_is_swept_away() {
    let sandbox = Sandbox::new();
    let mut first = sandbox.spawn("wait").ready();
    let server = pid_of_server(&first.folder);
    send("KILL", sandbox::parent(server));
    first.end();
    // The `cat` of the watchdog may outlive it for a moment.
    let is_replaced = || sandbox.spawn("").ready().folder != first.folder;
    assert!(eventually(Duration::from_secs(20), is_replaced));
    assert!(eventually(Duration::from_secs(20), || !first.folder.exists() && is_gone(server)));
}

#[tokio::test]
async fn a_private_server_has_its_own_settings_rules_and_port() {
    let server = Server::private()
        .setting("max_connections", "11")
        .setting("ident_file", "others.conf")
        .file("others.conf", "here me postgres\n")
        .hba("host all all 127.0.0.1/32 scram-sha-256")
        .tcp()
        .start()
        .unwrap();
    let client = connect(&server.config()).await.unwrap();
    let shown = client.query_one("SHOW max_connections", &[]).await.unwrap();
    assert_eq!(shown.get::<_, &str>(0), "11");
    let rules = "SELECT count(*) FROM pg_hba_file_rules";
    assert_eq!(count(&client, rules).await, 2);
    client.batch_execute("CREATE ROLE me LOGIN PASSWORD 'p/w @'").await.unwrap();

    let mut config = Config::new();
    config.host("127.0.0.1").port(server.port().unwrap()).user("me").dbname("postgres");
    assert!(connect(config.clone().password("wrong")).await.is_err());
    assert!(connect(config.password("p/w @")).await.is_ok());

    let folder = server.folder().unwrap().to_path_buf();
    let clone = server.clone();
    drop(server);
    assert!(folder.exists());
    drop(clone);
    assert!(!folder.exists());
}

#[test]
fn a_server_that_does_not_start_shows_its_log() {
    let error = Server::private().setting("max_connections", "many").start().unwrap_err().to_string();
    assert!(error.contains("did not start") && error.contains("\"max_connections\""), "{error}");
    let error = Server::private().file("../escape", "").start().unwrap_err().to_string();
    assert!(error.contains("../escape"), "{error}");
}

#[tokio::test]
async fn database_url_is_used_and_cleaned_after_killed_processes() {
    let server = Server::private().hba("host all all 127.0.0.1/32 scram-sha-256").tcp().start().unwrap();
    let client = connect(&server.config()).await.unwrap();
    let roles = "CREATE ROLE me LOGIN CREATEDB PASSWORD 's%cret'; CREATE ROLE weak LOGIN PASSWORD 's%cret'";
    client.batch_execute(roles).await.unwrap();
    let url = |role| format!("postgres://{role}:s%25cret@127.0.0.1:{}/postgres", server.port().unwrap());

    let sandbox = Sandbox::new().with("DATABASE_URL", url("me"));
    let mut user = sandbox.spawn("wait").ready();
    assert!(user.folder.as_os_str().is_empty());
    assert!(user.url.starts_with("postgres://me:s%25cret@127.0.0.1:") && user.url.ends_with(&user.name));
    send("KILL", user.id());
    let exists = format!("SELECT count(*) FROM pg_database WHERE datname = '{}'", user.name);
    assert_eq!(count(&client, &exists).await, 1);
    user.end();
    drop(sandbox.spawn("").ready());
    assert_eq!(count(&client, &exists).await, if cfg!(target_os = "linux") { 0 } else { 1 });
    assert_eq!(count(&client, "SELECT count(*) FROM pg_database WHERE datname LIKE 'piton%'").await, 0);

    let error = Sandbox::new().with("DATABASE_URL", url("weak")).spawn("").error();
    assert!(error.contains("CREATEDB") && !error.contains("cret"), "{error}");
    let error = Sandbox::new().with("DATABASE_URL", "postgres://me:s%25cret@127.0.0.1:1/x").spawn("").error();
    assert!(error.contains("127.0.0.1") && error.contains("unset DATABASE_URL"), "{error}");
    assert!(!error.contains("cret"), "{error}");
}

#[test]
fn errors_say_what_to_do() {
    let error = Sandbox::new().with("PG_BIN", "/no/such/folder").spawn("").error();
    assert!(error.contains("PG_BIN is /no/such/folder") && error.contains("unset it"), "{error}");

    let sandbox = Sandbox::new().with_own_cache();
    let error = sandbox.with("PITON_PG_VERSION", "14").with("PITON_FETCH", "never").spawn("").error();
    for way_out in ["PITON_FETCH=never", "apt-get install", "brew install", "PG_BIN", "DATABASE_URL"] {
        assert!(error.contains(way_out), "{error}");
    }
    let error = Sandbox::new().with("PITON_PG_VERSION", "9").spawn("").error();
    assert!(error.contains("14, 15, 16, 17, 18"), "{error}");
}

/// Only where the person who runs the tests allows to fetch.
fn may_fetch(program: &str) -> bool {
    std::env::var_os("PITON_FETCH").is_none_or(|value| value != "never") && sandbox::which(program).is_some()
}

#[test]
fn npm_brings_a_server() {
    if !may_fetch("npm") {
        return;
    }
    let sandbox = Sandbox::new().with_own_cache().with("PITON_PG_VERSION", "14");
    let users: Vec<_> = (0..3).map(|_| sandbox.spawn("wait")).collect();
    let users: Vec<_> = users.into_iter().map(Process::ready).collect();
    assert!(users.iter().all(|user| user.version.starts_with("14")), "{users:?}");
    let cached = sandbox.with("PITON_FETCH", "never").spawn("").ready();
    assert_eq!(cached.folder, users[0].folder);
}

#[test]
fn pip_brings_a_server_where_there_is_no_npm() {
    if !may_fetch("python3") {
        return;
    }
    let sandbox = Sandbox::new().with_own_cache().with("PITON_FETCH", "always").with("PITON_PG_VERSION", "");
    let sandbox = sandbox.with_programs(&["python3", "chmod"]);
    let user = sandbox.spawn("").ready();
    assert!(user.version.starts_with("18"), "{user:?}");
}

#[test]
fn root_and_others_do_not_meet() {
    let sandbox = Sandbox::new();
    let user = sandbox.spawn("wait").ready();
    if let Some(other) = sandbox.spawn_as_nobody("wait") {
        let other = other.ready();
        assert_ne!(user.folder, other.folder);
        assert_ne!(user.folder.parent(), other.folder.parent());
    }
}
