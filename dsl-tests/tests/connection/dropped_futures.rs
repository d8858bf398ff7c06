//! Every future of a connection, dropped after every number of polls: the next statement is right.

use std::future::poll_fn;

use dsl_tests::dropping::{connect, poll_at_most, transport};
use dsl_tests::{all, statement};
use piton::connection::{Collect, Connection, Execution, Executor, Outcome, TransactionStatus};
use piton::sql::{Clause, Piece, Statement};
use piton::testing::{Database, Server};
use piton::value::Row;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A statement that no other number makes.
fn numbered(n: i64) -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| {
        out.text("SELECT ");
        out.push(Piece::Number(n));
        out.text("::int8 FROM generate_series(1, 3)");
    });
    statement
}

async fn check(connection: &mut Connection, n: i64) -> Result {
    // What was dropped, once more; and something else.
    assert_eq!(all::<i64>(connection, &numbered(n)).await?, [n; 3]);
    assert_eq!(all::<i64>(connection, &numbered(-1)).await?, [-1; 3]);
    assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
    assert!(!connection.is_busy());
    Ok(())
}

#[tokio::test]
async fn run() -> Result {
    let database = Database::create()?;
    for step in [1, 7, 64] {
        let mut connection = connect(&database, step).await?;
        connection.set_statement_capacity(5);
        let mut cases = 0;
        for polls in 0.. {
            let n = polls as i64;
            let mut rows = Collect::<i64>::default();
            let ended = poll_at_most(polls, connection.run(&numbered(n), i64::describe, &mut rows)).await;
            assert!(rows.0.iter().all(|row| *row == n));
            check(&mut connection, n).await?;
            cases += 1;
            if let Some(outcome) = ended {
                assert_eq!(outcome?.affected(), Some(3));
                break;
            }
        }
        for polls in 0.. {
            let mut rows = Collect::<i64>::default();
            let known = numbered(-1);
            let ended = poll_at_most(polls, connection.run(&known, i64::describe, &mut rows)).await;
            check(&mut connection, polls as i64).await?;
            cases += 1;
            if ended.is_some() {
                break;
            }
        }
        let prepared = statement("SELECT count(*) FROM pg_prepared_statements");
        assert!(all::<i64>(&mut connection, &prepared).await?[0] <= 5);
        println!("run, {step} bytes at a time: {cases} cases");
    }
    Ok(())
}

#[tokio::test]
async fn run_that_fails() -> Result {
    let database = Database::create()?;
    let mut connection = connect(&database, 3).await?;
    for sql in ["SELECT nowhere", "SELECT 1 / (2 - i) FROM generate_series(1, 3) i"] {
        for polls in 0.. {
            let mut rows = Collect::<i32>::default();
            let failing = statement(sql);
            let ended = poll_at_most(polls, connection.run(&failing, i32::describe, &mut rows)).await;
            check(&mut connection, polls as i64).await?;
            if let Some(outcome) = ended {
                assert!(outcome.is_err());
                println!("{sql}: {polls} cases");
                break;
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn stream() -> Result {
    let database = Database::create()?;
    let mut connection = connect(&database, 5).await?;
    for polls in 0.. {
        let n = polls as i64;
        let mut rows = connection.stream::<i64>(numbered(n), i64::describe);
        let ended = poll_at_most(polls, async {
            let mut count = 0;
            while let Some(row) = rows.try_next().await? {
                assert_eq!(row, n);
                count += 1;
            }
            Ok::<_, piton::Error>(count)
        })
        .await;
        drop(rows);
        check(&mut connection, n).await?;
        if let Some(count) = ended {
            assert_eq!(count?, 3);
            println!("stream: {polls} cases");
            break;
        }
    }
    // A future of `next` that is dropped loses no row.
    let mut rows = connection.stream::<i64>(numbered(5), i64::describe);
    let mut count = 0;
    loop {
        match poll_at_most(1, rows.try_next()).await {
            None => {}
            Some(row) => match row? {
                Some(row) => {
                    assert_eq!(row, 5);
                    count += 1;
                }
                None => break,
            },
        }
    }
    assert_eq!(count, 3);
    Ok(())
}

#[tokio::test]
async fn batch_and_settle() -> Result {
    let database = Database::create()?;
    let mut connection = connect(&database, 4).await?;
    connection.batch("CREATE TABLE t (n int8 PRIMARY KEY)").await?;
    drop(connection.batch("INSERT INTO t VALUES (0)"));
    for polls in 1.. {
        let script =
            format!("INSERT INTO t VALUES ({polls}); SELECT 1; UPDATE t SET n = n WHERE n = {polls}");
        let ended = poll_at_most(polls, connection.batch(&script)).await;
        // Whatever is polled once is done, and only once.
        let settled = poll_at_most(polls / 2, connection.settle()).await;
        drop(settled);
        let count = statement("SELECT count(*) FROM t");
        assert_eq!(all::<i64>(&mut connection, &count).await?, [polls as i64]);
        if let Some(ended) = ended {
            ended?;
            println!("batch: {polls} cases");
            break;
        }
    }
    Ok(())
}

#[tokio::test]
async fn connecting_and_closing() -> Result {
    let server = Server::private().hba("local all scram scram-sha-256").start()?;
    let database = server.create_database()?;
    let mut admin = Connection::connect_with(&database.config()).await?;
    admin.batch("CREATE ROLE scram LOGIN PASSWORD 'secret'").await?;
    let mut config = database.config();
    config.user("scram").password("secret");
    for polls in 0.. {
        let transport = transport(&database, 16).await?;
        let ended = poll_at_most(polls, Connection::from_stream(transport, &config)).await;
        if let Some(connected) = ended {
            let connection = connected?;
            println!("connect: {polls} cases");
            for polls in 0..4 {
                drop(poll_at_most(polls, Connection::connect_with(&database.config()).await?.close()).await);
            }
            connection.close().await?;
            break;
        }
    }
    // Nothing is left of them.
    let sessions = statement(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    for _ in 0..50 {
        if all::<i64>(&mut admin, &sessions).await? == [0] {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    Err("sessions are left".into())
}

#[tokio::test]
async fn a_long_statement_that_nobody_waits_for() -> Result {
    let database = Database::create()?;
    let mut connection = connect(&database, 1000).await?;
    let long = statement("SELECT i, repeat('x', 1000) FROM generate_series(1, 20000) i");
    for polls in [1, 5, 50, 500] {
        let mut rows = Collect::<(i32, String)>::default();
        assert!(
            poll_at_most(polls, connection.run(&long, <(i32, String)>::describe, &mut rows)).await.is_none()
        );
        assert!(connection.is_busy());
        check(&mut connection, polls as i64).await?;
    }
    Ok(())
}

/// Goes on with an execution.
async fn resume(
    mut connection: &mut Connection,
    progress: &mut Execution,
    statement: &Statement,
    rows: &mut Collect<i64>,
) -> std::result::Result<Outcome, piton::Error> {
    poll_fn(|context| connection.poll_run(context, progress, statement, i64::describe, rows)).await
}

#[tokio::test]
async fn an_execution_that_was_overtaken_sees_no_rows() -> Result {
    let database = Database::create()?;
    let mut connection = connect(&database, 64).await?;
    let (old, new) = (numbered(1), numbered(2));
    for polls in 1..20 {
        let mut progress = Execution::default();
        let mut rows = Collect::<i64>::default();
        if poll_at_most(polls, resume(&mut connection, &mut progress, &old, &mut rows)).await.is_some() {
            return Ok(());
        }
        // The other one is under way when the first one is asked again.
        connection.settle().await?;
        let mut other = Collect::<i64>::default();
        assert!(poll_at_most(1, connection.run(&new, i64::describe, &mut other)).await.is_none());
        let error = resume(&mut connection, &mut progress, &old, &mut rows).await.unwrap_err();
        assert!(error.to_string().contains("used for something else"), "{error}");
        assert!(rows.0.iter().all(|row| *row == 1));
        assert_eq!(all::<i64>(&mut connection, &new).await?, [2; 3]);
    }
    Err("it never ended".into())
}

#[tokio::test]
async fn a_future_that_is_asked_again_does_not_say_that_there_are_no_rows() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let mut run = piton::sql!("SELECT 1").all::<i32, _>(&mut connection);
    assert_eq!((&mut run).await?, [1]);
    assert_eq!((&mut run).await.unwrap_err().to_string(), "the execution is over");
    Ok(())
}
