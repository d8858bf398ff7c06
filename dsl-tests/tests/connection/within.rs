//! Statements that may take only so long.

use std::time::Duration;

use dsl_tests::batch::Statements;
use dsl_tests::language::{Person, people};
use dsl_tests::statement;
use piton::connection::{Connection, Executor, TransactionStatus};
use piton::prelude::*;
use piton::query::RawQuery;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const SHORT: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_secs(60);

fn sleep() -> RawQuery {
    sql!("SELECT pg_sleep(30)::text")
}

async fn limit(db: &mut Connection) -> Result<String> {
    Ok(sql!("SELECT current_setting('statement_timeout')").one(db).await?)
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_given_up() -> Result {
    let (_database, mut db) = people().await;
    for known in [false, true] {
        let error = sleep().one::<String, _>(db.within(SHORT)).await.unwrap_err();
        assert!(error.is_cancelled() && !error.is_closed(), "{error}");
        assert_eq!((error.sql(), error.statement_index()), (Some("SELECT pg_sleep(30)::text"), None));
        assert_eq!(limit(&mut db).await?, "0", "{known}");
    }
    Ok(())
}

#[tokio::test]
async fn a_statement_that_is_fast_is_as_without_a_limit() -> Result {
    let (_database, mut db) = people().await;
    for _ in 0..2 {
        let before = db.counters().round_trips;
        assert_eq!(select(Person).all(db.within(LONG)).await?.len(), 3);
        assert_eq!(db.counters().round_trips, before + 1);
        assert!(
            select(Person).filter(Person::id.eq(77)).one(db.within(LONG)).await.unwrap_err().is_not_found()
        );
        assert_eq!(sql!("UPDATE person SET age = age").execute(db.within(LONG)).await?, 3);
        let mut letters = 0;
        select(Person::name).for_each(db.within(LONG), |name: &str| letters += name.len()).await?;
        assert_eq!(letters, "AliceBobCarol".len());
        // Not more than the setting can be, and not 0, which would be no limit.
        assert_eq!(
            sql!("SELECT current_setting('statement_timeout')")
                .one::<String, _>(db.within(Duration::MAX))
                .await?,
            "2147483647ms"
        );
        assert!(sleep().one::<String, _>(db.within(Duration::ZERO)).await.unwrap_err().is_cancelled());
    }
    Ok(())
}

#[tokio::test]
async fn the_limit_of_a_session_and_of_a_transaction_is_restored() -> Result {
    let (_database, mut db) = people().await;
    db.batch("SET statement_timeout = '7s'").await?;
    select(Person).all(db.within(LONG)).await?;
    assert_eq!(limit(&mut db).await?, "7s");
    let mut tx = db.begin().await?;
    tx.batch("SET LOCAL statement_timeout = '5s'").await?;
    assert_eq!(select(Person).all(tx.within(LONG)).await?.len(), 3);
    assert_eq!(sql!("SELECT current_setting('statement_timeout')").one::<String, _>(&mut tx).await?, "5s");
    assert!(sleep().one::<String, _>(tx.within(SHORT)).await.unwrap_err().is_cancelled());
    assert_eq!(tx.status(), TransactionStatus::Failed);
    drop(tx);
    assert_eq!(limit(&mut db).await?, "7s");
    Ok(())
}

#[tokio::test]
async fn a_stale_statement_is_sent_once_more() -> Result {
    let (_database, mut db) = people().await;
    assert_eq!(select(Person::id).all(db.within(LONG)).await?.len(), 3);
    db.batch("DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$").await?;
    assert_eq!(select(Person::id).all(db.within(LONG)).await?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn a_batch_has_a_limit_for_each_of_its_statements() -> Result {
    let (_database, mut db) = people().await;
    let nap = || statement("SELECT 1::int8 FROM pg_sleep(0.03)");
    let mut batch = Statements::<i64>::new((0..4).map(|_| nap()));
    db.within(Duration::from_secs(1)).run_all(&mut batch).await?;
    assert_eq!(batch.rows(), [[1_i64]; 4]);
    assert_eq!(batch.done, (0..4).map(|n| (n, Some(1))).collect::<Vec<_>>());
    let long = statement("SELECT 1::int8 FROM pg_sleep(30)");
    let mut batch = Statements::<i64>::new([nap(), long.clone(), nap()]);
    let error = db.within(Duration::from_millis(200)).run_all(&mut batch).await.unwrap_err();
    assert!(error.is_cancelled());
    assert_eq!((error.statement_index(), error.sql()), (Some(1), Some(long.to_sql().as_str())));
    let before = db.counters();
    db.within(SHORT).run_all(&mut Statements::<i64>::new([])).await?;
    assert_eq!(db.counters(), before);
    Ok(())
}
