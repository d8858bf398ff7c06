//! Queries that a pool's user has dropped are cancelled: the right one, and no other.

use std::time::Duration;

use dsl_tests::language::{Random, empty, run};
use dsl_tests::sessions::{becomes, eventually};
use piton::connection::TransactionStatus;
use piton::prelude::*;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[tokio::test]
async fn a_query_that_was_dropped_is_stopped_and_its_connection_lent_again() -> Result {
    let (database, mut admin) = empty().await;
    let pool = Pool::builder()
        .max_size(1)
        .cancel_after(Duration::from_millis(20))
        .recycle_timeout(Duration::from_secs(20))
        .connect(database.url())
        .await?;
    let own = pool.acquire().await?.process_id();
    for n in 0..10_i32 {
        let long = sql!("SELECT pg_sleep(60)").execute(&pool);
        assert!(tokio::time::timeout(Duration::from_millis(30), long).await.is_err());
        assert_eq!(sql!("SELECT {n}").one::<i32, _>(&pool).await?, n);
        assert_eq!(pool.acquire().await?.process_id(), own);
    }
    // Inside of a transaction, too, which is rolled back.
    run(&mut admin, "CREATE TABLE t (n int4)").await;
    for script in [
        "INSERT INTO t VALUES (1); SELECT pg_sleep(60)",
        "BEGIN; INSERT INTO t VALUES (1); SELECT pg_sleep(60)",
    ] {
        let mut connection = pool.acquire().await?;
        assert!(tokio::time::timeout(Duration::from_millis(30), connection.batch(script)).await.is_err());
        drop(connection);
        let mut connection = pool.acquire().await?;
        assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
        assert_eq!(sql!("SELECT count(*) FROM t").one::<i64, _>(&mut connection).await?, 0);
    }
    assert_eq!((pool.status().opened, pool.status().closed), (1, 0));
    becomes(&mut admin, "wait_event = 'PgSleep'", 0).await;
    Ok(())
}

#[tokio::test]
async fn a_request_that_comes_too_late_stops_nothing_else() -> Result {
    let (database, _admin) = empty().await;
    let pool = Pool::builder()
        .max_size(2)
        .cancel_after(Duration::from_millis(1))
        .recycle_timeout(Duration::from_secs(20))
        .connect(database.url())
        .await?;
    let mut random = Random::new(7);
    let mut dropped = 0;
    for n in 0..400_i32 {
        // It ends about when it is stopped.
        let micros = i32::try_from(random.below(5000))?;
        let short = sql!("SELECT pg_sleep({} / 1e6)", f64::from(micros)).execute(&pool);
        let limit = Duration::from_micros(random.below(3000));
        dropped += usize::from(tokio::time::timeout(limit, short).await.is_err());
        for _ in 0..2 {
            assert_eq!(sql!("SELECT {n}").one::<i32, _>(&pool).await?, n);
        }
    }
    assert!(dropped > 50, "only {dropped} were dropped");
    eventually(|| pool.status().idle == pool.status().size).await;
    assert_eq!(pool.status().closed, 0);
    Ok(())
}

#[tokio::test]
async fn who_asks_for_it_waits_for_the_end() -> Result {
    let (database, _admin) = empty().await;
    let pool = Pool::builder().max_size(1).cancel_after(None).connect(database.url()).await?;
    sql!("CREATE TABLE t (n int4)").execute(&pool).await?;
    let long = sql!("INSERT INTO t SELECT 1 FROM (SELECT pg_sleep(1)) s").execute(&pool);
    assert!(tokio::time::timeout(Duration::from_millis(100), long).await.is_err());
    assert_eq!(sql!("SELECT count(*) FROM t").one::<i64, _>(&pool).await?, 1);
    assert_eq!(pool.status().closed, 0);
    Ok(())
}
