//! What stays prepared, and what happens when the server forgets or changes it.

use dsl_tests::{all, statement, statement_with};
use piton::connection::Connection;
use piton::sql::{Clause, Piece, Statement};
use piton::testing::Database;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

fn numbered(n: i64) -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| {
        out.text("SELECT ");
        out.push(Piece::Number(n));
        out.text("::int8");
    });
    statement
}

async fn prepared(connection: &mut Connection) -> Result<i64> {
    let count = statement("SELECT count(*) FROM pg_prepared_statements");
    Ok(all::<i64>(connection, &count).await?[0])
}

#[tokio::test]
async fn the_number_of_prepared_statements_is_bounded() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection.set_statement_capacity(10);
    for n in 0..1000 {
        assert_eq!(all::<i64>(&mut connection, &numbered(n)).await?, [n]);
    }
    assert!(prepared(&mut connection).await? <= 10);
    let before = connection.counters().prepared;
    // The last ones are still there, the first ones are not.
    for n in 992..1000 {
        assert_eq!(all::<i64>(&mut connection, &numbered(n)).await?, [n]);
    }
    assert_eq!(connection.counters().prepared, before);
    assert_eq!(all::<i64>(&mut connection, &numbered(0)).await?, [0]);
    assert_eq!(connection.counters().prepared, before + 1);
    Ok(())
}

#[tokio::test]
async fn statements_that_the_server_forgot_are_prepared_again() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    for (forget, here) in [("DISCARD ALL", true), ("DEALLOCATE ALL", true), ("DEALLOCATE ALL", false)] {
        for n in 0..5 {
            assert_eq!(all::<i64>(&mut connection, &numbered(n)).await?, [n]);
        }
        if here {
            connection.batch(forget).await?;
        } else {
            // Where the connection cannot see it.
            connection.batch("DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$").await?;
        }
        for n in 0..5 {
            assert_eq!(all::<i64>(&mut connection, &numbered(n)).await?, [n]);
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_changed_table_is_noticed() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection.batch("CREATE TABLE t (a int4); INSERT INTO t VALUES (1)").await?;
    let star = statement("SELECT * FROM t");
    assert_eq!(all::<i32>(&mut connection, &star).await?, [1]);
    connection.batch("ALTER TABLE t ADD COLUMN b text DEFAULT 'new'").await?;
    // Prepared again, and then the columns are not what they were.
    let error = all::<i32>(&mut connection, &star).await.unwrap_err();
    assert!(error.is_type_mismatch(), "{error}");
    assert_eq!(all::<(i32, String)>(&mut connection, &star).await?, [(1, "new".to_owned())]);
    connection.batch("ALTER TABLE t DROP COLUMN b; ALTER TABLE t ADD COLUMN b int8 DEFAULT 9").await?;
    assert_eq!(all::<(i32, i64)>(&mut connection, &star).await?, [(1, 9)]);
    Ok(())
}

#[tokio::test]
async fn inside_a_transaction_nothing_is_sent_twice() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection.batch("CREATE TABLE t (a int4); INSERT INTO t VALUES (1)").await?;
    let star = statement("SELECT * FROM t");
    assert_eq!(all::<i32>(&mut connection, &star).await?, [1]);
    connection.batch("BEGIN; ALTER TABLE t ADD COLUMN b text").await?;
    let error = all::<i32>(&mut connection, &star).await.unwrap_err();
    assert_eq!(error.database().and_then(|error| error.routine()), Some("RevalidateCachedQuery"));
    connection.batch("ROLLBACK").await?;
    assert_eq!(all::<i32>(&mut connection, &star).await?, [1]);
    Ok(())
}

#[tokio::test]
async fn the_same_code_from_a_function_evicts_nothing() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection
        .batch(
            "CREATE FUNCTION refuse(int4) RETURNS int4 LANGUAGE plpgsql AS \
             $$ BEGIN IF $1 > 0 THEN RAISE 'no' USING ERRCODE = '0A000'; END IF; RETURN $1; END $$",
        )
        .await?;
    let call = |n: i32| statement_with("SELECT refuse(", &n, ")");
    assert_eq!(all::<i32>(&mut connection, &call(0)).await?, [0]);
    let before = connection.counters();
    for _ in 0..5 {
        assert!(all::<i32>(&mut connection, &call(1)).await.is_err());
    }
    let after = connection.counters();
    assert_eq!(after.prepared, before.prepared);
    assert_eq!(after.round_trips, before.round_trips + 5);
    Ok(())
}

#[tokio::test]
async fn a_statement_that_cannot_be_described_is_not_kept() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let bad = statement("SELECT nowhere FROM nothing");
    for _ in 0..20 {
        assert!(all::<i32>(&mut connection, &bad).await.is_err());
    }
    assert_eq!(prepared(&mut connection).await?, 1);
    // In a failed transaction.
    assert!(connection.batch("BEGIN; SELECT 1 / 0").await.is_err());
    for n in 0..20 {
        assert!(all::<i64>(&mut connection, &numbered(n)).await.is_err());
    }
    connection.batch("ROLLBACK").await?;
    assert_eq!(all::<i64>(&mut connection, &numbered(3)).await?, [3]);
    assert_eq!(prepared(&mut connection).await?, 2);
    Ok(())
}

#[tokio::test]
async fn no_two_connections_give_a_statement_the_same_name() -> Result {
    let database = Database::create()?;
    let mut names = Vec::new();
    for _ in 0..2 {
        let mut connection = Connection::connect(database.url()).await?;
        let name = statement("SELECT name FROM pg_prepared_statements");
        names.extend(all::<String>(&mut connection, &name).await?);
    }
    assert_ne!(names[0], names[1]);
    Ok(())
}
