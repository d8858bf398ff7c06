//! Two transactions that each read what the other one changes: which anomalies each isolation level lets through. See the
//! page "Transaction Isolation" of PostgreSQL's manual.

use dsl_tests::language::{empty, run};
use piton::connection::{IsolationLevel, RetryPolicy, Transaction, TransactionOptions};
use piton::prelude::*;
use piton::testing::Database;
use tokio::sync::Barrier;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const ROUNDS: i32 = 20;

/// Somebody goes off duty if somebody else is on duty.
async fn leave(
    tx: &mut Transaction<'_>,
    name: &str,
    both_have_read: &Barrier,
    attempt: u32,
) -> std::result::Result<bool, piton::Error> {
    let on_duty: i64 = sql!("SELECT count(*) FROM duty WHERE is_on").one(&mut *tx).await?;
    if attempt == 1 {
        both_have_read.wait().await;
    }
    if on_duty < 2 {
        return Ok(false);
    }
    sql!("UPDATE duty SET is_on = false WHERE name = {name}").execute(&mut *tx).await?;
    Ok(true)
}

/// Both leave at once; says how many are on duty afterwards, and how many attempts that took.
async fn round(database: &Database, level: IsolationLevel) -> Result<(i64, u32)> {
    let barrier = Barrier::new(2);
    let one = async |name: &'static str| {
        let mut db = Connection::connect(database.url()).await?;
        let attempts = std::cell::Cell::new(0);
        let policy = RetryPolicy::new().options(TransactionOptions::new().isolation_level(level));
        db.transaction_with_retry(&policy, async |tx: &mut Transaction<'_>| {
            attempts.set(attempts.get() + 1);
            leave(tx, name, &barrier, attempts.get()).await
        })
        .await?;
        Ok::<u32, piton::Error>(attempts.get())
    };
    let (alice, bob) = tokio::join!(one("alice"), one("bob"));
    let mut db = Connection::connect(database.url()).await?;
    Ok((sql!("SELECT count(*) FROM duty WHERE is_on").one(&mut db).await?, alice? + bob?))
}

#[tokio::test]
async fn only_serializable_transactions_keep_somebody_on_duty() -> Result {
    let (database, mut admin) = empty().await;
    run(&mut admin, "CREATE TABLE duty (name text PRIMARY KEY, is_on bool NOT NULL)").await;
    for (level, left) in [
        (IsolationLevel::ReadCommitted, 0),
        (IsolationLevel::RepeatableRead, 0),
        (IsolationLevel::Serializable, 1),
    ] {
        let mut retries = 0;
        for _ in 0..ROUNDS {
            run(&mut admin, "TRUNCATE duty; INSERT INTO duty VALUES ('alice', true), ('bob', true)").await;
            let (on_duty, attempts) = round(&database, level).await?;
            assert_eq!(on_duty, left, "{level:?}");
            retries += attempts - 2;
        }
        println!("{level:?}: {ROUNDS} rounds, {left} on duty after each, {retries} attempts again");
        assert_eq!(retries > 0, left == 1);
    }
    Ok(())
}
