//! Statements that are sent together, dropped after every number of polls: all of them were done, or none.

use dsl_tests::batch::Statements;
use dsl_tests::dropping::{connect, poll_at_most};
use dsl_tests::{all, statement, statement_with};
use piton::connection::{Connection, TransactionStatus};
use piton::testing::Database;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

async fn count(connection: &mut Connection) -> Result<i64> {
    let count = all::<i64>(connection, &statement("SELECT count(*) FROM t")).await?[0];
    assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
    assert!(!connection.is_busy());
    Ok(count)
}

#[tokio::test]
async fn a_dropped_batch_is_done_or_not() -> Result {
    let database = Database::create()?;
    for (step, known) in [(1, false), (7, true), (64, false), (64, true)] {
        let mut connection = connect(&database, step).await?;
        connection.batch("DROP TABLE IF EXISTS t; CREATE TABLE t (a int8)").await?;
        connection.set_statement_capacity(4);
        let mut before = count(&mut connection).await?;
        let texts = [
            "INSERT INTO t VALUES (1) RETURNING a",
            "SELECT 2::int8",
            "INSERT INTO t VALUES (3) RETURNING a",
        ];
        if known {
            Statements::<i64>::new(texts.map(statement)).run(&mut connection).await?;
            before += 2;
        }
        for polls in 0.. {
            let mut batch = Statements::<i64>::new(texts.map(statement));
            let ended = poll_at_most(polls, batch.run(&mut connection)).await;
            for (rows, right) in batch.rows().into_iter().zip([1, 2, 3]) {
                assert!(rows.is_empty() || *rows == [right]);
            }
            let after = count(&mut connection).await?;
            assert!(after == before + 2 || (after == before && ended.is_none()), "{before} {after}");
            before = after;
            if let Some(ended) = ended {
                ended?;
                assert_eq!(batch.done, [(0, Some(1)), (1, Some(1)), (2, Some(1))]);
                println!("{step} bytes at a time: {polls} cases");
                break;
            }
            if !known {
                // Other statements take the places of these.
                for text in ["SELECT 4::int8", "SELECT 5::int8", "SELECT 6::int8", "SELECT 7::int8"] {
                    all::<i64>(&mut connection, &statement(text)).await?;
                }
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_dropped_batch_that_fails_leaves_nothing() -> Result {
    let database = Database::create()?;
    let mut connection = connect(&database, 5).await?;
    connection.batch("CREATE TABLE t (a int8 CHECK (a > 0))").await?;
    let insert = |n: i64| statement_with("INSERT INTO t VALUES (", &n, ") RETURNING a");
    for failing in [insert(-1), statement("SELECT nowhere")] {
        for polls in 0.. {
            let mut batch = Statements::<i64>::new([insert(1), failing.clone(), insert(2)]);
            let ended = poll_at_most(polls, batch.run(&mut connection)).await;
            assert_eq!(count(&mut connection).await?, 0);
            if let Some(ended) = ended {
                assert_eq!(ended.unwrap_err().statement_index(), Some(1));
                println!("{polls} cases");
                break;
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_dropped_batch_of_megabytes_is_drained() -> Result {
    let database = Database::create()?;
    let mut connection = connect(&database, 10_000).await?;
    connection.batch("CREATE TABLE t (a int8)").await?;
    let long = "x".repeat(100_000);
    for polls in [1, 2, 10, 50, 200] {
        let echo = || statement_with("SELECT ", &long, "::text");
        let mut batch = Statements::<String>::new((0..20).map(|_| echo()));
        assert!(poll_at_most(polls, batch.run(&mut connection)).await.is_none());
        assert!(connection.is_busy());
        assert_eq!(count(&mut connection).await?, 0);
    }
    Ok(())
}
