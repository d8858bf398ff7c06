//! What the server says about the sessions of a database.
#![allow(clippy::missing_panics_doc, clippy::panic, reason = "a failed step is a failed test")]

use std::time::{Duration, Instant};

use piton::prelude::*;

/// How long the server may take to notice.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many sessions there are on the database, but for the one that asks, for which a condition holds.
pub async fn count(admin: &mut Connection, condition: &'static str) -> i64 {
    let count = sql!(
        "SELECT count(*) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND ({})",
        trusted(condition)
    );
    match count.one(admin).await {
        Ok(count) => count,
        Err(error) => panic!("{error}"),
    }
}

/// Waits until there are so many, see [`count`].
pub async fn becomes(admin: &mut Connection, condition: &'static str, expected: i64) {
    let start = Instant::now();
    loop {
        let found = count(admin, condition).await;
        if found == expected {
            return;
        }
        assert!(start.elapsed() < PATIENCE, "{found} sessions are left and not {expected}: {condition}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until something holds.
pub async fn eventually(mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "it does not happen");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Ends any one of the sessions of the database for which a condition holds, and returns how many that were: one or none.
pub async fn terminate_any(admin: &mut Connection, condition: &'static str) -> i64 {
    let ended = sql!(
        "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity \
         WHERE datname = current_database() AND {} ORDER BY random() LIMIT 1) v",
        trusted(condition)
    );
    match ended.one(admin).await {
        Ok(ended) => ended,
        Err(error) => panic!("{error}"),
    }
}

/// Ends a session, and waits until it is gone.
pub async fn terminate(admin: &mut Connection, process_id: u32) {
    let id = i32::try_from(process_id).unwrap_or_default();
    if let Err(error) = sql!("SELECT pg_terminate_backend({id})").execute(&mut *admin).await {
        panic!("{error}");
    }
    let start = Instant::now();
    loop {
        match sql!("SELECT count(*) FROM pg_stat_activity WHERE pid = {id}").one::<i64, _>(&mut *admin).await
        {
            Ok(0) => return,
            Ok(_) => assert!(start.elapsed() < PATIENCE, "the session does not end"),
            Err(error) => panic!("{error}"),
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
