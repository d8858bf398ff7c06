//! Rows one by one, and requests and answers that are larger than any buffer.

use dsl_tests::{all, statement, statement_with};
use piton::connection::{Connection, Discard, Executor, TransactionStatus};
use piton::sql::{Clause, Piece, Statement};
use piton::testing::Database;
use piton::value::{Row, Shape};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

fn nothing(_: &mut Shape) {}

const COUNT: &str = "SELECT i, i::text FROM generate_series(1, 20000) i";

#[tokio::test]
async fn a_stream_can_stop_anywhere() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    for taken in [0, 1, 2, 100, 3000, 19_999, 20_000, 20_001] {
        let mut rows = connection.stream::<(i32, String)>(statement(COUNT), <(i32, String)>::describe);
        let mut expected = 1..=20_000;
        for _ in 0..taken {
            let row = rows.try_next().await?;
            assert_eq!(row, expected.next().map(|i| (i, i.to_string())));
        }
        drop(rows);
        assert_eq!(all::<i32>(&mut connection, &statement("SELECT 42")).await?, [42]);
    }
    Ok(())
}

#[tokio::test]
async fn a_stream_reads_no_further_than_it_is_asked() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let sql = "SELECT repeat('x', 1000) FROM generate_series(1, 100000)";
    let mut rows = connection.stream::<String>(statement(sql), String::describe);
    for _ in 0..10 {
        rows.try_next().await?;
    }
    drop(rows);
    assert!(connection.counters().bytes_received < 200_000);
    Ok(())
}

#[tokio::test]
async fn errors_end_a_stream() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let sql = "SELECT 1 / (3 - i) FROM generate_series(1, 5) i";
    let mut rows = connection.stream::<i32>(statement(sql), i32::describe);
    assert_eq!(rows.try_next().await?, Some(0));
    assert_eq!(rows.try_next().await?, Some(1));
    assert!(rows.try_next().await.is_err());
    assert_eq!(rows.try_next().await?, None);
    let sql = "SELECT CASE WHEN i < 3 THEN i END FROM generate_series(1, 5) i";
    let mut rows = connection.stream::<i32>(statement(sql), i32::describe);
    assert_eq!(rows.try_next().await?, Some(1));
    assert_eq!(rows.try_next().await?, Some(2));
    let error = rows.try_next().await.unwrap_err();
    assert!(
        error.to_string().starts_with("cannot decode column 1 of the result: the value is NULL"),
        "{error}"
    );
    assert_eq!(error.sql(), Some(sql));
    assert_eq!(rows.try_next().await?, None);
    drop(rows);
    assert_eq!(all::<i32>(&mut connection, &statement("SELECT 42")).await?, [42]);
    Ok(())
}

#[tokio::test]
async fn both_sides_can_write_much_at_once() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    // The server talks at length about each statement while the client is still sending the next.
    connection.batch("SET client_min_messages = debug5; SET log_min_messages = fatal").await?;
    let script = "SELECT 1;".repeat(20_000);
    connection.batch(&script).await?;
    connection.batch("RESET client_min_messages").await?;
    let text = "é".repeat(10_000_000);
    let echo = statement_with("SELECT ", &text, "");
    assert_eq!(all::<String>(&mut connection, &echo).await?, [text]);
    Ok(())
}

#[tokio::test]
async fn the_number_of_parameters_is_limited() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let sum = |count: i32| {
        let mut statement = Statement::new();
        statement.part(Clause::Raw, |out| {
            out.text("SELECT count(*) FROM (VALUES (0::int4)");
            for i in 1..=count {
                out.text(", (");
                out.bind(&i);
                out.text(")");
            }
            out.text(") t");
        });
        statement
    };
    assert_eq!(all::<i64>(&mut connection, &sum(65_535)).await?, [65_536]);
    let before = connection.counters();
    let error = all::<i64>(&mut connection, &sum(65_536)).await.unwrap_err();
    assert_eq!(error.to_string(), "a statement can have at most 65535 parameters and this one has 65536");
    assert_eq!(connection.counters(), before);
    let error = connection.batch("SELECT 'a\0b'").await.unwrap_err();
    assert_eq!(error.to_string(), "a statement's text cannot contain a NUL character");
    let error = all::<i64>(&mut connection, &statement("SELECT '\0'")).await.unwrap_err();
    assert_eq!(error.to_string(), "a statement's text cannot contain a NUL character");
    let mut named = Statement::new();
    named.part(Clause::Raw, |out| {
        out.text("SELECT 1::int8 AS ");
        out.push(Piece::Name("a\0b"));
    });
    let error = all::<i64>(&mut connection, &named).await.unwrap_err();
    assert_eq!(error.to_string(), "a statement's text cannot contain a NUL character");
    assert_eq!(connection.counters().bytes_sent, before.bytes_sent);
    assert_eq!(all::<i64>(&mut connection, &sum(3)).await?, [4]);
    Ok(())
}

#[tokio::test]
async fn copy_is_refused_and_over() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection.batch("CREATE TABLE t (a int4); INSERT INTO t VALUES (1), (2)").await?;
    for sql in ["COPY t FROM STDIN", "COPY t TO STDOUT"] {
        let text = "COPY from and to the client cannot be run as a statement";
        let error = connection.run(&statement(sql), nothing, &mut Discard).await.unwrap_err();
        assert_eq!(error.to_string(), text);
        assert_eq!(connection.batch(sql).await.unwrap_err().to_string(), text);
        assert_eq!(all::<i64>(&mut connection, &statement("SELECT count(*) FROM t")).await?, [2]);
    }
    Ok(())
}

#[tokio::test]
async fn scripts_and_transactions() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    assert_eq!(connection.parameter("client_encoding"), Some("UTF8"));
    assert!(connection.process_id() > 0);
    connection.batch("").await?;
    connection.batch("BEGIN; SELECT 1; SELECT 2").await?;
    assert_eq!(connection.transaction_status(), TransactionStatus::Active);
    let error = connection.batch("SELECT 1; SELECT 1 / 0; SELECT 2").await.unwrap_err();
    assert_eq!(error.sql(), Some("SELECT 1; SELECT 1 / 0; SELECT 2"));
    assert_eq!(connection.transaction_status(), TransactionStatus::Failed);
    connection.batch("ROLLBACK; SET application_name = 'renamed'").await?;
    assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
    assert_eq!(connection.parameter("application_name"), Some("renamed"));
    Ok(())
}

#[tokio::test]
async fn a_terminated_connection_says_why_and_stays_closed() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let mut other = Connection::connect(database.url()).await?;
    let pid = i32::try_from(connection.process_id())?;
    let kill = statement_with("SELECT pg_terminate_backend(", &pid, ")");
    assert_eq!(all::<bool>(&mut other, &kill).await?, [true]);
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let error = all::<i32>(&mut connection, &statement("SELECT 1")).await.unwrap_err();
    assert!(error.is_closed());
    assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some("57P01"));
    assert!(connection.is_closed());
    let error = all::<i32>(&mut connection, &statement("SELECT 1")).await.unwrap_err();
    assert_eq!(error.to_string(), "the connection is closed");
    assert!(connection.batch("SELECT 1").await.is_err());
    assert!(connection.close().await.is_err());
    Ok(())
}

#[tokio::test]
async fn futures_can_move_between_threads() -> Result {
    fn send<T: Send>(value: T) -> T {
        value
    }
    let database = Database::create()?;
    let mut connection = send(Connection::connect(database.url())).await?;
    let one = statement("SELECT 1");
    let mut rows = piton::connection::Collect::<i32>::default();
    send((&mut connection).run(&one, i32::describe, &mut rows)).await?;
    send(connection.batch("SELECT 1")).await?;
    let mut stream = send(connection.stream::<i32>(one, i32::describe));
    send(stream.next()).await;
    drop(stream);
    send(connection.close()).await?;
    Ok(())
}
