//! Behind pgbouncer, which gives every transaction to any session of the server. `scripts/pgbouncer.sh` runs this.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use dsl_tests::language::run;
use dsl_tests::scale::scaled;
use piton::connection::Config;
use piton::prelude::*;
use piton::testing::{Database, Server};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const CLIENTS: i64 = 10;

#[derive(Table, Debug, Clone, PartialEq)]
struct Item {
    #[column(primary_key)]
    id: i64,
    label: String,
}

/// A pgbouncer before a server, which ends with this value.
struct Bouncer {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl Bouncer {
    /// `lines` are settings besides those that every one of them needs.
    fn start(program: &str, server: &Server, lines: &str) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("piton-pgbouncer-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let target = server.folder().ok_or("the server has no socket")?.display().to_string();
        let settings = format!(
            "[databases]\n* = host={target} port={} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\n\
             default_pool_size = 4\nmax_client_conn = 100\n{lines}\n",
            server.port().unwrap_or(5432)
        );
        let file = folder.join("pgbouncer.ini");
        std::fs::write(&file, settings)?;
        let log = std::fs::File::create(folder.join("log"))?;
        let mut command = Command::new(program);
        // It does not run as root; the socket of the server is that of the user `postgres`.
        if std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0) {
            command.args(["-u", "postgres"]);
        }
        let child = command.arg(&file).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        let bouncer = Bouncer { child, folder, port };
        let start = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if start.elapsed() > Duration::from_secs(10) {
                return Err(std::fs::read_to_string(bouncer.folder.join("log"))?.into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(bouncer)
    }

    fn config(&self, database: &Database) -> tokio_postgres::Config {
        let mut config = tokio_postgres::Config::new();
        config.host("127.0.0.1").port(self.port).user("postgres").dbname(database.name());
        config.ssl_mode(tokio_postgres::config::SslMode::Disable);
        config
    }
}

impl Drop for Bouncer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// Every kind of statement, again and again; and how many there were.
async fn work(mut db: Connection, client: i64, queries: i64) -> Result<i64> {
    let mut done = 0;
    let mut n = client * 1_000_000;
    while done < queries {
        n += 1;
        assert_eq!(sql!("SELECT {n}, {client}").one::<(i64, i64), _>(&mut db).await?, (n, client));
        let label = format!("label {n}");
        let item = Item { id: n, label: label.clone() };
        assert_eq!(db.insert(Item::create().id(n).label(&label)).await?, item);
        let found = select(Item).filter(Item::id.eq(n)).all(&mut db).await?;
        assert_eq!(found, std::slice::from_ref(&item));
        let mut tx = db.begin().await?;
        update(Item).set(Item::label, "changed").filter(Item::id.eq(n)).execute(&mut tx).await?;
        let label: String = select(Item::label).filter(Item::id.eq(n)).one(&mut tx).await?;
        assert_eq!(label, "changed");
        tx.rollback().await?;
        let (own, count) = db
            .pipeline((select(Item).filter(Item::id.eq(n)), sql!("SELECT {n} + 1").piped().one::<i64>()))
            .await?;
        assert_eq!((own, count), (vec![item], n + 1));
        let error = sql!("SELECT 1 / ({n} - {n})").one::<i64, _>(&mut db).await.unwrap_err();
        assert_eq!(error.sqlstate().map(|state| state.code()), Some("22012"), "{error}");
        let each = db.pipeline_each(
            (1..=3).map(|m| sql!("SELECT {n} + {m}").piped().one::<i64>()).collect::<Vec<_>>(),
        );
        for (each, m) in each.await.into_iter().zip(1..) {
            assert_eq!(each?, n + m);
        }
        // What was prepared for this one alone.
        let text = ["SELECT 1", "SELECT 2, 'a'", "SELECT 3, 4"][usize::try_from(n % 3)?];
        sql!("{}", trusted(text)).execute(&mut db).await?;
        done += 12;
    }
    assert_eq!(delete(Item).filter(Item::id.between(client * 1_000_000, n)).execute(&mut db).await?, {
        u64::try_from(n - client * 1_000_000)?
    });
    Ok(done)
}

async fn clients(bouncer: &Bouncer, database: &Database, capacity: usize) -> Result {
    let mut admin = Connection::connect_with(database.config()).await?;
    run(&mut admin, &piton::migrate::create_tables_sql(schema![Item])).await;
    let queries = scaled(1_000, 10_000).cast_signed();
    let start = Instant::now();
    let mut tasks = Vec::new();
    for client in 1..=CLIENTS {
        let config = Config::from(bouncer.config(database)).statement_capacity(capacity);
        let db = Connection::connect_with(config).await?;
        tasks.push(tokio::spawn(work(db, client, queries)));
    }
    let mut done = 0;
    for task in tasks {
        done += task.await??;
    }
    // Queries that share connections.
    let config = Config::from(bouncer.config(database)).statement_capacity(capacity);
    let pool = Pool::builder().max_size(3).build_with(config)?;
    let numbers: Vec<_> = (0..100).map(|n| Item::create().id(n).label(format!("label {n}"))).collect();
    admin.insert(numbers).await?;
    let sharing: Vec<_> = (0..2 * CLIENTS)
        .map(|client| {
            let pool = pool.clone();
            tokio::spawn(async move {
                for n in 0..queries / 2 {
                    let own = (client * 7 + n) % 100;
                    assert_eq!(select(Item).filter(Item::id.eq(own)).one(&pool).await?.id, own);
                    let label = select(Item::label).filter(Item::id.eq(own)).one(&pool).await?;
                    assert_eq!(label, format!("label {own}"));
                }
                Result::Ok(queries)
            })
        })
        .collect();
    for task in sharing {
        done += task.await??;
    }
    assert!(pool.status().shared > 0, "nothing was shared");
    let left: i64 = sql!("SELECT count(*) FROM item").one(&mut admin).await?;
    println!("{CLIENTS} clients, {done} queries, 0 errors in {:.1?}", start.elapsed());
    assert_eq!(left, 100);
    assert!(done >= CLIENTS * queries);
    Ok(())
}

fn program() -> String {
    std::env::var("PGBOUNCER").expect("scripts/pgbouncer.sh says where pgbouncer is")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs pgbouncer: scripts/pgbouncer.sh"]
async fn ten_clients_without_names_meet_no_error() -> Result {
    let server = Server::private().start()?;
    let database = server.create_database()?;
    let bouncer = Bouncer::start(&program(), &server, "")?;
    clients(&bouncer, &database, 0).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs pgbouncer 1.21 or later: scripts/pgbouncer.sh"]
async fn ten_clients_with_names_meet_no_error_where_the_pooler_knows_them() -> Result {
    let server = Server::private().start()?;
    let database = server.create_database()?;
    let bouncer = Bouncer::start(&program(), &server, "max_prepared_statements = 20")?;
    clients(&bouncer, &database, 256).await
}
