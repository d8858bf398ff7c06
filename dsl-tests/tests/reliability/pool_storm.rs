//! Thousands of tasks that share a few connections, and do everything that can be done wrong.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dsl_tests::dropping::poll_at_most;
use dsl_tests::language::{Random, empty, run};
use dsl_tests::scale::scaled;
use dsl_tests::sessions::{becomes, eventually, terminate_any};
use dsl_tests::statement;
use piton::connection::TransactionStatus;
use piton::prelude::*;
use tokio::sync::Mutex;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const SIZE: usize = 10;

const PANIC: &str = "a panic of the test";

/// Rows to be read, with the numbers from 0 on.
#[derive(Table, Debug, Clone, PartialEq)]
struct Number {
    #[column(primary_key)]
    n: i64,
}

const NUMBERS: i64 = 2000;

/// What a task has come to.
enum End {
    Done,
    /// The row with its number was written, as far as it knows.
    Written,
    Dropped,
    Failed,
}

/// What a task does with the pool.
#[derive(Clone, Copy, Debug)]
enum Work {
    Acquire,
    Lookup,
    Scan,
    Divide,
    Insert,
    Rows,
    Sleep,
    LeaveOpen,
    LeaveCopy,
    Commit,
    Fail,
    Panic,
    PanicInRow,
    Kill,
}

/// The works of every ten tasks in a row: everything that can be done.
const ALL: [Work; 10] = [
    Work::Kill,
    Work::Acquire,
    Work::Insert,
    Work::Rows,
    Work::Sleep,
    Work::LeaveOpen,
    Work::LeaveCopy,
    Work::Commit,
    Work::Fail,
    Work::Panic,
];

/// Queries that need no connection of their own, which share connections therefore.
const SHARING: [Work; 10] = [
    Work::Kill,
    Work::Lookup,
    Work::Insert,
    Work::Scan,
    Work::Lookup,
    Work::Sleep,
    Work::Divide,
    Work::Lookup,
    Work::PanicInRow,
    Work::Scan,
];

/// Ends one of the others' sessions, whatever it does.
async fn kill(killer: &Mutex<Connection>) {
    let mut killer = killer.lock().await;
    while terminate_any(&mut killer, "application_name = 'storm'").await == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

async fn work(pool: &Pool, work: Work, task: i64, polls: usize, waits: &Mutex<Vec<Duration>>) -> End {
    let ended = match work {
        Work::Sleep => poll_at_most(polls, sql!("SELECT pg_sleep(0.002)").execute(pool)).await,
        Work::Rows => {
            let rows = sql!("SELECT i FROM generate_series(1, 2000) i").all::<i32, _>(pool);
            poll_at_most(polls * 4, rows).await.map(|rows| rows.map(|rows| rows.len() as u64))
        }
        Work::LeaveOpen => {
            let open = async {
                let mut connection = pool.acquire().await?;
                assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
                connection.batch("BEGIN; LOCK TABLE done IN SHARE MODE").await?;
                sql!("SELECT 1").execute(&mut connection).await
            };
            poll_at_most(polls * 2, open).await
        }
        Work::LeaveCopy => {
            let copy = async {
                let mut connection = pool.acquire().await?;
                let mut copy = connection.copy_in_raw(&statement("COPY done FROM STDIN")).await?;
                copy.send(b"-1\n").await?;
                Ok(0)
            };
            poll_at_most(polls * 2, copy).await
        }
        Work::Commit => {
            let insert = async {
                let mut transaction = pool.begin().await?;
                sql!("INSERT INTO done VALUES ({task})").execute(&mut transaction).await?;
                transaction.commit().await.map(|()| 1)
            };
            match poll_at_most(polls * 4, insert).await {
                Some(Ok(_)) => return End::Written,
                ended => ended,
            }
        }
        Work::Insert => match sql!("INSERT INTO done VALUES ({task})").execute(pool).await {
            Ok(_) => return End::Written,
            Err(error) => {
                assert!(!error.is_unique_violation(), "it was done twice");
                Some(Err(error))
            }
        },
        Work::Fail => {
            let error = sql!("SELECT 1 / ({task} - {task})").one::<i64, _>(pool).await.unwrap_err();
            let divided = error.sqlstate().is_some_and(|state| state.code() == "22012");
            Some(if divided { Ok(0) } else { Err(error) })
        }
        Work::Panic => {
            let _connection = pool.acquire().await;
            // As a panic, but without its message.
            std::panic::resume_unwind(Box::new(PANIC));
        }
        Work::PanicInRow => {
            let panics = |_| std::panic::resume_unwind(Box::new(PANIC));
            Some(sql!("SELECT {task}").for_each::<i64, _, _>(pool, panics).await)
        }
        Work::Kill => {
            let own = sql!("SELECT {task}").one::<i64, _>(pool).await;
            Some(own.map(|own| {
                assert_eq!(own, task, "somebody else's row");
                1
            }))
        }
        Work::Lookup => {
            let n = task % NUMBERS;
            let lookup = select(Number).filter(Number::n.eq(n)).one(pool);
            let polls = if polls == 11 { 2 } else { 1_000_000 };
            poll_at_most(polls, lookup).await.map(|found| {
                found.map(|found| {
                    assert_eq!(found, Number { n }, "somebody else's row");
                    1
                })
            })
        }
        Work::Scan => {
            let scan = select(Number::n).order_by(Number::n).all(pool);
            let polls = if polls < 4 { polls } else { 1_000_000 };
            poll_at_most(polls, scan).await.map(|rows| {
                rows.map(|rows| {
                    assert!(rows.into_iter().eq(0..NUMBERS), "rows are missing or wrong");
                    1
                })
            })
        }
        Work::Divide => {
            let divide = select(Number::n).filter((Number::n / 0).gt(task)).all(pool);
            let error = divide.await.unwrap_err();
            let divided = error.sqlstate().is_some_and(|state| state.code() == "22012");
            Some(if divided { Ok(0) } else { Err(error) })
        }
        Work::Acquire => {
            let start = Instant::now();
            let connection = pool.acquire().await;
            waits.lock().await.push(start.elapsed());
            match connection {
                Ok(mut connection) => {
                    let own = sql!("SELECT {task}").one::<i64, _>(&mut connection).await;
                    Some(own.map(|own| {
                        assert_eq!(own, task, "somebody else's row");
                        1
                    }))
                }
                Err(error) => Some(Err(error)),
            }
        }
    };
    match ended {
        None => End::Dropped,
        Some(Ok(_)) => End::Done,
        Some(Err(error)) => {
            assert!(error.is_closed(), "{work:?}: {error}");
            End::Failed
        }
    }
}

/// Lets tasks do these works, every tenth the same, all at once.
async fn storm(works: [Work; 10]) -> Result<Pool> {
    let tasks = scaled(10_000, 100_000).cast_signed();
    let (database, mut admin) = empty().await;
    run(&mut admin, "CREATE UNLOGGED TABLE done (task int8 PRIMARY KEY)").await;
    run(&mut admin, &piton::migrate::create_tables_sql(schema![Number])).await;
    sql!("INSERT INTO number SELECT generate_series(0, {NUMBERS} - 1)").execute(&mut admin).await?;
    let killer = Arc::new(Mutex::new(Connection::connect(database.url()).await?));
    let mut config = database.config();
    config.application_name("storm");
    let pool = Pool::builder().max_size(SIZE).wait_timeout(None).connect_with(config).await?;
    let waits = Arc::new(Mutex::new(Vec::new()));

    let start = Instant::now();
    let running: Vec<_> = (0..tasks)
        .map(|task| {
            let (pool, killer, waits) = (pool.clone(), killer.clone(), waits.clone());
            tokio::spawn(async move {
                let mut random = Random::new(task.cast_unsigned() + 1);
                let polls = usize::try_from(random.below(12)).unwrap_or_default();
                let own = works[usize::try_from(task % 10).unwrap_or_default()];
                if matches!(own, Work::Kill) {
                    kill(&killer).await;
                }
                work(&pool, own, task, polls, &waits).await
            })
        })
        .collect();
    let (mut done, mut written, mut dropped, mut failed, mut panicked) = (0, BTreeSet::new(), 0, 0, 0);
    for (task, running) in running.into_iter().enumerate() {
        match running.await {
            Ok(End::Done) => done += 1,
            Ok(End::Written) => assert!(written.insert(task as i64)),
            Ok(End::Dropped) => dropped += 1,
            Ok(End::Failed) => failed += 1,
            Err(error) => {
                // A failed assertion is another panic.
                let reason = error.into_panic();
                assert_eq!(reason.downcast_ref::<&str>(), Some(&PANIC));
                panicked += 1;
            }
        }
    }
    let elapsed = start.elapsed();
    let mut waits = std::mem::take(&mut *waits.lock().await);
    waits.sort_unstable();
    let at = |part: usize| waits.get(waits.len() * part / 100).copied().unwrap_or_default();
    println!(
        "{tasks} tasks in {elapsed:.1?}: {done} done, {} written, {dropped} dropped, {failed} failed, {panicked} panicked, \
         {} killed, {:?}",
        written.len(),
        tasks / 10,
        pool.status()
    );
    if !waits.is_empty() {
        println!("{} waits: median {:.1?}, p99 {:.1?}", waits.len(), at(50), at(99));
    }
    // Whose session is killed before its row comes does not panic.
    assert!((1..=tasks / 10).contains(&panicked));
    assert!(done > 0 && dropped > 0 && failed > 0);

    // No permit is lost: all places can be had at once, and each works.
    eventually(|| pool.status().idle == pool.status().size && pool.status().waiting == 0).await;
    let mut all = Vec::new();
    for n in 0..SIZE as i64 {
        let mut connection = tokio::time::timeout(Duration::from_secs(10), pool.acquire()).await??;
        assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
        assert_eq!(sql!("SELECT {n}").one::<i64, _>(&mut connection).await?, n);
        all.push(connection);
    }
    let more = tokio::time::timeout(Duration::from_millis(20), pool.acquire()).await;
    assert!(more.is_err(), "there is one more than there can be");
    drop(all);
    // No session is leaked, and none is inside a transaction.
    assert_eq!(pool.status().opened, pool.status().closed + SIZE as u64);
    becomes(&mut admin, "application_name = 'storm'", SIZE as i64).await;
    becomes(&mut admin, "state LIKE 'idle in transaction%'", 0).await;
    // What was reported as written is there.
    let there = sql!("SELECT task FROM done").all::<i64, _>(&mut admin).await?;
    let there: BTreeSet<i64> = there.into_iter().collect();
    assert!(written.is_subset(&there));
    assert!(!there.contains(&-1), "a COPY that was dropped has left its row");
    pool.close();
    becomes(&mut admin, "application_name = 'storm'", 0).await;
    Ok(pool)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_tasks_that_drop_panic_and_kill_lose_nothing() -> Result {
    storm(ALL).await.map(drop)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_queries_that_share_connections_and_kill_them_lose_nothing() -> Result {
    let pool = storm(SHARING).await?;
    assert!(pool.status().shared > 0, "nothing was shared");
    Ok(())
}
