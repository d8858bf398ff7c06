//! Advisory locks are held as long as their guards, and never longer.

use std::time::Duration;

use dsl_tests::dropping::{connect, poll_at_most};
use dsl_tests::language::{empty, run};
use dsl_tests::sessions::{becomes, eventually, terminate};
use piton::connection::{LockKey, TransactionStatus};
use piton::prelude::*;
use piton::testing::Database;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// How many advisory locks are held on the database.
async fn held(admin: &mut Connection) -> Result<i64> {
    let count = sql!(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted \
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    );
    Ok(count.one(admin).await?)
}

async fn held_becomes(admin: &mut Connection, expected: i64) -> Result {
    for _ in 0..1000 {
        if held(admin).await? == expected {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Err(format!("{} locks are held and not {expected}", held(admin).await?).into())
}

fn keys() -> [LockKey; 5] {
    [7.into(), i64::MIN.into(), (7, -1).into(), "letters".into(), "it's $1; \\ 漢".to_owned().into()]
}

async fn two() -> Result<(Database, Connection, Connection, Connection)> {
    let (database, admin) = empty().await;
    let (first, second) =
        (Connection::connect(database.url()).await?, Connection::connect(database.url()).await?);
    Ok((database, admin, first, second))
}

#[tokio::test]
async fn one_session_at_a_time_has_a_lock() -> Result {
    let (_database, mut admin, mut first, mut second) = two().await?;
    for key in keys() {
        let mut lock = first.advisory_lock(key.clone()).await?;
        assert_eq!(lock.key(), &key);
        assert!(second.try_advisory_lock(key.clone()).await?.is_none());
        assert!(second.try_advisory_lock_shared(key.clone()).await?.is_none());
        // Another key is another lock.
        assert!(second.try_advisory_lock(8).await?.is_some());
        assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut *lock).await?, 1);
        lock.release().await?;
        held_becomes(&mut admin, 0).await?;
        let lock = second.try_advisory_lock(key.clone()).await?.ok_or("it is free")?;
        assert_eq!(held(&mut admin).await?, 1);
        drop(lock);
        // Nobody has to use the connection for that.
        held_becomes(&mut admin, 0).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_text_is_the_number_that_the_server_makes_of_it() -> Result {
    let (_database, _admin, mut first, mut second) = two().await?;
    let number: i64 = sql!("SELECT hashtextextended('letters', 0)").one(&mut first).await?;
    let lock = first.advisory_lock("letters").await?;
    assert!(second.try_advisory_lock(number).await?.is_none());
    drop(lock);
    let error = first.advisory_lock("with\0zero").await.unwrap_err();
    assert!(error.database().is_none() && !error.is_closed(), "{error}");
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut first).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_shared_lock_is_shared_and_excludes_others() -> Result {
    let (_database, mut admin, mut first, mut second) = two().await?;
    for key in keys() {
        let one = first.advisory_lock_shared(key.clone()).await?;
        let two = second.try_advisory_lock_shared(key.clone()).await?.ok_or("it is shared")?;
        assert!(admin.try_advisory_lock(key.clone()).await?.is_none());
        two.release().await?;
        assert!(admin.try_advisory_lock(key.clone()).await?.is_none());
        one.release().await?;
        assert!(admin.try_advisory_lock(key.clone()).await?.is_some());
    }
    admin.settle().await?;
    assert_eq!(held(&mut admin).await?, 0);
    Ok(())
}

#[tokio::test]
async fn who_waits_gets_it_when_it_is_dropped() -> Result {
    let (_database, mut admin, mut first, mut second) = two().await?;
    let lock = first.advisory_lock("letters").await?;
    let waiter = tokio::spawn(async move {
        let lock = second.advisory_lock("letters").await?;
        lock.release().await?;
        Ok::<_, piton::Error>(())
    });
    becomes(&mut admin, "wait_event = 'advisory'", 1).await;
    drop(lock);
    waiter.await??;
    assert_eq!(held(&mut admin).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_lock_is_counted_as_often_as_it_is_taken() -> Result {
    let (_database, mut admin, mut first, mut second) = two().await?;
    let mut outer = first.advisory_lock(1).await?;
    let inner = outer.advisory_lock(1).await?;
    inner.release().await?;
    assert!(second.try_advisory_lock(1).await?.is_none());
    outer.release().await?;
    assert_eq!(held(&mut admin).await?, 0);
    Ok(())
}

#[tokio::test]
async fn dropped_after_any_poll_no_lock_is_left() -> Result {
    let (database, mut admin) = empty().await;
    let mut cases = 0;
    for try_only in [false, true] {
        for polls in 0..60 {
            let mut db = connect(&database, 7).await?;
            let ended = if try_only {
                poll_at_most(polls, db.try_advisory_lock("letters")).await.transpose()?.is_some()
            } else {
                poll_at_most(polls, db.advisory_lock("letters")).await.transpose()?.is_some()
            };
            // Whatever is executed next, the lock is gone before.
            assert_eq!(
                sql!("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
                    .one::<i64, _>(&mut db)
                    .await?,
                0
            );
            assert_eq!(held(&mut admin).await?, 0, "after {polls} polls");
            cases += 1;
            if ended {
                break;
            }
        }
    }
    assert!(cases > 20, "only {cases} cases");
    Ok(())
}

#[tokio::test]
async fn in_a_transaction_that_failed_it_is_given_back_after_its_end() -> Result {
    let (_database, mut admin, mut first, _second) = two().await?;
    let mut lock = first.advisory_lock(1).await?;
    run(&mut lock, "BEGIN").await;
    assert!(lock.batch("SELECT nowhere").await.is_err());
    drop(lock);
    assert!(first.is_busy());
    assert!(sql!("SELECT 1").execute(&mut first).await.is_err());
    assert_eq!(held(&mut admin).await?, 1);
    run(&mut first, "ROLLBACK").await;
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut first).await?, 1);
    assert_eq!(held(&mut admin).await?, 0);
    // One of piton's is rolled back first by itself.
    let mut lock = first.advisory_lock(1).await?;
    let mut transaction = lock.begin().await?;
    assert!(transaction.batch("SELECT nowhere").await.is_err());
    drop(transaction);
    drop(lock);
    first.settle().await?;
    assert_eq!((held(&mut admin).await?, first.transaction_status()), (0, TransactionStatus::Idle));
    Ok(())
}

#[tokio::test]
async fn a_pool_lends_no_connection_with_a_lock() -> Result {
    let (database, mut admin) = empty().await;
    let pool = Pool::builder().max_size(1).connect(database.url()).await?;
    for polls in 0..40 {
        let mut lock = pool.advisory_lock("letters").await?;
        assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut *lock).await?, 1);
        drop(poll_at_most(polls % 4, sql!("SELECT pg_sleep(0.001)").execute(&mut *lock)).await);
        drop(lock);
        drop(poll_at_most(polls, pool.advisory_lock_shared((1, 2))).await);
        assert_eq!(
            sql!("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
                .one::<i64, _>(&pool)
                .await?,
            0
        );
    }
    // Who waits for a lock and goes away is stopped.
    let other = admin.advisory_lock("letters").await?;
    let waits = tokio::time::timeout(Duration::from_millis(50), pool.advisory_lock("letters")).await;
    assert!(waits.is_err());
    eventually(|| pool.status().idle == 1).await;
    other.release().await?;
    assert!(pool.try_advisory_lock("letters").await?.is_some());
    assert!(pool.try_advisory_lock_shared("letters").await?.is_some());
    assert_eq!((pool.status().opened, pool.status().closed), (1, 0));
    drop(pool);
    held_becomes(&mut admin, 0).await
}

#[tokio::test]
async fn a_session_that_ends_has_no_lock() -> Result {
    let (_database, mut admin, mut first, mut second) = two().await?;
    let lock = first.advisory_lock(1).await?;
    let id = lock.process_id();
    terminate(&mut admin, id).await;
    assert!(second.try_advisory_lock(1).await?.is_some());
    assert!(lock.release().await.unwrap_err().is_closed());
    Ok(())
}

#[tokio::test]
async fn a_lock_of_a_transaction_ends_with_it() -> Result {
    let (_database, mut admin, mut first, mut second) = two().await?;
    for key in keys() {
        let mut one = first.begin().await?;
        one.advisory_lock(key.clone()).await?;
        let mut two = second.begin().await?;
        assert!(!two.try_advisory_lock(key.clone()).await?);
        assert!(!two.try_advisory_lock_shared(key.clone()).await?);
        one.commit().await?;
        assert!(two.try_advisory_lock_shared(key.clone()).await?);
        two.rollback().await?;
        assert_eq!(held(&mut admin).await?, 0);
        let mut one = first.begin().await?;
        let mut savepoint = one.begin().await?;
        savepoint.advisory_lock_shared(key.clone()).await?;
        assert_eq!(held(&mut admin).await?, 1);
        savepoint.rollback().await?;
        assert_eq!(held(&mut admin).await?, 0);
        drop(one);
    }
    Ok(())
}
