//! Transactions, batches and COPY over a connection that is cut after every byte: what the client believes is what the
//! server did.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use dsl_tests::batch::Statements;
use dsl_tests::proxy::{Cut, Result, cut_everywhere, server};
use dsl_tests::statement;
use piton::prelude::*;
use piton::value::Row;
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio_postgres::Config;

/// What the client believes of its changes.
#[derive(Debug, PartialEq)]
enum Belief {
    Kept,
    Undone,
    Unknown,
}

async fn connect(config: &Config, through: SocketAddr) -> Result<Connection> {
    let mut config = config.clone();
    config.connect_timeout(Duration::from_secs(4));
    Ok(Connection::from_stream(TcpStream::connect(through).await?, &config).await?)
}

/// Runs one of these sessions at every cut, each with a number of its own, and asks the server afterwards.
async fn believe<F, R>(work: F) -> Result
where
    F: Fn(Connection, i32) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = (Belief, Result)> + Send,
{
    let (_server, database, address) = server("trust").await?;
    let mut config = Config::new();
    config.user("postgres").dbname(database.name());
    let mut admin = Connection::connect_with(&database.config()).await?;
    admin.batch("CREATE TABLE t (n int4 NOT NULL, part int4 NOT NULL)").await?;
    let admin = Arc::new(Mutex::new(admin));
    let number = Arc::new(std::sync::atomic::AtomicI32::new(0));
    // The login has its own test.
    let login = connect(&config, address).await?;
    let counters = login.counters();
    drop(login);
    let skip = (80, usize::try_from(counters.bytes_received)?.max(300));
    let count = cut_everywhere(address, skip, move |through, _: Cut| {
        let (config, admin, work) = (config.clone(), admin.clone(), work.clone());
        let n = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async move {
            let connection = connect(&config, through).await?;
            let pid = i32::try_from(connection.process_id())?;
            let (belief, outcome) = work(connection, n).await;
            let mut admin = admin.lock().await;
            // The server may still be at it.
            let alive = || sql!("SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}");
            while alive().one::<i64, _>(&mut *admin).await? > 0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            let parts = sql!("SELECT count(*) FROM t WHERE n = {n}").one::<i64, _>(&mut *admin).await?;
            match (belief, parts) {
                (Belief::Kept, 2) | (Belief::Undone, 0) | (Belief::Unknown, 0 | 2) => outcome,
                (belief, parts) => Err(format!("wrong: {parts} parts are there, and {belief:?}").into()),
            }
        }
    })
    .await?;
    println!("{count} cases");
    Ok(())
}

fn insert(n: i32, part: i32) -> piton::query::RawQuery {
    sql!("INSERT INTO t VALUES ({n}, {part})")
}

#[tokio::test]
async fn a_transaction_that_is_cut_anywhere_is_what_it_is_believed_to_be() -> Result {
    async fn work(mut db: Connection, n: i32) -> (Belief, Result) {
        let done = async {
            let mut tx = db.begin().await?;
            insert(n, 1).execute(&mut tx).await?;
            let mut savepoint = tx.begin().await?;
            insert(n, 2).execute(&mut savepoint).await?;
            savepoint.commit().await?;
            tx.commit().await
        };
        match done.await {
            Ok(()) => {
                // Cut behind the commit: the next statement notices.
                let next = sql!("SELECT 1").one::<i32, _>(&mut db).await;
                (Belief::Kept, next.map(drop).map_err(Into::into))
            }
            Err(error) if error.is_outcome_unknown() => (Belief::Unknown, Err(error.into())),
            Err(error) => (Belief::Undone, Err(error.into())),
        }
    }
    believe(work).await
}

#[tokio::test]
async fn a_batch_that_is_cut_anywhere_is_done_or_not() -> Result {
    async fn work(mut db: Connection, n: i32) -> (Belief, Result) {
        let statements = [1, 2].map(|part: i32| {
            let mut statement = piton::sql::Statement::new();
            statement.part(piton::sql::Clause::Raw, |out| {
                out.text("INSERT INTO t VALUES (");
                out.bind(&n);
                out.text(", ");
                out.bind(&part);
                out.text(")");
            });
            statement
        });
        let mut batch = Statements::<i32>::new(statements).any(0).any(1);
        match batch.run(&mut db).await {
            Ok(()) => {
                let next = sql!("SELECT 1").one::<i32, _>(&mut db).await;
                (Belief::Kept, next.map(drop).map_err(Into::into))
            }
            Err(error) => (Belief::Unknown, Err(error.into())),
        }
    }
    believe(work).await
}

#[tokio::test]
async fn a_copy_that_is_cut_anywhere_is_done_or_not() -> Result {
    async fn work(mut db: Connection, n: i32) -> (Belief, Result) {
        let mut finishing = false;
        let done = async {
            let copy = statement("COPY t FROM STDIN (FORMAT binary)");
            let like = statement("SELECT n, part FROM t");
            let mut copy = db.copy_in_rows(&copy, &like, <(i32, i32)>::describe).await?;
            for part in [1, 2] {
                copy.row(|out| {
                    out.put_value(&n)?;
                    out.put_value(&part)
                })
                .await?;
            }
            finishing = true;
            copy.finish().await
        };
        match done.await {
            Ok(rows) => {
                assert_eq!(rows, 2);
                let mut rows = match sql!("SELECT generate_series(1, 3)").copy_out::<i32>(&mut db).await {
                    Ok(rows) => rows,
                    Err(error) => return (Belief::Kept, Err(error.into())),
                };
                let mut seen = Vec::new();
                loop {
                    match rows.try_next().await {
                        Ok(Some(row)) => seen.push(row),
                        Ok(None) => break,
                        Err(error) => return (Belief::Kept, Err(error.into())),
                    }
                }
                assert_eq!(seen, [1, 2, 3]);
                (Belief::Kept, Ok(()))
            }
            Err(error) => {
                let belief = if finishing { Belief::Unknown } else { Belief::Undone };
                (belief, Err(error.into()))
            }
        }
    }
    believe(work).await
}
