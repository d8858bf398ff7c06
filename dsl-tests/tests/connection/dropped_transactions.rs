//! Every future of a transaction, dropped after every number of polls: no statement of somebody else runs inside of it.

use dsl_tests::dropping::{connect, poll_at_most};
use piton::connection::{RetryPolicy, Transaction, TransactionStatus};
use piton::prelude::*;
use piton::testing::Database;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

fn insert(n: i32) -> piton::query::RawQuery {
    sql!("INSERT INTO t VALUES ({n})")
}

async fn table(step: usize) -> Result<(Database, Connection)> {
    let database = Database::create()?;
    let mut db = connect(&database, step).await?;
    db.batch("CREATE TABLE t (a int4 CHECK (a > 0))").await?;
    Ok((database, db))
}

/// A stranger comes: it is not inside of a transaction, and what it does is kept.
async fn stranger(db: &mut Connection) -> Result<Vec<i32>> {
    insert(1000).execute(&mut *db).await?;
    assert_eq!(db.transaction_status(), TransactionStatus::Idle);
    assert!(!db.is_busy());
    let outside = sql!("SELECT pg_current_xact_id_if_assigned() IS NULL").one::<bool, _>(&mut *db).await?;
    assert!(outside);
    let rows = sql!("DELETE FROM t RETURNING a").all::<i32, _>(&mut *db).await?;
    assert_eq!(rows.last(), Some(&1000));
    Ok(rows.into_iter().filter(|row| *row != 1000).collect())
}

/// Drops a whole transaction after every number of polls, and says after how many it was over.
async fn drop_everywhere<F>(db: &mut Connection, what: &str, work: F, done: &[i32]) -> Result<usize>
where
    F: AsyncFn(&mut Connection) -> std::result::Result<(), piton::Error>,
{
    for polls in 0.. {
        let ended = poll_at_most(polls, work(db)).await;
        let rows = stranger(db).await?;
        // All of it or nothing.
        assert!(rows == done || (rows.is_empty() && ended.is_none()), "{what} {polls}: {rows:?} {ended:?}");
        if let Some(ended) = ended {
            ended?;
            println!("{what}: {polls} cases");
            return Ok(polls);
        }
    }
    Err("it never ended".into())
}

#[tokio::test]
async fn committed() -> Result {
    for step in [1, 64] {
        let (_database, mut db) = table(step).await?;
        let work = async |db: &mut Connection| {
            let mut tx = db.begin().await?;
            insert(1).execute(&mut tx).await?;
            insert(2).execute(&mut tx).await?;
            tx.commit().await
        };
        drop_everywhere(&mut db, "commit", work, &[1, 2]).await?;
    }
    Ok(())
}

#[tokio::test]
async fn rolled_back_and_dropped() -> Result {
    let (_database, mut db) = table(16).await?;
    let work = async |db: &mut Connection| {
        let mut tx = db.begin().await?;
        insert(1).execute(&mut tx).await?;
        tx.rollback().await
    };
    drop_everywhere(&mut db, "rollback", work, &[]).await?;
    let work = async |db: &mut Connection| {
        let mut tx = db.begin().await?;
        insert(1).execute(&mut tx).await?;
        drop(tx);
        Ok(())
    };
    drop_everywhere(&mut db, "drop", work, &[]).await?;
    Ok(())
}

#[tokio::test]
async fn failed() -> Result {
    let (_database, mut db) = table(16).await?;
    let work = async |db: &mut Connection| {
        let mut tx = db.begin().await?;
        insert(1).execute(&mut tx).await?;
        assert!(insert(-1).execute(&mut tx).await.is_err());
        assert!(tx.commit().await.is_err_and(|error| error.is_rolled_back()));
        Ok(())
    };
    drop_everywhere(&mut db, "failed", work, &[]).await?;
    Ok(())
}

#[tokio::test]
async fn with_savepoints() -> Result {
    let (_database, mut db) = table(16).await?;
    let work = async |db: &mut Connection| {
        let mut tx = db.begin().await?;
        insert(1).execute(&mut tx).await?;
        let mut undone = tx.begin().await?;
        insert(2).execute(&mut undone).await?;
        undone.rollback().await?;
        let mut kept = tx.begin().await?;
        insert(3).execute(&mut kept).await?;
        kept.commit().await?;
        let mut dropped = tx.begin().await?;
        insert(4).execute(&mut dropped).await?;
        drop(dropped);
        tx.commit().await
    };
    drop_everywhere(&mut db, "savepoints", work, &[1, 3]).await?;
    Ok(())
}

#[tokio::test]
async fn with_a_stream_a_script_and_a_pipeline() -> Result {
    let (_database, mut db) = table(32).await?;
    let work = async |db: &mut Connection| {
        let mut tx = db.build_transaction().read_only(false).begin().await?;
        tx.batch("INSERT INTO t VALUES (1); SELECT 1").await?;
        tx.pipeline((insert(2).piped().execute(), sql!("SELECT 1").piped().one::<i32>())).await?;
        let mut rows = sql!("SELECT generate_series(1, 20)").stream::<i32>(&mut tx);
        while rows.try_next().await?.is_some() {}
        drop(rows);
        tx.commit().await
    };
    drop_everywhere(&mut db, "stream, script, pipeline", work, &[1, 2]).await?;
    Ok(())
}

#[tokio::test]
async fn as_a_closure() -> Result {
    let (_database, mut db) = table(32).await?;
    let policy = RetryPolicy::new();
    let work = async |db: &mut Connection| {
        db.transaction(async |tx| insert(1).execute(&mut *tx).await).await?;
        Ok(())
    };
    drop_everywhere(&mut db, "closure", work, &[1]).await?;
    let work = async |db: &mut Connection| {
        db.transaction_with_retry(&policy, async |tx| insert(1).execute(&mut *tx).await).await?;
        Ok(())
    };
    drop_everywhere(&mut db, "closure that is tried again", work, &[1]).await?;
    Ok(())
}

async fn kept(mut savepoint: Transaction<'_>) {
    insert(2).execute(&mut savepoint).await.expect("an insert");
    savepoint.commit().await.expect("a release");
}

async fn undone(mut savepoint: Transaction<'_>) {
    insert(2).execute(&mut savepoint).await.expect("an insert");
    savepoint.rollback().await.expect("a rollback");
}

#[tokio::test]
async fn the_transaction_around_a_dropped_savepoint_goes_on() -> Result {
    let (_database, mut db) = table(16).await?;
    for keep in [true, false] {
        for polls in 0.. {
            let mut tx = db.begin().await?;
            insert(1).execute(&mut tx).await?;
            let begun = tx.begin().await?;
            let ended = if keep {
                poll_at_most(polls, kept(begun)).await
            } else {
                poll_at_most(polls, undone(begun)).await
            };
            insert(3).execute(&mut tx).await?;
            assert_eq!(tx.status(), TransactionStatus::Active);
            tx.commit().await?;
            let rows = stranger(&mut db).await?;
            assert!(rows == [1, 3] || (keep && rows == [1, 2, 3]), "{keep} {polls}: {rows:?}");
            if ended.is_some() {
                assert_eq!(rows.len() == 3, keep);
                println!("savepoint {keep}: {polls} cases");
                break;
            }
        }
    }
    // One whose beginning is dropped.
    for polls in 0.. {
        let mut tx = db.begin().await?;
        insert(1).execute(&mut tx).await?;
        let begun = poll_at_most(polls, tx.begin()).await.map(|begun| begun.map(drop));
        insert(3).execute(&mut tx).await?;
        tx.commit().await?;
        assert_eq!(stranger(&mut db).await?, [1, 3]);
        if let Some(begun) = begun {
            begun?;
            println!("savepoint begins: {polls} cases");
            break;
        }
    }
    Ok(())
}
