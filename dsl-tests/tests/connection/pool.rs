//! What a pool promises to those who use it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use dsl_tests::language::{Person, people};
use dsl_tests::sessions::{becomes, count, eventually};
use piton::connection::{PooledConnection, TransactionStatus};
use piton::prelude::*;
use piton::testing::Database;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

async fn pool(database: &Database, size: usize) -> Result<Pool> {
    Ok(Pool::builder().max_size(size).connect(database.url()).await?)
}

async fn pid(connection: &mut PooledConnection) -> Result<i32> {
    Ok(sql!("SELECT pg_backend_pid()").one(connection).await?)
}

#[tokio::test]
async fn every_verb_runs_on_it() -> Result {
    let (database, _db) = people().await;
    let pool = pool(&database, 2).await?;
    let names = || select(Person::name).order_by(Person::id);
    assert_eq!(names().all(&pool).await?, ["Alice", "Bob", "Carol"]);
    assert_eq!(names().one(&pool).await?, "Alice");
    assert_eq!(names().optional(&pool).await?.as_deref(), Some("Alice"));
    assert!(names().exactly_one(&pool).await.unwrap_err().is_too_many_rows());
    assert_eq!(names().execute(&pool).await?, 3);
    let mut letters = 0;
    names().for_each(&pool, |name: &str| letters += name.len()).await?;
    assert_eq!(letters, 13);
    assert_eq!(sql!("SELECT {}", 5).one::<i32, _>(&pool).await?, 5);

    let mut connection = pool.acquire().await?;
    assert_eq!(names().all(&mut connection).await?.len(), 3);
    let mut rows = names().stream(&mut connection);
    assert_eq!(rows.try_next().await?.as_deref(), Some("Alice"));
    drop(rows);
    assert_eq!(names().all(&mut *connection).await?.len(), 3);
    // One connection was enough for all of this.
    drop(connection);
    assert_eq!((pool.status().size, pool.status().idle, pool.status().opened), (1, 1, 1));
    assert_eq!(pool.status().lent, 9);
    Ok(())
}

#[tokio::test]
async fn tables_are_created_on_it() -> Result {
    let database = Database::create()?;
    let pool = pool(&database, 1).await?;
    pool.create_tables(schema![Person]).await?;
    pool.batch("INSERT INTO person (name, age) VALUES ('Alice', 30)").await?;
    assert_eq!(select(Person::name).one(&pool).await?, "Alice");
    assert!(pool.create_tables(schema![Person]).await.is_err());
    assert_eq!(pool.status().opened, 1);
    Ok(())
}

#[tokio::test]
async fn an_error_carries_its_statement_and_the_connection_is_kept() -> Result {
    let database = Database::create()?;
    let pool = pool(&database, 1).await?;
    let error = sql!("SELECT nowhere").execute(&pool).await.unwrap_err();
    assert_eq!(error.sql(), Some("SELECT nowhere"));
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&pool).await?, 1);
    assert_eq!((pool.status().opened, pool.status().closed), (1, 0));
    Ok(())
}

#[tokio::test]
async fn a_statement_stays_prepared_from_one_user_to_the_next() -> Result {
    let database = Database::create()?;
    let pool = pool(&database, 1).await?;
    for n in 0..5 {
        assert_eq!(sql!("SELECT {n}").one::<i32, _>(&pool).await?, n);
    }
    let connection = pool.acquire().await?;
    assert_eq!(connection.counters().prepared, 1);
    assert_eq!(connection.counters().round_trips, 5);
    Ok(())
}

#[tokio::test]
async fn who_waits_is_served_in_order() -> Result {
    let database = Database::create()?;
    let pool = pool(&database, 1).await?;
    let held = pool.acquire().await?;
    let served = Arc::new(std::sync::Mutex::new(Vec::new()));
    let mut tasks = Vec::new();
    for n in 0..20_usize {
        let (own, served) = (pool.clone(), served.clone());
        tasks.push(tokio::spawn(async move {
            // Both ways to wait stand in the same queue.
            if n % 2 == 0 {
                let _connection = own.acquire().await.expect("a connection");
                served.lock().expect("nobody panics").push(n);
            } else {
                sql!("SELECT 1").execute(&own).await.expect("a row");
                served.lock().expect("nobody panics").push(n);
            }
        }));
        eventually(|| pool.status().waiting == n + 1).await;
    }
    drop(held);
    for task in tasks {
        task.await?;
    }
    assert_eq!(*served.lock().map_err(|_| "a panic")?, (0..20).collect::<Vec<_>>());
    assert_eq!((pool.status().size, pool.status().waiting), (1, 0));
    Ok(())
}

#[tokio::test]
async fn who_waits_too_long_is_told_why() -> Result {
    let database = Database::create()?;
    let pool =
        Pool::builder().max_size(2).wait_timeout(Duration::from_millis(50)).connect(database.url()).await?;
    let held = (pool.acquire().await?, pool.acquire().await?);
    let error = pool.acquire().await.unwrap_err();
    assert!(error.is_timeout() && !error.is_closed(), "{error}");
    assert_eq!(
        error.to_string(),
        "timed out while waiting for a connection of the pool: 2 of at most 2 connections are open and in use, \
         0 others wait"
    );
    let error = sql!("SELECT 1").execute(&pool).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.sql(), Some("SELECT 1"));
    drop(held);
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&pool).await?, 1);
    assert_eq!((pool.status().timeouts, pool.status().size, pool.status().idle), (2, 2, 2));
    Ok(())
}

#[tokio::test]
async fn zero_does_not_wait_and_none_waits_on() -> Result {
    let database = Database::create()?;
    let none = Pool::builder().max_size(1).wait_timeout(Duration::ZERO).connect(database.url()).await?;
    let held = none.acquire().await?;
    assert!(none.acquire().await.unwrap_err().is_timeout());
    drop(held);
    drop(none.acquire().await?);

    let ever = Pool::builder().max_size(1).wait_timeout(None).connect(database.url()).await?;
    let held = ever.acquire().await?;
    let waiter = tokio::spawn({
        let ever = ever.clone();
        async move { ever.acquire().await.map(drop) }
    });
    eventually(|| ever.status().waiting == 1).await;
    drop(held);
    waiter.await??;
    Ok(())
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_not_waited_for() -> Result {
    // It accepts, and never says a word.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("postgres://user:pw@127.0.0.1:{}/app", listener.local_addr()?.port());
    let pool = Pool::builder().max_size(1).create_timeout(Duration::from_millis(50)).build(&url)?;
    for _ in 0..3 {
        let error = pool.acquire().await.unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert_eq!(error.to_string(), "timed out while connecting");
    }
    assert_eq!((pool.status().size, pool.status().waiting, pool.status().timeouts), (0, 0, 3));
    Ok(())
}

#[tokio::test]
async fn a_failed_connect_takes_no_place() -> Result {
    let database = Database::create()?;
    let mut config = database.config();
    config.dbname("no_such_database");
    let error = Pool::builder().connect_with(config.clone()).await.unwrap_err();
    assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some("3D000"));
    let pool = Pool::builder().max_size(1).build_with(config)?;
    for _ in 0..5 {
        let error = sql!("SELECT 1").execute(&pool).await.unwrap_err();
        assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some("3D000"));
    }
    assert_eq!((pool.status().size, pool.status().idle, pool.status().waiting), (0, 0, 0));
    assert!(Pool::connect("postgres://localhost/app?no_such_setting=1").await.is_err());
    Ok(())
}

#[tokio::test]
async fn nothing_is_opened_before_it_is_needed_unless_it_is_warmed_up() -> Result {
    let (database, mut admin) = people().await;
    let pool = Pool::builder().max_size(4).build(database.url())?;
    assert_eq!(pool.status().size, 0);
    pool.warm_up(3).await?;
    assert_eq!((pool.status().size, pool.status().idle), (3, 3));
    assert_eq!(count(&mut admin, "true").await, 3);
    pool.warm_up(2).await?;
    pool.warm_up(100).await?;
    assert_eq!((pool.status().size, pool.status().idle, pool.status().opened), (4, 4, 4));
    drop(pool);
    becomes(&mut admin, "true", 0).await;
    Ok(())
}

#[tokio::test]
async fn a_closed_pool_turns_everybody_away() -> Result {
    let (database, mut admin) = people().await;
    let pool = pool(&database, 2).await?;
    let mut held = (pool.acquire().await?, pool.acquire().await?);
    let mut waiters = Vec::new();
    for n in 0..6 {
        let pool = pool.clone();
        waiters.push(tokio::spawn(async move {
            if n % 2 == 0 {
                pool.acquire().await.map(drop)
            } else {
                sql!("SELECT 1").execute(&pool).await.map(drop)
            }
        }));
    }
    eventually(|| pool.status().waiting == 6).await;
    pool.close();
    for waiter in waiters {
        let error = waiter.await?.unwrap_err();
        assert!(error.is_pool_closed(), "{error}");
        assert!(error.to_string().starts_with("the pool is closed"), "{error}");
    }
    assert!(pool.is_closed());
    assert!(pool.acquire().await.unwrap_err().is_pool_closed());
    assert!(sql!("SELECT 1").execute(&pool).await.unwrap_err().is_pool_closed());
    // What is lent works on, and is closed when it comes back.
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut held.0).await?, 1);
    assert_eq!(count(&mut admin, "true").await, 2);
    drop(held);
    becomes(&mut admin, "true", 0).await;
    assert_eq!((pool.status().size, pool.status().max_size), (0, 0));
    pool.close();
    Ok(())
}

#[tokio::test]
async fn an_idle_pool_closes_its_sessions_when_it_is_closed() -> Result {
    let (database, mut admin) = people().await;
    let pool = pool(&database, 3).await?;
    pool.warm_up(3).await?;
    pool.close();
    becomes(&mut admin, "true", 0).await;
    assert_eq!((pool.status().size, pool.status().closed), (0, 3));
    Ok(())
}

#[tokio::test]
async fn a_connection_that_nobody_uses_is_closed() -> Result {
    let (database, mut admin) = people().await;
    let pool =
        Pool::builder().max_size(3).idle_timeout(Duration::from_millis(100)).connect(database.url()).await?;
    pool.warm_up(3).await?;
    let mut held = pool.acquire().await?;
    becomes(&mut admin, "true", 1).await;
    eventually(|| pool.status().size == 1).await;
    assert_eq!(pool.status().closed, 2);
    // The one in use is not idle.
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut held).await?, 1);
    drop(held);
    becomes(&mut admin, "true", 0).await;
    // And the pool goes on.
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&pool).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_connection_that_is_too_old_is_closed_when_it_comes_back() -> Result {
    let (database, mut admin) = people().await;
    let pool = Pool::builder()
        .max_size(1)
        .max_lifetime(Duration::from_millis(200))
        .idle_timeout(None)
        .connect(database.url())
        .await?;
    let mut old = pool.acquire().await?;
    let first = pid(&mut old).await?;
    tokio::time::sleep(Duration::from_millis(250)).await;
    assert_eq!(pid(&mut old).await?, first);
    drop(old);
    assert_eq!((pool.status().size, pool.status().closed), (0, 1));
    assert_ne!(pid(&mut pool.acquire().await?).await?, first);
    // Nobody uses the second one, and it is closed as well.
    becomes(&mut admin, "true", 0).await;
    assert_eq!(pool.status().closed, 2);
    Ok(())
}

#[tokio::test]
async fn the_hook_runs_once_for_each_connection() -> Result {
    let database = Database::create()?;
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = runs.clone();
    let pool = Pool::builder()
        .max_size(2)
        .after_connect(move |connection| {
            counted.fetch_add(1, SeqCst);
            Box::pin(async move { connection.batch("BEGIN; SET application_name = 'hooked'").await })
        })
        .connect(database.url())
        .await?;
    // A transaction that the hook leaves open is not what anybody gets.
    assert_eq!(pool.acquire().await?.transaction_status(), TransactionStatus::Idle);
    pool.warm_up(2).await?;
    for _ in 0..4 {
        sql!("SELECT 1").execute(&pool).await?;
    }
    assert_eq!(runs.load(SeqCst), 2);

    let pool = Pool::builder()
        .after_connect(|connection| Box::pin(async move { connection.batch("SELECT nowhere").await }))
        .build(database.url())?;
    let error = pool.acquire().await.unwrap_err();
    assert_eq!(error.sql(), Some("SELECT nowhere"));
    assert_eq!((pool.status().size, pool.status().opened), (0, 0));
    Ok(())
}

#[tokio::test]
async fn a_detached_connection_belongs_to_its_user() -> Result {
    let database = Database::create()?;
    let pool = pool(&database, 1).await?;
    let mut own: Connection = pool.acquire().await?.detach();
    assert_eq!((pool.status().size, pool.status().closed), (0, 1));
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&pool).await?, 1);
    pool.close();
    assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut own).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_pool_shows_no_password() -> Result {
    let pool = Pool::builder().build("postgres://user:s3cr3t@localhost/app")?;
    assert!(!format!("{pool:?}").contains("s3cr3t"));
    let debug = format!("{:?}", Pool::builder().max_size(0));
    assert!(debug.contains("max_size: 1"), "{debug}");
    Ok(())
}
