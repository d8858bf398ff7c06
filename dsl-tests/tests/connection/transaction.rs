//! Transactions: what is kept, what is undone, and what is never mixed up with it.

use std::cell::Cell;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dsl_tests::language::{Person, run, tables};
use dsl_tests::{all, statement};
use piton::connection::{IsolationLevel, RetryPolicy, TransactionOptions, TransactionStatus};
use piton::prelude::*;
use piton::testing::Database;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

async fn table() -> Result<(Database, Connection)> {
    let database = Database::create()?;
    let mut db = Connection::connect(database.url()).await?;
    db.batch("CREATE TABLE t (a int4 CONSTRAINT positive CHECK (a > 0))").await?;
    Ok((database, db))
}

fn insert(n: i32) -> piton::query::RawQuery {
    sql!("INSERT INTO t VALUES ({n})")
}

async fn rows(db: &mut Connection) -> Result<Vec<i32>> {
    Ok(sql!("SELECT a FROM t ORDER BY a").all(db).await?)
}

/// How many sessions of the database are inside of a transaction, as another session sees them.
async fn open(watcher: &mut Connection) -> Result<i64> {
    let open = sql!(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
    );
    Ok(open.one(watcher).await?)
}

#[tokio::test]
async fn what_is_committed_is_kept_and_what_is_dropped_is_undone() -> Result {
    let (database, mut db) = table().await?;
    let before = db.counters().round_trips;
    let mut tx = db.begin().await?;
    assert_eq!(tx.status(), TransactionStatus::Active);
    assert_eq!(insert(1).execute(&mut tx).await?, 1);
    tx.commit().await?;
    assert_eq!(db.counters().round_trips, before + 3);
    assert_eq!(db.transaction_status(), TransactionStatus::Idle);

    let mut tx = db.begin().await?;
    insert(2).execute(&mut tx).await?;
    drop(tx);
    assert!(db.is_busy());
    assert_eq!(rows(&mut db).await?, [1]);

    let mut tx = db.begin().await?;
    insert(3).execute(&mut tx).await?;
    tx.rollback().await?;
    assert!(!db.is_busy());
    assert_eq!(db.transaction_status(), TransactionStatus::Idle);
    assert_eq!(rows(&mut db).await?, [1]);

    // The server is told without waiting for the next use.
    let mut watcher = Connection::connect(database.url()).await?;
    let mut tx = db.begin().await?;
    insert(4).execute(&mut tx).await?;
    assert_eq!(open(&mut watcher).await?, 1);
    drop(tx);
    let mut left = 50;
    while open(&mut watcher).await? > 0 {
        left -= 1;
        assert!(left > 0, "the transaction stays open");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(rows(&mut db).await?, [1]);
    Ok(())
}

#[tokio::test]
async fn a_transaction_that_is_forgotten_is_rolled_back_before_the_next_statement() -> Result {
    let (_database, mut db) = table().await?;
    let mut tx = db.begin().await?;
    insert(1).execute(&mut tx).await?;
    std::mem::forget(tx);
    insert(2).execute(&mut db).await?;
    assert_eq!(rows(&mut db).await?, [2]);
    // A savepoint, too.
    let mut tx = db.begin().await?;
    insert(3).execute(&mut tx).await?;
    let mut inner = tx.begin().await?;
    insert(4).execute(&mut inner).await?;
    std::mem::forget(inner);
    insert(5).execute(&mut tx).await?;
    tx.commit().await?;
    assert_eq!(rows(&mut db).await?, [2, 3, 5]);
    Ok(())
}

#[tokio::test]
async fn a_panic_undoes_the_transaction() -> Result {
    let (_database, mut db) = table().await?;
    for committed in [false, true] {
        let work = async {
            let mut tx = db.begin().await.expect("a transaction");
            insert(1).execute(&mut tx).await.expect("an insert");
            if committed {
                let mut inner = tx.begin().await.expect("a savepoint");
                insert(2).execute(&mut inner).await.expect("an insert");
            }
            panic!("on purpose");
        };
        let mut work = Box::pin(AssertUnwindSafe(work));
        let outcome = std::future::poll_fn(|context| {
            let polled = std::panic::catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
            match polled {
                Ok(std::task::Poll::Pending) => std::task::Poll::Pending,
                Ok(std::task::Poll::Ready(())) => std::task::Poll::Ready(false),
                Err(_) => std::task::Poll::Ready(true),
            }
        })
        .await;
        drop(work);
        assert!(outcome, "it panics");
        assert!(rows(&mut db).await?.is_empty());
        assert_eq!(db.transaction_status(), TransactionStatus::Idle);
    }
    Ok(())
}

#[tokio::test]
async fn a_failed_transaction_cannot_be_committed() -> Result {
    let (_database, mut db) = table().await?;
    let mut tx = db.begin().await?;
    insert(1).execute(&mut tx).await?;
    assert_eq!(insert(-1).execute(&mut tx).await.unwrap_err().constraint(), Some("positive"));
    assert_eq!(tx.status(), TransactionStatus::Failed);
    assert!(insert(2).execute(&mut tx).await.is_err());
    let error = tx.commit().await.unwrap_err();
    assert!(error.is_rolled_back() && !error.is_outcome_unknown() && !error.is_closed(), "{error}");
    assert_eq!(db.transaction_status(), TransactionStatus::Idle);
    assert!(!db.is_busy());
    assert!(rows(&mut db).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_deferred_constraint_fails_the_commit_and_keeps_its_code() -> Result {
    let (_database, mut db) = table().await?;
    db.batch("CREATE TABLE u (a int4 UNIQUE DEFERRABLE INITIALLY DEFERRED)").await?;
    let mut tx = db.begin().await?;
    for _ in 0..2 {
        sql!("INSERT INTO u VALUES (1)").execute(&mut tx).await?;
    }
    let error = tx.commit().await.unwrap_err();
    assert!(error.is_unique_violation() && !error.is_rolled_back());
    assert_eq!(error.sql(), Some("COMMIT"));
    assert!(!db.is_busy());
    assert_eq!(sql!("SELECT count(*) FROM u").one::<i64, _>(&mut db).await?, 0);
    Ok(())
}

#[tokio::test]
async fn savepoints_are_undone_and_kept_one_by_one() -> Result {
    let (_database, mut db) = table().await?;
    let mut tx = db.begin().await?;
    insert(1).execute(&mut tx).await?;
    {
        let mut kept = tx.begin().await?;
        insert(2).execute(&mut kept).await?;
        {
            let mut dropped = kept.begin().await?;
            insert(3).execute(&mut dropped).await?;
            let mut deep = dropped.begin().await?;
            insert(4).execute(&mut deep).await?;
            deep.commit().await?;
        }
        {
            let mut undone = kept.begin().await?;
            insert(5).execute(&mut undone).await?;
            undone.rollback().await?;
        }
        insert(6).execute(&mut kept).await?;
        kept.commit().await?;
    }
    // One that fails leaves the transaction around it as it was.
    {
        let mut failed = tx.begin().await?;
        insert(7).execute(&mut failed).await?;
        assert!(insert(-1).execute(&mut failed).await.is_err());
        assert_eq!(failed.status(), TransactionStatus::Failed);
        assert!(failed.commit().await.unwrap_err().is_rolled_back());
    }
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut tx).await?, 1);
    assert_eq!(tx.status(), TransactionStatus::Active);
    // Inside of a failed transaction no savepoint can be set.
    assert!(insert(-1).execute(&mut tx).await.is_err());
    assert!(tx.begin().await.is_err());
    drop(tx);
    assert!(rows(&mut db).await?.is_empty());

    let mut tx = db.begin().await?;
    let mut inner = tx.begin().await?;
    insert(8).execute(&mut inner).await?;
    inner.commit().await?;
    tx.commit().await?;
    assert_eq!(rows(&mut db).await?, [8]);
    Ok(())
}

#[tokio::test]
async fn statements_that_begin_and_end_transactions_confuse_nobody() -> Result {
    let (_database, mut db) = table().await?;
    // Begun by hand: no other one begins inside of it.
    db.batch("BEGIN").await?;
    let error = db.begin().await.unwrap_err();
    assert!(error.to_string().contains("a statement has begun"), "{error}");
    db.batch("ROLLBACK").await?;
    // Ended by hand: nothing runs outside of it in its name.
    for end in ["COMMIT", "ROLLBACK"] {
        let mut tx = db.begin().await?;
        insert(1).execute(&mut tx).await?;
        tx.batch(end).await?;
        let error = insert(2).execute(&mut tx).await.unwrap_err();
        assert!(error.to_string().contains("ended by one of its statements"), "{error}");
        assert!(tx.commit().await.unwrap_err().to_string().contains("ended by one of its statements"));
        assert!(!db.is_busy() || db.settle().await.is_ok());
    }
    assert_eq!(rows(&mut db).await?, [1]);
    // Ended and begun again, and dropped.
    let mut tx = db.begin().await?;
    tx.batch("COMMIT; BEGIN; INSERT INTO t VALUES (3)").await?;
    drop(tx);
    assert_eq!(rows(&mut db).await?, [1]);
    // Ended, and dropped: nothing is sent.
    let mut tx = db.begin().await?;
    tx.batch("ROLLBACK").await?;
    drop(tx);
    let before = db.counters().round_trips;
    assert_eq!(rows(&mut db).await?, [1]);
    assert_eq!(db.counters().round_trips, before + 1);
    Ok(())
}

#[tokio::test]
async fn a_transaction_has_the_properties_that_were_asked_for() -> Result {
    let (_database, mut db) = table().await?;
    let setting = |name: &str| sql!("SELECT current_setting({name})");
    for (level, name) in [
        (IsolationLevel::ReadUncommitted, "read uncommitted"),
        (IsolationLevel::ReadCommitted, "read committed"),
        (IsolationLevel::RepeatableRead, "repeatable read"),
        (IsolationLevel::Serializable, "serializable"),
    ] {
        for yes in [true, false] {
            let mut tx =
                db.build_transaction().isolation_level(level).read_only(yes).deferrable(yes).begin().await?;
            assert_eq!(setting("transaction_isolation").one::<String, _>(&mut tx).await?, name);
            for property in ["transaction_read_only", "transaction_deferrable"] {
                let expected = if yes { "on" } else { "off" };
                assert_eq!(setting(property).one::<String, _>(&mut tx).await?, expected);
            }
            assert_eq!(insert(1).execute(&mut tx).await.is_err(), yes);
        }
    }
    assert!(rows(&mut db).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_snapshot_is_seen_by_another_transaction() -> Result {
    let (database, mut db) = table().await?;
    let mut other = Connection::connect(database.url()).await?;
    insert(1).execute(&mut db).await?;
    let mut exporter = db.build_transaction().isolation_level(IsolationLevel::RepeatableRead).begin().await?;
    let snapshot = exporter.export_snapshot().await?;
    insert(2).execute(&mut other).await?;
    let options =
        TransactionOptions::new().isolation_level(IsolationLevel::RepeatableRead).snapshot(&snapshot);
    let mut importer = other.build_transaction().options(options).begin().await?;
    assert_eq!(sql!("SELECT count(*) FROM t").one::<i64, _>(&mut importer).await?, 1);
    importer.commit().await?;
    exporter.commit().await?;
    // One that does not exist leaves no transaction; one that cannot is not sent.
    let gone =
        other.build_transaction().isolation_level(IsolationLevel::RepeatableRead).snapshot("00000003-1-9");
    assert!(gone.begin().await.is_err());
    assert_eq!(rows(&mut other).await?, [1, 2]);
    let before = other.counters();
    for hostile in ["", "x'; DROP TABLE t; --", "a\0b", "\\'"] {
        let error = other.build_transaction().snapshot(hostile).begin().await.unwrap_err();
        assert!(error.to_string().contains("snapshot"), "{error}");
    }
    assert_eq!(other.counters(), before);
    Ok(())
}

#[tokio::test]
async fn rows_are_streamed_and_pipelined_inside_of_a_transaction() -> Result {
    let (_database, mut db) = tables().await;
    run(&mut db, "INSERT INTO person (name, age) SELECT 'p' || i, i FROM generate_series(1, 1000) i").await;
    let mut tx = db.begin().await?;
    sql!("DELETE FROM person WHERE age > 500").execute(&mut tx).await?;
    let mut count = 0;
    let mut people = select(Person).stream(&mut tx);
    while let Some(person) = people.try_next().await? {
        assert!(person.age <= 500);
        count += 1;
    }
    assert_eq!(count, 500);
    // A stream that is dropped early does not end the transaction.
    drop(select(Person).stream(&mut tx).try_next().await?);
    let mut early = sql!("SELECT generate_series(1, 100000)").stream::<i32>(&mut tx);
    assert_eq!(early.try_next().await?, Some(1));
    drop(early);
    let (people, number) =
        tx.pipeline((select(Person::id).limit(3), from(Person).select(count_all()).piped().one())).await?;
    assert_eq!((people.len(), number), (3, 500));
    drop(tx);
    assert_eq!(from(Person).select(count_all()).one(&mut db).await?, 1000);
    Ok(())
}

#[tokio::test]
async fn a_closure_is_committed_or_rolled_back() -> Result {
    let (_database, mut db) = table().await?;
    let value = db
        .transaction(async |tx| {
            insert(1).execute(&mut *tx).await?;
            Ok::<_, piton::Error>(7)
        })
        .await?;
    assert_eq!((value, rows(&mut db).await?), (7, vec![1]));
    let error = db
        .transaction(async |tx| {
            insert(2).execute(&mut *tx).await?;
            Err::<(), Box<dyn std::error::Error>>("changed my mind".into())
        })
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "changed my mind");
    assert!(!db.is_busy());
    // A mistake that the closure hides is not committed silently.
    let error = db
        .transaction(async |tx| {
            drop(insert(-1).execute(&mut *tx).await);
            Ok::<_, piton::Error>(())
        })
        .await
        .unwrap_err();
    assert!(error.is_rolled_back());
    assert_eq!(rows(&mut db).await?, [1]);
    Ok(())
}

#[tokio::test]
async fn a_closure_runs_in_a_task_of_its_own() -> Result {
    let (_database, mut db) = table().await?;
    let task = tokio::spawn(async move {
        let name = String::from("captured");
        let outcome = db
            .transaction(async |tx| {
                insert(1).execute(&mut *tx).await?;
                Ok::<_, piton::Error>(name.len())
            })
            .await;
        (outcome, rows(&mut db).await.map_err(|error| error.to_string()))
    });
    let (length, rows) = task.await?;
    assert_eq!((length?, rows?), (8, vec![1]));
    Ok(())
}

#[tokio::test]
async fn a_serialization_failure_is_tried_again() -> Result {
    let (database, mut db) = table().await?;
    let other = tokio::sync::Mutex::new(Connection::connect(database.url()).await?);
    insert(1).execute(&mut db).await?;
    let serializable = TransactionOptions::new().isolation_level(IsolationLevel::Serializable);
    let policy = RetryPolicy::new().options(serializable).pauses(Duration::ZERO, Duration::ZERO);
    // A statement fails.
    let attempts = Cell::new(0);
    db.transaction_with_retry(&policy, async |tx| {
        attempts.set(attempts.get() + 1);
        let sum = sql!("SELECT sum(a)::int4 FROM t").one::<i32, _>(&mut *tx).await?;
        if attempts.get() < 3 {
            sql!("UPDATE t SET a = a + 1").execute(&mut *other.lock().await).await?;
        }
        sql!("UPDATE t SET a = {}", sum * 10).execute(&mut *tx).await
    })
    .await?;
    assert_eq!(attempts.get(), 3);
    assert_eq!(rows(&mut db).await?, [30]);
    // The commit fails: a write skew.
    db.batch("TRUNCATE t; INSERT INTO t VALUES (1), (2)").await?;
    let attempts = Cell::new(0);
    db.transaction_with_retry(&policy, async |tx| {
        attempts.set(attempts.get() + 1);
        let sum = sql!("SELECT sum(a)::int4 FROM t").one::<i32, _>(&mut *tx).await?;
        insert(sum).execute(&mut *tx).await?;
        if attempts.get() == 1 {
            let mut other = other.lock().await;
            let mut skew =
                other.build_transaction().isolation_level(IsolationLevel::Serializable).begin().await?;
            let sum = sql!("SELECT sum(a)::int4 FROM t").one::<i32, _>(&mut skew).await?;
            insert(sum).execute(&mut skew).await?;
            skew.commit().await?;
        }
        Ok::<_, piton::Error>(())
    })
    .await?;
    assert_eq!(attempts.get(), 2);
    assert_eq!(rows(&mut db).await?, [1, 2, 3, 6]);
    // It gives up.
    let attempts = Cell::new(0);
    let error = db
        .transaction_with_retry(&policy.clone().attempts(4), async |tx| {
            attempts.set(attempts.get() + 1);
            sql!("SELECT sum(a)::int4 FROM t").one::<i32, _>(&mut *tx).await?;
            sql!("UPDATE t SET a = a + 1").execute(&mut *other.lock().await).await?;
            sql!("UPDATE t SET a = a + 1").execute(&mut *tx).await
        })
        .await
        .unwrap_err();
    assert_eq!(attempts.get(), 4);
    assert!(error.is_serialization_failure() && error.is_retryable() && !error.is_deadlock());
    // What nobody else is the reason of is not tried again.
    let attempts = Cell::new(0);
    let error = db
        .transaction_with_retry(&policy, async |tx| {
            attempts.set(attempts.get() + 1);
            insert(-1).execute(&mut *tx).await
        })
        .await
        .unwrap_err();
    assert_eq!((attempts.get(), error.constraint()), (1, Some("positive")));
    Ok(())
}

#[tokio::test]
async fn a_deadlock_is_tried_again() -> Result {
    let (database, mut first) = table().await?;
    first.batch("CREATE TABLE account (id int4 PRIMARY KEY, balance int4); INSERT INTO account VALUES (1, 0), (2, 0)").await?;
    let mut second = Connection::connect(database.url()).await?;
    for db in [&mut first, &mut second] {
        db.batch("SET deadlock_timeout = '20ms'").await?;
    }
    let barrier = tokio::sync::Barrier::new(2);
    let policy = RetryPolicy::new();
    let transfer = async |db: &mut Connection, from: i32, to: i32| {
        let attempts = Cell::new(0);
        db.transaction_with_retry(&policy, async |tx| {
            attempts.set(attempts.get() + 1);
            sql!("UPDATE account SET balance = balance - 1 WHERE id = {from}").execute(&mut *tx).await?;
            if attempts.get() == 1 {
                barrier.wait().await;
            }
            sql!("UPDATE account SET balance = balance + 1 WHERE id = {to}").execute(&mut *tx).await
        })
        .await
        .map(|_| attempts.get())
    };
    let (one, two) = tokio::join!(transfer(&mut first, 1, 2), transfer(&mut second, 2, 1));
    assert_eq!(one? + two?, 3);
    assert_eq!(sql!("SELECT sum(balance)::int4 FROM account").one::<i32, _>(&mut first).await?, 0);
    Ok(())
}

#[tokio::test]
async fn money_is_neither_lost_nor_made() -> Result {
    let (database, mut db) = table().await?;
    db.batch("CREATE TABLE account (id int4 PRIMARY KEY, balance int4); INSERT INTO account SELECT i, 100 FROM generate_series(1, 5) i").await?;
    let options = TransactionOptions::new().isolation_level(IsolationLevel::Serializable);
    let policy = RetryPolicy::new()
        .attempts(1000)
        .options(options)
        .pauses(Duration::from_millis(1), Duration::from_millis(5));
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..4_i32 {
        let mut db = Connection::connect(database.url()).await?;
        let policy = policy.clone();
        tasks.spawn(async move {
            let tries = AtomicUsize::new(0);
            for n in 0..20_i32 {
                let (from, to) = ((task + n) % 5 + 1, (task * 3 + n * 2 + 1) % 5 + 1);
                db.transaction_with_retry(&policy, async |tx| {
                    tries.fetch_add(1, Ordering::Relaxed);
                    let balance =
                        sql!("SELECT balance FROM account WHERE id = {from}").one::<i32, _>(&mut *tx).await?;
                    sql!("UPDATE account SET balance = {} WHERE id = {from}", balance - 1)
                        .execute(&mut *tx)
                        .await?;
                    let balance =
                        sql!("SELECT balance FROM account WHERE id = {to}").one::<i32, _>(&mut *tx).await?;
                    sql!("UPDATE account SET balance = {} WHERE id = {to}", balance + 1)
                        .execute(&mut *tx)
                        .await
                })
                .await?;
            }
            Ok::<_, piton::Error>(tries.into_inner())
        });
    }
    let mut tries = 0;
    while let Some(done) = tasks.join_next().await {
        tries += done??;
    }
    println!("80 transfers in {tries} attempts");
    assert!(tries >= 80);
    assert_eq!(sql!("SELECT sum(balance)::int4 FROM account").one::<i32, _>(&mut db).await?, 500);
    Ok(())
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_has_an_unknown_outcome() -> Result {
    let (database, mut admin) = table().await?;
    // The commit waits for this trigger, and is killed in it.
    admin
        .batch(
            "CREATE TABLE slow (a int4);
             CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN PERFORM pg_sleep(30); RETURN NULL; END $$;
             CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED
                 FOR EACH ROW EXECUTE FUNCTION wait();",
        )
        .await?;
    let mut db = Connection::connect(database.url()).await?;
    let pid = i32::try_from(db.process_id())?;
    let mut tx = db.begin().await?;
    sql!("INSERT INTO slow VALUES (1)").execute(&mut tx).await?;
    let kill = async {
        let waits = || {
            sql!(
                "SELECT count(*) FROM pg_stat_activity WHERE pid = {pid} AND query = 'COMMIT' AND state = 'active'"
            )
        };
        while waits().one::<i64, _>(&mut admin).await? == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        sql!("SELECT pg_terminate_backend({pid})").one::<bool, _>(&mut admin).await
    };
    let (committed, killed) = tokio::join!(tx.commit(), kill);
    assert!(killed?);
    let error = committed.unwrap_err();
    assert!(error.is_outcome_unknown() && error.is_closed() && !error.is_retryable(), "{error}");
    assert!(std::error::Error::source(&error).is_some());
    assert!(db.is_closed());
    // Killed before: then it is known that it was not committed.
    let mut db = Connection::connect(database.url()).await?;
    let pid = i32::try_from(db.process_id())?;
    let attempts = Cell::new(0);
    let error = db
        .transaction_with_retry(&RetryPolicy::new(), async |tx| {
            attempts.set(attempts.get() + 1);
            insert(1).execute(&mut *tx).await?;
            sql!("SELECT pg_terminate_backend({pid})").one::<bool, _>(&mut *tx).await
        })
        .await
        .unwrap_err();
    assert!(error.is_closed() && !error.is_outcome_unknown(), "{error}");
    assert_eq!((attempts.get(), rows(&mut admin).await?), (1, vec![]));
    Ok(())
}

#[tokio::test]
async fn a_statement_that_is_stale_inside_of_a_transaction_is_not_sent_twice() -> Result {
    let (_database, mut db) = table().await?;
    let star = || statement("SELECT * FROM t");
    assert!(all::<i32>(&mut db, &star()).await?.is_empty());
    let mut tx = db.begin().await?;
    tx.batch("ALTER TABLE t ADD COLUMN b int4").await?;
    let rows = sql!("SELECT * FROM t").all::<i32, _>(&mut tx).await;
    assert!(rows.is_err_and(|error| error.database().is_some()));
    drop(tx);
    assert!(all::<i32>(&mut db, &star()).await?.is_empty());
    Ok(())
}

#[test]
fn what_is_dropped_outside_of_a_runtime_does_not_panic() -> Result {
    let database = Database::create()?;
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build();
    for gone in [false, true] {
        let first = runtime()?;
        let mut db = first.block_on(Connection::connect(database.url()))?;
        first.block_on(db.batch("CREATE TABLE IF NOT EXISTS t (a int4)"))?;
        let mut tx = first.block_on(db.begin())?;
        first.block_on(insert(1).execute(&mut tx))?;
        let mut savepoint = first.block_on(tx.begin())?;
        let copy = first.block_on(savepoint.copy_in_raw(&statement("COPY t FROM STDIN")))?;
        if gone {
            drop(first);
            drop(copy);
            drop(savepoint);
            drop(tx);
            // The socket went with its runtime.
            let second = runtime()?;
            assert!(second.block_on(rows(&mut db)).is_err());
            assert!(db.is_closed());
        } else {
            drop(copy);
            drop(savepoint);
            drop(tx);
            assert!(first.block_on(rows(&mut db))?.is_empty());
        }
    }
    Ok(())
}

#[tokio::test]
async fn everything_can_be_done_in_a_task() -> Result {
    let (_database, mut db) = table().await?;
    let task = tokio::spawn(async move {
        let mut tx = db.build_transaction().read_only(false).begin().await?;
        let mut savepoint = tx.begin().await?;
        savepoint.pipeline((insert(1).piped().execute(), sql!("SELECT 1").piped().one::<i32>())).await?;
        let copy = statement("COPY t FROM STDIN (FORMAT binary)");
        let like = statement("SELECT a FROM t");
        let mut copy = savepoint.copy_in_rows(&copy, &like, <i32 as piton::Row>::describe).await?;
        copy.row(|out| out.put_value(&2)).await?;
        copy.finish().await?;
        savepoint.commit().await?;
        tx.notify("channel", "").await?;
        tx.commit().await?;
        let (one, two) = db
            .pipeline_each((sql!("SELECT 1").piped().one::<i32>(), sql!("SELECT 2").piped().one::<i32>()))
            .await;
        let mut rows = sql!("SELECT a FROM t ORDER BY a").copy_out::<i32>(&mut db).await?;
        let mut seen = vec![one?, two?];
        while let Some(row) = rows.try_next().await? {
            seen.push(row);
        }
        drop(db.listen(&["channel"]).await?);
        db.close().await?;
        Ok::<_, piton::Error>(seen)
    });
    assert_eq!(task.await??, [1, 2, 1, 2]);
    Ok(())
}
