//! What goes wrong around a pool, and never makes it lose a connection or hand out a wrong one.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::Poll;
use std::time::Duration;

use dsl_tests::fake::{self, frame};
use dsl_tests::language::{Random, empty, run};
use dsl_tests::sessions::{becomes, count, eventually, terminate, terminate_any};
use dsl_tests::statement;
use piton::connection::{PooledConnection, TransactionStatus};
use piton::prelude::*;
use piton::testing::{Database, Server};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

async fn pool(database: &Database, size: usize) -> Result<Pool> {
    Ok(Pool::builder().max_size(size).connect(database.url()).await?)
}

/// Polls a future at most so many times, and drops it.
async fn poll_at_most<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        let polled = if left == 0 { Poll::Pending } else { future.as_mut().poll(context) };
        left = left.saturating_sub(1);
        match polled {
            Poll::Pending if left == 0 => Poll::Ready(None),
            polled => polled.map(Some),
        }
    })
    .await
}

async fn pid(connection: &mut PooledConnection) -> Result<i32> {
    Ok(sql!("SELECT pg_backend_pid()").one(connection).await?)
}

/// All connections can be had at once, each of them works, and there is no other.
async fn is_whole(pool: &Pool, size: usize) -> Result {
    let mut all = Vec::new();
    for n in 0..size {
        let mut connection = pool.acquire().await?;
        assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
        assert!(!connection.is_busy());
        assert_eq!(sql!("SELECT {}", n as i64).one::<i64, _>(&mut connection).await?, n as i64);
        all.push(connection);
    }
    assert!(poll_at_most(1, pool.acquire()).await.is_none(), "there is one more than there can be");
    assert_eq!((pool.status().size, pool.status().idle), (size, 0));
    drop(all);
    assert_eq!((pool.status().size, pool.status().idle, pool.status().waiting), (size, size, 0));
    Ok(())
}

#[tokio::test]
async fn a_query_dropped_after_any_poll_gives_its_connection_back() -> Result {
    let (database, mut admin) = empty().await;
    let pool = pool(&database, 2).await?;
    // Rows that the server sends one by one.
    let rows = || {
        sql!(
            "SELECT i, repeat('x', 9000) FROM generate_series(1, 20) i, LATERAL (SELECT pg_sleep(0.001 + i * 0)) s"
        )
    };
    let mut cases = 0;
    for polls in 0.. {
        let ended = poll_at_most(polls, rows().all::<(i32, String), _>(&pool)).await;
        eventually(|| pool.status().idle == pool.status().size).await;
        // What was left over was read to its end: no connection is thrown away for it.
        assert_eq!(pool.status().closed, 0);
        assert_eq!(sql!("SELECT {}", polls as i64).one::<i64, _>(&pool).await?, polls as i64);
        cases += 1;
        if let Some(ended) = ended {
            assert_eq!(ended?.len(), 20);
            break;
        }
    }
    // The slower this machine is, the more rows come at once.
    assert!(cases > 3, "only {cases} cases");
    is_whole(&pool, 2).await?;
    assert_eq!(count(&mut admin, "true").await, 2);
    Ok(())
}

#[tokio::test]
async fn a_query_dropped_while_it_connects_takes_no_place() -> Result {
    let (database, mut admin) = empty().await;
    for polls in 0.. {
        let pool = Pool::builder().max_size(1).build(database.url())?;
        let ended = poll_at_most(polls, sql!("SELECT 1").one::<i32, _>(&pool)).await;
        if ended.is_none() {
            eventually(|| pool.status().idle == pool.status().size).await;
        }
        is_whole(&pool, 1).await?;
        if let Some(ended) = ended {
            assert_eq!(ended?, 1);
            assert!(polls > 3, "only {polls} cases");
            break;
        }
    }
    becomes(&mut admin, "true", 0).await;
    Ok(())
}

#[tokio::test]
async fn a_waiter_that_is_gone_gets_nothing() -> Result {
    let (database, _admin) = empty().await;
    let pool = pool(&database, 1).await?;
    for polls in 0..200 {
        let held = pool.acquire().await?;
        {
            // The first is woken up and goes away before it is polled again; the second gets the connection.
            let mut first = Box::pin(sql!("SELECT 1").one::<i32, _>(&pool));
            let mut second = Box::pin(pool.acquire());
            assert!(poll_at_most(1, &mut first).await.is_none());
            assert!(poll_at_most(1, &mut second).await.is_none());
            drop(held);
            assert!(poll_at_most(polls % 3, &mut first).await.is_none_or(|one| one.is_ok()));
            drop(first);
            drop(tokio::time::timeout(Duration::from_secs(10), second).await??);
        }
        eventually(|| pool.status().idle == 1).await;
    }
    assert_eq!((pool.status().size, pool.status().waiting, pool.status().opened), (1, 0, 1));
    Ok(())
}

#[tokio::test]
async fn a_session_that_ended_while_it_was_idle_is_not_handed_out() -> Result {
    let (database, mut admin) = empty().await;
    let pool = pool(&database, 3).await?;
    for round in 1..=20 {
        pool.warm_up(3).await?;
        for _ in 0..3 {
            let mut held = Vec::new();
            for _ in 0..3 {
                held.push(pool.acquire().await?);
            }
            let victims: Vec<u32> = held.iter().map(|connection| connection.process_id()).collect();
            drop(held);
            for victim in victims {
                terminate(&mut admin, victim).await;
            }
            // No query fails because of it, and no connection is lost.
            assert_eq!(sql!("SELECT {round}").one::<i32, _>(&pool).await?, round);
        }
    }
    is_whole(&pool, 3).await?;
    assert_eq!(pool.status().opened, pool.status().closed + 3);
    becomes(&mut admin, "true", 3).await;
    Ok(())
}

#[tokio::test]
async fn a_session_that_is_killed_while_it_works_fails_its_query_alone() -> Result {
    let (database, mut admin) = empty().await;
    run(&mut admin, "CREATE TABLE done (n int4)").await;
    let pool = pool(&database, 1).await?;
    for n in 0..10 {
        // It was lent before, so that the query could be repeated, which it must not be: it has begun.
        let victim = pool.acquire().await?.process_id();
        let killed = tokio::spawn({
            let pool = pool.clone();
            async move { sql!("INSERT INTO done SELECT {n} FROM (SELECT pg_sleep(60)) s").execute(&pool).await }
        });
        becomes(&mut admin, "wait_event = 'PgSleep'", 1).await;
        terminate(&mut admin, victim).await;
        let error = killed.await?.unwrap_err();
        assert!(error.is_closed(), "{error}");
        assert_eq!(sql!("SELECT {n}").one::<i32, _>(&pool).await?, n);
    }
    assert_eq!((pool.status().repeated, pool.status().opened, pool.status().closed), (0, 11, 10));
    assert_eq!(sql!("SELECT count(*) FROM done").one::<i64, _>(&pool).await?, 0);
    is_whole(&pool, 1).await
}

/// What a server answers to a statement that it prepares, and to one that it has prepared.
fn answers() -> (Vec<u8>, Vec<u8>) {
    let rows = [frame(b'2', b""), frame(b'C', b"SELECT 0\0"), fake::ready()].concat();
    let prepared = [frame(b'1', b""), frame(b't', &[0, 0]), fake::description(&[("n", 23)])].concat();
    ([prepared, rows.clone()].concat(), rows)
}

/// The end of a session, as the server announces it.
fn end(code: &str, routine: &str) -> Vec<u8> {
    frame(b'E', format!("SFATAL\0VFATAL\0C{code}\0Mthe end\0R{routine}\0\0").as_bytes())
}

/// A server whose sessions each say what they are told, in the order in which they are opened.
async fn server(size: usize, sessions: Vec<Vec<Vec<u8>>>) -> Result<Pool> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("postgres://user@127.0.0.1:{}/app?sslmode=disable", listener.local_addr()?.port());
    tokio::spawn(async move {
        for session in sessions {
            let Ok((stream, _)) = listener.accept().await else { return };
            let welcome = fake::welcome().concat();
            tokio::spawn(fake::serve(stream, [vec![welcome], session, vec![Vec::new()]].concat()));
        }
    });
    Ok(Pool::builder().max_size(size).build(&url)?)
}

#[tokio::test]
async fn a_query_is_repeated_only_where_it_is_certain_that_it_was_not_executed() -> Result {
    let (first, known) = answers();
    let end_57p01 = end("57P01", "ProcessInterrupts");
    let bound = [frame(b'2', b""), end_57p01.clone()].concat();
    for (what, session, repeated) in [
        ("ended by an administrator", vec![first.clone(), end_57p01.clone()], true),
        ("idle for too long", vec![first.clone(), end("57P05", "ProcessInterrupts")], true),
        ("ended after Bind", vec![first.clone(), bound], false),
        ("a crash", vec![first.clone(), end("57P02", "quickdie")], false),
        ("the word of a proxy", vec![first.clone(), end("57P01", "")], false),
        ("another reason", vec![first.clone(), end("08P01", "ProcessInterrupts")], false),
        ("no reason", vec![first.clone(), Vec::new()], false),
        ("not lent before", vec![end_57p01.clone()], false),
    ] {
        let lent_before = session.len() > 1;
        let pool = server(1, vec![session, vec![first.clone(), known.clone()]]).await?;
        let query = || sql!("INSERT INTO t VALUES (1) RETURNING n").execute(&pool);
        if lent_before {
            assert_eq!(query().await?, 0, "{what}");
        }
        let ended = query().await;
        assert_eq!(ended.is_ok(), repeated, "{what}: {ended:?}");
        assert!(ended.is_ok() || ended.is_err_and(|error| error.is_closed()), "{what}");
        assert_eq!(pool.status().repeated, u64::from(repeated), "{what}");
        // Whatever it was, the next one runs on another connection.
        assert_eq!(query().await?, 0, "{what}");
        assert_eq!((pool.status().opened, pool.status().closed), (2, 1), "{what}");
    }
    Ok(())
}

#[tokio::test]
async fn a_query_is_repeated_once() -> Result {
    let (first, _) = answers();
    let ended = || vec![end("57P01", "ProcessInterrupts")];
    let pool = server(2, vec![ended(), ended(), vec![first]]).await?;
    pool.warm_up(2).await?;
    assert!(sql!("SELECT n FROM t").execute(&pool).await.unwrap_err().is_closed());
    assert_eq!((pool.status().repeated, pool.status().opened, pool.status().closed), (1, 2, 2));
    assert_eq!(sql!("SELECT n FROM t").execute(&pool).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_transaction_that_was_left_open_is_rolled_back_and_not_handed_out() -> Result {
    let (database, mut admin) = empty().await;
    run(&mut admin, "CREATE TABLE t (n int4)").await;
    let pool = pool(&database, 1).await?;
    let id = pid(&mut pool.acquire().await?).await?;
    for script in ["BEGIN; INSERT INTO t VALUES (1)", "BEGIN; SELECT nowhere", "BEGIN; LOCK TABLE t"] {
        let mut connection = pool.acquire().await?;
        let begun = connection.batch(script).await;
        assert_eq!(begun.is_err(), script.contains("nowhere"));
        assert_ne!(connection.transaction_status(), TransactionStatus::Idle);
        drop(connection);
        // Nobody has to ask for the connection for its locks to go.
        becomes(&mut admin, "state LIKE 'idle in transaction%'", 0).await;
        let mut connection = pool.acquire().await?;
        assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
        assert_eq!(pid(&mut connection).await?, id, "it need not be closed");
        assert_eq!(sql!("SELECT count(*) FROM t").one::<i64, _>(&mut connection).await?, 0);
    }
    // A raw BEGIN whose future was dropped: the status is not known yet when it comes back.
    for polls in 1..8 {
        let mut connection = pool.acquire().await?;
        drop(poll_at_most(polls, connection.batch("BEGIN")).await);
        drop(connection);
        assert_eq!(pool.acquire().await?.transaction_status(), TransactionStatus::Idle);
        drop(poll_at_most(polls, sql!("BEGIN").execute(&pool)).await);
        assert_eq!(pool.acquire().await?.transaction_status(), TransactionStatus::Idle);
    }
    becomes(&mut admin, "state LIKE 'idle in transaction%'", 0).await;
    eventually(|| pool.status().idle == 1).await;
    is_whole(&pool, 1).await
}

#[tokio::test]
async fn a_copy_that_was_begun_is_ended() -> Result {
    let (database, mut admin) = empty().await;
    run(&mut admin, "CREATE TABLE t (n int4)").await;
    let pool = pool(&database, 1).await?;
    for script in ["COPY t FROM STDIN", "COPY (SELECT generate_series(1, 100000)) TO STDOUT"] {
        for polls in 1..6 {
            let mut connection = pool.acquire().await?;
            drop(poll_at_most(polls, connection.batch(script)).await);
            drop(connection);
            eventually(|| pool.status().idle == pool.status().size).await;
            is_whole(&pool, 1).await?;
        }
    }
    assert_eq!(pool.status().closed, 0);
    Ok(())
}

#[tokio::test]
async fn a_copy_that_is_dropped_with_its_connection_leaves_nothing() -> Result {
    let (database, mut admin) = empty().await;
    run(&mut admin, "CREATE TABLE t (n int4)").await;
    let pool = pool(&database, 1).await?;
    for polls in 0..12 {
        let load = async {
            let mut connection = pool.acquire().await?;
            let mut copy = connection.copy_in_raw(&statement("COPY t FROM STDIN")).await?;
            for n in 0..4 {
                copy.send(format!("{n}\n").repeat(2000).as_bytes()).await?;
                tokio::task::yield_now().await;
            }
            // It is not finished.
            Ok::<_, piton::Error>(())
        };
        drop(poll_at_most(polls, load).await);
        eventually(|| pool.status().idle == 1).await;
        assert_eq!(sql!("SELECT count(*) FROM t").one::<i64, _>(&pool).await?, 0);
    }
    for polls in 0..6 {
        let unload = async {
            let mut connection = pool.acquire().await?;
            let all = statement("COPY (SELECT generate_series(1, 100000)) TO STDOUT");
            let mut copy = connection.copy_out_raw(&all).await?;
            while copy.next().await?.is_some() {}
            Ok::<_, piton::Error>(())
        };
        drop(poll_at_most(polls, unload).await);
        eventually(|| pool.status().idle == 1).await;
        is_whole(&pool, 1).await?;
    }
    assert_eq!((pool.status().opened, pool.status().closed), (1, 0));
    Ok(())
}

#[tokio::test]
async fn a_connection_that_does_not_come_to_an_end_is_closed() -> Result {
    let (database, _admin) = empty().await;
    let pool = Pool::builder()
        .max_size(1)
        .recycle_timeout(Duration::from_millis(50))
        .connect(database.url())
        .await?;
    for n in 1..=3 {
        let long = sql!("SELECT pg_sleep(2)").execute(&pool);
        assert!(tokio::time::timeout(Duration::from_millis(50), long).await.is_err());
        assert_eq!(sql!("SELECT {n}").one::<i32, _>(&pool).await?, n);
        assert_eq!(pool.status().closed, u64::try_from(n)?);
    }
    is_whole(&pool, 1).await
}

#[tokio::test]
async fn a_panic_with_a_connection_in_hand_closes_it() -> Result {
    let (database, mut admin) = empty().await;
    let pool = pool(&database, 2).await?;
    for n in 1..=4_u64 {
        let own = pool.clone();
        let task = tokio::spawn(async move {
            if n % 2 == 0 {
                let _connection = own.acquire().await;
                panic!("a panic of the test");
            }
            sql!("SELECT 1").for_each::<i32, _, _>(&own, |_| panic!("a panic of the test")).await
        });
        assert!(task.await.unwrap_err().is_panic());
        assert_eq!(pool.status().closed, n);
        is_whole(&pool, 2).await?;
    }
    becomes(&mut admin, "true", 2).await;
    Ok(())
}

#[tokio::test]
async fn a_reset_leaves_nothing_of_the_last_user() -> Result {
    let (database, mut admin) = empty().await;
    let pool = Pool::builder()
        .max_size(1)
        .reset(true)
        .after_connect(|connection| Box::pin(async move { connection.batch("SET work_mem = '7MB'").await }))
        .connect(database.url())
        .await?;
    let mut connection = pool.acquire().await?;
    let id = pid(&mut connection).await?;
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut connection).await?, 1);
    connection
        .batch(
            "SET work_mem = '9MB'; SET search_path = pg_catalog; SET ROLE pg_monitor; CREATE TEMP TABLE t (n int4); \
             SELECT pg_advisory_lock(5); LISTEN something; DECLARE c CURSOR WITH HOLD FOR SELECT 1; \
             CREATE TEMP SEQUENCE s; SELECT nextval('s')",
        )
        .await?;
    drop(connection);
    let mut connection = pool.acquire().await?;
    assert_eq!(pid(&mut connection).await?, id);
    assert_eq!(pool.status().closed, 0);
    let left = sql!(
        "SELECT current_setting('work_mem'), current_setting('search_path'), current_user = session_user, \
         to_regclass('pg_temp.t') IS NULL, (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'), \
         (SELECT count(*) FROM pg_listening_channels()), (SELECT count(*) FROM pg_cursors WHERE name <> '')"
    );
    let left = left.one::<(String, String, bool, bool, i64, i64, i64), _>(&mut connection).await?;
    assert_eq!(left, ("7MB".into(), "\"$user\", public".into(), true, true, 0, 0, 0));
    // What was prepared is prepared still, and known.
    let prepared = connection.counters().prepared;
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut connection).await?, 1);
    assert_eq!(connection.counters().prepared, prepared, "it was prepared again");
    // Who has done nothing causes no work.
    drop(connection);
    eventually(|| pool.status().idle == 1).await;
    let trips = pool.acquire().await?.counters().round_trips;
    eventually(|| pool.status().idle == 1).await;
    assert_eq!(pool.acquire().await?.counters().round_trips, trips);
    becomes(&mut admin, "true", 1).await;
    Ok(())
}

#[tokio::test]
async fn what_somebody_has_listened_for_is_not_for_the_next() -> Result {
    let (database, mut admin) = empty().await;
    let pool = Pool::builder().max_size(1).reset(true).connect(database.url()).await?;
    let mut connection = pool.acquire().await?;
    drop(connection.listen(&["news"]).await?);
    run(&mut admin, "NOTIFY news, 'first'").await;
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut connection).await?, 1);
    drop(connection);
    eventually(|| pool.status().idle == 1).await;
    run(&mut admin, "NOTIFY news, 'second'").await;
    let mut connection = pool.acquire().await?;
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut connection).await?, 1);
    assert_eq!(connection.notifications().try_next()?, None);
    assert_eq!((pool.status().opened, pool.status().closed), (1, 0));
    Ok(())
}

#[tokio::test]
async fn without_a_reset_a_setting_stays() -> Result {
    let (database, _admin) = empty().await;
    let pool = pool(&database, 1).await?;
    pool.acquire().await?.batch("SET work_mem = '9MB'").await?;
    assert_eq!(sql!("SELECT current_setting('work_mem')").one::<String, _>(&pool).await?, "9MB");
    Ok(())
}

#[test]
fn a_connection_that_comes_back_without_a_runtime_is_kept_or_closed() -> Result {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let database = Database::create()?;
    let pool = runtime.block_on(pool(&database, 2))?;
    let in_order = runtime.block_on(pool.acquire())?;
    let mut in_transaction = runtime.block_on(pool.acquire())?;
    runtime.block_on(in_transaction.batch("BEGIN"))?;
    drop(in_order);
    assert_eq!((pool.status().size, pool.status().idle, pool.status().closed), (2, 1, 0));
    drop(in_transaction);
    assert_eq!((pool.status().size, pool.status().idle, pool.status().closed), (1, 1, 1));
    runtime.block_on(is_whole(&pool, 2))
}

#[test]
fn a_runtime_that_ends_closes_what_it_had_not_put_in_order() -> Result {
    let database = Database::create()?;
    let pool = Pool::builder().max_size(1).build(database.url())?;
    for n in 1..=3 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let long = sql!("SELECT pg_sleep(60)").execute(&pool);
            assert!(tokio::time::timeout(Duration::from_millis(300), long).await.is_err());
        });
        drop(runtime);
        assert_eq!((pool.status().size, pool.status().closed), (0, n));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(is_whole(&pool, 1))
}

#[tokio::test]
async fn a_server_that_starts_again_is_found_again() -> Result {
    let server = Server::private().start()?;
    let database = server.create_database()?;
    let (pool, mut admin) = (pool(&database, 5).await?, Connection::connect(database.url()).await?);
    pool.warm_up(5).await?;
    // As after a crash: all sessions end at once, and none says goodbye.
    let victim = pool.acquire().await?;
    let kill = format!("kill -9 {}", victim.process_id());
    assert!(std::process::Command::new("sh").args(["-c", &kill]).status()?.success());
    drop(victim);
    let mut tries = 0;
    while sql!("SELECT 1").execute(&mut admin).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    loop {
        tries += 1;
        match sql!("SELECT 1").one::<i32, _>(&pool).await {
            Ok(one) => {
                assert_eq!(one, 1);
                break;
            }
            // A session can end between the look at it and the query, and the server recovers meanwhile.
            Err(error) => {
                let recovers = error.sqlstate().is_some_and(|state| state.code() == "57P03");
                assert!(recovers || error.is_closed(), "{error}");
            }
        }
        assert!(tries < 1000, "it does not come back");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    is_whole(&pool, 5).await
}

#[tokio::test]
async fn a_server_that_has_no_place_is_asked_again_until_it_has() -> Result {
    let server = Server::private()
        .setting("max_connections", "4")
        .setting("superuser_reserved_connections", "0")
        .setting("max_wal_senders", "0")
        .start()?;
    let mut admin = Connection::connect_with(&server.config()).await?;
    let pool = Pool::builder().max_size(10).connect_with(server.config()).await?;
    let tasks: Vec<_> = (0..40_i64)
        .map(|n| {
            let pool = pool.clone();
            tokio::spawn(async move {
                sql!("SELECT {n} FROM (SELECT pg_sleep(0.01)) s").one::<i64, _>(&pool).await
            })
        })
        .collect();
    for (n, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await??, n as i64);
    }
    assert!(pool.status().opened <= 3, "{:?}", pool.status());
    assert_eq!((pool.status().waiting, pool.status().closed), (0, 0));
    assert!(count(&mut admin, "true").await <= 3);

    // For as long as it may take, and then with what the server says.
    let full = Pool::builder().create_timeout(Duration::from_millis(300)).build_with(server.config())?;
    let held = (pool.acquire().await?, pool.acquire().await?, pool.acquire().await?);
    let error = full.acquire().await.unwrap_err();
    assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some("53300"));
    let freed = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        held.0.detach().close().await
    });
    let patient = Pool::builder().connect_with(server.config()).await?;
    freed.await??;
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&patient).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_starting_is_waited_for() -> Result {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("postgres://user@127.0.0.1:{}/app?sslmode=disable", listener.local_addr()?.port());
    let server = tokio::spawn(async move {
        for _ in 0..3 {
            let (stream, _) = listener.accept().await?;
            fake::serve(stream, vec![fake::error("FATAL", "57P03")]).await;
        }
        let (stream, _) = listener.accept().await?;
        Ok::<_, std::io::Error>(tokio::spawn(fake::serve(stream, vec![fake::welcome().concat(), Vec::new()])))
    });
    let pool = Pool::connect(&url).await?;
    drop(server.await??);
    assert_eq!((pool.status().opened, pool.status().size), (1, 1));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_tasks_that_drop_and_kill_lose_nothing() -> Result {
    let (database, mut admin) = empty().await;
    run(&mut admin, "CREATE TABLE t (task int8, n int8, PRIMARY KEY (task, n))").await;
    let pool = Pool::builder().max_size(5).wait_timeout(None).connect(database.url()).await?;
    let stop = Arc::new(AtomicBool::new(false));
    let killer = tokio::spawn({
        let stop = stop.clone();
        async move {
            let mut kills = 0;
            while !stop.load(SeqCst) {
                kills += terminate_any(&mut admin, "pid <> pg_backend_pid()").await;
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            (admin, kills)
        }
    });
    let tasks: Vec<_> = (0..200_i64)
        .map(|task| {
            let pool = pool.clone();
            tokio::spawn(async move {
                let mut random = Random::new(task as u64);
                let (mut done, mut dropped, mut failed) = (0, 0, 0);
                for n in 0..25_i64 {
                    let polls = usize::try_from(random.below(12)).unwrap_or_default();
                    let ended = match random.below(6) {
                        0 => poll_at_most(polls, sql!("SELECT pg_sleep(0.002)").execute(&pool)).await,
                        1 => {
                            let insert = sql!("INSERT INTO t VALUES ({task}, {n})").execute(&pool);
                            // Twice would violate the key.
                            match poll_at_most(1000, insert).await {
                                Some(Err(error)) if error.is_unique_violation() => panic!("{error}"),
                                ended => ended,
                            }
                        }
                        2 => {
                            let open = async {
                                let mut connection = pool.acquire().await?;
                                assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
                                connection.batch("BEGIN").await?;
                                sql!("SELECT 1").execute(&mut connection).await
                            };
                            poll_at_most(polls, open).await
                        }
                        3 => {
                            let rows = sql!("SELECT i FROM generate_series(1, 3000) i").all::<i32, _>(&pool);
                            poll_at_most(polls, rows).await.map(|rows| {
                                rows.map(|rows| {
                                    assert_eq!(rows.len(), 3000);
                                    3000
                                })
                            })
                        }
                        _ => {
                            let own = task * 1000 + n;
                            let one = sql!("SELECT {own}").one::<i64, _>(&pool).await;
                            Some(one.map(|one| {
                                assert_eq!(one, own);
                                1
                            }))
                        }
                    };
                    match ended {
                        None => dropped += 1,
                        Some(Ok(_)) => done += 1,
                        Some(Err(error)) => {
                            assert!(error.is_closed(), "{error}");
                            failed += 1;
                        }
                    }
                }
                (done, dropped, failed)
            })
        })
        .collect();
    let mut sums = (0, 0, 0);
    for task in tasks {
        let (done, dropped, failed) = task.await?;
        sums = (sums.0 + done, sums.1 + dropped, sums.2 + failed);
    }
    stop.store(true, SeqCst);
    let (mut admin, kills) = killer.await?;
    println!("{} done, {} dropped, {} failed, {kills} kills, {:?}", sums.0, sums.1, sums.2, pool.status());
    assert_eq!(sums.0 + sums.1 + sums.2, 5000);
    assert!(sums.0 > 0 && sums.1 > 0 && kills > 0);
    eventually(|| pool.status().idle == pool.status().size && pool.status().waiting == 0).await;
    is_whole(&pool, 5).await?;
    assert_eq!(pool.status().opened, pool.status().closed + 5);
    becomes(&mut admin, "true", 5).await;
    becomes(&mut admin, "state LIKE 'idle in transaction%'", 0).await;
    Ok(())
}
