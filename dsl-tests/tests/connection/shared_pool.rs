//! Queries on a pool that share connections: what they gain, and what they never notice of each other.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::Poll;
use std::time::Duration;

use dsl_tests::fake::{self, frame};
use dsl_tests::language::{FavoriteColor, Note, Person, Random, people, run};
use dsl_tests::sessions::{becomes, eventually, terminate, terminate_any};
use piton::connection::{PoolStatus, Transaction, TransactionStatus};
use piton::prelude::*;
use piton::testing::Database;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A pool of open connections of which each can be shared by so many queries.
async fn pool(database: &Database, size: usize, shared: usize) -> Result<Pool> {
    let pool = Pool::builder().max_size(size).max_shared(shared).connect(database.url()).await?;
    pool.warm_up(size).await?;
    Ok(pool)
}

async fn name(pool: &Pool, id: i32) -> std::result::Result<String, piton::Error> {
    select(Person::name).filter(Person::id.eq(id)).one(pool).await
}

/// Polls a future once.
async fn poll_once<F: Future>(future: &mut Pin<Box<F>>) -> Option<F::Output> {
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

/// What the connections have done, which are all free.
async fn counters(pool: &Pool) -> Result<(u64, u64)> {
    let mut lent = Vec::new();
    for _ in 0..pool.status().size {
        lent.push(pool.acquire().await?);
    }
    let sum = |count: fn(piton::connection::Counters) -> u64| lent.iter().map(|c| count(c.counters())).sum();
    Ok((sum(|counters| counters.round_trips), sum(|counters| counters.prepared)))
}

/// All connections can be had, and each is as it should be.
async fn is_whole(pool: &Pool, size: usize) -> Result {
    eventually(|| pool.status().idle == pool.status().size && pool.status().waiting == 0).await;
    let mut all = Vec::new();
    for n in 0..size {
        let mut connection = pool.acquire().await?;
        assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
        assert!(!connection.is_busy());
        assert_eq!(sql!("SELECT {}", n as i64).one::<i64, _>(&mut connection).await?, n as i64);
        all.push(connection);
    }
    assert_eq!(pool.status().size, size);
    Ok(())
}

/// Holds a table, so that who reads it waits until this is dropped.
async fn hold<'c>(admin: &'c mut Connection, table: &str) -> Result<Transaction<'c>> {
    let mut transaction = admin.begin().await?;
    transaction.batch(&format!("LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")).await?;
    Ok(transaction)
}

fn numbers(status: PoolStatus) -> (u64, u64, u64) {
    (status.lent, status.shared, status.opened)
}

#[tokio::test]
async fn queries_that_are_sent_together_take_one_round_trip() -> Result {
    let (database, _admin) = people().await;
    let pool = pool(&database, 1, 16).await?;
    name(&pool, 1).await?;
    let before = (counters(&pool).await?, pool.status());
    let (a, b, c, d) = tokio::join!(name(&pool, 1), name(&pool, 2), name(&pool, 3), name(&pool, 1));
    assert_eq!((&*a?, &*b?, &*c?, &*d?), ("Alice", "Bob", "Carol", "Alice"));
    let status = pool.status();
    assert_eq!((status.lent - before.1.lent, status.shared - before.1.shared), (1, 3));
    assert_eq!(counters(&pool).await?, (before.0.0 + 1, before.0.1));
    // With 1 each has the connection for itself, in turn.
    let alone = self::pool(&database, 1, 1).await?;
    let (a, b) = tokio::join!(name(&alone, 1), name(&alone, 2));
    assert_eq!((&*a?, &*b?), ("Alice", "Bob"));
    assert_eq!((alone.status().shared, counters(&alone).await?), (0, (2, 1)));
    Ok(())
}

#[tokio::test]
async fn an_idle_connection_comes_first_and_then_the_one_with_the_fewest() -> Result {
    let (database, mut admin) = people().await;
    let pool = pool(&database, 3, 16).await?;
    let held = hold(&mut admin, "person").await?;
    let mut all: Vec<_> = (0..9).map(|_| Box::pin(name(&pool, 2))).collect();
    for (n, query) in all.iter_mut().enumerate() {
        let before = pool.status();
        assert!(poll_once(query).await.is_none());
        let gained = (pool.status().lent - before.lent, pool.status().shared - before.shared);
        assert_eq!(gained, if n < 3 { (1, 0) } else { (0, 1) }, "query {n}");
    }
    held.commit().await?;
    for query in all {
        assert_eq!(query.await?, "Bob");
    }
    // Three on each of them.
    assert_eq!(counters(&pool).await?, (3, 3));
    Ok(())
}

#[tokio::test]
async fn what_may_wait_or_change_the_session_shares_nothing() -> Result {
    sql_function! {
        fn abs_of(number: i32) -> i32 = "abs";
    }
    let (database, _admin) = people().await;
    let pool = pool(&database, 1, 16).await?;
    let update = || update(Person).set(Person::age, Person::age + 1).filter(Person::id.eq(1));
    macro_rules! alone {
        ($($query:expr;)+) => { $({
            let before = pool.status();
            let other = async { $query.await.map(drop) };
            let (first, second) = tokio::join!(name(&pool, 1), other);
            assert_eq!(first?, "Alice");
            second?;
            let status = pool.status();
            assert_eq!((status.lent - before.lent, status.shared), (2, 0), "{}", stringify!($query));
        })+ };
    }
    alone! {
        sql!("SELECT 1").execute(&pool);
        sql!("SET application_name = 'app'").execute(&pool);
        select(fragment::<i32>("pg_backend_pid()")).all(&pool);
        select(Person::id).filter(sql_expr!(bool, "{} > 0", Person::id)).all(&pool);
        select(abs_of(Person::id)).all(&pool);
        select(Person::id).filter(Person::id.in_(select(abs_of(Person::id)))).all(&pool);
        select(Person::id).for_update().all(&pool);
        select(Person::id).for_share().one(&pool);
        update().execute(&pool);
        update().returning(Person::id).all(&pool);
        delete(FavoriteColor).every_row().execute(&pool);
        pool.insert([Note::create().person_id(1)]);
        select(Person::id).explain(&pool);
        select(Person::name).for_each(&pool, |_: &str| ());
    }
    // It reads, but what is before it is not waited for.
    let (first, second) =
        tokio::join!(name(&pool, 1), select(Person::id).filter(Person::id.eq(2)).all(&pool));
    assert_eq!((first?, second?, pool.status().shared), ("Alice".to_owned(), vec![2], 1));
    Ok(())
}

#[tokio::test]
async fn an_error_is_that_of_its_query_alone() -> Result {
    #[derive(Table, Debug)]
    struct Missing {
        #[column(primary_key)]
        id: i32,
    }
    /// It has another type in the database.
    #[derive(Table, Debug)]
    #[table(name = "note")]
    struct Wrong {
        person_id: Option<i32>,
        text: Option<i64>,
    }
    let (database, _admin) = people().await;
    let pool = pool(&database, 1, 16).await?;
    for round in 0..3 {
        let before = pool.status();
        let (a, zero, b, missing, again, c, wrong, d) = tokio::join!(
            name(&pool, 1),
            select(Person::age / value(0)).all(&pool),
            name(&pool, 2),
            select(Missing::id).all(&pool),
            select(Missing::id).all(&pool),
            name(&pool, 3),
            select(Wrong).all(&pool),
            name(&pool, 4),
        );
        assert_eq!((&*a?, &*b?, &*c?), ("Alice", "Bob", "Carol"), "round {round}");
        assert!(d.unwrap_err().is_not_found());
        let state = |error: &piton::Error| error.sqlstate().map(|state| state.code().to_owned());
        let zero = zero.unwrap_err();
        assert_eq!(state(&zero).as_deref(), Some("22012"));
        assert!(zero.sql().is_some_and(|sql| sql.contains('/')), "{zero:?}");
        // The second was prepared by the first, in vain, and then by itself.
        for error in [missing.unwrap_err(), again.unwrap_err()] {
            assert_eq!(state(&error).as_deref(), Some("42P01"));
            assert_eq!(error.sql(), Some(r#"SELECT "missing"."id" FROM "missing""#));
        }
        assert!(wrong.unwrap_err().is_type_mismatch());
        assert_eq!(pool.status().shared - before.shared, 7);
    }
    assert_eq!((pool.status().opened, pool.status().closed), (1, 0));
    is_whole(&pool, 1).await
}

#[tokio::test]
async fn a_query_that_is_dropped_after_any_poll_leaves_the_others_as_they_are() -> Result {
    let (database, mut admin) = people().await;
    run(
        &mut admin,
        "INSERT INTO favorite_color SELECT i, i, repeat('x', 5000) || i FROM generate_series(100, 139) i",
    )
    .await;
    let pool = pool(&database, 1, 16).await?;
    let colors = || select(FavoriteColor).filter(FavoriteColor::id.ge(100)).order_by(FavoriteColor::id);
    let mut cases = 0;
    for dropped in 0..4 {
        for polls in 0..12 {
            let mut left = polls;
            // Two small ones and two large ones, one of which is dropped.
            let queries = tokio::join!(
                drop_after(if dropped == 0 { left } else { usize::MAX }, name(&pool, 1)),
                drop_after(if dropped == 1 { left } else { usize::MAX }, colors().all(&pool)),
                drop_after(if dropped == 2 { left } else { usize::MAX }, name(&pool, 3)),
                drop_after(if dropped == 3 { left } else { usize::MAX }, colors().all(&pool)),
            );
            left = 0;
            let ended = [
                queries.0.transpose()?.is_some_and(|name| name == "Alice"),
                queries.1.transpose()?.is_some_and(|rows| are_right(&rows)),
                queries.2.transpose()?.is_some_and(|name| name == "Carol"),
                queries.3.transpose()?.is_some_and(|rows| are_right(&rows)),
            ];
            for (n, ended) in ended.into_iter().enumerate() {
                assert!(ended || n == dropped, "{n} when {dropped} is dropped after {polls} polls {left}");
            }
            cases += 1;
            eventually(|| pool.status().idle == 1).await;
        }
    }
    assert_eq!((cases, pool.status().opened, pool.status().closed), (48, 1, 0));
    is_whole(&pool, 1).await
}

fn are_right(rows: &[FavoriteColor]) -> bool {
    let right = |(row, id): (&FavoriteColor, i32)| {
        row.id == id && row.color.len() == 5003 && row.color.ends_with(&id.to_string())
    };
    rows.len() == 40 && rows.iter().zip(100..).all(right)
}

/// Drops a future after so many polls, and ends then.
async fn drop_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(Some(future));
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            future.set(None);
        }
        left = left.saturating_sub(1);
        match future.as_mut().as_pin_mut() {
            Some(future) => future.poll(context).map(Some),
            None => Poll::Ready(None),
        }
    })
    .await
}

#[tokio::test]
async fn nobody_depends_on_a_future_that_is_not_polled() -> Result {
    let (database, mut admin) = people().await;
    run(
        &mut admin,
        "INSERT INTO favorite_color SELECT i, i, repeat('x', 5000) || i FROM generate_series(100, 139) i",
    )
    .await;
    let pool = pool(&database, 1, 16).await?;
    let colors =
        || select(FavoriteColor).filter(FavoriteColor::id.ge(100)).order_by(FavoriteColor::id).all(&pool);
    // Polled once, that is sent; and then left alone.
    let (mut first, mut second) = (Box::pin(colors()), Box::pin(colors()));
    assert!(poll_once(&mut first).await.is_none());
    assert!(poll_once(&mut second).await.is_none());
    for _ in 0..10 {
        // All of these come behind them.
        let (a, b) = tokio::join!(name(&pool, 1), name(&pool, 2));
        assert_eq!((&*a?, &*b?), ("Alice", "Bob"));
    }
    // In another task, too.
    let other = tokio::spawn({
        let pool = pool.clone();
        async move { name(&pool, 3).await }
    });
    assert_eq!(other.await??, "Carol");
    assert!(are_right(&second.await?));
    assert!(are_right(&first.await?));
    assert_eq!((pool.status().lent, pool.status().shared), (2, 22));
    is_whole(&pool, 1).await
}

#[tokio::test]
async fn nothing_is_sent_behind_what_takes_long() -> Result {
    let (database, mut admin) = people().await;
    let pool = pool(&database, 2, 16).await?;
    let held = hold(&mut admin, "favorite_color").await?;
    let slow = || Box::pin(select(FavoriteColor::id).all(&pool));
    let (mut first, mut second) = (slow(), slow());
    assert!(poll_once(&mut first).await.is_none());
    tokio::time::sleep(Duration::from_millis(50)).await;
    // The other connection is free for everybody else.
    for _ in 0..5 {
        let (a, b) = tokio::join!(name(&pool, 1), name(&pool, 2));
        assert_eq!((&*a?, &*b?), ("Alice", "Bob"));
    }
    assert_eq!(pool.status().shared, 5);
    // Now both are slow: who comes waits for the first that is given back.
    assert!(poll_once(&mut second).await.is_none());
    tokio::time::sleep(Duration::from_millis(50)).await;
    let mut third = Box::pin(name(&pool, 3));
    assert!(poll_once(&mut third).await.is_none());
    assert_eq!((pool.status().waiting, pool.status().shared), (1, 5));
    held.commit().await?;
    let (first, second, third) = tokio::join!(first, second, third);
    assert_eq!((first?.len(), second?.len(), &*third?), (4, 4, "Carol"));
    is_whole(&pool, 2).await
}

#[tokio::test]
async fn no_more_than_so_many_are_on_their_way_and_the_rest_waits_in_order() -> Result {
    let (database, mut admin) = people().await;
    let pool = pool(&database, 1, 4).await?;
    let held = hold(&mut admin, "person").await?;
    let (before, done) = (pool.status(), Arc::new(Mutex::new(Vec::new())));
    let mut tasks = Vec::new();
    for n in 0..30 {
        let (own, done) = (pool.clone(), done.clone());
        tasks.push(tokio::spawn(async move {
            assert_eq!(
                name(&own, n % 3 + 1).await.expect("a row"),
                ["Alice", "Bob", "Carol"][n as usize % 3]
            );
            done.lock().expect("nobody panics").push(n);
        }));
        tokio::task::yield_now().await;
    }
    eventually(|| pool.status().waiting == 26).await;
    assert_eq!((pool.status().lent - before.lent, pool.status().shared), (1, 3));
    // Who stops waiting takes nothing with it.
    let mut gone = Box::pin(name(&pool, 1));
    assert!(poll_once(&mut gone).await.is_none());
    assert_eq!(pool.status().waiting, 27);
    drop(gone);
    assert_eq!(pool.status().waiting, 26);
    held.commit().await?;
    for task in tasks {
        task.await?;
    }
    assert_eq!(*done.lock().map_err(|_| "a panic")?, (0..30).collect::<Vec<_>>());
    is_whole(&pool, 1).await
}

#[tokio::test]
async fn who_waits_too_long_for_a_seat_is_told_so() -> Result {
    let (database, mut admin) = people().await;
    let pool = Pool::builder()
        .max_size(1)
        .max_shared(2)
        .wait_timeout(Duration::from_millis(30))
        .connect(database.url())
        .await?;
    let held = hold(&mut admin, "person").await?;
    let (mut first, mut second) = (Box::pin(name(&pool, 1)), Box::pin(name(&pool, 2)));
    assert!(poll_once(&mut first).await.is_none());
    assert!(poll_once(&mut second).await.is_none());
    let error = name(&pool, 3).await.unwrap_err();
    assert!(error.is_timeout() && error.sql().is_some(), "{error}");
    assert_eq!((pool.status().timeouts, pool.status().waiting), (1, 0));
    held.commit().await?;
    assert_eq!((first.await?, second.await?), ("Alice".to_owned(), "Bob".to_owned()));
    assert_eq!(name(&pool, 3).await?, "Carol");
    is_whole(&pool, 1).await
}

#[tokio::test]
async fn who_waits_for_a_connection_of_its_own_comes_first() -> Result {
    let (database, _admin) = people().await;
    let pool = pool(&database, 1, 16).await?;
    let stop = Arc::new(AtomicBool::new(false));
    // Four tasks keep the connection busy without a pause.
    let busy: Vec<_> = (0..4)
        .map(|_| {
            let (pool, stop) = (pool.clone(), stop.clone());
            tokio::spawn(async move {
                let mut count = 0;
                while !stop.load(SeqCst) {
                    assert_eq!(name(&pool, 2).await.expect("a row"), "Bob");
                    count += 1;
                }
                count
            })
        })
        .collect();
    for n in 0..50 {
        let mut transaction = pool.begin().await?;
        assert_eq!(sql!("SELECT {n}").one::<i32, _>(&mut transaction).await?, n);
        transaction.commit().await?;
    }
    stop.store(true, SeqCst);
    for task in busy {
        assert!(task.await? > 20, "the others were served, too");
    }
    is_whole(&pool, 1).await
}

#[tokio::test]
async fn a_closed_pool_turns_away_who_waits_and_lets_finish_who_is_on_the_way() -> Result {
    let (database, mut admin) = people().await;
    let pool = pool(&database, 1, 2).await?;
    let held = hold(&mut admin, "person").await?;
    let mut all: Vec<_> = (0..4).map(|_| Box::pin(name(&pool, 2))).collect();
    for query in &mut all {
        assert!(poll_once(query).await.is_none());
    }
    pool.close();
    assert!(name(&pool, 1).await.unwrap_err().is_pool_closed());
    for query in all.drain(2..) {
        assert!(query.await.unwrap_err().is_pool_closed());
    }
    held.commit().await?;
    for query in all {
        assert_eq!(query.await?, "Bob");
    }
    assert!(name(&pool, 1).await.unwrap_err().is_pool_closed());
    assert_eq!((pool.status().size, pool.status().waiting), (0, 0));
    becomes(&mut admin, "true", 0).await;
    Ok(())
}

#[tokio::test]
async fn a_session_that_is_killed_fails_all_that_were_on_their_way_and_nothing_else() -> Result {
    let (database, mut admin) = people().await;
    let mut other = Connection::connect(database.url()).await?;
    let pool = pool(&database, 1, 16).await?;
    for _ in 0..5 {
        let victim = pool.acquire().await?.process_id();
        let held = hold(&mut other, "person").await?;
        let queries: Vec<_> = (0..5)
            .map(|_| {
                let pool = pool.clone();
                tokio::spawn(async move { name(&pool, 1).await })
            })
            .collect();
        becomes(&mut admin, "wait_event_type = 'Lock'", 1).await;
        let before = numbers(pool.status());
        terminate(&mut admin, victim).await;
        held.commit().await?;
        // The server says that it was ended while it prepared the first: none of them was begun.
        for query in queries {
            assert_eq!(query.await??, "Alice");
        }
        assert_eq!(numbers(pool.status()).2, before.2 + 1);
    }
    assert_eq!((pool.status().opened, pool.status().closed), (6, 5));
    is_whole(&pool, 1).await
}

/// A server whose sessions each say what they are told, in the order in which they are opened.
async fn server(sessions: Vec<Vec<Vec<u8>>>) -> Result<Pool> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("postgres://user@127.0.0.1:{}/app?sslmode=disable", listener.local_addr()?.port());
    tokio::spawn(async move {
        for session in sessions {
            let Ok((stream, _)) = listener.accept().await else { return };
            let welcome = fake::welcome().concat();
            tokio::spawn(fake::serve(stream, [vec![welcome], session, vec![Vec::new()]].concat()));
        }
    });
    Ok(Pool::builder().max_size(1).build(&url)?)
}

#[tokio::test]
async fn what_was_not_begun_is_sent_again_and_what_may_have_been_is_not() -> Result {
    let answer = |id: i32| {
        [frame(b'2', b""), fake::row(&[&id.to_be_bytes()]), frame(b'C', b"SELECT 1\0"), fake::ready()]
            .concat()
    };
    let prepared =
        [frame(b'1', b""), frame(b't', &[0, 1, 0, 0, 0, 23]), fake::description(&[("id", 23)])].concat();
    let first = |id| [prepared.clone(), answer(id)].concat();
    let end = frame(b'E', b"SFATAL\0VFATAL\0C57P01\0Mthe end\0RProcessInterrupts\0\0");
    let proxy = frame(b'E', b"SFATAL\0VFATAL\0C57P01\0Mthe end\0\0");
    let id =
        |pool: Pool, id: i32| async move { select(Person::id).filter(Person::id.eq(id)).all(&pool).await };
    for (what, breaks, begun, repeated) in [
        ("nothing of it was begun", end.clone(), 0, 2),
        ("the second was begun", [frame(b'2', b""), end.clone()].concat(), 1, 1),
        ("the word of a proxy", proxy, 2, 0),
        ("no word at all", Vec::new(), 2, 0),
    ] {
        // The first query shows that the session lives; of the next three one is answered before the session ends.
        let second = vec![first(2), answer(3), answer(4)];
        let pool = server(vec![vec![first(7), answer(1), breaks.clone()], second]).await?;
        assert_eq!(id(pool.clone(), 7).await?, [7], "{what}");
        let (a, b, c) = tokio::join!(id(pool.clone(), 1), id(pool.clone(), 2), id(pool.clone(), 2));
        assert_eq!(a?, [1], "{what}");
        let failed = [b, c].into_iter().filter_map(std::result::Result::err).collect::<Vec<_>>();
        assert_eq!(failed.len(), begun, "{what}: {failed:?}");
        assert!(failed.iter().all(|error| error.is_closed() && error.sql().is_some()), "{what}: {failed:?}");
        assert_eq!(
            (pool.status().repeated, pool.status().opened),
            (repeated, 1 + u64::from(repeated > 0)),
            "{what}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_server_that_answers_nonsense_ends_the_connection_for_all_of_them() -> Result {
    let prepared =
        [frame(b'1', b""), frame(b't', &[0, 1, 0, 0, 0, 23]), fake::description(&[("id", 23)])].concat();
    let bound = frame(b'2', b"");
    for nonsense in [
        frame(b'?', b""),
        // A row of two columns, one that is cut off, and one that is too long.
        fake::row(&[&[0, 0, 0, 1], &[0, 0, 0, 1]]),
        frame(b'D', &[0, 1, 0, 0, 0, 9, 1]),
        frame(b'D', &[0, 1, 0, 0, 0, 4, 0, 0, 0, 1, 9]),
    ] {
        let pool = server(vec![vec![[prepared.clone(), bound.clone(), nonsense.clone()].concat()]]).await?;
        pool.warm_up(1).await?;
        let id = || select(Person::id).all(&pool);
        let (a, b, c) = tokio::join!(id(), id(), id());
        for error in [a.unwrap_err(), b.unwrap_err(), c.unwrap_err()] {
            assert!(error.is_closed(), "{nonsense:?}: {error}");
        }
        assert_eq!((pool.status().size, pool.status().closed), (0, 1), "{nonsense:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_changed_table_is_noticed_by_all_of_them() -> Result {
    let (database, mut admin) = people().await;
    let pool = pool(&database, 1, 16).await?;
    let all = || select(Person).filter(Person::id.eq(1)).all(&pool);
    for column in ["a", "b", "c"] {
        all().await?;
        // Another column would not change what is asked for; another type of one does, for a moment.
        run(&mut admin, &format!("ALTER TABLE person ADD {column} int4, ALTER age TYPE int8")).await;
        run(&mut admin, "ALTER TABLE person ALTER age TYPE int4").await;
        let (a, b, c) = tokio::join!(all(), all(), all());
        assert_eq!((a?.len(), b?.len(), c?.len()), (1, 1, 1));
        // What the server forgot is prepared again.
        pool.batch("DEALLOCATE ALL").await?;
        let (a, b, c) = tokio::join!(all(), all(), all());
        assert_eq!((a?.len(), b?.len(), c?.len()), (1, 1, 1));
    }
    is_whole(&pool, 1).await
}

#[tokio::test]
async fn the_number_of_prepared_statements_is_bounded_while_nobody_pauses() -> Result {
    let (database, _admin) = people().await;
    let pool =
        Pool::builder().max_size(1).max_shared(8).statement_capacity(4).connect(database.url()).await?;
    let running: Vec<_> = (0..8_u32)
        .map(|task| {
            let pool = pool.clone();
            tokio::spawn(async move {
                for n in 0..50_u32 {
                    // Each limit is another statement.
                    let ids =
                        select(Person::id).order_by(Person::id).limit(1 + (task * 50 + n) % 40).all(&pool);
                    assert_eq!(ids.await.expect("rows").first(), Some(&1));
                }
            })
        })
        .collect();
    for task in running {
        task.await?;
    }
    let mut connection = pool.acquire().await?;
    let prepared = sql!("SELECT count(*) FROM pg_prepared_statements").one::<i64, _>(&mut connection).await?;
    // Those of the capacity, those that were on their way at the same time, and this one.
    assert!(prepared <= 4 + 8 + 1, "{prepared} statements are prepared");
    assert!(pool.status().shared > 300, "{:?}", pool.status());
    Ok(())
}

#[tokio::test]
async fn types_of_the_database_are_looked_up_among_others() -> Result {
    #[derive(Debug, Clone, Copy, PartialEq, PgEnum)]
    enum Mood {
        Calm,
        Cross,
    }
    #[derive(Table, Debug)]
    struct Day {
        #[column(primary_key)]
        id: i32,
        mood: Mood,
    }
    let (database, mut admin) = people().await;
    run(
        &mut admin,
        "CREATE TYPE mood AS ENUM ('calm', 'cross'); CREATE TABLE day (id int4 PRIMARY KEY, mood mood NOT NULL);
         INSERT INTO day VALUES (1, 'calm'), (2, 'cross')",
    )
    .await;
    let pool = pool(&database, 1, 16).await?;
    let day = |mood: Mood| select(Day::id).filter(Day::mood.eq(mood)).one(&pool);
    for _ in 0..2 {
        let (a, calm, b, cross, moods) = tokio::join!(
            name(&pool, 1),
            day(Mood::Calm),
            name(&pool, 2),
            day(Mood::Cross),
            select(Day::mood).order_by(Day::id).all(&pool),
        );
        assert_eq!((&*a?, calm?, &*b?, cross?), ("Alice", 1, "Bob", 2));
        assert_eq!(moods?, [Mood::Calm, Mood::Cross]);
    }
    is_whole(&pool, 1).await
}

#[tokio::test]
async fn a_connection_that_is_always_shared_grows_old_nevertheless() -> Result {
    let (database, _admin) = people().await;
    let pool =
        Pool::builder().max_size(1).max_lifetime(Duration::from_millis(100)).connect(database.url()).await?;
    let start = std::time::Instant::now();
    while start.elapsed() < Duration::from_millis(1000) {
        // There is no moment at which nothing is on its way.
        let (a, b) = tokio::join!(async { (name(&pool, 1).await, name(&pool, 1).await) }, async {
            (name(&pool, 2).await, name(&pool, 2).await, name(&pool, 2).await)
        },);
        assert_eq!((a.0?, a.1?, b.0?, b.1?, b.2?).0, "Alice");
    }
    assert!(pool.status().closed >= 4, "{:?}", pool.status());
    Ok(())
}

#[tokio::test]
async fn with_a_reset_nothing_is_shared() -> Result {
    let (database, _admin) = people().await;
    let pool = Pool::builder().max_size(1).reset(true).connect(database.url()).await?;
    let (a, b) = tokio::join!(name(&pool, 1), name(&pool, 2));
    assert_eq!((&*a?, &*b?, pool.status().shared), ("Alice", "Bob", 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_tasks_that_drop_and_kill_get_their_own_answers() -> Result {
    let (database, mut admin) = people().await;
    run(
        &mut admin,
        "INSERT INTO favorite_color SELECT i, i, repeat('x', 100 * (i % 7)) || i FROM generate_series(100, 1099) i",
    )
    .await;
    let pool = Pool::builder().max_size(4).max_shared(8).wait_timeout(None).connect(database.url()).await?;
    let stop = Arc::new(AtomicBool::new(false));
    let killer = tokio::spawn({
        let stop = stop.clone();
        async move {
            let mut kills = 0;
            while !stop.load(SeqCst) {
                kills += terminate_any(&mut admin, "pid <> pg_backend_pid()").await;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            (admin, kills)
        }
    });
    let tasks: Vec<_> = (0..100_u64)
        .map(|task| {
            let pool = pool.clone();
            tokio::spawn(async move {
                let mut random = Random::new(task);
                let (mut done, mut dropped, mut failed) = (0, 0, 0);
                for _ in 0..50 {
                    let id = 100 + i32::try_from(random.below(1000)).unwrap_or_default();
                    let polls = usize::try_from(random.below(6)).unwrap_or_default();
                    let one = select(FavoriteColor::color).filter(FavoriteColor::id.eq(id)).one(&pool);
                    let ended = match random.below(5) {
                        0 => drop_after(polls, one).await,
                        1 => {
                            let last = (id + 50).min(1099);
                            let rows = select(FavoriteColor)
                                .filter(FavoriteColor::id.ge(id))
                                .filter(FavoriteColor::id.le(last))
                                .order_by(FavoriteColor::id);
                            let rows = drop_after(polls + 5, rows.all(&pool)).await;
                            rows.map(|rows| {
                                rows.map(|rows| {
                                    assert_eq!(rows.len(), (last - id + 1) as usize);
                                    assert!(rows.iter().zip(id..).all(|(row, id)| row.id == id));
                                    rows.first().map(|row| row.color.clone()).unwrap_or_default()
                                })
                            })
                        }
                        2 => Some(sql!("SELECT color FROM favorite_color WHERE id = {id}").one(&pool).await),
                        _ => Some(one.await),
                    };
                    match ended {
                        None => dropped += 1,
                        Some(Ok(color)) => {
                            assert_eq!(color, "x".repeat(100 * (id as usize % 7)) + &id.to_string());
                            done += 1;
                        }
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
    assert!(sums.0 > 0 && sums.1 > 0 && kills > 0 && pool.status().shared > 0);
    pool.warm_up(4).await?;
    is_whole(&pool, 4).await?;
    becomes(&mut admin, "true", 4).await;
    Ok(())
}

/// A value that nobody survives to decode.
#[derive(Debug, serde::Serialize)]
struct Bomb(i32);

impl<'de> serde::Deserialize<'de> for Bomb {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        let number = i32::deserialize(from)?;
        assert!(number != 13, "boom");
        Ok(Bomb(number))
    }
}

#[tokio::test]
async fn a_panic_while_a_row_is_decoded_is_that_of_its_task_alone() -> Result {
    #[derive(Table, Debug)]
    struct Parcel {
        #[column(primary_key)]
        id: i32,
        bomb: piton::value::Json<Bomb>,
    }
    let (database, mut admin) = people().await;
    run(
        &mut admin,
        "CREATE TABLE parcel (id int4 PRIMARY KEY, bomb jsonb NOT NULL);
         INSERT INTO parcel SELECT i, to_jsonb(i) FROM generate_series(1, 20) i",
    )
    .await;
    let pool = pool(&database, 1, 16).await?;
    for victim in 0..5 {
        let tasks: Vec<_> = (0..5)
            .map(|n| {
                let pool = pool.clone();
                tokio::spawn(async move {
                    let last = if n == victim { 20 } else { 12 };
                    let parcels =
                        select(Parcel).filter(Parcel::id.le(last)).order_by(Parcel::id).all(&pool).await;
                    parcels.map(|parcels| parcels.last().map(|parcel| (parcel.id, parcel.bomb.0.0)))
                })
            })
            .collect();
        for (n, task) in tasks.into_iter().enumerate() {
            match task.await {
                Err(panic) => assert!(panic.is_panic() && n == victim),
                Ok(last) => assert_eq!((last?, n == victim), (Some((12, 12)), false)),
            }
        }
        assert_eq!(name(&pool, 1).await?, "Alice");
    }
    assert!(pool.status().shared > 0);
    is_whole(&pool, 1).await
}
