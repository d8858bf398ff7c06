//! A connection and a real server: prepare, execute, errors, the statement cache.

use dsl_tests::{all, statement, statement_with};
use piton::connection::{Collect, Connection, Discard, Executor, TransactionStatus};
use piton::testing::Database;
use piton::value::{Row, Shape};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

fn nothing(_: &mut Shape) {}

#[tokio::test]
async fn a_statement_takes_one_round_trip_from_the_first() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let first = statement_with("SELECT ", &7_i32, ", 'seven'::text");
    assert_eq!(all::<(i32, String)>(&mut connection, &first).await?, [(7, "seven".to_owned())]);
    let after_first = connection.counters();
    assert_eq!((after_first.prepared, after_first.round_trips), (1, 1));
    for n in 0..10_i32 {
        let again = statement_with("SELECT ", &n, ", 'seven'::text");
        assert_eq!(all::<(i32, String)>(&mut connection, &again).await?, [(n, "seven".to_owned())]);
    }
    let after = connection.counters();
    assert_eq!((after.prepared, after.round_trips), (1, 11));
    connection.close().await?;
    Ok(())
}

#[tokio::test]
async fn the_same_text_from_other_pieces_is_not_prepared_again() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let sql: &'static str = String::from("SELECT 1").leak();
    assert_eq!(all::<i32>(&mut connection, &statement("SELECT 1")).await?, [1]);
    for _ in 0..3 {
        assert_eq!(all::<i32>(&mut connection, &statement(sql)).await?, [1]);
    }
    assert_eq!(connection.counters().prepared, 1);
    Ok(())
}

#[tokio::test]
async fn many_rows_and_large_rows_arrive() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let many = statement("SELECT i, i::text FROM generate_series(1, 50000) i");
    let rows = all::<(i32, String)>(&mut connection, &many).await?;
    assert_eq!(rows.len(), 50_000);
    assert!(rows.iter().zip(1..).all(|((n, text), i)| *n == i && *text == i.to_string()));
    let large = statement("SELECT repeat('x', i * 100000) FROM generate_series(1, 20) i");
    let rows = all::<String>(&mut connection, &large).await?;
    assert!(rows.iter().zip(1..).all(|(text, i)| text.len() == i * 100_000));
    Ok(())
}

#[tokio::test]
async fn commands_say_how_many_rows_they_affected() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    for (sql, affected) in [
        ("CREATE TABLE t (a int4 PRIMARY KEY)", None),
        ("INSERT INTO t SELECT generate_series(1, 10)", Some(10)),
        ("UPDATE t SET a = a + 100 WHERE a > 5", Some(5)),
        ("DELETE FROM t WHERE a > 1000", Some(0)),
        ("SELECT * FROM t", Some(10)),
        ("", None),
    ] {
        let outcome = connection.run(&statement(sql), nothing, &mut Discard).await?;
        assert_eq!(outcome.affected(), affected, "{sql}");
    }
    Ok(())
}

#[tokio::test]
async fn another_encoding_ends_the_connection() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection.batch("SET client_encoding = 'UTF8'").await?;
    let error = connection.batch("SET client_encoding = 'LATIN1'").await.unwrap_err();
    assert!(error.to_string().contains("`client_encoding` is `LATIN1`"), "{error}");
    assert!(error.is_closed() && connection.is_closed());
    assert!(all::<i32>(&mut connection, &statement("SELECT 1")).await.unwrap_err().is_closed());
    Ok(())
}

#[tokio::test]
async fn a_server_error_leaves_the_connection_usable() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection.batch("CREATE TABLE t (a int4 CONSTRAINT t_pk PRIMARY KEY)").await?;
    let insert = statement_with("INSERT INTO t VALUES (", &1_i32, ")");
    connection.run(&insert, nothing, &mut Discard).await?;
    let error = connection.run(&insert, nothing, &mut Discard).await.unwrap_err();
    assert!(error.is_unique_violation());
    assert_eq!(error.constraint(), Some("t_pk"));
    assert_eq!(error.sql(), Some("INSERT INTO t VALUES ($1)"));
    assert!(!error.is_closed());
    // One that cannot be parsed, one that fails between two rows.
    let error = all::<i32>(&mut connection, &statement("SELEKT")).await.unwrap_err();
    assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some("42601"));
    let divide = statement("SELECT 1 / (3 - i) FROM generate_series(1, 5) i");
    assert!(all::<i32>(&mut connection, &divide).await.is_err());
    assert_eq!(all::<i32>(&mut connection, &statement("SELECT 5")).await?, [5]);
    assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
    Ok(())
}

#[tokio::test]
async fn a_result_of_another_type_is_refused_before_a_row() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let sql = "SELECT 1::int4 AS id, 'x'::text AS age";
    for _ in 0..2 {
        let mut rows = Collect::<(i32, i32)>::default();
        let error = connection.run(&statement(sql), <(i32, i32)>::describe, &mut rows).await.unwrap_err();
        assert!(error.is_type_mismatch());
        assert!(rows.0.is_empty());
        assert_eq!(
            error.to_string(),
            "column 2 (`age`) of the result is `text` in the database, and its Rust type is `i32` (`int4`)"
        );
    }
    let error = all::<i32>(&mut connection, &statement(sql)).await.unwrap_err();
    assert_eq!(error.to_string(), "the result has 2 columns and its row type takes 1 column");
    // A row type that fits is checked without a round trip of its own, and nothing is prepared for it.
    let before = connection.counters();
    assert_eq!(all::<(i32, String)>(&mut connection, &statement(sql)).await?, [(1, "x".to_owned())]);
    let after = connection.counters();
    assert_eq!((after.prepared, after.round_trips), (before.prepared, before.round_trips + 1));
    let prepared = statement("SELECT count(*) FROM pg_prepared_statements");
    assert_eq!(all::<i64>(&mut connection, &prepared).await?, [2]);
    Ok(())
}
