//! Transfers between the accounts of a bank, while sessions are killed and lines are cut: no money is lost or made, and
//! every transfer is done once.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use dsl_tests::language::{Random, run};
use dsl_tests::proxy::{Result, frail, server};
use dsl_tests::scale::scaled;
use dsl_tests::sessions::terminate_any;
use piton::connection::{IsolationLevel, RetryPolicy, Transaction, TransactionOptions};
use piton::prelude::*;
use tokio_postgres::Config;

const TASKS: u64 = 8;
const ACCOUNTS: i64 = 50;
const FIRST_BALANCE: i64 = 1000;

/// What went wrong on the way.
#[derive(Debug, Default)]
struct Seen {
    /// The connection was lost before the end of the transaction was asked for.
    lost: AtomicU64,
    /// It was lost while it was committed, and the transfer was there.
    unknown_done: AtomicU64,
    /// It was lost while it was committed, and the transfer was not there.
    unknown_undone: AtomicU64,
    /// All attempts met with conflicts.
    conflicts: AtomicU64,
    /// Closures that were run.
    attempts: AtomicU64,
}

/// Moves money, and notes the transfer under its number, which there can only be once.
async fn transfer(
    tx: &mut Transaction<'_>,
    id: i64,
    (from, to, amount): (i64, i64, i64),
) -> std::result::Result<(), piton::Error> {
    let balance: i64 = sql!("SELECT balance FROM account WHERE id = {from}").one(&mut *tx).await?;
    sql!("UPDATE account SET balance = {balance} - {amount} WHERE id = {from}").execute(&mut *tx).await?;
    let balance: i64 = sql!("SELECT balance FROM account WHERE id = {to}").one(&mut *tx).await?;
    sql!("UPDATE account SET balance = {balance} + {amount} WHERE id = {to}").execute(&mut *tx).await?;
    sql!("INSERT INTO transfer VALUES ({id}, {from}, {to}, {amount})").execute(&mut *tx).await.map(drop)
}

/// Does one transfer, once, whatever happens on the way.
async fn insist(pool: &Pool, seen: &Seen, id: i64, what: (i64, i64, i64)) -> Result {
    let options = TransactionOptions::new().isolation_level(IsolationLevel::Serializable);
    let policy = RetryPolicy::new()
        .attempts(20)
        .pauses(Duration::from_millis(1), Duration::from_millis(20))
        .options(options);
    loop {
        let done = pool
            .transaction_with_retry(&policy, async |tx: &mut Transaction<'_>| {
                seen.attempts.fetch_add(1, Relaxed);
                transfer(tx, id, what).await
            })
            .await;
        let counter = match done {
            Ok(()) => return Ok(()),
            Err(error) if error.is_outcome_unknown() => {
                if is_done(pool, id).await? {
                    seen.unknown_done.fetch_add(1, Relaxed);
                    return Ok(());
                }
                &seen.unknown_undone
            }
            // That it was not done is believed: if it was, its number is refused.
            Err(error) if is_lost(&error) => &seen.lost,
            Err(error) if error.is_retryable() => &seen.conflicts,
            Err(error) => return Err(error.into()),
        };
        counter.fetch_add(1, Relaxed);
    }
}

/// Whether the connection is gone, or could not be made.
fn is_lost(error: &piton::Error) -> bool {
    error.is_closed() || error.to_string().starts_with("cannot connect to the server")
}

async fn is_done(pool: &Pool, id: i64) -> Result<bool> {
    loop {
        match sql!("SELECT count(*) FROM transfer WHERE id = {id}").one::<i64, _>(pool).await {
            Ok(count) => return Ok(count == 1),
            Err(error) if is_lost(&error) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Kills a session of the bank now and then, until it is told to stop.
async fn kill(mut admin: Connection, stop: Arc<AtomicBool>) -> i64 {
    let mut kills = 0;
    while !stop.load(Relaxed) {
        kills += terminate_any(&mut admin, "application_name = 'bank'").await;
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    kills
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_transfer_is_done_once_and_the_total_stays() -> Result {
    let each = scaled(250, 10_000);
    let (_server, database, address) = server("trust").await?;
    let mut admin = Connection::connect_with(&database.config()).await?;
    run(
        &mut admin,
        "CREATE TABLE account (id int8 PRIMARY KEY, balance int8 NOT NULL);
         CREATE TABLE transfer (id int8 PRIMARY KEY, source int8 NOT NULL, target int8 NOT NULL, amount int8 NOT NULL)",
    )
    .await;
    sql!("INSERT INTO account SELECT i, {FIRST_BALANCE} FROM generate_series(0, {ACCOUNTS} - 1) i")
        .execute(&mut admin)
        .await?;

    // The answers to some commits do not arrive: only a line that is cut does that.
    let address: SocketAddr = frail(address, 7, 10_000).await?;
    let mut config = Config::new();
    config.host(address.ip().to_string()).port(address.port()).user("postgres").dbname(database.name());
    config.application_name("bank");
    let pool = Pool::builder().max_size(6).build_with(config)?;
    let stop = Arc::new(AtomicBool::new(false));
    let killer = tokio::spawn(kill(Connection::connect_with(&database.config()).await?, stop.clone()));
    let seen = Arc::new(Seen::default());

    let start = Instant::now();
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let (pool, seen) = (pool.clone(), seen.clone());
            tokio::spawn(async move {
                let mut random = Random::new(task + 1);
                for n in 0..each {
                    let mut below = |end: i64| random.below(end.cast_unsigned()).cast_signed();
                    let from = below(ACCOUNTS);
                    let what = (from, (from + 1 + below(ACCOUNTS - 1)) % ACCOUNTS, below(100));
                    insist(&pool, &seen, (task * each + n).cast_signed(), what).await?;
                }
                Result::Ok(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    stop.store(true, Relaxed);
    let kills = killer.await?;
    println!(
        "{} transfers in {:.1?}, {kills} kills: {seen:?}, {:?}",
        TASKS * each,
        start.elapsed(),
        pool.status()
    );

    let count: i64 = sql!("SELECT count(*) FROM transfer").one(&mut admin).await?;
    assert_eq!(count, (TASKS * each).cast_signed(), "a transfer is lost, or there is one that nobody made");
    let total: i64 = sql!("SELECT sum(balance)::int8 FROM account").one(&mut admin).await?;
    assert_eq!(total, ACCOUNTS * FIRST_BALANCE);
    // Each account is what its transfers make of it.
    let wrong: i64 = sql!(
        "SELECT count(*) FROM account a WHERE balance <> {FIRST_BALANCE} \
         + (SELECT coalesce(sum(amount), 0) FROM transfer t WHERE t.target = a.id) \
         - (SELECT coalesce(sum(amount), 0) FROM transfer t WHERE t.source = a.id)"
    )
    .one(&mut admin)
    .await?;
    assert_eq!(wrong, 0, "an account is not what its transfers make of it");
    for counter in [&seen.lost, &seen.unknown_done] {
        assert!(kills > 0 && counter.load(Relaxed) > 0, "nothing went wrong on the way: {seen:?}");
    }
    Ok(())
}
